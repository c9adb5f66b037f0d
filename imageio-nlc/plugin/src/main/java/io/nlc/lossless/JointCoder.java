package io.nlc.lossless;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import java.util.Arrays;

/** Codes the pixels of a block, each plane with what the planes before it tell. */
final class JointCoder implements PixelCoder {

    private final int[][] planes;
    private final int width;
    private final JointPlane[] coders;

    /** @param drawn whether pixels are copied, and patterns remembered */
    JointCoder(Samples s, boolean drawn) {
        planes = s.planes();
        width = s.width();
        coders = new JointPlane[planes.length];
        Arrays.setAll(coders, p -> new JointPlane(width, s.depth(), drawn));
    }

    @Override
    public void nextRow() {
        for (JointPlane coder : coders) {
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
        int same = 0;
        int all = JointPlane.LEFT | JointPlane.ABOVE;
        for (int p = 0; p < coders.length; p++) {
            int[] plane = planes[p];
            JointPlane coder = coders[p];
            plane[from + x] = coder.code(coding, x, plane[from + x], other, same);
            other = coder.residual();
            all &= coder.match();
            same = all;
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
