package io.nlc.cli;

import io.nlc.imageio.ArrivingPicture;
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
            reader.setInput(stream);
            reader.setLocale(Locale.ENGLISH); // as all else is
            reader.addIIOReadProgressListener(bar);
            Consumer<String> warn = about(in, warnings);
            reader.addIIOReadWarningListener((source, warning) -> warn.accept(warning));
            try (Decoded decoded = decode(reader, in, out)) {
                write(decoded, in, out, bar, warnings);
                return converted(decoded.image(), stream, out);
            }
        } finally {
            reader.dispose();
        }
    }

    private void write(Decoded decoded, Input in, Output out, ProgressBar bar, Consumer<String> warnings)
            throws IOException {
        RenderedImage image = decoded.image();
        try {
            RenderedImage picture = options.srgb() ? PictureFiles.srgb(image) : image;
            ProgressBar writing = decoded.arriving() == null ? bar : ProgressBar.none(); // else the reader moves it
            format(out).write(picture, decoded.metadata(), out, writing, about(out, warnings));
            decoded.finish();
        } catch (UncheckedIOException e) { // of what is decoded while it is written
            throw Failure.about(in, e.getCause());
        }
    }

    private static Converted converted(RenderedImage image, ImageInputStream stream, Output out) throws IOException {
        long written = out.isFile() ? Files.size(out.path()) : 0;
        return new Converted(Input.length(stream), written, (long) image.getWidth() * image.getHeight(), null);
    }

    private static Consumer<String> about(Object what, Consumer<String> warnings) {
        return warning -> {
            synchronized (warnings) { // which reading and writing may have at the same time
                warnings.accept(what + ": " + warning);
            }
        };
    }

    private static ImageInputStream open(Input in) throws Failure {
        try {
            return in.open();
        } catch (IOException e) {
            throw Failure.about(in, e);
        }
    }

    /**
     * A picture to be written.
     *
     * @param arriving what it comes from, if it is still being decoded; else null
     */
    private record Decoded(RenderedImage image, ArrivingPicture arriving, PictureMetadata metadata)
            implements AutoCloseable {

        /** Waits for what reading has still to tell. */
        void finish() {
            if (arriving != null) {
                try {
                    arriving.finish();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            if (arriving != null) {
                arriving.close();
            }
        }
    }

    private Decoded decode(NlcImageReader reader, Input in, Output out) throws Failure {
        ArrivingPicture arriving = null;
        Decoded decoded = null;
        try {
            NlcImageReadParam param = reader.getDefaultReadParam();
            options.apply(param, reader.getWidth(0), reader.getHeight(0));
            PictureMetadata metadata = reader.getImageMetadata(0).picture();
            PictureMetadata kept = options.strip() ? PictureMetadata.NONE : metadata.upright();
            RenderedImage stored;
            if (isLarge(reader)) {
                stored = reader.readAsRenderedImage(0, param);
            } else if (out.isFile() && !options.preview() && reader.isImageTiled(0)) {
                // what is written elsewhere than to a file cannot be taken back if the end is damaged
                arriving = ArrivingPicture.start(reader, param);
                stored = arriving.image();
            } else {
                stored = reader.read(0, param);
            }
            decoded = new Decoded(ExifOrientation.turn(stored, metadata.orientation()), arriving, kept);
            return decoded;
        } catch (IOException e) {
            throw Failure.about(in, e);
        } finally {
            if (decoded == null && arriving != null) {
                arriving.close();
            }
        }
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
