/** What is inside the current encoding. */
package io.nlc.viewer.vm.inside;
