package io.nlc.cli;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.imageio.stream.ImageInputStream;

/** From {@code .nlc} files to pictures. */
final class Decoding implements Conversion {

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
    public Converted convert(Input in, Output out, ProgressBar bar, Consumer<String> warnings) throws IOException {
        NlcImageReader reader = PictureFiles.reader(settings);
        BufferedImage image;
        PictureMetadata metadata;
        long read;
        try (ImageInputStream stream = in.open()) {
            reader.setInput(stream);
            reader.setLocale(Locale.ENGLISH); // as all else is
            reader.addIIOReadProgressListener(bar);
            reader.addIIOReadWarningListener((source, warning) -> warnings.accept(in + ": " + warning));
            NlcImageReadParam param = reader.getDefaultReadParam();
            options.apply(param, reader.getWidth(0), reader.getHeight(0));
            metadata = options.strip()
                    ? PictureMetadata.NONE
                    : reader.getImageMetadata(0).picture();
            image = reader.read(0, param);
            read = Input.length(stream);
        } catch (IOException e) {
            throw Failure.about(in, e);
        } finally {
            reader.dispose();
        }
        BufferedImage picture = options.srgb() ? PictureFiles.srgb(image) : image;
        format(out).write(picture, metadata, out, warning -> warnings.accept(out + ": " + warning));
        long written = out.isFile() ? Files.size(out.path()) : 0;
        return new Converted(read, written, (long) image.getWidth() * image.getHeight(), null);
    }

    private PictureFormat format(Output out) {
        if (format != null) {
            return format;
        }
        String suffix = out.path() == null ? "" : Names.suffix(out.path());
        return PictureFormat.isSuffix(suffix) ? new PictureFormat(suffix) : PictureFormat.PNG;
    }
}
