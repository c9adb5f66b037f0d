/**
 * Not API, not exported. Pictures to tiles to latents and back: how a picture is cut, the transforms with their halo
 * around a tile, and the threads that work on several tiles at once.
 *
 * <p>Used by {@code search}, {@code inspect} and {@code io.nlc.codec}; only for them are most classes public.
 */
package io.nlc.codec.tile;
