/** Files that are converted together. */
package io.nlc.viewer.vm.batch;
