/**
 * API. Pictures to tiles of bits and back, at a fixed quality or towards a target of size or PSNR. Start with
 * {@link io.nlc.codec.NlcEncoder} and {@link io.nlc.codec.NlcDecoder}; whatever knows files or ImageIO belongs above
 * this package.
 *
 * <p>The work is done in the rooms below: {@code latent} (bits), {@code tile} (pixels) and {@code search} (rate and
 * effort), each of which uses only those named before it. They are not exported.
 */
package io.nlc.codec;
