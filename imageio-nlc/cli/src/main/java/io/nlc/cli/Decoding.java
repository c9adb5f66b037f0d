package io.nlc.cli;

import io.nlc.imageio.ExifOrientation;
import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.imageio.stream.ImageInputStream;

/** From {@code .nlc} files to pictures. */
final class Decoding implements Conversion {

    /** A picture is large that would take such a part of the heap. */
    private static final int LARGE = 4;

    private final NlcSettings settings;
    private final DecodingOptions options;
    private final PictureFormat format;

    /** @param format of what is written; null for what the name says */
    Decoding(NlcSettings settings, DecodingOptions options, PictureFormat format) {
        this.settings = settings;
        this.options = options;
        this.format = format;
    }

    @Override
    public String verb() {
        return "decode";
    }

    @Override
    public boolean takes(Path file) {
        return Names.suffix(file).equals(Names.NLC);
    }

    @Override
    public String resultName(Path file) {
        return Names.stem(file, Set.of(Names.NLC)) + "." + suffix();
    }

    @Override
    public String distinctName(Path file) {
        return file.getFileName() + "." + suffix();
    }

    private String suffix() {
        return (format == null ? PictureFormat.PNG : format).suffix();
    }

    @Override
    public void checkName(Output out) {
        if (!out.isFile()) {
            return;
        }
        String suffix = Names.suffix(out.path());
        if (format == null && !PictureFormat.isSuffix(suffix)) {
            throw new IllegalArgumentException("OUT must have the suffix of a picture format (" + PictureFormat.all()
                    + "), not '" + out + "'; --format or --force writes it");
        }
        if (format != null && (suffix.equals(Names.NLC) || PictureFormat.isSuffix(suffix) && !format.has(suffix))) {
            throw new IllegalArgumentException(
                    "'" + out + "' has not the suffix of " + format.suffix() + " files; --force writes it");
        }
    }

    @Override
    public Conversion withThreads(int threads) {
        return new Decoding(settings.withThreads(threads), options, format);
    }

    @Override
    public Converted convert(Input in, Output out, ProgressBar bar, Consumer<String> warnings) throws IOException {
        NlcImageReader reader = PictureFiles.reader(settings);
        try (ImageInputStream stream = open(in)) {
            Decoded decoded;
            try {
                reader.setInput(stream);
                reader.setLocale(Locale.ENGLISH); // as all else is
                reader.addIIOReadProgressListener(bar);
                reader.addIIOReadWarningListener((source, warning) -> warnings.accept(in + ": " + warning));
                decoded = decode(reader, stream);
            } catch (IOException e) {
                throw Failure.about(in, e);
            }
            RenderedImage image = decoded.image();
            try {
                RenderedImage picture = options.srgb() ? PictureFiles.srgb(image) : image;
                format(out)
                        .write(picture, decoded.metadata(), out, bar, warning -> warnings.accept(out + ": " + warning));
            } catch (UncheckedIOException e) { // of what is decoded while it is written
                throw Failure.about(in, e.getCause());
            }
            long written = out.isFile() ? Files.size(out.path()) : 0;
            return new Converted(decoded.bytes(), written, (long) image.getWidth() * image.getHeight(), null);
        } finally {
            reader.dispose();
        }
    }

    private static ImageInputStream open(Input in) throws Failure {
        try {
            return in.open();
        } catch (IOException e) {
            throw Failure.about(in, e);
        }
    }

    /** @param bytes of the file */
    private record Decoded(RenderedImage image, PictureMetadata metadata, long bytes) {}

    private Decoded decode(NlcImageReader reader, ImageInputStream stream) throws IOException {
        NlcImageReadParam param = reader.getDefaultReadParam();
        options.apply(param, reader.getWidth(0), reader.getHeight(0));
        PictureMetadata metadata = reader.getImageMetadata(0).picture();
        RenderedImage stored = isLarge(reader) ? reader.readAsRenderedImage(0, param) : reader.read(0, param);
        RenderedImage image = ExifOrientation.turn(stored, metadata.orientation());
        PictureMetadata kept = options.strip() ? PictureMetadata.NONE : metadata.upright();
        return new Decoded(image, kept, Input.length(stream));
    }

    /**
     * Whether the picture would take up much of the heap, so that it is better decoded while it is written. A limit of
     * time is for the whole picture, which is read at once then.
     */
    private boolean isLarge(NlcImageReader reader) throws IOException {
        boolean timed = options.maxSeconds() == null ? !settings.maxTime().isZero() : options.maxSeconds() > 0;
        long bytes = 4L * reader.getWidth(0) * reader.getHeight(0);
        return !timed && bytes > Runtime.getRuntime().maxMemory() / LARGE;
    }

    private PictureFormat format(Output out) {
        if (format != null) {
            return format;
        }
        String suffix = out.path() == null ? "" : Names.suffix(out.path());
        return PictureFormat.isSuffix(suffix) ? new PictureFormat(suffix) : PictureFormat.PNG;
    }
}
