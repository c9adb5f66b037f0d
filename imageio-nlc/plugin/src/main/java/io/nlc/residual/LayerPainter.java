package io.nlc.residual;

/** Lays a layer over a tile. Stateless. */
public final class LayerPainter {

    private static final int MIDDLE = 128;

    private LayerPainter() {}

    /**
     * Does to a tile what its layer says.
     *
     * @param rgb interleaved 8-bit R, G, B of the tile inside the picture, which become those of the picture. Gray has
     *     three equal values, and what is added to is their rounded mean
     */
    public static void paint(Layer layer, byte[] rgb) {
        Parts parts = layer.parts();
        int row = 0;
        for (int part = 0; part < parts.count(); part++) {
            switch (layer.mode(part)) {
                case BASE -> {}
                case EXACT -> {
                    exact(layer, part, row, rgb);
                    row += parts.height(part);
                }
                default -> transformed(layer, part, rgb);
            }
        }
    }

    /** Does it to one part, which has coefficients. */
    public static void paint(Layer layer, int part, byte[] rgb) {
        transformed(layer, part, rgb);
    }

    private static void exact(Layer layer, int part, int row, byte[] rgb) {
        Parts parts = layer.parts();
        int[][] planes = layer.exact().planes();
        for (int y = 0; y < parts.height(part); y++) {
            int from = (row + y) * parts.stripWidth();
            int to = 3 * ((parts.y(part) + y) * parts.width() + parts.x(part));
            for (int x = 0; x < parts.width(part); x++, from++) {
                for (int band = 0; band < 3; band++) {
                    rgb[to++] = (byte) planes[planes.length == 1 ? 0 : band][from];
                }
            }
        }
    }

    private static void transformed(Layer layer, int part, byte[] rgb) {
        int planes = layer.planes();
        int[][] samples = new int[planes][BlockTransform.SIZE];
        int[] scaled = new int[BlockTransform.SIZE];
        Mode mode = layer.mode(part);
        for (int block : layer.parts().blocks(part)) {
            boolean any = mode == Mode.OWN;
            for (int plane = 0; plane < planes; plane++) {
                any |= dequantise(layer, part, plane, block, scaled);
                BlockTransform.inverse(scaled, samples[plane]);
            }
            if (any) {
                add(layer.parts(), block, samples, mode == Mode.OWN, rgb);
            }
        }
    }

    /** True if there is anything. */
    private static boolean dequantise(Layer layer, int part, int plane, int block, int[] out) {
        short[] values = layer.coefficients(plane);
        boolean any = false;
        for (int i = 0, at = block * BlockTransform.SIZE; i < BlockTransform.SIZE; i++, at++) {
            out[i] = values[at] * Steps.size(layer.step(part), layer.mode(part), i);
            any |= out[i] != 0;
        }
        return any;
    }

    private static void add(Parts parts, int block, int[][] samples, boolean own, byte[] rgb) {
        int left = block % parts.blockColumns() * Parts.BLOCK;
        int top = block / parts.blockColumns() * Parts.BLOCK;
        int right = Math.min(left + Parts.BLOCK, parts.width());
        for (int y = top; y < Math.min(top + Parts.BLOCK, parts.height()); y++) {
            int i = Parts.BLOCK * (y - top);
            int at = 3 * (y * parts.width() + left);
            for (int x = left; x < right; x++, i++, at += 3) {
                if (samples.length == 1) {
                    byte gray = sum(own ? MIDDLE : gray(rgb, at), ColourAxes.gray(samples[0][i]));
                    rgb[at] = gray;
                    rgb[at + 1] = gray;
                    rgb[at + 2] = gray;
                } else {
                    for (int band = 0; band < 3; band++) {
                        rgb[at + band] = sum(
                                own ? MIDDLE : rgb[at + band] & 0xFF,
                                ColourAxes.band(band, samples[0][i], samples[1][i], samples[2][i]));
                    }
                }
            }
        }
    }

    /** The gray that readers make of three decoded colours. */
    static int gray(byte[] rgb, int at) {
        return ((rgb[at] & 0xFF) + (rgb[at + 1] & 0xFF) + (rgb[at + 2] & 0xFF) + 1) / 3;
    }

    private static byte sum(int base, int difference) {
        return (byte) Math.max(0, Math.min(255, base + difference));
    }
}
