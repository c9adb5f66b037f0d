package io.nlc.fuzz;

import io.nlc.failure.NlcException;
import io.nlc.lossless.BlockCoder;
import io.nlc.lossless.Samples;
import java.util.Arrays;

/** Lossless blocks: width, height, format and the coded block, which is also taken for samples. */
final class BlockTarget {

    private static final int MAX_SIDE = 64;

    private BlockTarget() {}

    /** The input that begins with these sizes. */
    static byte[] input(int width, int height, int planes, int depth, byte[] block) {
        byte[] input = new byte[3 + block.length];
        input[0] = (byte) (width - 1);
        input[1] = (byte) (height - 1);
        input[2] = (byte) (planes - 1 | (depth == 16 ? 4 : 0));
        System.arraycopy(block, 0, input, 3, block.length);
        return input;
    }

    static void run(byte[] input) throws NlcException {
        FuzzInput in = new FuzzInput(input);
        int width = 1 + in.below(MAX_SIDE);
        int height = 1 + in.below(MAX_SIDE);
        int format = in.u8();
        int planes = 1 + (format & 3);
        int depth = (format & 4) == 0 ? 8 : 16;
        byte[] block = in.rest();
        exact(samples(width, height, planes, depth, block));
        Samples decoded = BlockCoder.decode(block, 0, width, height, planes, depth);
        for (int[] plane : decoded.planes()) {
            for (int sample : plane) {
                Checks.that(sample >= 0 && sample >> depth == 0, "sample " + sample + " of " + depth + " bits");
            }
        }
        exact(decoded);
    }

    private static Samples samples(int width, int height, int planes, int depth, byte[] data) {
        FuzzInput in = new FuzzInput(data);
        int[][] values = new int[planes][width * height];
        for (int i = 0; i < width * height && in.more(); i++) {
            for (int[] plane : values) {
                plane[i] = depth == 8 ? in.u8() : in.u16();
            }
        }
        return new Samples(width, height, depth, values);
    }

    private static void exact(Samples s) {
        int planes = s.planes().length;
        int[][] before = Arrays.stream(s.planes()).map(int[]::clone).toArray(int[][]::new);
        byte[] coded = BlockCoder.encode(s);
        Checks.that(Arrays.deepEquals(before, s.planes()), "the encoder changed what it was given");
        Checks.that(
                coded.length <= 1 + s.width() * s.height() * planes * s.depth() / 8,
                "a block of " + coded.length + " bytes is larger than its samples");
        try {
            Samples back = BlockCoder.decode(coded, 0, s.width(), s.height(), planes, s.depth());
            Checks.that(Arrays.deepEquals(before, back.planes()), "the block did not come back");
        } catch (NlcException e) {
            throw new AssertionError("our own block is refused", e);
        }
    }
}
