package io.nlc.residual;

/** What the coefficients of a layer are of. */
public enum Form {
    /** Blocks of 8 x 8, quantised one by one: the first form, which encoders do not write any more. */
    BLOCKS,
    /** Squares of 8 x 8 to 32 x 32, quantised along a trellis. */
    SQUARES,
    /** Squares whose edges are softened, see {@link EdgeFilter}. */
    SOFTENED
}
