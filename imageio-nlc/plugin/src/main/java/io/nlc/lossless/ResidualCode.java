package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.SymbolModels;

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
     * @param model number of that of the token
     * @param residual of no account to a decoder
     * @return what was coded
     */
    static int code(Coding coding, SymbolModels models, int model, int residual) throws CorruptStreamException {
        // Apart, so that either direction's calls go to one place each, and decoders do not fold what they do not have.
        if (coding.decodes()) {
            return decode(coding, models, model);
        }
        encode(coding, models, model, residual << 1 ^ residual >> 31);
        return residual;
    }

    private static int decode(Coding coding, SymbolModels models, int model) throws CorruptStreamException {
        int folded = coding.symbol(models, model, 0);
        if (folded >= DIRECT) {
            int under = (folded - DIRECT >> 2) + 2;
            folded = (4 | folded & 3) << under | coding.bits(under, 0);
        }
        return folded >>> 1 ^ -(folded & 1);
    }

    private static void encode(Coding coding, SymbolModels models, int model, int folded)
            throws CorruptStreamException {
        if (folded < DIRECT) {
            coding.symbol(models, model, folded);
        } else {
            int under = 29 - Integer.numberOfLeadingZeros(folded);
            coding.symbol(models, model, DIRECT + (under - 2 << 2) + (folded >> under & 3));
            coding.bits(under, folded & (1 << under) - 1);
        }
    }
}
