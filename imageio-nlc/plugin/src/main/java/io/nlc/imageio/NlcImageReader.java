package io.nlc.imageio;

import io.nlc.codec.DamageHandler;
import io.nlc.codec.DecodablePicture;
import io.nlc.codec.Decoding;
import io.nlc.codec.LosslessDecoder;
import io.nlc.codec.NlcDecoder;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.picture.PixelSink;
import io.nlc.picture.Region;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads {@code .nlc} files. A region decodes no more tiles than it needs, and the memory needed beyond the destination
 * is that of a few rows of tiles. Whatever is wrong with a file is an {@link IIOException} that says what.
 *
 * <p>Where the model pack has a preview, there are two passes, as of a progressive format: 0 is a soft picture, made of
 * the latents in a fraction of the time, and 1 the picture. The first one is only made for those who want it: with an
 * {@link javax.imageio.event.IIOReadUpdateListener}, or by {@link ImageReadParam#setSourceProgressivePasses
 * setSourceProgressivePasses(0, 1)}, which makes no other.
 *
 * <p>Sizes, types and metadata come from the header alone; the model pack is looked for when pixels are read.
 */
public final class NlcImageReader extends ImageReader {

    private final NlcSettings settings;
    private ImageInputStream stream;
    private long start = -1;
    private NlcReader file;

    NlcImageReader(NlcImageReaderSpi provider, NlcSettings settings) {
        super(provider);
        this.settings = settings;
    }

    @Override
    public void setInput(Object input, boolean seekForwardOnly, boolean ignoreMetadata) {
        super.setInput(input, seekForwardOnly, ignoreMetadata);
        forget();
        stream = (ImageInputStream) input;
    }

    @Override
    public void reset() {
        super.reset();
        forget();
    }

    @Override
    public void dispose() {
        forget();
        stream = null;
        super.dispose();
    }

    private void forget() {
        file = null;
        start = -1;
        stream = null;
    }

    private NlcReader open(int imageIndex) throws IOException {
        if (stream == null) {
            throw new IllegalStateException("no input has been set");
        }
        if (imageIndex != 0) {
            throw new IndexOutOfBoundsException("imageIndex " + imageIndex + ": an NLC file holds one image, 0");
        }
        if (file == null) {
            // A header that could not be read shall fail the same way when asked again, not in the middle of the file.
            if (start < 0) {
                start = stream.getStreamPosition();
            } else {
                stream.seek(start);
            }
            file = IOExceptions.guarded(() -> new NlcReader(stream, settings.limits()));
        }
        return file;
    }

    @Override
    public int getNumImages(boolean allowSearch) {
        if (stream == null) {
            throw new IllegalStateException("no input has been set");
        }
        return 1;
    }

    @Override
    public int getWidth(int imageIndex) throws IOException {
        return open(imageIndex).header().width();
    }

    @Override
    public int getHeight(int imageIndex) throws IOException {
        return open(imageIndex).header().height();
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int imageIndex) throws IOException {
        return types(open(imageIndex).header()).iterator();
    }

    @Override
    public ImageTypeSpecifier getRawImageType(int imageIndex) throws IOException {
        return types(open(imageIndex).header()).get(0);
    }

    private static List<ImageTypeSpecifier> types(NlcHeader header) {
        List<ImageTypeSpecifier> types = new ArrayList<>();
        if (header.lossless()) {
            exactType(header).ifPresent(types::add);
        }
        if (!header.alpha()) {
            if (header.colour() == Colour.GRAY) {
                types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY));
            }
            types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_3BYTE_BGR));
            types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB));
            types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_BGR));
        }
        types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_4BYTE_ABGR));
        types.add(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_ARGB));
        return types;
    }

    /** What holds samples that none of the types of learned files can hold: of 16 bits, or of gray with alpha. */
    private static Optional<ImageTypeSpecifier> exactType(NlcHeader header) {
        boolean gray = header.colour() == Colour.GRAY;
        boolean deep = header.pixels().depth() == 16;
        if (deep && gray && !header.alpha()) {
            return Optional.of(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_USHORT_GRAY));
        }
        if (!deep && !(gray && header.alpha())) {
            return Optional.empty();
        }
        return Optional.of(ImageTypeSpecifier.createInterleaved(
                ColorSpace.getInstance(gray ? ColorSpace.CS_GRAY : ColorSpace.CS_sRGB),
                IntStream.range(0, header.pixels().samples()).toArray(),
                deep ? DataBuffer.TYPE_USHORT : DataBuffer.TYPE_BYTE,
                header.alpha(),
                false));
    }

    @Override
    public NlcImageReadParam getDefaultReadParam() {
        return new NlcImageReadParam(settings.runtime().device());
    }

    @Override
    public boolean isRandomAccessEasy(int imageIndex) throws IOException {
        open(imageIndex);
        return true;
    }

    @Override
    public boolean isImageTiled(int imageIndex) throws IOException {
        return open(imageIndex).header().tiles() > 1;
    }

    @Override
    public int getTileWidth(int imageIndex) throws IOException {
        NlcHeader header = open(imageIndex).header();
        return Math.min(header.width(), header.tileWidth());
    }

    @Override
    public int getTileHeight(int imageIndex) throws IOException {
        NlcHeader header = open(imageIndex).header();
        return Math.min(header.height(), header.tileHeight());
    }

    @Override
    public BufferedImage readTile(int imageIndex, int tileX, int tileY) throws IOException {
        NlcHeader header = open(imageIndex).header();
        if (tileX < 0 || tileX >= header.columns() || tileY < 0 || tileY >= header.rows()) {
            throw new IllegalArgumentException(
                    "tile " + tileX + "," + tileY + " is not one of " + header.columns() + " x " + header.rows());
        }
        ImageReadParam param = getDefaultReadParam();
        param.setSourceRegion(new Rectangle(
                tileX * header.tileWidth(), tileY * header.tileHeight(), header.tileWidth(), header.tileHeight()));
        return read(imageIndex, param);
    }

    /** None: an NLC file is one image. */
    @Override
    public IIOMetadata getStreamMetadata() {
        return null;
    }

    @Override
    public IIOMetadata getImageMetadata(int imageIndex) throws IOException {
        NlcHeader header = open(imageIndex).header();
        return new NlcMetadata(header, stream.length() < 0 ? -1 : stream.length() - start);
    }

    @Override
    public BufferedImage read(int imageIndex, ImageReadParam param) throws IOException {
        NlcReader nlc = open(imageIndex);
        NlcHeader header = nlc.header();
        clearAbortRequest();
        processImageStarted(imageIndex);
        if (abortRequested()) {
            processReadAborted();
            return IOExceptions.guarded(() -> destination(param, header));
        }
        return IOExceptions.guarded(() -> read(nlc, param));
    }

    private BufferedImage read(NlcReader nlc, ImageReadParam param) throws IOException {
        NlcHeader header = nlc.header();
        if (header.lossless()) {
            return readLossless(nlc, param);
        }
        ModelPack pack = settings.packs().forFile(header.pack(), header.digest());
        NlcImageReadParam own = param instanceof NlcImageReadParam p ? p : getDefaultReadParam();
        DecodablePicture picture =
                new NlcDecoder(pack, settings.runtime().withDevice(own.deviceChoice())).open(header, nlc::tile);
        checkExpansion(nlc, param);
        BufferedImage destination = destination(param, header);
        try {
            decode(nlc, picture, own.getDamagedTiles(), param, destination);
            processImageComplete();
        } catch (CancellationException e) {
            processReadAborted();
        }
        return destination;
    }

    private BufferedImage readLossless(NlcReader nlc, ImageReadParam param) throws IOException {
        NlcImageReadParam own = param instanceof NlcImageReadParam p ? p : getDefaultReadParam();
        checkExpansion(nlc, param);
        BufferedImage destination = destination(param, nlc.header());
        try {
            decodeLossless(nlc, own.getDamagedTiles(), param, destination);
            processImageComplete();
        } catch (CancellationException e) {
            processReadAborted();
        }
        return destination;
    }

    private void decodeLossless(
            NlcReader nlc, NlcImageReadParam.DamagedTiles damaged, ImageReadParam param, BufferedImage destination)
            throws IOException {
        NlcHeader header = nlc.header();
        Rectangle from = new Rectangle();
        Rectangle to = new Rectangle();
        computeRegions(param, header.width(), header.height(), destination, from, to);
        SampleRasterSink sink = samples(header, param, destination, from, to);
        List<IOException> damage = new ArrayList<>();
        DamageHandler handler = handler(damaged, damage);
        int[] bands = IntStream.range(0, destination.getRaster().getNumBands()).toArray();
        guarded(() -> {
            processPassStarted(destination, 0, 0, 0, to.x, to.y, 1, 1, bands);
            new LosslessDecoder(settings.runtime().threads())
                    .decode(
                            header,
                            nlc::tile,
                            new Region(from.x, from.y, from.width, from.height),
                            sink,
                            handler,
                            new Progress(100));
            processImageUpdate(destination, to.x, to.y, to.width, to.height, 1, 1, bands);
            processPassComplete(destination);
        });
        warn(nlc, damage);
    }

    private static DamageHandler handler(NlcImageReadParam.DamagedTiles damaged, List<IOException> damage) {
        return damaged == NlcImageReadParam.DamagedTiles.FAIL
                ? DamageHandler.FAIL
                : (tile, problem) -> damage.add(problem);
    }

    /** A short file that claims to be a huge picture is refused before memory is asked for. */
    private void checkExpansion(NlcReader nlc, ImageReadParam param) throws IOException {
        if (param != null && param.getDestination() != null) {
            return;
        }
        NlcHeader header = nlc.header();
        long bytes = stream.length() - start;
        if (stream.length() < 0) {
            try {
                nlc.tile(header.tiles() - 1); // a stream of unknown length shows by its end that it is there
            } catch (NlcException damage) {
                // It is for the decoder to say what is wrong, or to conceal it. What was read up to here is there.
            }
            bytes = stream.getStreamPosition() - start;
        }
        settings.limits().checkExpansion(header, bytes);
    }

    private static BufferedImage destination(ImageReadParam param, NlcHeader header) throws IOException {
        List<ImageTypeSpecifier> types = types(header);
        BufferedImage given = param == null ? null : param.getDestination();
        if (given != null && types.stream().noneMatch(type -> fits(type, given))) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "the destination is of a type that this picture cannot be read to: " + given);
        }
        try {
            return getDestination(param, types.iterator(), header.width(), header.height());
        } catch (OutOfMemoryError e) {
            throw new NlcException(
                    FailureKind.MEMORY,
                    "not enough memory for a destination of " + header.width() + " x " + header.height() + " pixels",
                    e);
        } catch (IllegalArgumentException e) {
            throw new NlcException(
                    FailureKind.TOO_LARGE,
                    "no destination can be made for " + header.width() + " x " + header.height() + " pixels: "
                            + e.getMessage(),
                    e);
        }
    }

    private static boolean fits(ImageTypeSpecifier type, BufferedImage given) {
        return given.getType() == BufferedImage.TYPE_CUSTOM
                ? type.getColorModel().equals(given.getColorModel())
                        && type.getSampleModel().getNumBands()
                                == given.getSampleModel().getNumBands()
                : type.getBufferedImageType() == given.getType();
    }

    private void decode(
            NlcReader nlc,
            DecodablePicture picture,
            NlcImageReadParam.DamagedTiles damaged,
            ImageReadParam param,
            BufferedImage destination)
            throws IOException {
        NlcHeader header = nlc.header();
        Rectangle from = new Rectangle();
        Rectangle to = new Rectangle();
        computeRegions(param, header.width(), header.height(), destination, from, to);
        RasterSink sink = sink(header, param, destination, from, to);
        SampleRasterSink over = samples(header, param, destination, from, to);
        List<IOException> damage = new ArrayList<>();
        DamageHandler handler = handler(damaged, damage);
        guarded(() -> {
            // ALPH comes first: what is wrong with it shows before any network runs. Its pixels go in last, over the
            // opaque ones.
            byte[] alpha = nlc.alpha();
            Region region = new Region(from.x, from.y, from.width, from.height);
            try (Decoding decoding = picture.start(region, handler, new Progress(alpha == null ? 100 : 98))) {
                Passes passes =
                        Passes.of(param, decoding.hasPreview(), updateListeners != null && !updateListeners.isEmpty());
                run(decoding, passes, new Canvas(destination, to, sink, new AlphaOf(header, alpha, region, over)));
            }
        });
        warn(nlc, damage);
    }

    private interface Work {
        void run() throws IOException;
    }

    /** Turns whatever may happen below into what users of ImageIO catch. */
    private static void guarded(Work work) throws IOException {
        try {
            work.run();
        } catch (CancellationException e) {
            throw e;
        } catch (IOException e) {
            throw IOExceptions.iio(e);
        } catch (RuntimeException e) {
            throw new NlcException(FailureKind.UNEXPECTED, "the picture cannot be decoded: " + e, e);
        } catch (OutOfMemoryError e) {
            throw new NlcException(FailureKind.MEMORY, "not enough memory to decode the picture", e);
        } catch (LinkageError e) {
            throw new NlcException(FailureKind.RUNTIME, "ONNX Runtime cannot be loaded on this machine: " + e, e);
        }
    }

    private void warn(NlcReader nlc, List<IOException> damage) throws IOException {
        for (IOException problem : damage) {
            processWarningOccurred(problem.getMessage() + "; the tile was filled from its surroundings");
        }
        if (nlc.ancillary().stream().anyMatch(chunk -> chunk.type().equals("ICCP"))) {
            processWarningOccurred("the embedded ICC profile is not applied: pixels are taken for sRGB");
        }
    }

    private void run(Decoding decoding, Passes passes, Canvas canvas) throws IOException {
        if (passes.preview()) {
            preview(decoding, passes, canvas);
        }
        if (passes.picture()) {
            pass(passes.known() - 1, passes, canvas, decoding::picture);
        }
        if (canvas.alpha().present() || !passes.picture()) {
            processImageProgress(100);
        }
    }

    private interface Pass {
        void run(PixelSink sink) throws IOException;
    }

    // A pack whose preview is broken still decodes; what is wrong with the file itself, the picture will say.
    private void preview(Decoding decoding, Passes passes, Canvas canvas) throws IOException {
        try {
            pass(0, passes, canvas, decoding::preview);
        } catch (IOException e) {
            if (!passes.picture()) {
                throw e;
            }
            processWarningOccurred("there is no preview: " + e.getMessage());
        }
    }

    private void pass(int index, Passes passes, Canvas canvas, Pass pass) throws IOException {
        Rectangle area = canvas.area();
        processPassStarted(canvas.image(), index, passes.first(), passes.last(), area.x, area.y, 1, 1, canvas.bands());
        pass.run(canvas.sink());
        canvas.finish();
        processImageUpdate(canvas.image(), area.x, area.y, area.width, area.height, 1, 1, canvas.bands());
        processPassComplete(canvas.image());
    }

    private static RasterSink sink(
            NlcHeader header, ImageReadParam param, BufferedImage destination, Rectangle from, Rectangle to) {
        WritableRaster raster = raster(header, param, destination);
        return new RasterSink(
                raster,
                from,
                param == null ? 1 : param.getSourceXSubsampling(),
                param == null ? 1 : param.getSourceYSubsampling(),
                new Point(to.x, to.y),
                header.colour() == Colour.GRAY,
                bands(param, raster));
    }

    /** The bands of the destination that get something. */
    private static WritableRaster raster(NlcHeader header, ImageReadParam param, BufferedImage destination) {
        WritableRaster raster = destination.getRaster();
        int[] targets = param == null ? null : param.getDestinationBands();
        if (targets != null || param != null && param.getSourceBands() != null) {
            checkReadParamBandSettings(param, types(header).get(0).getNumBands(), raster.getNumBands());
        }
        return targets == null
                ? raster
                : raster.createWritableChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, targets);
    }

    private static int[] bands(ImageReadParam param, WritableRaster raster) {
        return param != null && param.getSourceBands() != null
                ? param.getSourceBands()
                : IntStream.range(0, raster.getNumBands()).toArray();
    }

    /** What takes all samples of a lossless file, or the alpha of a learned one. */
    private static SampleRasterSink samples(
            NlcHeader header, ImageReadParam param, BufferedImage destination, Rectangle from, Rectangle to) {
        WritableRaster raster = raster(header, param, destination);
        boolean two = param != null && param.getSourceBands() != null
                ? types(header).get(0).getNumBands() == 2
                : raster.getNumBands() == 2;
        int alphaBand = two ? 1 : 3;
        int[] planes = IntStream.of(bands(param, raster))
                .map(band -> {
                    if (!header.lossless()) {
                        return band == alphaBand ? 0 : SampleRasterSink.NOTHING;
                    }
                    if (band == alphaBand) {
                        return header.alpha() ? header.colour().code() : SampleRasterSink.OPAQUE;
                    }
                    return header.colour() == Colour.GRAY ? 0 : band;
                })
                .toArray();
        return new SampleRasterSink(
                raster,
                from,
                param == null ? 1 : param.getSourceXSubsampling(),
                param == null ? 1 : param.getSourceYSubsampling(),
                new Point(to.x, to.y),
                planes,
                header.pixels().depth());
    }

    /** Passes the codec's progress on to ImageIO's listeners, and their wish to stop to the codec. */
    private final class Progress implements io.nlc.picture.CodecProgress {
        private final float share;

        Progress(float share) {
            this.share = share;
        }

        @Override
        public void progress(float fraction) {
            processImageProgress(share * fraction);
        }

        @Override
        public boolean cancelled() {
            return abortRequested();
        }
    }
}
