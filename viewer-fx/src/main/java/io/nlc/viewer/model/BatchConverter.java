package io.nlc.viewer.model;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;

/**
 * Converts files one after the other: pictures to {@code .nlc}, and {@code .nlc} to PNG. What fails is told and the
 * rest goes on.
 */
public final class BatchConverter {

    /*
     * Two files of one batch may want the same name (a.png and a.jpg both a.nlc), and a picture may lie beside its
     * own encoding (a.png and a.nlc). Whoever says "replace all" thinks of older results and not of these: what this
     * batch has written gets a neighbour with another name, and what this batch reads is never written to.
     */

    /** What to do where a file exists that is to be written. */
    public enum Existing {
        /** Ask each time. */
        ASK,
        /** Leave it and do not convert. */
        SKIP,
        /** Write over it. */
        REPLACE,
        /** Write under another name. */
        RENAME
    }

    /**
     * An answer to the question what to do with an existing file.
     *
     * @param existing anything but {@link Existing#ASK}
     * @param all whether that holds for the rest of the batch
     */
    public record Decision(Existing existing, boolean all) {
        public Decision {
            if (existing == Existing.ASK) {
                throw new IllegalArgumentException("a question is no answer");
            }
        }
    }

    /**
     * How to convert.
     *
     * @param folder where results go, in folders as those of the inputs; null for beside each input
     * @param pack model pack for encoding
     * @param target rate for encoding
     * @param device where networks run
     * @param existing what to do with existing files
     */
    public record Options(Path folder, String pack, RateTarget target, String device, Existing existing) {}

    /** What became of a file. */
    public sealed interface Outcome {}

    /**
     * It was converted.
     *
     * @param output the file written
     * @param before bytes of the input
     * @param after bytes of the output
     * @param pixels of the picture
     * @param encoded whether the output is the {@code .nlc} file
     * @param targetReached whether the rate could be met
     */
    public record Done(Path output, long before, long after, long pixels, boolean encoded, boolean targetReached)
            implements Outcome {

        /** Bits a pixel of the {@code .nlc} file, whichever of the two that is. */
        public double bpp() {
            return 8.0 * (encoded ? after : before) / pixels;
        }
    }

    /**
     * It was left out, because a file of the result's name exists.
     *
     * @param output that file
     * @param input whether it was left out because that file itself is to be converted
     */
    public record Skipped(Path output, boolean input) implements Outcome {}

    /**
     * It could not be converted.
     *
     * @param reason why
     */
    public record Failed(Exception reason) implements Outcome {}

    /** Is told, on the converting thread, how far it is. */
    public interface Listener {

        /** A file is begun. */
        void started(int index);

        /** So much of it is done, 0 to 1. */
        void progress(int index, double fraction);

        /** It is over. */
        void finished(int index, Outcome outcome);
    }

    /** Of decoding and then writing PNG, about what the first takes. */
    private static final double DECODING = 0.9;

    private static final Pattern NLC = Pattern.compile("\\.nlc$", Pattern.CASE_INSENSITIVE);

    private final Options options;
    private final Function<Path, Decision> ask;
    private final Listener listener;
    private final BooleanSupplier cancelled;
    private final Set<Path> reading = new HashSet<>();
    private final Set<Path> written = new HashSet<>();
    private Existing existing;

    /**
     * Makes a converter for one batch.
     *
     * @param ask says what to do with an existing file; may wait, and may throw {@link CancellationException}
     * @param cancelled true as soon as the work is to end
     */
    public BatchConverter(Options options, Function<Path, Decision> ask, Listener listener, BooleanSupplier cancelled) {
        this.options = options;
        this.ask = ask;
        this.listener = listener;
        this.cancelled = cancelled;
        this.existing = options.existing();
    }

    /**
     * Converts.
     *
     * @throws CancellationException if that was asked for; files that were done stay, of the one in work nothing does
     */
    public void convert(List<BatchInputs.Input> inputs) {
        inputs.forEach(input -> reading.add(real(input.file())));
        for (int i = 0; i < inputs.size(); i++) {
            check();
            listener.started(i);
            listener.finished(i, convert(inputs.get(i), i));
        }
    }

    private void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the batch was cancelled");
        }
    }

    private Outcome convert(BatchInputs.Input input, int index) {
        try {
            boolean decode = NlcFile.is(input.file())
                    || NLC.matcher(input.file().toString()).find(); // damaged ones, so that it says so
            Path output = output(input, decode ? ".png" : ".nlc");
            if (Files.exists(output)) {
                Path key = real(output);
                Existing decision = written.contains(key)
                        ? Existing.RENAME
                        : reading.contains(key) ? Existing.SKIP : decide(output);
                if (decision == Existing.SKIP) {
                    return new Skipped(output, reading.contains(key));
                } else if (decision == Existing.RENAME) {
                    output = free(output);
                }
            }
            Files.createDirectories(output.getParent());
            Done done = decode ? decode(input.file(), output, index) : encode(input.file(), output, index);
            written.add(real(output));
            return done;
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return new Failed(e);
        } catch (OutOfMemoryError | LinkageError e) {
            return new Failed(new IllegalStateException(e));
        }
    }

    private Path output(BatchInputs.Input input, String suffix) {
        Path place = options.folder() == null
                ? input.file()
                : options.folder().resolve(input.relative()).toAbsolutePath();
        return place.resolveSibling(stem(place) + suffix);
    }

    /** The name of a file without folder and suffix. */
    public static String stem(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private Existing decide(Path output) {
        if (existing != Existing.ASK) {
            return existing;
        }
        Decision decision = ask.apply(output);
        check();
        if (decision.all()) {
            existing = decision.existing();
        }
        return decision.existing();
    }

    /** The first of "name (2).suffix", "name (3).suffix" ... that does not exist. */
    private static Path free(Path output) {
        String name = output.getFileName().toString();
        String stem = stem(output);
        String suffix = name.substring(stem.length());
        for (int i = 2; ; i++) {
            Path other = output.resolveSibling(stem + " (" + i + ")" + suffix);
            if (!Files.exists(other)) {
                return other;
            }
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }

    private Done encode(Path in, Path out, int index) throws IOException {
        BufferedImage image = PictureFiles.read(in);
        check();
        NlcImageWriteParam param = new NlcImageWriteParam();
        param.setModel(options.pack());
        param.setDevice(options.device());
        apply(options.target(), param);
        NlcImageWriter writer = PictureFiles.writer();
        boolean[] missed = new boolean[1];
        writer.addIIOWriteProgressListener(new CodecWatch(cancelled, f -> listener.progress(index, f)));
        writer.addIIOWriteWarningListener((source, image0, warning) -> missed[0] = true);
        save(writer, image, param, out);
        return new Done(
                out, Files.size(in), Files.size(out), (long) image.getWidth() * image.getHeight(), true, !missed[0]);
    }

    private static void apply(RateTarget target, NlcImageWriteParam param) {
        if (target instanceof RateTarget.Quality q) {
            param.setCompressionQuality((float) q.value());
        } else if (target instanceof RateTarget.Bytes bytes) {
            param.setTargetBytes(bytes.value());
        } else if (target instanceof RateTarget.BitsPerPixel bpp) {
            param.setTargetBitsPerPixel(bpp.value());
        } else if (target instanceof RateTarget.Psnr psnr) {
            param.setTargetPsnr(psnr.value());
        }
    }

    private Done decode(Path in, Path out, int index) throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        BufferedImage image;
        try (FileImageInputStream stream = new FileImageInputStream(in.toFile())) {
            reader.setInput(stream);
            reader.addIIOReadProgressListener(new CodecWatch(cancelled, f -> listener.progress(index, DECODING * f)));
            NlcImageReadParam param = reader.getDefaultReadParam();
            param.setDevice(options.device());
            image = reader.read(0, param);
        } finally {
            reader.dispose();
        }
        check(); // also if the reader was aborted and the picture is not whole
        ImageWriter png = ImageIO.getImageWritersByFormatName("png").next();
        png.addIIOWriteProgressListener(new CodecWatch(
                cancelled, f -> listener.progress(index, DECODING + (1 - DECODING) * f)));
        save(png, image, null, out);
        return new Done(out, Files.size(in), Files.size(out), (long) image.getWidth() * image.getHeight(), false, true);
    }

    private void save(ImageWriter writer, BufferedImage image, NlcImageWriteParam param, Path out) throws IOException {
        try {
            PictureFiles.save(out, stream -> {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), param);
                check(); // an aborted writer returns as if all were well; save keeps nothing when this throws
            });
        } finally {
            writer.dispose();
        }
    }
}
