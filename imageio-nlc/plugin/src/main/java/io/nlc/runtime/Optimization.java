package io.nlc.runtime;

import ai.onnxruntime.OrtSession.SessionOptions.OptLevel;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;

/** How far ONNX Runtime optimises the graphs of networks. None of it changes what a file decodes to. */
public enum Optimization {

    /*
     * What optimisation is worth on the CPU: weights are stored as 16-bit numbers and converted by the first nodes of
     * a run, or once and for all by the optimiser, which takes longer than ten runs of a network over a tile do. A
     * head that runs at each of a hundred steps is another matter.
     */

    /** Not at all. */
    NONE(OptLevel.NO_OPT, OptLevel.NO_OPT),

    /** What keeps the graph's meaning node by node. */
    BASIC(OptLevel.BASIC_OPT, OptLevel.BASIC_OPT),

    /** And fused operators of the CPU or the GPU. */
    EXTENDED(OptLevel.EXTENDED_OPT, OptLevel.EXTENDED_OPT),

    /** And layouts of memory. */
    ALL(OptLevel.ALL_OPT, OptLevel.ALL_OPT),

    /**
     * None for networks that run a few times a picture on the CPU, and all for the others, which loads the first
     * picture's networks in half the time and runs them no slower.
     */
    QUICK(OptLevel.ALL_OPT, OptLevel.NO_OPT);

    private final OptLevel often;
    private final OptLevel seldom;

    Optimization(OptLevel often, OptLevel seldom) {
        this.often = often;
        this.seldom = seldom;
    }

    /**
     * The optimisation of a name: {@code none}, {@code basic}, {@code extended}, {@code all} or {@code quick}.
     *
     * @throws IllegalArgumentException naming the value, if it is none of these
     */
    public static Optimization parse(String name) {
        Objects.requireNonNull(name, "name");
        return Arrays.stream(values())
                .filter(o -> o.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("optimization must be one of "
                        + Arrays.stream(values()).map(Optimization::toString).collect(Collectors.joining(", "))
                        + ", not \"" + name + "\""));
    }

    /** The level for a network that runs a few times a picture. */
    OptLevel level(Device device) {
        return device.cuda() ? often : seldom;
    }

    /** The same for a network that runs at every step of a tile. */
    Optimization often() {
        return this == QUICK ? ALL : this;
    }

    /** The name that {@link #parse} reads. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
