package io.nlc.runtime;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;

/**
 * What the synthesis of a picture computes with. It changes the picture by a fraction of its own error, and neither
 * latents nor whatever else a file says.
 */
public enum Precision {

    /** 8-bit integers, where the pack has a network for it and the processor computes what the network says. */
    AUTO,

    /** 32-bit floats, always. */
    FULL;

    /**
     * The precision of a name: {@code auto} or {@code full}.
     *
     * @throws IllegalArgumentException naming the value, if it is neither
     */
    public static Precision parse(String name) {
        Objects.requireNonNull(name, "name");
        return Arrays.stream(values())
                .filter(p -> p.toString().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("precision must be auto or full, not \"" + name + "\""));
    }

    /** The name that {@link #parse} reads. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
