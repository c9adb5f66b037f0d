/**
 * What the viewer shows, as JavaFX properties, and what can be done with it. No scene graph, no toolkit: everything
 * here runs and is tested without a window. To be used from one thread, the one that results are delivered on.
 */
package io.nlc.viewer.vm;
