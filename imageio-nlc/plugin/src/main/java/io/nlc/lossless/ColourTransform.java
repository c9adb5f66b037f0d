package io.nlc.lossless;

/**
 * Reversible transforms of the first three planes of a block. All arithmetic is modulo 2^depth, so that no plane needs
 * more bits than before; differences are kept around the middle of the range.
 */
enum ColourTransform {
    /** The planes as they are, for gray blocks and for colours that have nothing in common. */
    NONE {
        @Override
        void forward(Samples s) {}

        @Override
        void inverse(Samples s) {}
    },

    /** G, R - G, B - G. */
    SUBTRACT_GREEN {
        @Override
        void forward(Samples s) {
            int mask = (1 << s.depth()) - 1;
            int half = 1 << s.depth() - 1;
            int[] r = s.planes()[0];
            int[] g = s.planes()[1];
            int[] b = s.planes()[2];
            for (int i = 0; i < g.length; i++) {
                int green = g[i];
                g[i] = r[i] - green + half & mask;
                b[i] = b[i] - green + half & mask;
                r[i] = green;
            }
        }

        @Override
        void inverse(Samples s) {
            int mask = (1 << s.depth()) - 1;
            int half = 1 << s.depth() - 1;
            int[] r = s.planes()[0];
            int[] g = s.planes()[1];
            int[] b = s.planes()[2];
            for (int i = 0; i < g.length; i++) {
                int green = r[i];
                r[i] = g[i] + green - half & mask;
                b[i] = b[i] + green - half & mask;
                g[i] = green;
            }
        }
    },

    /** Luma, green against the others, red against blue: YCoCg-R of Malvar and Sullivan, JVT-I014, modulo 2^depth. */
    YCOCG {
        @Override
        void forward(Samples s) {
            int mask = (1 << s.depth()) - 1;
            int half = 1 << s.depth() - 1;
            int[] r = s.planes()[0];
            int[] g = s.planes()[1];
            int[] b = s.planes()[2];
            for (int i = 0; i < g.length; i++) {
                int co = r[i] - b[i] + half & mask;
                int t = b[i] + (co - half >> 1) & mask;
                int cg = g[i] - t + half & mask;
                r[i] = t + (cg - half >> 1) & mask;
                g[i] = cg;
                b[i] = co;
            }
        }

        @Override
        void inverse(Samples s) {
            int mask = (1 << s.depth()) - 1;
            int half = 1 << s.depth() - 1;
            int[] r = s.planes()[0];
            int[] g = s.planes()[1];
            int[] b = s.planes()[2];
            for (int i = 0; i < g.length; i++) {
                int cg = g[i];
                int co = b[i];
                int t = r[i] - (cg - half >> 1) & mask;
                g[i] = cg - half + t & mask;
                b[i] = t - (co - half >> 1) & mask;
                r[i] = co - half + b[i] & mask;
            }
        }
    };

    /** Transforms a block of at least three planes in place. */
    abstract void forward(Samples s);

    /** Undoes {@link #forward}. */
    abstract void inverse(Samples s);
}
