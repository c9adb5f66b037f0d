package io.nlc.cli;

import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.model.GainTables;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** From pictures to {@code .nlc} files. */
final class Encoding implements Conversion {

    private final NlcSettings settings;
    private final boolean srgb;
    private final Supplier<NlcImageWriteParam> param;
    private final boolean strip;
    private final Set<String> pictures = Names.ofPictures(ImageIO.getReaderFileSuffixes());

    /**
     * @param srgb whether colours of other spaces are converted to sRGB
     * @param param makes one for each picture
     * @param strip whether nothing accompanies the pictures but what their colours depend on
     */
    Encoding(NlcSettings settings, boolean srgb, Supplier<NlcImageWriteParam> param, boolean strip) {
        this.settings = settings;
        this.srgb = srgb;
        this.strip = strip;
        this.param = param;
    }

    @Override
    public String verb() {
        return "encode";
    }

    @Override
    public boolean takes(Path file) {
        return pictures.contains(Names.suffix(file));
    }

    @Override
    public String resultName(Path file) {
        return Names.stem(file, pictures) + "." + Names.NLC;
    }

    @Override
    public String distinctName(Path file) {
        return file.getFileName() + "." + Names.NLC;
    }

    @Override
    public void checkName(Output out) {
        if (out.isFile() && pictures.contains(Names.suffix(out.path()))) {
            throw new IllegalArgumentException("what is written is a .nlc file, and '" + out
                    + "' has the suffix of a picture that is none; --force writes it");
        }
    }

    @Override
    public Conversion withThreads(int threads) {
        return new Encoding(settings.withThreads(threads), srgb, param, strip);
    }

    @Override
    public Converted convert(Input in, Output out, ProgressBar bar, Consumer<String> warnings) throws IOException {
        try (ImageInputStream stream = open(in)) {
            PictureMetadata metadata;
            RenderedImage image;
            try {
                metadata = PictureFiles.metadata(stream);
                RenderedImage own = PictureFiles.readAsRenderedImage(
                        stream, settings, warning -> warnings.accept(in + ": " + warning));
                image = srgb ? PictureFiles.srgb(own) : own;
            } catch (IOException e) {
                throw Failure.about(in, e);
            }
            long start = System.nanoTime();
            try {
                write(image, strip ? metadata.stripped() : metadata, in, out, bar, warnings);
            } catch (UncheckedIOException e) { // of what is read while it is encoded
                throw Failure.about(in, e.getCause());
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            long pixels = (long) image.getWidth() * image.getHeight();
            return out.isFile() ? report(Input.length(stream), out.path(), seconds) : new Converted(0, 0, pixels, null);
        }
    }

    private static ImageInputStream open(Input in) throws Failure {
        try {
            return in.open();
        } catch (IOException e) {
            throw Failure.about(in, e);
        }
    }

    private void write(
            RenderedImage image,
            PictureMetadata metadata,
            Input in,
            Output out,
            ProgressBar bar,
            Consumer<String> warnings)
            throws IOException {
        NlcImageWriter writer = PictureFiles.writer(settings);
        try {
            writer.setLocale(Locale.ENGLISH); // as all else is
            writer.addIIOWriteProgressListener(bar);
            writer.addIIOWriteWarningListener((source, index, warning) -> warnings.accept(in + ": " + warning));
            NlcImageWriteParam how = param.get();
            NlcMetadata own = writer.getDefaultImageMetadata(null, how);
            out.save(stream -> {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, new NlcMetadata(own.pixels(), metadata)), how);
            });
        } finally {
            writer.dispose();
        }
    }

    private Converted report(long read, Path out, double seconds) throws IOException {
        try (ImageInputStream stream = new FileImageInputStream(out.toFile())) {
            NlcHeader h = new NlcReader(stream, settings.limits()).header();
            long pixels = (long) h.width() * h.height();
            return new Converted(
                    read,
                    stream.length(),
                    pixels,
                    String.format(
                            Locale.ROOT,
                            "%s: %d bytes, %.4f bpp, %d x %d, %s, %.1f s",
                            out,
                            stream.length(),
                            8.0 * stream.length() / pixels,
                            h.width(),
                            h.height(),
                            rate(h),
                            seconds));
        }
    }

    private String rate(NlcHeader h) throws IOException {
        if (!h.learned()) {
            return h.lossless() ? "lossless" : "without networks";
        }
        GainTables gains =
                settings.packs().forFile(h.pack(), h.digest()).manifest().gains();
        return String.format(Locale.ROOT, "quality %.3f, %s", gains.quality(h.quality()), h.pack());
    }
}
