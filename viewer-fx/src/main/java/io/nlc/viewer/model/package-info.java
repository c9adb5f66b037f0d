/**
 * What the viewer knows and does without a window: pictures in memory and by tiles, encodings, background work,
 * settings. Nothing here depends on JavaFX, and everything may be used off its thread.
 */
package io.nlc.viewer.model;
