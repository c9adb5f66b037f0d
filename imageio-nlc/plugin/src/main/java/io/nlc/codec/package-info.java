/**
 * API: pictures to tiles of bits and back, at a quality or towards a target. Entry points are
 * {@link io.nlc.codec.NlcEncoder} and {@link io.nlc.codec.NlcDecoder}; the work is done in {@code latent}, {@code tile}
 * and {@code search}, each of which needs only those before it.
 */
package io.nlc.codec;
