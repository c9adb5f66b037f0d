package io.nlc.codec.tile;

import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LevelMap;
import io.nlc.model.PackManifest;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/** What latents of a picture are multiplied by at a quality, which may differ from area to area. Immutable. */
public final class AreaGains {

    /*
     * The synthesis takes one inverse gain for all positions, that of the file's quality. Where an area has another
     * one, its latents are multiplied by the ratio of both before.
     */

    private final PackManifest manifest;
    private final int quality;
    private final LevelMap map;
    private final float[][] ratios = new float[LevelMap.VALUES][];

    /**
     * Of a file.
     *
     * @param quality of the file, in units of 1/256 level
     */
    public AreaGains(PackManifest manifest, int quality, LevelMap map) {
        this.manifest = manifest;
        this.quality = quality;
        this.map = map;
        float[] base = Gains.inverseGain(manifest, quality);
        for (int sample : map.values()) {
            float[] ratio = Gains.inverseGain(manifest, quality(sample));
            for (int c = 0; c < ratio.length; c++) {
                ratio[c] /= base[c];
            }
            ratios[sample] = ratio;
        }
    }

    /** Of a file without a map. */
    public AreaGains(PackManifest manifest, int quality) {
        this(manifest, quality, LevelMap.NONE);
    }

    /** The qualities that there are, in units of 1/256 level. */
    public IntStream qualities() {
        return map.present() ? Arrays.stream(map.values()).map(this::quality) : IntStream.of(quality);
    }

    /** The quality of a position of the padded picture. */
    public int quality(int x, int y) {
        return map.present() ? quality(map.at(x / LevelMap.SIDE, y / LevelMap.SIDE)) : quality;
    }

    private int quality(int sample) {
        return LevelMap.quality(quality, sample, Gains.maxQuality(manifest));
    }

    /** The inverse gain that the synthesis takes, 1 x M x 1 x 1. */
    public FloatTensor inverse() {
        return Gains.inverse(manifest, quality);
    }

    /** Whether {@link #ratio} may be asked for. */
    public boolean differ() {
        return map.present();
    }

    /** What latents of a position are multiplied by before the synthesis, channel by channel; not to be changed. */
    public float[] ratio(int x, int y) {
        return ratios[map.at(x / LevelMap.SIDE, y / LevelMap.SIDE)];
    }

    /**
     * Latents times their gains, as the encoder rounds them.
     *
     * @param latent of an area of the padded picture, M x positions
     */
    float[] times(float[] latent, Region area) {
        int stride = manifest.latent().stride();
        int width = area.width() / stride;
        int positions = width * (area.height() / stride);
        if (!map.present()) {
            return Gains.times(latent, Gains.gain(manifest, quality), positions);
        }
        float[][] gains = new float[LevelMap.VALUES][];
        float[] y = new float[latent.length];
        for (int position = 0; position < positions; position++) {
            int sample = map.at(
                    (area.x() + position % width * stride) / LevelMap.SIDE,
                    (area.y() + position / width * stride) / LevelMap.SIDE);
            if (gains[sample] == null) {
                gains[sample] = Gains.gain(manifest, quality(sample));
            }
            for (int c = 0; c < gains[sample].length; c++) {
                int i = c * positions + position;
                y[i] = latent[i] * gains[sample][c];
            }
        }
        return y;
    }

    /**
     * What the synthesis takes for a latent that nothing has rounded.
     *
     * @param latent before gain, of an area of the padded picture, M x positions
     * @return 1 x M x height x width, in latent positions
     */
    public FloatTensor unrounded(float[] latent, Region area) {
        int stride = manifest.latent().stride();
        FloatTensor y = new FloatTensor(1, manifest.latent().channels(), area.height() / stride, area.width() / stride)
                .put(times(latent, area));
        scale(y, area);
        return y;
    }

    /** Multiplies latents of an area by the {@link #ratio} of their positions. */
    void scale(FloatTensor y, Region area) {
        if (!map.present()) {
            return;
        }
        int stride = manifest.latent().stride();
        int width = area.width() / stride;
        int positions = width * (area.height() / stride);
        for (int position = 0; position < positions; position++) {
            float[] ratio = ratio(area.x() + position % width * stride, area.y() + position / width * stride);
            for (int c = 0; c < ratio.length; c++) {
                int i = c * positions + position;
                y.set(i, y.get(i) * ratio[c]);
            }
        }
    }
}
