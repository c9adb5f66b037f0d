/** Rate-distortion points: which ones make a curve, and their figures. */
package io.nlc.viewer.model.plot;
