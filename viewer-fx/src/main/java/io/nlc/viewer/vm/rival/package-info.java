/** Which codecs of others are installed. */
package io.nlc.viewer.vm.rival;
