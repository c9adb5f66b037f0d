/**
 * Not API, not exported. What an encoder tries beyond coding each tile once: qualities, to meet a target of size or
 * PSNR, and symbols that cost less at equal quality. Encoding at a fixed quality without effort needs none of it.
 *
 * <p>Used by {@code io.nlc.codec} only.
 */
package io.nlc.codec.search;
