/**
 * What the viewer knows and does without a window, and here what all of its rooms share: words, reasons of failures,
 * settings, background work. Nothing here or below depends on JavaFX, and everything may be used off its thread.
 */
package io.nlc.viewer.model;
