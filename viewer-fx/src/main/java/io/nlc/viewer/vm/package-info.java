/**
 * What the viewer shows, as JavaFX properties, and what can be done with it. No scene graph, no toolkit: everything
 * here and below runs and is tested without a window. To be used from one thread, the one that results are delivered
 * on.
 *
 * <p>Each model owns its properties and the lanes in which its work is done; others observe them or ask it to do
 * something. Here is what all of them share.
 */
package io.nlc.viewer.vm;
