package io.nlc.colour;

import java.awt.color.ICC_Profile;
import java.awt.image.ColorConvertOp;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Converts samples from one colour space to another, with littleCMS, the JDK's colour engine. Thread-safe. */
public final class ColourConversion {

    /*
     * What it converts to as sRGB is a profile of our own, by the standard's formula, since the JDK's is a table that
     * differs from it by up to two steps in the dark. With 8 bits the engine is thirty times as fast as with 16, and
     * rounds as well where spaces are even (PictureProfile.isEven); elsewhere, as in linear light, its short cuts show, and
     * 16 are used for 8, too.
     *
     * The engine of the JDK takes the intent from the profile's class: relative colorimetric for output devices, and
     * perceptual for all others. Profiles say themselves, in their header, which is meant, and it is perceptual for
     * nearly all of presses. So that these get it they are given to the engine as those of a scanner; the tables that
     * are used are the same.
     */

    private static final byte[] OUTPUT = "prtr".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] INPUT = "scnr".getBytes(StandardCharsets.US_ASCII);
    private static final int INKS = 4;
    private static final int CLASS = 12;
    private static final int INTENT = 67;
    private static final int PERCEPTUAL = 0;

    private final ColorConvertOp engine;
    private final int from;
    private final int to;

    private final boolean even;

    private ColourConversion(ICC_Profile from, ICC_Profile to, boolean even) {
        this.even = even;
        this.engine = new ColorConvertOp(new ICC_Profile[] {asMeant(from), to}, null);
        this.from = from.getNumComponents();
        this.to = to.getNumComponents();
    }

    /** To sRGB. */
    public static ColourConversion toSrgb(ICC_Profile from) {
        return new ColourConversion(from, srgb(), from.getNumComponents() == INKS);
    }

    /**
     * From one profile to another.
     *
     * @param from null for sRGB
     * @param to null for sRGB
     */
    public static ColourConversion between(PictureProfile from, PictureProfile to) {
        return new ColourConversion(
                from == null ? srgb() : from.space().getProfile(),
                to == null ? srgb() : to.space().getProfile(),
                isEven(from) && isEven(to));
    }

    private static boolean isEven(PictureProfile profile) {
        return profile == null || profile.isEven();
    }

    private static ICC_Profile srgb() {
        return ICC_Profile.getInstance(MatrixProfile.rgb("sRGB", Primaries.SRGB, ToneCurve.SRGB));
    }

    private static ICC_Profile asMeant(ICC_Profile profile) {
        byte[] bytes = profile.getData();
        boolean output = new String(bytes, CLASS, 4, StandardCharsets.ISO_8859_1)
                .equals(new String(OUTPUT, StandardCharsets.ISO_8859_1));
        if (!output || bytes[INTENT] != PERCEPTUAL) {
            return profile;
        }
        System.arraycopy(INPUT, 0, bytes, CLASS, 4);
        return ICC_Profile.getInstance(bytes);
    }

    /** Samples of a pixel that it is given. */
    public int given() {
        return from;
    }

    /**
     * Converts pixels of 8 bits a sample.
     *
     * @param samples interleaved, unsigned
     * @return likewise, as many a pixel as the other space has
     */
    public byte[] convert(byte[] samples, int pixels) {
        if (!even) {
            return narrow(convert(wide(samples, from * pixels), pixels));
        }
        byte[] result = new byte[to * pixels];
        filter(new DataBufferByte(samples, from * pixels), new DataBufferByte(result, result.length), pixels);
        return result;
    }

    /**
     * Converts pixels of 16 bits a sample.
     *
     * @param samples interleaved, unsigned
     * @return likewise, as many a pixel as the other space has
     */
    public short[] convert(short[] samples, int pixels) {
        short[] result = new short[to * pixels];
        filter(new DataBufferUShort(samples, from * pixels), new DataBufferUShort(result, result.length), pixels);
        return result;
    }

    private static short[] wide(byte[] samples, int n) {
        short[] wide = new short[n];
        for (int i = 0; i < n; i++) {
            wide[i] = (short) ((samples[i] & 0xFF) * 257);
        }
        return wide;
    }

    private static byte[] narrow(short[] samples) {
        byte[] narrow = new byte[samples.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (byte) (((samples[i] & 0xFFFF) * 255 + 32_767) / 65_535);
        }
        return narrow;
    }

    private void filter(DataBuffer given, DataBuffer result, int pixels) {
        Raster source = raster(given, from, pixels);
        WritableRaster destination = raster(result, to, pixels);
        synchronized (engine) {
            engine.filter(source, destination);
        }
    }

    private static WritableRaster raster(DataBuffer samples, int channels, int pixels) {
        int[] offsets = IntStream.range(0, channels).toArray();
        return Raster.createInterleavedRaster(samples, pixels, 1, channels * pixels, channels, offsets, null);
    }
}
