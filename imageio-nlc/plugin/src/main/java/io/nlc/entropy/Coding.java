package io.nlc.entropy;

/**
 * One way through coded data for both directions: whoever codes says the value it has and goes on with the one it gets.
 * An encoder gets what it said; a decoder says anything.
 */
public abstract sealed class Coding {

    private Coding() {}

    /** A way that writes. It never throws. */
    public static Coding to(RangeEncoder out) {
        return new Encoding(out);
    }

    /** A way that reads. */
    public static Coding from(RangeDecoder in) {
        return new Decoding(in);
    }

    /** A symbol of an adaptive alphabet. */
    public abstract int symbol(SymbolModel model, int value) throws CorruptStreamException;

    /** A symbol of the adaptive alphabet of one of several models. */
    public abstract int symbol(SymbolModels models, int model, int value) throws CorruptStreamException;

    /** A bit in a context. */
    public abstract int bit(BitModels models, int context, int value) throws CorruptStreamException;

    /** A bit in the contexts that were set. */
    public abstract int bit(MixedBits model, int value) throws CorruptStreamException;

    /** Equiprobable bits, 0 to 16 of them. */
    public abstract int bits(int count, int value) throws CorruptStreamException;

    /** Whether it reads. */
    public abstract boolean decodes();

    private static final class Encoding extends Coding {
        private final RangeEncoder out;

        Encoding(RangeEncoder out) {
            this.out = out;
        }

        @Override
        public int symbol(SymbolModel model, int value) {
            model.encode(out, value);
            return value;
        }

        @Override
        public int symbol(SymbolModels models, int model, int value) {
            models.encode(out, model, value);
            return value;
        }

        @Override
        public int bit(BitModels models, int context, int value) {
            models.encode(out, context, value);
            return value;
        }

        @Override
        public int bit(MixedBits model, int value) {
            model.encode(out, value);
            return value;
        }

        @Override
        public int bits(int count, int value) {
            out.encodeBits(value, count);
            return value;
        }

        @Override
        public boolean decodes() {
            return false;
        }
    }

    private static final class Decoding extends Coding {
        private final RangeDecoder in;

        Decoding(RangeDecoder in) {
            this.in = in;
        }

        @Override
        public int symbol(SymbolModel model, int value) throws CorruptStreamException {
            return model.decode(in);
        }

        @Override
        public int symbol(SymbolModels models, int model, int value) throws CorruptStreamException {
            return models.decode(in, model);
        }

        @Override
        public int bit(BitModels models, int context, int value) throws CorruptStreamException {
            return models.decode(in, context);
        }

        @Override
        public int bit(MixedBits model, int value) throws CorruptStreamException {
            return model.decode(in);
        }

        @Override
        public int bits(int count, int value) throws CorruptStreamException {
            return in.decodeBits(count);
        }

        @Override
        public boolean decodes() {
            return true;
        }
    }
}
