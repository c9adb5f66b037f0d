/** How pictures are put beside each other. */
package io.nlc.viewer.vm.compare;
