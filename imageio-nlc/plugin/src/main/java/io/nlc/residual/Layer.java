package io.nlc.residual;

import io.nlc.lossless.Samples;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/** What a layer consists of, part by part. Not for use by several threads while it changes. */
public final class Layer {

    private final Parts parts;
    private final Mode[] modes;
    private final int[] steps;
    private final short[][] coefficients;
    private final Squares squares;
    private Form form;
    private Samples exact;
    private final int[] softenings;

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
        this.softenings = new int[parts.count()];
        boolean blocks = form == Form.BLOCKS;
        this.coefficients = new short[planes][blocks ? Math.multiplyExact(parts.blocks(), BlockTransform.SIZE) : 0];
        this.form = form;
        this.squares = blocks ? null : new Squares(parts, planes);
    }

    /** What coefficients are of. */
    public Form form() {
        return form;
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
        softenings[part] = 0;
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

    /** How strongly the edges of a part's squares are softened, 0 to {@link EdgeFilter#STRONGEST}. */
    public int softening(int part) {
        return softenings[part];
    }

    void setSoftening(int part, int strength) {
        softenings[part] = strength;
    }

    /**
     * Says how strongly edges are softened; where none are, the form is that without.
     *
     * @param strengths of parts, 0 to {@link EdgeFilter#STRONGEST}; passed over in parts without squares
     */
    public void soften(IntUnaryOperator strengths) {
        for (int part = 0; part < softenings.length; part++) {
            softenings[part] = modes[part].transformed() ? strengths.applyAsInt(part) : 0;
        }
        form = Arrays.stream(softenings).anyMatch(s -> s > 0) ? Form.SOFTENED : Form.SQUARES;
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
