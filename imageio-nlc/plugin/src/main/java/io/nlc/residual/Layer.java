package io.nlc.residual;

import io.nlc.lossless.Samples;
import java.util.Arrays;

/** What a layer consists of, part by part. Not for use by several threads while it changes. */
public final class Layer {

    private final Parts parts;
    private final Mode[] modes;
    private final int[] steps;
    private final short[][] coefficients;
    private final Squares squares;
    private Samples exact;

    /**
     * A layer that does nothing.
     *
     * @param planes 1 for gray, 3 for RGB
     */
    public Layer(Parts parts, int planes, Form form) {
        this.parts = parts;
        this.modes = new Mode[parts.count()];
        Arrays.fill(modes, Mode.BASE);
        this.steps = new int[parts.count()];
        boolean blocks = form == Form.BLOCKS;
        this.coefficients = new short[planes][blocks ? Math.multiplyExact(parts.blocks(), BlockTransform.SIZE) : 0];
        this.squares = blocks ? null : new Squares(parts, planes);
    }

    /** What coefficients are of. */
    public Form form() {
        return squares == null ? Form.BLOCKS : Form.SQUARES;
    }

    /** How the tile is cut. */
    public Parts parts() {
        return parts;
    }

    /** 1 for gray, 3 for RGB. */
    public int planes() {
        return coefficients.length;
    }

    /** What is done to a part. */
    public Mode mode(int part) {
        return modes[part];
    }

    /** Number of the step of a part's quantiser; 0 for parts without coefficients. */
    public int step(int part) {
        return steps[part];
    }

    /** Says what is done to a part; its coefficients come next, if it has any. */
    public void set(int part, Mode mode, int step) {
        modes[part] = mode;
        steps[part] = mode.transformed() ? step : 0;
    }

    /**
     * Quantised coefficients of a plane: block by block of the tile, each in zigzag order. Zero where none are; empty
     * if the form is another one.
     */
    short[] coefficients(int plane) {
        return coefficients[plane];
    }

    /** Squares and what is in them; null if the form is another one. */
    Squares squares() {
        return squares;
    }

    /** Samples of the exact parts, stacked; null if there is none. */
    public Samples exact() {
        return exact;
    }

    /** @param strip the exact parts, {@link Parts#stripWidth} wide */
    public void setExact(Samples strip) {
        exact = strip;
    }

    /** Rows of the strip of exact parts. */
    public int stripHeight() {
        int rows = 0;
        for (int part = 0; part < modes.length; part++) {
            rows += modes[part] == Mode.EXACT ? parts.height(part) : 0;
        }
        return rows;
    }

    /** Whether some part is {@link Mode#BASE} or {@link Mode#RESIDUAL}, so that what it is added to matters. */
    public boolean needsBase() {
        return Arrays.stream(modes).anyMatch(m -> m == Mode.BASE || m == Mode.RESIDUAL);
    }

    /** Whether some part has the mode. */
    public boolean has(Mode mode) {
        return Arrays.asList(modes).contains(mode);
    }
}
