/**
 * Pictures to tiles to latents and back: how a picture is cut, the transforms with their halo around a tile, and the
 * threads that work on several tiles at once.
 *
 * <p>Not API and not exported: what is public is so for the rooms above only ({@code search}, {@code inspect} and the
 * codec itself).
 */
package io.nlc.codec.tile;
