package io.nlc.container;

import java.util.Arrays;
import java.util.Optional;

/** What the header's flags say of layered tiles. */
public enum Layers {
    /** There are none. */
    NONE(0),
    /** There may be some, and samples are the same on every machine as far as those of learned tiles are. */
    EXACT(1),
    /** There are some that add a residual to what networks synthesise: samples may differ by rounding. */
    ROUNDED(3);

    private final int code;

    Layers(int code) {
        this.code = code;
    }

    /** The byte in the file. */
    int code() {
        return code;
    }

    static Optional<Layers> of(int code) {
        return Arrays.stream(values()).filter(layers -> layers.code == code).findFirst();
    }
}
