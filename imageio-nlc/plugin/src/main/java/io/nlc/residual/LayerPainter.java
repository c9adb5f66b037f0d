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
        if (layer.form() == Form.SOFTENED) {
            EdgeFilter.apply(layer, rgb);
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
        if (layer.form() != Form.BLOCKS) {
            squares(layer, part, rgb);
            return;
        }
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
                int columns = layer.parts().blockColumns();
                Corner corner = new Corner(
                        block % columns * Parts.BLOCK, block / columns * Parts.BLOCK, Parts.BLOCK, Steps.FRACTION);
                add(layer.parts(), corner, samples, mode == Mode.OWN, rgb);
            }
        }
    }

    private static void squares(Layer layer, int part, byte[] rgb) {
        int planes = layer.planes();
        boolean own = layer.mode(part) == Mode.OWN;
        int[][] samples = new int[planes][Squares.LARGEST * Squares.LARGEST];
        int[] scaled = new int[Squares.LARGEST * Squares.LARGEST];
        layer.squares().forEach(part, (x, y, side) -> {
            boolean any = own;
            for (int plane = 0; plane < planes; plane++) {
                int diagonals = dequantise(layer, part, plane, layer.squares().at(x, y), side, scaled);
                any |= diagonals > 0;
                SquareTransform.of(side).inverse(scaled, diagonals, samples[plane]);
            }
            if (any) {
                add(layer.parts(), new Corner(x, y, side, Steps.FRACTION + 1), samples, own, rgb);
            }
        });
    }

    /** To 1/32 of samples. @return how many diagonals there are, up to the last that is not 0 */
    private static int dequantise(Layer layer, int part, int plane, int corner, int side, int[] out) {
        short[] levels = layer.squares().levels(plane);
        int stride = layer.squares().stride();
        Mode mode = layer.mode(part);
        int state = 0;
        int end = 0;
        for (int diagonal = 0; diagonal < 2 * side - 1; diagonal++) {
            for (int r = Math.max(0, diagonal - side + 1); r <= Math.min(diagonal, side - 1); r++) {
                int level = levels[corner + r * stride + diagonal - r];
                out[r * side + diagonal - r] =
                        Trellis.halves(state, level) * Steps.size(layer.step(part), mode, diagonal);
                state = Trellis.next(state, level);
                end = level == 0 ? end : diagonal + 1;
            }
        }
        return end;
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

    /** A square of a tile, and the fraction bits of what is added there. */
    private record Corner(int x, int y, int side, int fraction) {}

    private static void add(Parts parts, Corner corner, int[][] samples, boolean own, byte[] rgb) {
        int right = Math.min(corner.x + corner.side, parts.width());
        for (int y = corner.y; y < Math.min(corner.y + corner.side, parts.height()); y++) {
            int i = corner.side * (y - corner.y);
            int at = 3 * (y * parts.width() + corner.x);
            for (int x = corner.x; x < right; x++, i++, at += 3) {
                if (samples.length == 1) {
                    byte gray = sum(own ? MIDDLE : gray(rgb, at), ColourAxes.gray(samples[0][i], corner.fraction));
                    rgb[at] = gray;
                    rgb[at + 1] = gray;
                    rgb[at + 2] = gray;
                } else {
                    for (int band = 0; band < 3; band++) {
                        int change =
                                ColourAxes.band(band, samples[0][i], samples[1][i], samples[2][i], corner.fraction);
                        rgb[at + band] = sum(own ? MIDDLE : rgb[at + band] & 0xFF, change);
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
