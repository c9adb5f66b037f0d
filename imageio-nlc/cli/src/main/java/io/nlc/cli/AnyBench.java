package io.nlc.cli;

import io.nlc.container.NlcReader;
import io.nlc.imageio.NlcSettings;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * {@code bench --any}: pictures of any kind, by what must hold for every one of them.
 *
 * @param settings for files that are read
 * @param codec that is measured
 * @param tools to compare with
 */
record AnyBench(NlcSettings settings, BenchCodec codec, SystemTools tools) {

    private static final List<Double> QUALITIES = List.of(0.0, 0.5, 1.0);

    /** Measures those that can be read. */
    AnyReport measure(String pack, List<Path> files, ProgressBar bar) throws IOException {
        List<AnyPicture> pictures = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path file : files) {
            Input.Picture picture = null;
            try {
                picture = Input.of(file).read(settings);
            } catch (IOException e) {
                unreadable.add(Failure.message(e));
            }
            if (picture != null) {
                pictures.add(measure(file, picture));
            }
            bar.show((pictures.size() + unreadable.size()) / (double) files.size());
        }
        return new AnyReport(pack, pictures, unreadable, tools.has(SystemTools.OPTIPNG), tools.has(SystemTools.CWEBP));
    }

    private AnyPicture measure(Path file, Input.Picture picture) throws IOException {
        BufferedImage image = picture.image();
        try {
            VisiblePixels original = new VisiblePixels(image);
            List<AnyPoint> points = new ArrayList<>();
            for (double quality : QUALITIES) {
                points.add(point(original, codec.encode(image, quality), quality));
            }
            return new AnyPicture(
                    file.getFileName().toString(),
                    image.getWidth(),
                    image.getHeight(),
                    image.getColorModel().hasAlpha(),
                    original.flatPsnr(),
                    picture.bytes(),
                    LosslessSizes.of(image, tools),
                    points);
        } catch (IOException e) {
            throw Failure.about(file, e);
        }
    }

    private AnyPoint point(VisiblePixels original, byte[] bytes, double quality) throws IOException {
        BufferedImage decoded = codec.decode(bytes);
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            return new AnyPoint(
                    quality,
                    bytes.length,
                    original.psnr(decoded),
                    original.meanShift(decoded),
                    TileKinds.of(new NlcReader(in, settings.limits())));
        }
    }
}
