/**
 * API: looking into files, packs and encoders, for people; nothing here takes part in coding a picture. Stands on top
 * of the codec, which does not know of it.
 */
package io.nlc.codec.inspect;
