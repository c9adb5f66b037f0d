/** What is open. */
package io.nlc.viewer.vm.document;
