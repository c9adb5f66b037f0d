/** What the desktop tells a running program. Nothing else in the viewer knows how it does. */
package io.nlc.viewer.desktop;
