/** The JavaFX viewer. */
package io.nlc.viewer;
