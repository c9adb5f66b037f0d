/**
 * Not API, not exported. Lossless coding of blocks of samples: colour transforms, palettes, prediction and contexts,
 * all in integers. Knows nothing of files, tiles or images. See docs/format.md, "Lossless blocks".
 */
package io.nlc.lossless;
