/** The panel and the window of the rate-distortion curves. */
package io.nlc.viewer.view.plot;
