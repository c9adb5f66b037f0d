package io.nlc.onnx;

import io.nlc.failure.NlcException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * The shape of an initialiser, checked: its values are in the file, all of them and no more.
 *
 * @param name of the tensor
 * @param shape up to {@value #MAX_RANK} sizes
 * @param integer the value of an int64 tensor of one
 * @param largest of an int64 tensor's values the largest magnitude; empty of all others
 */
record Tensor(String name, long[] shape, OptionalLong integer, OptionalLong largest) {

    static final int MAX_RANK = 8;
    static final long MAX_SIDE = 1 << 24;

    /** Values that are not raw take several times their bytes in memory. */
    private static final int MAX_TYPED = 1 << 16;

    private static final int INT64 = 7;

    /** Of an int64 tensor; others are shapes of nothing. */
    private static final int MAX_LOOKED_AT = 64;

    /** Number of elements. */
    long elements() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    /** Reads a TensorProto. @throws NlcException if its data are elsewhere, or not as many as its shape says */
    static Tensor read(Wire in) throws NlcException {
        Reader reader = new Reader();
        while (in.next()) {
            reader.field(in);
        }
        return reader.tensor();
    }

    private static final class Reader {
        private String name = "";
        private final long[] dims = new long[MAX_RANK];
        private int rank;
        private long type;
        private long typed = -1;
        private long raw = -1;
        private long first;
        private long largest;

        void field(Wire in) throws NlcException {
            switch (in.field()) {
                case 1 -> in.integers(this::dim);
                case 2 -> type = in.integer();
                case 4 -> count(in.fixed(4));
                case 5, 7, 11 -> in.integers(this::value);
                case 8 -> name = in.text();
                case 9 -> raw(in);
                case 10 -> count(in.fixed(8));
                case 12 -> in.skipText();
                case 13 -> throw external();
                case 14 -> {
                    if (in.integer() != 0) {
                        throw external();
                    }
                }
                case 6 -> throw Wire.refused("an initialiser holds texts, which networks may not have");
                default -> throw in.unknown();
            }
        }

        private static NlcException external() {
            return Wire.refused("the data of an initialiser are in another file, which packs may not have");
        }

        private void dim(long size) throws NlcException {
            if (rank == MAX_RANK || size < 0 || size > MAX_SIDE) {
                throw Wire.refused("an initialiser has a shape that is out of range");
            }
            dims[rank++] = size;
        }

        private void raw(Wire in) throws NlcException {
            raw = in.size();
            if (type == INT64 || type == 0) { // the type may yet come
                for (int i = 0; i < Math.min(raw / 8, MAX_LOOKED_AT); i++) {
                    look(in.littleEndian(i), i == 0);
                }
            }
        }

        private void value(long value) throws NlcException {
            look(value, typed < 0);
            count(1);
        }

        private void look(long value, boolean isFirst) {
            first = isFirst ? value : first;
            largest = Math.max(largest, value == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(value));
        }

        private void count(int more) throws NlcException {
            typed = Math.max(0, typed) + more;
            OnnxModel.atMost(typed, MAX_TYPED, "values of an initialiser that are not raw data");
        }

        Tensor tensor() throws NlcException {
            Tensor tensor = new Tensor(name, Arrays.copyOf(dims, rank), OptionalLong.empty(), OptionalLong.empty());
            long elements = 1;
            for (long dim : tensor.shape) {
                elements *= dim;
                OnnxModel.atMost(elements, OnnxModel.MAX_ELEMENTS, "elements of an initialiser");
            }
            long given = raw >= 0 ? raw : Math.max(0, typed);
            if (raw >= 0 && typed >= 0 || given != (raw >= 0 ? elements * bytes() : elements)) {
                throw Wire.refused("initialiser \"" + name + "\" has not as many values as its shape says");
            }
            return type == INT64 && elements <= MAX_LOOKED_AT
                    ? new Tensor(
                            name,
                            tensor.shape,
                            elements == 1 ? OptionalLong.of(first) : OptionalLong.empty(),
                            OptionalLong.of(largest))
                    : tensor;
        }

        private int bytes() throws NlcException {
            return switch ((int) Math.min(Math.max(type, 0), 99)) {
                case 2, 3, 9 -> 1; // uint8, int8, bool
                case 4, 5, 10 -> 2; // uint16, int16, float16
                case 1, 6, 12 -> 4; // float, int32, uint32
                case INT64, 11, 13 -> 8; // and double, uint64
                default -> throw Wire.refused("initialiser \"" + name + "\" is of type " + type);
            };
        }
    }
}
