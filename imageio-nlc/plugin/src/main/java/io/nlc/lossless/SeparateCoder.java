package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import java.util.Arrays;

/** Codes pixels as before {@link JointCoder}: of the planes before, each sees how far off their predictions were. */
final class SeparateCoder implements PixelCoder {

    private final int[][] planes;
    private final int width;
    private final PlaneCoder[] coders;

    SeparateCoder(Samples s) {
        planes = s.planes();
        width = s.width();
        coders = new PlaneCoder[planes.length];
        Arrays.setAll(coders, p -> new PlaneCoder(width, s.depth()));
    }

    @Override
    public void nextRow() {
        for (PlaneCoder coder : coders) {
            coder.nextRow();
        }
    }

    @Override
    public void row(Coding coding, int from) throws CorruptStreamException {
        for (int x = 0; x < width; x++) {
            pixel(coding, from, x);
        }
    }

    @Override
    public void pixel(Coding coding, int from, int x) throws CorruptStreamException {
        int other = 0;
        for (int p = 0; p < coders.length; p++) {
            int[] plane = planes[p];
            plane[from + x] = coders[p].code(coding, x, plane[from + x], other);
            other = coders[p].error(x);
        }
    }

    @Override
    public void copy(int from, int x, int place) {
        for (int p = 0; p < coders.length; p++) {
            int value = planes[p][place];
            planes[p][from + x] = value;
            coders[p].skip(x, value);
        }
    }
}
