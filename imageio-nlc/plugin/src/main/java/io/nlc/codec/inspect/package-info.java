/**
 * API. Looks into files, packs and encoders and shows people what goes on there; nothing here takes part in coding a
 * picture. It stands above {@code io.nlc.codec}, which does not know of it.
 */
package io.nlc.codec.inspect;
