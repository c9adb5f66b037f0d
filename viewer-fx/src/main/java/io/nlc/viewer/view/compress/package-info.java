/** The panel of what is asked of the encoder and what came out. */
package io.nlc.viewer.view.compress;
