package io.nlc.viewer.model.coding;

import io.nlc.codec.RateTarget;
import java.util.Objects;

/**
 * How a picture is to be encoded; equal requests give equal files.
 *
 * @param codec which one
 * @param target quality or size to aim at; JPEG and codecs of others know {@link RateTarget.Quality} and
 *     {@link RateTarget.Bytes} only; without loss it means nothing
 */
public record EncodeRequest(Codec codec, RateTarget target) {

    public EncodeRequest {
        Objects.requireNonNull(codec, "codec");
        Objects.requireNonNull(target, "target");
    }

    /** By NLC without loss. */
    public static final EncodeRequest LOSSLESS = new EncodeRequest(Codec.LOSSLESS, new RateTarget.Quality(1));

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
        return codec instanceof Codec.Nlc || lossless();
    }

    /** Whether nothing is to be lost. */
    public boolean lossless() {
        return codec instanceof Codec.Lossless;
    }

    /** Model pack of NLC; empty where there is none. */
    public String pack() {
        return codec instanceof Codec.Nlc nlc ? nlc.pack() : "";
    }

    /** Regions of interest; null if there are none. */
    public Interest interest() {
        return codec instanceof Codec.Nlc nlc ? nlc.interest() : null;
    }
}
