/**
 * Files of other formats taken apart: the segments of JPEG, the chunks of PNG and WebP, the directories of TIFF and of
 * EXIF blocks. What the parts mean is the business of whoever asks.
 */
package io.nlc.foreign;
