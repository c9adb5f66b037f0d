/**
 * Latents of one tile to bits and back: gains, rounding, and the context models over them. Knows nothing of pixels or
 * of where a tile lies in its picture.
 *
 * <p>Not API and not exported: what is public is so for the rooms above only ({@code tile}, {@code search},
 * {@code inspect} and the codec itself).
 */
package io.nlc.codec.latent;
