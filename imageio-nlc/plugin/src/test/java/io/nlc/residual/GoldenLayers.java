package io.nlc.residual;

import io.nlc.lossless.Samples;

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
     * @param modes of the parts, one after the other and from the beginning again
     */
    public static Layer of(int width, int height, int planes, Mode... modes) {
        Parts parts = new Parts(width, height);
        Layer layer = new Layer(parts, planes);
        for (int part = 0; part < parts.count(); part++) {
            Mode mode = modes[part % modes.length];
            layer.set(part, mode, (part * 11 + 3) % Steps.COUNT);
            if (mode.transformed()) {
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

    /** 24 bits without a pattern. */
    private static int noise(int a, int b) {
        int h = a * 0x9E3779B1 + b * 0x61C88647 + 0x2545F491;
        h = (h ^ h >>> 15) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 8;
    }
}
