package io.nlc.viewer.model;

import io.nlc.codec.RateTarget;
import java.util.Objects;

/**
 * How a picture is to be encoded; equal requests give equal files.
 *
 * @param codec which one
 * @param pack model pack of NLC; empty for JPEG
 * @param target quality or size to aim at; JPEG knows {@link RateTarget.Quality} and {@link RateTarget.Bytes} only
 */
public record EncodeRequest(Codec codec, String pack, RateTarget target) {

    /** Who encodes. */
    public enum Codec {
        NLC,
        JPEG
    }

    public EncodeRequest {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(pack, "pack");
        Objects.requireNonNull(target, "target");
    }

    /** By NLC with a model pack. */
    public static EncodeRequest nlc(String pack, RateTarget target) {
        return new EncodeRequest(Codec.NLC, pack, target);
    }

    /** By the JDK's JPEG writer. */
    public static EncodeRequest jpeg(RateTarget target) {
        return new EncodeRequest(Codec.JPEG, "", target);
    }
}
