/**
 * Not API, not exported. What the payload of a tile says, whatever kind it is of: latents, a layer over what they give,
 * samples; and how an encoder comes to it.
 *
 * <p>Used by {@code io.nlc.codec} and {@code io.nlc.codec.inspect} only.
 */
package io.nlc.codec.content;
