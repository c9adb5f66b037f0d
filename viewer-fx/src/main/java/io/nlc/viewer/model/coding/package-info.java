/** Encoding a picture and decoding it again, what comes of that, and the codec's own files. */
package io.nlc.viewer.model.coding;
