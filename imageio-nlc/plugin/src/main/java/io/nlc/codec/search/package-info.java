/**
 * Not API, not exported. What an encoder does beyond rounding the latent of each tile: it tries qualities, to meet a
 * target of size or PSNR, takes back what the synthesis does not undo, and looks for symbols that cost less at equal
 * quality.
 *
 * <p>Used by {@code io.nlc.codec} only.
 */
package io.nlc.codec.search;
