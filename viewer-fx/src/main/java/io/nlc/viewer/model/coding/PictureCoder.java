package io.nlc.viewer.model.coding;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.BestJpeg;
import io.nlc.imageio.EncodedFile;
import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.RateExplorer;
import io.nlc.imageio.RenderedImageSource;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.metrics.MsSsim;
import io.nlc.metrics.Psnr;
import io.nlc.metrics.Ssimulacra2;
import io.nlc.model.ModelPack;
import io.nlc.picture.PixelSource;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.rival.RivalCoder;
import io.nlc.viewer.model.rival.RivalTool;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Encodes one picture at many rates and decodes what it encoded. Thread-safe. */
public final class PictureCoder {

    private static final String CPU = "cpu";

    private final BufferedImage reference;
    private final PictureMetadata metadata;
    private final NlcSettings codecSettings;
    private final byte[] rgb;
    private final EncodingCache cache;
    private final Map<Codec.Nlc, Pack> packs = new LinkedHashMap<>();
    private final RivalCoder rivals;

    /** A pack and what encodes with it. */
    private record Pack(ModelPack model, RateExplorer explorer) {}

    /**
     * Makes a coder of a picture.
     *
     * @param reference the picture; must not be changed any more
     * @param codecSettings how NLC is run
     * @param capacity bytes of memory for encodings that can be had again at once
     */
    public PictureCoder(BufferedImage reference, NlcSettings codecSettings, long capacity) throws IOException {
        this(reference, PictureMetadata.NONE, codecSettings, capacity);
    }

    /**
     * Makes a coder of a picture with what accompanies it. Encodings, whose sizes are compared, are without that; it
     * goes into what is saved.
     *
     * @param metadata says that the picture is upright, as it is
     */
    public PictureCoder(BufferedImage reference, PictureMetadata metadata, NlcSettings codecSettings, long capacity)
            throws IOException {
        this.reference = reference;
        this.metadata = metadata;
        this.codecSettings = codecSettings;
        this.rgb = PictureFiles.rgb(reference);
        this.cache = new EncodingCache(capacity);
        this.rivals = new RivalCoder(reference.getWidth(), reference.getHeight(), rgb);
    }

    /** The 8-bit samples that metrics compare with. */
    public byte[] rgb() {
        return rgb;
    }

    /** The picture itself, as the codec reads it. */
    public PixelSource source() throws IOException {
        return new RenderedImageSource(reference);
    }

    /** What accompanies the picture. */
    public PictureMetadata metadata() {
        return metadata;
    }

    /** Columns. */
    public int width() {
        return reference.getWidth();
    }

    /** Rows. */
    public int height() {
        return reference.getHeight();
    }

    /** What was encoded before and is still there. */
    public Optional<Encoding> cached(EncodeRequest request) {
        return cache.get(request);
    }

    /**
     * Encodes and decodes the picture.
     *
     * @throws IOException if a pack is missing or a network cannot run
     * @throws CancellationException if that is asked for
     */
    public Encoding encode(EncodeRequest request, BooleanSupplier cancelled) throws IOException {
        return encode(request, cancelled, fraction -> {});
    }

    /**
     * As {@link #encode(EncodeRequest, BooleanSupplier)}.
     *
     * @param progress takes how much of the encoding is done, 0 to 1; of JPEG it is told nothing
     */
    public Encoding encode(EncodeRequest request, BooleanSupplier cancelled, DoubleConsumer progress)
            throws IOException {
        Encoding known = cache.get(request).orElse(null);
        if (known != null) {
            return known;
        }
        Encoding made = make(request, cancelled, progress);
        cache.put(made);
        return made;
    }

    /**
     * Encodes and decodes a part of the picture by itself.
     *
     * @param area inside the picture, in its pixels; with regions of interest, it begins on a corner of an area
     * @throws CancellationException if that is asked for
     */
    public MemoryPicture part(Area area, EncodeRequest request, BooleanSupplier cancelled) throws IOException {
        BufferedImage cut = reference.getSubimage(area.x(), area.y(), area.width(), area.height());
        return new PictureCoder(cut, codecSettings, 0)
                .encode(new EncodeRequest(request.codec().ofPart(area), request.target()), cancelled)
                .picture();
    }

    private Encoding make(EncodeRequest request, BooleanSupplier cancelled, DoubleConsumer progress)
            throws IOException {
        if (request.codec() instanceof Codec.Nlc nlc) {
            return nlc(request, nlc, cancelled, progress);
        } else if (request.codec() instanceof Codec.Rival rival) {
            return rival(request, rival.tool(), cancelled);
        } else if (request.codec() instanceof Codec.Elsewhere) {
            throw new IllegalArgumentException("a file that was made elsewhere cannot be made here");
        }
        return request.lossless() ? lossless(cancelled, progress) : jpeg(request, cancelled);
    }

    private Encoding nlc(EncodeRequest request, Codec.Nlc codec, BooleanSupplier cancelled, DoubleConsumer progress)
            throws IOException {
        RateExplorer all = pack(codec.alike()).explorer;
        RateExplorer explorer =
                codec.interest() == null ? all : all.withMap(codec.interest().map());
        EncodedFile encoded = explorer.encode(request.target(), new StopWhen(cancelled, progress));
        // What the analysis took belongs to every encoding, though it ran only once.
        Duration time = encoded.time().plus(explorer.analysisTime());
        return decoded(request, encoded.bytes(), encoded.quality(), time, encoded.targetReached(), cancelled);
    }

    // Packs of a family share the analysis if one is made from the other, with the same effort.
    private synchronized Pack pack(Codec.Nlc codec) throws IOException {
        Pack known = packs.get(codec);
        if (known == null) {
            String name = codec.pack();
            String family = name.substring(0, name.indexOf('/') + 1);
            RateExplorer relative = packs.entrySet().stream()
                    .filter(e -> e.getKey().effort() == codec.effort()
                            && e.getKey().pack().startsWith(family))
                    .map(e -> e.getValue().explorer)
                    .findFirst()
                    .orElse(null);
            known = new Pack(
                    codecSettings.packs().byName(name),
                    relative == null
                            ? new RateExplorer(reference, name, codec.effort(), codecSettings)
                            : relative.withPack(name));
            packs.put(codec, known);
        }
        return known;
    }

    private Encoding decoded(
            EncodeRequest request,
            byte[] file,
            double quality,
            Duration encodeTime,
            boolean reached,
            BooleanSupplier cancelled)
            throws IOException {
        long start = System.nanoTime();
        BufferedImage image = decode(file, codecSettings, cancelled);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        byte[] samples = PictureFiles.rgb(image);
        boolean learned = request.codec() instanceof Codec.Nlc && isLearned(file);
        String where = learned && request.codec() instanceof Codec.Nlc nlc
                ? NlcFile.device(pack(nlc.alike()).model, codecSettings)
                : CPU;
        return new Encoding(
                request,
                file,
                quality,
                reached,
                new Encoding.Decoded(
                        MemoryPicture.of(image),
                        samples,
                        Psnr.of(rgb, samples),
                        request.interest() == null ? null : request.interest().split(rgb, samples, width())),
                new Encoding.Work(encodeTime, time, where, learned));
    }

    // Of what is drawn a pack makes a file without networks.
    private boolean isLearned(byte[] file) throws IOException {
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            return NlcFile.isLearned(in, codecSettings);
        }
    }

    /**
     * Decodes a file in memory.
     *
     * @throws CancellationException if that is asked for
     */
    public static BufferedImage decode(byte[] file, NlcSettings codecSettings, BooleanSupplier cancelled)
            throws IOException {
        return decode(file, codecSettings, cancelled, null);
    }

    /**
     * Decodes a file in memory.
     *
     * @param preview takes a soft picture as soon as there is one, if there is; null for nobody
     * @throws CancellationException if that is asked for
     */
    public static BufferedImage decode(
            byte[] file, NlcSettings codecSettings, BooleanSupplier cancelled, Consumer<MemoryPicture> preview)
            throws IOException {
        if (file.length > 1 && (file[0] & 0xFF) == 0xFF) {
            return ImageIO.read(new ByteArrayInputStream(file));
        }
        NlcImageReader reader = PictureFiles.reader(codecSettings);
        try (MemoryCacheImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            reader.addIIOReadProgressListener(new CodecWatch(cancelled, fraction -> {}));
            if (preview != null) {
                reader.addIIOReadUpdateListener(new PreviewWatch(preview));
            }
            NlcImageReadParam param = reader.getDefaultReadParam();
            BufferedImage image = reader.read(0, param);
            if (cancelled.getAsBoolean()) { // then it may have been aborted
                throw new CancellationException("nobody wants the picture any more");
            }
            return image;
        } finally {
            reader.dispose();
        }
    }

    private Encoding lossless(BooleanSupplier cancelled, DoubleConsumer progress) throws IOException {
        long start = System.nanoTime();
        NlcImageWriter writer = PictureFiles.writer(codecSettings);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setLossless(true);
            writer.addIIOWriteProgressListener(new CodecWatch(cancelled, progress));
            writer.setOutput(out);
            writer.write(null, new IIOImage(reference, null, null), param);
        } finally {
            writer.dispose();
        }
        if (cancelled.getAsBoolean()) { // then it may have been aborted
            throw new CancellationException("nobody wants the file any more");
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return decoded(EncodeRequest.LOSSLESS, file.toByteArray(), 1, time, true, cancelled);
    }

    private Encoding rival(EncodeRequest request, RivalTool tool, BooleanSupplier cancelled) throws IOException {
        RivalCoder.Made made;
        boolean reached = true;
        if (request.target() instanceof RateTarget.Quality q) {
            made = rivals.encode(tool, tool.format().step(q.value()), cancelled);
        } else if (request.target() instanceof RateTarget.Bytes bytes) {
            made = rivals.within(tool, bytes.value(), cancelled);
            reached = made.file().length <= bytes.value();
        } else {
            throw new IllegalArgumentException(
                    "target of other codecs must be a quality or a size, not " + request.target());
        }
        byte[] samples = PictureFiles.rgb(made.picture());
        return new Encoding(
                request,
                made.file(),
                (double) made.step() / tool.format().steps(),
                reached,
                new Encoding.Decoded(MemoryPicture.of(made.picture()), samples, Psnr.of(rgb, samples)),
                new Encoding.Work(made.encodeTime(), made.decodeTime(), CPU, false));
    }

    private Encoding jpeg(EncodeRequest request, BooleanSupplier cancelled) throws IOException {
        long start = System.nanoTime();
        BestJpeg best;
        boolean reached = true;
        if (request.target() instanceof RateTarget.Quality q) {
            best = BestJpeg.of(reference, q.value(), new StopWhen(cancelled));
        } else if (request.target() instanceof RateTarget.Bytes bytes) {
            best = BestJpeg.within(reference, bytes.value(), new StopWhen(cancelled));
            reached = best.file().length <= bytes.value();
        } else {
            throw new IllegalArgumentException("target of JPEG must be a quality or a size, not " + request.target());
        }
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        return decoded(request, best.file(), best.quality(), time, reached, cancelled);
    }

    /**
     * Measures an encoding; takes a while on large pictures. Those with a side below 11 pixels have no MS-SSIM, below 8
     * none at all.
     */
    public Scores scores(Encoding encoding) {
        return new Scores(
                MsSsim.of(rgb, encoding.rgb(), width(), height()),
                Ssimulacra2.of(rgb, encoding.rgb(), width(), height()));
    }
}
