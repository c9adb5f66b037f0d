package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModel;

/** How what a prediction misses becomes a symbol and bits under it: {@code docs/format.md}, "Photo". */
final class ResidualCode {

    /** Folded residuals below are tokens themselves; others have an exponent and two bits of mantissa. */
    static final int DIRECT = 16;

    private ResidualCode() {}

    /** Number of tokens of samples of a depth, 8 or 16 bits. */
    static int tokens(int depth) {
        return DIRECT + 4 * (depth - 4);
    }

    /** A difference of two samples, modulo 2^depth: -2^(depth - 1) to 2^(depth - 1) - 1. */
    static int wrap(int difference, int depth) {
        return difference << 32 - depth >> 32 - depth;
    }

    /**
     * Codes a residual, folded from 0, -1, 1, -2, ... to 0, 1, 2, 3, ....
     *
     * @param model of the token
     * @param residual of no account to a decoder
     * @return what was coded
     */
    static int code(Coding coding, SymbolModel model, int residual) throws CorruptStreamException {
        int folded = residual << 1 ^ residual >> 31;
        int token = folded;
        if (folded >= DIRECT) {
            int octave = 31 - Integer.numberOfLeadingZeros(folded);
            token = DIRECT + (octave - 4 << 2) + (folded >> octave - 2 & 3);
        }
        token = coding.symbol(model, token);
        if (token < DIRECT) {
            folded = token;
        } else {
            int octave = (token - DIRECT >> 2) + 4;
            int low = coding.bits(octave - 2, folded & (1 << octave - 2) - 1);
            folded = (4 | token & 3) << octave - 2 | low;
        }
        return folded >>> 1 ^ -(folded & 1);
    }
}
