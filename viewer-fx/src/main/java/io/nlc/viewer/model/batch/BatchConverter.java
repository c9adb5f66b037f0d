package io.nlc.viewer.model.batch;

import io.nlc.codec.RateTarget;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.ExifOrientation;
import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import io.nlc.metrics.Psnr;
import io.nlc.viewer.model.PictureNames;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.CodecWatch;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.NlcFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.FileImageInputStream;

/**
 * Converts files one after the other: pictures to {@code .nlc}, and {@code .nlc} to PNG. What fails is told and the
 * rest goes on.
 */
public final class BatchConverter {

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

    /** Of encoding and then decoding again, about what the first takes. */
    private static final double ENCODING = 0.45;

    private static final Pattern NLC = Pattern.compile("\\.nlc$", Pattern.CASE_INSENSITIVE);

    private final BatchOptions options;
    private final Function<Path, Decision> ask;
    private final Listener listener;
    private final BooleanSupplier cancelled;

    /**
     * Makes a converter for one batch.
     *
     * @param ask says what to do with an existing file; may wait, and may throw {@link CancellationException}
     * @param cancelled true as soon as the work is to end
     */
    public BatchConverter(
            BatchOptions options, Function<Path, Decision> ask, Listener listener, BooleanSupplier cancelled) {
        this.options = options;
        this.ask = ask;
        this.listener = listener;
        this.cancelled = cancelled;
    }

    /**
     * Converts.
     *
     * @throws CancellationException if that was asked for; files that were done stay, of the one in work nothing does
     */
    public void convert(List<BatchInputs.Input> inputs) {
        Outputs outputs = new Outputs(options, inputs, this::decide);
        for (int i = 0; i < inputs.size(); i++) {
            check();
            listener.started(i);
            listener.finished(i, convert(inputs.get(i), i, outputs));
        }
    }

    private void check() {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("the batch was cancelled");
        }
    }

    private Decision decide(Path existing) {
        Decision decision = ask.apply(existing);
        check();
        return decision;
    }

    private Outcome convert(BatchInputs.Input input, int index, Outputs outputs) {
        try {
            boolean decode = NlcFile.is(input.file())
                    || NLC.matcher(input.file().toString()).find(); // damaged ones, so that it says so
            Outputs.Place place = outputs.place(input, decode ? ".png" : ".nlc");
            if (place instanceof Outputs.Place.Taken taken) {
                return new Outcome.Skipped(taken.file(), taken.input());
            }
            Path output = place.file();
            Files.createDirectories(output.getParent());
            Outcome done = decode ? decode(input.file(), output, index) : encode(input.file(), output, index);
            outputs.wrote(output);
            return done;
        } catch (CancellationException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            return new Outcome.Failed(e);
        } catch (OutOfMemoryError | LinkageError e) {
            return new Outcome.Failed(new IllegalStateException(e));
        }
    }

    private Outcome encode(Path in, Path out, int index) throws IOException {
        long start = System.nanoTime();
        BufferedImage image = read(in);
        check();
        NlcImageWriteParam param = new NlcImageWriteParam();
        apply(options.request(), param);
        NlcImageWriter writer = PictureFiles.writer(options.codecSettings());
        boolean[] missed = new boolean[1];
        double share = options.measure() ? ENCODING : 1;
        writer.addIIOWriteProgressListener(new CodecWatch(cancelled, f -> listener.progress(index, share * f)));
        writer.addIIOWriteWarningListener((source, image0, warning) -> missed[0] = true);
        Pixels pixels = writer.getDefaultImageMetadata(null, param).pixels();
        IIOMetadata metadata = new NlcMetadata(pixels, PictureFiles.metadata(in));
        save(writer, out, stream -> {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(image, null, metadata), param);
        });
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        double psnr = Double.NaN;
        if (options.measure()) {
            BufferedImage decoded = decoded(out, f -> listener.progress(index, share + (1 - share) * f));
            psnr = Psnr.of(PictureFiles.rgb(image), PictureFiles.rgb(decoded));
        }
        return new Outcome.Done(
                out,
                Files.size(in),
                Files.size(out),
                (long) image.getWidth() * image.getHeight(),
                true,
                !missed[0],
                psnr,
                time);
    }

    private BufferedImage read(Path in) throws IOException {
        try {
            return PictureFiles.read(in, options.codecSettings());
        } catch (NlcException e) {
            throw e.kind() == FailureKind.FORMAT ? PictureNames.notAPicture(in) : e;
        }
    }

    private static void apply(EncodeRequest request, NlcImageWriteParam param) {
        if (request.codec() instanceof Codec.Nlc nlc) {
            param.setModel(nlc.pack());
            param.setEffort(nlc.effort());
            apply(request.target(), param);
        } else {
            param.setLossless(request.lossless());
        }
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

    private BufferedImage decoded(Path in, DoubleConsumer progress) throws IOException {
        NlcImageReader reader = PictureFiles.reader(options.codecSettings());
        BufferedImage image;
        try (FileImageInputStream stream = new FileImageInputStream(in.toFile())) {
            reader.setInput(stream);
            reader.addIIOReadProgressListener(new CodecWatch(cancelled, progress));
            NlcImageReadParam param = reader.getDefaultReadParam();
            image = reader.read(0, param);
        } finally {
            reader.dispose();
        }
        check(); // also if the reader was aborted and the picture is not whole
        return image;
    }

    private Outcome decode(Path in, Path out, int index) throws IOException {
        long start = System.nanoTime();
        BufferedImage image =
                ExifOrientation.turn(decoded(in, f -> listener.progress(index, DECODING * f)), ExifOrientation.of(in));
        ImageWriter png = PictureFiles.writerOf("png").orElseThrow();
        png.addIIOWriteProgressListener(new CodecWatch(
                cancelled, f -> listener.progress(index, DECODING + (1 - DECODING) * f)));
        ImageWriteParam how = png.getDefaultWriteParam();
        PictureMetadata metadata = PictureFiles.metadata(in);
        IIOImage written = PictureFiles.toWrite(png, image, how);
        save(png, out, stream -> MetadataFiles.write(png, written, how, metadata, stream, warning -> {}));
        return new Outcome.Done(
                out,
                Files.size(in),
                Files.size(out),
                (long) image.getWidth() * image.getHeight(),
                false,
                true,
                Double.NaN,
                Duration.ofNanos(System.nanoTime() - start));
    }

    private void save(ImageWriter writer, Path out, PictureFiles.Output output) throws IOException {
        try {
            PictureFiles.save(out, stream -> {
                output.to(stream);
                check(); // an aborted writer returns as if all were well; save keeps nothing when this throws
            });
        } finally {
            writer.dispose();
        }
    }
}
