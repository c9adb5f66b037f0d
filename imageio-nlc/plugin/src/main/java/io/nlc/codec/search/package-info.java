/**
 * What an encoder tries beyond coding each tile once: the quality that meets a target of size or PSNR, and symbols that
 * cost less at equal quality. Encoding at a given quality without effort needs none of it.
 *
 * <p>Not API and not exported: what is public is so for {@link io.nlc.codec.NlcEncoder} only.
 */
package io.nlc.codec.search;
