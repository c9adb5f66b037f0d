/** The ImageIO plugin: service providers, reader, writer, parameters and metadata. See docs/format.md for the file. */
package io.nlc.imageio;
