/** The panel of what the open file holds beside pixels, and how its pixels are spread. */
package io.nlc.viewer.view.details;
