package io.nlc.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * What the transforms compute with. For a decoder it adds to the picture's own squared error a hundredth or so, with
 * {@link #FAST} 3 to 12 in a hundred, and changes no latents. Encoders make the same files with {@link #AUTO} and
 * {@link #FULL} where they synthesise nothing, which is below the middle of qualities; above, files differ a little and
 * are as good.
 */
public enum Precision {

    /** 8-bit integers, where the pack has a network for it and the processor computes what the network says, sooner. */
    AUTO,

    /** 32-bit floats, always. */
    FULL,

    /**
     * 8-bit integers and fewer channels, where the pack has a network for it; else as {@link #AUTO}. Encoders analyse
     * by 8-bit integers, where the pack has a network for that.
     */
    FAST;

    /**
     * The precision of a name: {@code auto}, {@code full} or {@code fast}.
     *
     * @throws IllegalArgumentException naming the value, if it is none of these
     */
    public static Precision parse(String name) {
        Objects.requireNonNull(name, "name");
        return Arrays.stream(values())
                .filter(p -> p.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("precision must be auto, full or fast, not \"" + name + "\""));
    }

    /** The name that {@link #parse} reads. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
