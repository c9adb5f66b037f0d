/** What the open file holds beside pixels, and how its pixels are spread. */
package io.nlc.viewer.vm.details;
