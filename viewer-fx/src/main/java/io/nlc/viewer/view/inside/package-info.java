/** The panel of what is inside the current encoding. */
package io.nlc.viewer.view.inside;
