/**
 * What accompanies a picture: EXIF, XMP, density, text, a thumbnail and its profile; as chunks of a file, as ImageIO's
 * trees, and as other formats have it.
 */
package io.nlc.imageio.metadata;
