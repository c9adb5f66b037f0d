/**
 * Not API, not exported. Latents of one tile to bits and back: gains, rounding, and the context models that give the
 * coder its probabilities. Knows nothing of pixels, nor of where a tile lies in its picture.
 *
 * <p>Used by {@code tile}, {@code search}, {@code inspect} and {@code io.nlc.codec}; only for them are some classes
 * public.
 */
package io.nlc.codec.latent;
