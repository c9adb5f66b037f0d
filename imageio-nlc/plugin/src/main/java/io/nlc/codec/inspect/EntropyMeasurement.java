package io.nlc.codec.inspect;

import io.nlc.codec.NlcDecoder;

/**
 * What the entropy part of a pack did with a picture.
 *
 * @param quality as asked for, 0 to 1
 * @param bytes of all tiles' payloads
 * @param encodeSeconds from latents with gain to payloads; the hyper-analysis is part of it
 * @param decodeSeconds from payloads to latents
 * @param digest hexadecimal SHA-256 of the encoder's latents, as {@link NlcDecoder#latentDigest} makes it of the
 *     decoder's
 * @param problem why the decoder's latents are not those of the encoder; {@code null} if they are
 */
public record EntropyMeasurement(
        double quality, long bytes, double encodeSeconds, double decodeSeconds, String digest, String problem) {

    /** Whether the decoder found the latents of the encoder. */
    public boolean equal() {
        return problem == null;
    }
}
