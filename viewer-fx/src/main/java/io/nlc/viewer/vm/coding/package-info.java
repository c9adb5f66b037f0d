/** What is asked of the encoder, what came of it, and how good that is. */
package io.nlc.viewer.vm.coding;
