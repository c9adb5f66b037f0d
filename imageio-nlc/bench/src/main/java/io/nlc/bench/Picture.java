package io.nlc.bench;

import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.picture.PixelSource;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The picture that benchmarks work on: the file of the property {@code nlc.bench.picture}.
 *
 * @param image as it was read
 * @param rgb interleaved, 3 bytes a pixel
 */
public record Picture(BufferedImage image, byte[] rgb) implements PixelSource {

    /** The quality of files that are made of it. */
    public static final double QUALITY = 0.5;

    /** Reads it. */
    public static Picture read() throws IOException {
        BufferedImage image =
                PictureFiles.read(Path.of(System.getProperty("nlc.bench.picture", "samples/pictures/landscape.png")));
        return new Picture(image, PictureFiles.rgb(image));
    }

    /** The networks of a pack, run as the system properties say ({@code nlc.threads} and so on). */
    public static PackSessions sessions(String pack) throws IOException {
        NlcSettings settings = NlcSettings.fromProperties();
        ModelPack found = settings.packs().choose(pack, null);
        return PackSessions.acquire(found, settings.runtime());
    }

    /** Columns. */
    public int width() {
        return image.getWidth();
    }

    /** Rows. */
    public int height() {
        return image.getHeight();
    }

    @Override
    public void readRgb(int x, int y, int width, int height, byte[] to) {
        for (int r = 0; r < height; r++) {
            System.arraycopy(rgb, 3 * ((y + r) * width() + x), to, 3 * r * width, 3 * width);
        }
    }
}
