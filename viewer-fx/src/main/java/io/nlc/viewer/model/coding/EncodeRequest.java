package io.nlc.viewer.model.coding;

import io.nlc.codec.RateTarget;
import java.util.Objects;

/**
 * How a picture is to be encoded; equal requests give equal files.
 *
 * @param codec which one
 * @param target quality or size to aim at; JPEG knows {@link RateTarget.Quality} and {@link RateTarget.Bytes} only
 */
public record EncodeRequest(Codec codec, RateTarget target) {

    public EncodeRequest {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(target, "target");
    }

    /** By NLC with a model pack. */
    public static EncodeRequest nlc(String pack, RateTarget target) {
        return new EncodeRequest(new Codec.Nlc(pack), target);
    }

    /** By JPEG. */
    public static EncodeRequest jpeg(RateTarget target) {
        return new EncodeRequest(Codec.JPEG, target);
    }

    /** Whether the file will be an {@code .nlc} file. */
    public boolean nlc() {
        return codec instanceof Codec.Nlc;
    }

    /** Model pack of NLC; empty for JPEG. */
    public String pack() {
        return codec instanceof Codec.Nlc nlc ? nlc.pack() : "";
    }
}
