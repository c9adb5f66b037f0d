package io.nlc.residual;

import io.nlc.lossless.Samples;
import java.util.Arrays;

/**
 * Layers for golden files: every mode and step, coefficients of all sizes; without random numbers, so for ever the
 * same.
 */
public final class GoldenLayers {

    private GoldenLayers() {}

    /**
     * A layer.
     *
     * @param planes 1 for gray, 3 for RGB
     * @param form of its coefficients
     * @param modes of the parts, one after the other and from the beginning again
     */
    public static Layer of(int width, int height, int planes, Form form, Mode... modes) {
        Parts parts = new Parts(width, height);
        Layer layer = new Layer(parts, planes, form);
        for (int part = 0; part < parts.count(); part++) {
            Mode mode = modes[part % modes.length];
            layer.set(part, mode, (part * 11 + 3) % Steps.COUNT);
            if (mode.transformed() && form == Form.SOFTENED) {
                layer.setSoftening(part, part * 5 % 7 % (EdgeFilter.STRONGEST + 1));
            }
            if (mode.transformed() && form != Form.BLOCKS) {
                cut(layer, part);
            } else if (mode.transformed()) {
                for (int block : parts.blocks(part)) {
                    for (int plane = 0; plane < planes; plane++) {
                        fill(layer.coefficients(plane), block, plane);
                    }
                }
            }
        }
        Samples strip = LayerCoder.strip(layer);
        if (strip != null) {
            for (int p = 0; p < planes; p++) {
                for (int i = 0; i < strip.planes()[p].length; i++) {
                    strip.planes()[p][i] = (i % strip.width() / 5 + i / strip.width() / 3) % 4 * 60 + 10 * p;
                }
            }
            layer.setExact(strip);
        }
        return layer;
    }

    /** Many blocks with a few small coefficients, some with none, a few with large ones and one with the largest. */
    private static void fill(short[] values, int block, int plane) {
        int kind = noise(block, plane) % 16;
        int count = kind < 5 ? 0 : kind < 12 ? noise(plane, block) % 9 : noise(plane, block) % 65;
        int size = kind < 13 ? 3 : kind < 15 ? 40 : 900;
        for (int i = 0; i < count; i++) {
            int at = block * BlockTransform.SIZE + i;
            values[at] = (short) (noise(at, plane) % (2 * size + 1) - size);
        }
        if (block == 9) {
            values[block * BlockTransform.SIZE] = Short.MIN_VALUE;
            values[block * BlockTransform.SIZE + BlockTransform.SIZE - 1] = Short.MAX_VALUE;
        }
    }

    /** Squares of all sides. */
    private static void cut(Layer layer, int part) {
        Parts parts = layer.parts();
        for (int i = 0; i < 4; i++) {
            cut(layer, parts.x(part) + i % 2 * Squares.LARGEST, parts.y(part) + i / 2 * Squares.LARGEST, 32);
        }
    }

    private static void cut(Layer layer, int x, int y, int side) {
        if (side == Squares.SMALLEST || noise(x + side, y) % 5 < 2) {
            square(layer, x, y, side);
            return;
        }
        for (int i = 0; i < 4; i++) {
            cut(layer, x + i % 2 * side / 2, y + i / 2 * side / 2, side / 2);
        }
    }

    private static void square(Layer layer, int x, int y, int side) {
        Squares squares = layer.squares();
        if (x >= layer.parts().width() || y >= layer.parts().height()) {
            return;
        }
        squares.set(x, y, side);
        for (int plane = 0; plane < layer.planes(); plane++) {
            int kind = noise(x * 64 + y, plane) % 16;
            int end = kind < 4 ? 0 : kind < 12 ? noise(plane, x + 64 * y) % 6 : noise(plane, x + 64 * y) % (2 * side);
            int size = kind < 13 ? 3 : kind < 15 ? 40 : 900;
            for (int i = 0; i < side * side; i++) {
                if (i / side + i % side < end) {
                    int at = squares.at(x + i % side, y + i / side);
                    squares.levels(plane)[at] = (short) (noise(at, plane + 7) % (2 * size + 1) - size);
                }
            }
        }
        if (layer.form() == Form.SOFTENED && noise(x, y + side) % 4 > 0) {
            flatten(layer, x, y, side);
        } else if (x % 64 < 32 && y % 64 == 32) {
            squares.levels(0)[squares.at(x, y)] = -3000;
            squares.levels(0)[squares.at(x + 1, y)] = Short.MAX_VALUE;
            squares.levels(layer.planes() - 1)[squares.at(x + side - 1, y + side - 1)] = Short.MIN_VALUE;
        }
    }

    /** A ramp of flat squares in soft parts, whose edges are what the filter is for. */
    private static void flatten(Layer layer, int x, int y, int side) {
        Squares squares = layer.squares();
        int part = layer.parts().at(x, y);
        int mean = layer.mode(part) == Mode.OWN ? x / 5 + y / 7 - 20 : x / 16 - y / 24;
        for (int plane = 0; plane < layer.planes(); plane++) {
            for (int r = 0; r < side; r++) {
                Arrays.fill(squares.levels(plane), squares.at(x, y + r), squares.at(x + side, y + r), (short) 0);
            }
            int size = Steps.size(layer.step(part), layer.mode(part), 0);
            squares.levels(plane)[squares.at(x, y)] = (short) ((mean + 3 * plane) * 16 * side / size);
        }
    }

    /** 24 bits without a pattern. */
    private static int noise(int a, int b) {
        int h = a * 0x9E3779B1 + b * 0x61C88647 + 0x2545F491;
        h = (h ^ h >>> 15) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 8;
    }
}
