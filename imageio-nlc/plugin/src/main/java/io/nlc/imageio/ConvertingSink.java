package io.nlc.imageio;

import io.nlc.colour.ColourConversion;
import io.nlc.picture.PixelSink;
import io.nlc.picture.SampleSink;

/**
 * Passes decoded colours on as those of the destination's colour space.
 *
 * @param conversion from the file's space, of gray or RGB, to an RGB space
 */
record ConvertingSink(ColourConversion conversion) {

    /** For learned files. */
    PixelSink before(PixelSink sink) {
        return (x, y, width, height, rgb) -> sink.writeRgb(x, y, width, height, converted(rgb, width * height));
    }

    private byte[] converted(byte[] rgb, int n) {
        if (conversion.given() == 3) {
            return conversion.convert(rgb, n);
        }
        byte[] gray = new byte[n];
        for (int i = 0; i < n; i++) {
            gray[i] = (byte) (((rgb[3 * i] & 0xFF) + (rgb[3 * i + 1] & 0xFF) + (rgb[3 * i + 2] & 0xFF) + 1) / 3);
        }
        return conversion.convert(gray, n);
    }

    /**
     * For lossless files.
     *
     * @param full the largest value of a sample
     */
    SampleSink before(SampleSink sink, int full) {
        return (x, y, width, height, planes) -> sink.writeSamples(x, y, width, height, converted(planes, full));
    }

    private int[][] converted(int[][] planes, int full) {
        int n = planes[0].length;
        int colours = conversion.given();
        int[][] out = planes.clone();
        if (full == 255) {
            byte[] bytes = new byte[colours * n];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] = (byte) planes[i % colours][i / colours];
            }
            byte[] rgb = conversion.convert(bytes, n);
            for (int c = 0; c < colours; c++) {
                out[c] = new int[n];
                for (int i = 0; i < n; i++) {
                    out[c][i] = rgb[3 * i + c] & 0xFF;
                }
            }
            return out;
        }
        short[] from = new short[colours * n];
        for (int i = 0; i < from.length; i++) {
            from[i] = (short) planes[i % colours][i / colours];
        }
        short[] rgb = conversion.convert(from, n);
        for (int c = 0; c < colours; c++) {
            out[c] = new int[n];
            for (int i = 0; i < n; i++) {
                out[c][i] = rgb[3 * i + c] & 0xFFFF;
            }
        }
        return out;
    }
}
