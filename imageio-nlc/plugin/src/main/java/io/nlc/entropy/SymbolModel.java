package io.nlc.entropy;

/**
 * Frequencies of a small alphabet that follow the symbols coded so far: one of {@link SymbolModels}. Encoder and
 * decoder keep one each, in step. Not for use by several threads.
 */
public final class SymbolModel {

    private final SymbolModels models;

    private SymbolModel(SymbolModels models) {
        this.models = models;
    }

    /**
     * A model that has seen nothing.
     *
     * @param initial weight of each of 1 to {@link SymbolModels#MAX_SYMBOLS} symbols, 1 to 32: a coded symbol adds 32
     */
    public SymbolModel(int[] initial) {
        this(new SymbolModels(new int[][] {initial.clone()}));
    }

    /** A model of n symbols that begin equally likely. */
    public static SymbolModel uniform(int n) {
        return new SymbolModel(SymbolModels.uniform(1, n));
    }

    /** Codes a symbol and learns from it. */
    public void encode(RangeEncoder out, int symbol) {
        models.encode(out, 0, symbol);
    }

    /** Decodes a symbol and learns from it. */
    public int decode(RangeDecoder in) throws CorruptStreamException {
        return models.decode(in, 0);
    }
}
