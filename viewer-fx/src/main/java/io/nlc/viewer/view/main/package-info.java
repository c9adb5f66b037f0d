/** The window: its tools, keys, panels and bars, and how they lie around the pictures. */
package io.nlc.viewer.view.main;
