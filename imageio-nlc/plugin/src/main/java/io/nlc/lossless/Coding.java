package io.nlc.lossless;

import io.nlc.entropy.BitModels;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.RangeDecoder;
import io.nlc.entropy.RangeEncoder;
import io.nlc.entropy.SymbolModel;

/**
 * One way through a block for both directions: whoever codes says the value it has and goes on with the one it gets. An
 * encoder gets what it said; a decoder says anything.
 */
abstract sealed class Coding {

    /** A symbol of an adaptive alphabet. */
    abstract int symbol(SymbolModel model, int value) throws CorruptStreamException;

    /** A bit in a context. */
    abstract int bit(BitModels models, int context, int value) throws CorruptStreamException;

    /** Equiprobable bits, 0 to 16 of them. */
    abstract int bits(int count, int value) throws CorruptStreamException;

    abstract boolean decodes();

    static final class Encoding extends Coding {
        private final RangeEncoder out;

        Encoding(RangeEncoder out) {
            this.out = out;
        }

        @Override
        int symbol(SymbolModel model, int value) {
            model.encode(out, value);
            return value;
        }

        @Override
        int bit(BitModels models, int context, int value) {
            models.encode(out, context, value);
            return value;
        }

        @Override
        int bits(int count, int value) {
            out.encodeBits(value, count);
            return value;
        }

        @Override
        boolean decodes() {
            return false;
        }
    }

    static final class Decoding extends Coding {
        private final RangeDecoder in;

        Decoding(RangeDecoder in) {
            this.in = in;
        }

        @Override
        int symbol(SymbolModel model, int value) throws CorruptStreamException {
            return model.decode(in);
        }

        @Override
        int bit(BitModels models, int context, int value) throws CorruptStreamException {
            return models.decode(in, context);
        }

        @Override
        int bits(int count, int value) throws CorruptStreamException {
            return in.decodeBits(count);
        }

        @Override
        boolean decodes() {
            return true;
        }
    }
}
