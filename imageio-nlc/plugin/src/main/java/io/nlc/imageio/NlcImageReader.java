package io.nlc.imageio;

import io.nlc.codec.AlphaBlocks;
import io.nlc.codec.DamageHandler;
import io.nlc.codec.DecodablePicture;
import io.nlc.codec.Decoding;
import io.nlc.codec.NlcDecoder;
import io.nlc.codec.PacklessDecoder;
import io.nlc.codec.TileSource;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import io.nlc.imageio.metadata.Thumbnail;
import io.nlc.model.ModelPack;
import io.nlc.picture.PixelSink;
import io.nlc.picture.Region;
import io.nlc.picture.SampleSink;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOException;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads {@code .nlc} files. Update listeners hear of each row of tiles, from top to bottom. A region decodes no more
 * tiles than it needs, and the memory needed beyond the destination is that of a few rows of tiles. Whatever is wrong
 * with a file is an {@link IIOException} that says what.
 *
 * <p>Where the model pack has a preview, there are two passes, as of a progressive format: 0 is a soft picture, made of
 * the latents in a fraction of the time, and 1 the picture. The first one is only made for those who want it: with an
 * {@link javax.imageio.event.IIOReadUpdateListener}, or by {@link ImageReadParam#setSourceProgressivePasses
 * setSourceProgressivePasses(0, 1)}, which makes no other.
 *
 * <p>Sizes and types come from the header alone; the model pack is looked for when pixels are read.
 */
public final class NlcImageReader extends ImageReader {

    private final NlcSettings settings;
    private ImageInputStream stream;
    private long start = -1;
    private NlcReader file;
    private FileColours colours;
    private Listening listening = new Listening();

    NlcImageReader(NlcImageReaderSpi provider, NlcSettings settings) {
        super(provider);
        this.settings = settings;
        this.availableLocales = Message.locales();
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
        colours = null;
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
        if (allowSearch && isSeekForwardOnly()) {
            throw new IllegalStateException("a search is not possible in input that is read forward only");
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

    private List<ImageTypeSpecifier> types(NlcReader nlc) throws IOException {
        return ImageTypes.of(nlc.header(), colours(nlc));
    }

    private FileColours colours(NlcReader nlc) throws IOException {
        if (colours == null) {
            colours = IOExceptions.guarded(() -> FileColours.of(nlc));
        }
        return colours;
    }

    @Override
    public Iterator<ImageTypeSpecifier> getImageTypes(int imageIndex) throws IOException {
        return types(open(imageIndex)).iterator();
    }

    @Override
    public ImageTypeSpecifier getRawImageType(int imageIndex) throws IOException {
        return types(open(imageIndex)).get(0);
    }

    @Override
    public NlcImageReadParam getDefaultReadParam() {
        return new NlcImageReadParam(settings.runtime().device(), settings.maxTime());
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
        if (stream == null) {
            throw new IllegalStateException("no input has been set");
        }
        return null;
    }

    /** Of input whose metadata are to be ignored, only what the header says. */
    @Override
    public NlcMetadata getImageMetadata(int imageIndex) throws IOException {
        NlcReader nlc = open(imageIndex);
        Pixels pixels = Pixels.of(nlc.header(), stream.length() < 0 ? -1 : stream.length() - start);
        return new NlcMetadata(pixels, isIgnoringMetadata() ? PictureMetadata.NONE : picture(nlc));
    }

    private static PictureMetadata picture(NlcReader nlc) throws IOException {
        return IOExceptions.guarded(() -> PictureMetadata.of(nlc.ancillary()));
    }

    @Override
    public boolean readerSupportsThumbnails() {
        return true;
    }

    /** 1, or 0 if the file has none. */
    @Override
    public int getNumThumbnails(int imageIndex) throws IOException {
        return picture(open(imageIndex)).thumbnail() == null ? 0 : 1;
    }

    private Thumbnail thumbnail(int imageIndex, int thumbnailIndex) throws IOException {
        Thumbnail thumbnail = picture(open(imageIndex)).thumbnail();
        if (thumbnail == null || thumbnailIndex != 0) {
            throw new IndexOutOfBoundsException("thumbnailIndex " + thumbnailIndex + ": the file has "
                    + (thumbnail == null ? "no thumbnail" : "one thumbnail, 0"));
        }
        return thumbnail;
    }

    @Override
    public int getThumbnailWidth(int imageIndex, int thumbnailIndex) throws IOException {
        return thumbnail(imageIndex, thumbnailIndex).width();
    }

    @Override
    public int getThumbnailHeight(int imageIndex, int thumbnailIndex) throws IOException {
        return thumbnail(imageIndex, thumbnailIndex).height();
    }

    @Override
    public BufferedImage readThumbnail(int imageIndex, int thumbnailIndex) throws IOException {
        Thumbnail thumbnail = thumbnail(imageIndex, thumbnailIndex);
        processThumbnailStarted(imageIndex, thumbnailIndex);
        BufferedImage image = IOExceptions.guarded(() -> Thumbnails.read(thumbnail));
        processThumbnailProgress(100);
        processThumbnailComplete();
        return image;
    }

    /**
     * An image whose pixels are decoded when somebody asks for them, some rows of tiles at a time; so a picture larger
     * than the heap can be written, or looked at in parts. It needs this reader's input, which must stay open, and not
     * be read otherwise at the same time; the reader itself may be disposed of. What goes wrong later is an
     * {@link java.io.UncheckedIOException}. Read listeners hear nothing but warnings.
     *
     * <p>With a param that asks for more than a region, a device, damaged tiles and a time, and of a picture of few
     * tiles, this is {@link #read(int, ImageReadParam)}.
     */
    @Override
    public RenderedImage readAsRenderedImage(int imageIndex, ImageReadParam param) throws IOException {
        NlcReader nlc = open(imageIndex);
        NlcHeader header = nlc.header();
        if (!LazyImage.serves(header, param)) {
            return read(imageIndex, param);
        }
        NlcImageReadParam own = param instanceof NlcImageReadParam p ? p : getDefaultReadParam();
        Rectangle region = getSourceRegion(param, header.width(), header.height());
        NlcImageReader parts = new NlcImageReader((NlcImageReaderSpi) getOriginatingProvider(), settings);
        stream.seek(start);
        parts.setInput(stream);
        parts.open(0); // while the stream is where the file begins
        parts.setLocale(getLocale());
        Set<String> told = new HashSet<>(); // several parts see a tile
        parts.addIIOReadWarningListener((source, warning) -> {
            if (told.add(warning)) {
                processWarningOccurred(warning);
            }
        });
        return IOExceptions.guarded(
                () -> new LazyImage(parts, own, header, region, types(nlc).get(0)));
    }

    @Override
    public BufferedImage read(int imageIndex, ImageReadParam param) throws IOException {
        NlcReader nlc = open(imageIndex);
        ImageInputStream in = stream; // which a listener may take away by dispose()
        long from = start;
        clearAbortRequest();
        listening = new Listening();
        processImageStarted(imageIndex);
        if (abortRequested()) {
            processReadAborted();
            return IOExceptions.guarded(() -> destination(param, nlc));
        }
        try {
            return IOExceptions.guarded(() -> read(nlc, in, from, param));
        } catch (IOException | RuntimeException | Error e) {
            listening.rethrow();
            throw e;
        }
    }

    private BufferedImage read(NlcReader nlc, ImageInputStream in, long from, ImageReadParam param) throws IOException {
        NlcHeader header = nlc.header();
        NlcImageReadParam own = param instanceof NlcImageReadParam p ? p : getDefaultReadParam();
        Deadline deadline = Deadline.in(own.maxTime());
        DecodablePicture learned = header.learned() ? learned(nlc, own) : null; // its pack is missed first
        checkExpansion(nlc, in, from, param);
        ReadTarget target = target(nlc, param, destination(param, nlc));
        List<IOException> damage = new ArrayList<>();
        DamageHandler handler = handler(own.getDamagedTiles(), damage);
        try {
            if (learned == null) {
                decodePackless(nlc, target, handler, deadline);
            } else {
                decode(nlc, learned, target, handler, deadline);
            }
            warn(nlc, damage);
            listening.tell(this::processImageComplete);
        } catch (CancellationException e) {
            listening.rethrow();
            if (!abortRequested() && deadline.passed()) {
                throw deadline.exception();
            }
            listening.tell(this::processReadAborted);
        }
        return target.image();
    }

    private DecodablePicture learned(NlcReader nlc, NlcImageReadParam param) throws IOException {
        NlcHeader header = nlc.header();
        ModelPack pack = settings.packs().forFile(header.pack(), header.digest());
        return new NlcDecoder(pack, param.of(settings.runtime())).open(header, TileSource.of(nlc));
    }

    private ReadTarget target(NlcReader nlc, ImageReadParam param, BufferedImage destination) throws IOException {
        NlcHeader header = nlc.header();
        Rectangle from = new Rectangle();
        Rectangle to = new Rectangle();
        computeRegions(param, header.width(), header.height(), destination, from, to);
        return new ReadTarget(header, colours(nlc), param, destination, from, to);
    }

    private void decodePackless(NlcReader nlc, ReadTarget target, DamageHandler damage, Deadline deadline)
            throws IOException {
        SampleSink sink = target.losslessSamples();
        BufferedImage image = target.image();
        Rectangle to = target.to();
        int[] bands = target.imageBands();
        guarded(() -> {
            listening.tell(() -> processPassStarted(image, 0, 0, 0, to.x, to.y, 1, 1, bands));
            byte[] alpha = nlc.alpha();
            new PacklessDecoder(settings.runtime().threads())
                    .decode(
                            nlc.header(),
                            nlc::tile,
                            target.region(),
                            sink,
                            damage,
                            new Progress(alpha == null ? 100 : 98, deadline));
            if (alpha != null) {
                AlphaBlocks.decode(nlc.header(), alpha, target.region(), target.alpha());
                listening.tell(() -> processImageProgress(100));
            }
            listening.tell(() -> processImageUpdate(image, to.x, to.y, to.width, to.height, 1, 1, bands));
            listening.tell(() -> processPassComplete(image));
        });
    }

    private static DamageHandler handler(NlcImageReadParam.DamagedTiles damaged, List<IOException> damage) {
        return damaged == NlcImageReadParam.DamagedTiles.FAIL
                ? DamageHandler.FAIL
                : (tile, problem) -> damage.add(problem);
    }

    /** A short file that claims to be a huge picture is refused before memory is asked for. */
    private void checkExpansion(NlcReader nlc, ImageInputStream in, long from, ImageReadParam param)
            throws IOException {
        if (param != null && param.getDestination() != null) {
            return;
        }
        NlcHeader header = nlc.header();
        long bytes = in.length() - from;
        if (in.length() < 0) {
            try {
                nlc.tile(header.tiles() - 1); // a stream of unknown length shows by its end that it is there
            } catch (NlcException damage) {
                // It is for the decoder to say what is wrong, or to conceal it. What was read up to here is there.
            }
            bytes = in.getStreamPosition() - from;
        }
        settings.limits().checkExpansion(header, bytes);
    }

    private BufferedImage destination(ImageReadParam param, NlcReader nlc) throws IOException {
        NlcHeader header = nlc.header();
        List<ImageTypeSpecifier> types = types(nlc);
        BufferedImage given = param == null ? null : param.getDestination();
        computeRegions(param, header.width(), header.height(), given, new Rectangle(), new Rectangle());
        if (given != null) {
            checkDestination(param, types, given);
            return given;
        }
        BufferedImage made = newDestination(param, types, header);
        if (bandsChosen(param)) {
            checkReadParamBandSettings(
                    param, types.get(0).getNumBands(), made.getRaster().getNumBands());
        }
        return made;
    }

    private static boolean bandsChosen(ImageReadParam param) {
        return param != null && (param.getSourceBands() != null || param.getDestinationBands() != null);
    }

    private static void checkDestination(ImageReadParam param, List<ImageTypeSpecifier> types, BufferedImage given)
            throws NlcException {
        int bands = given.getRaster().getNumBands();
        boolean chosen = bandsChosen(param);
        if (chosen || types.stream().noneMatch(type -> type.getNumBands() == bands)) {
            checkReadParamBandSettings(param, types.get(0).getNumBands(), bands);
        }
        if (chosen ? !ImageTypes.takesSamples(given) : !ImageTypes.fit(types, given)) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "the destination is of a type that this picture cannot be read to: " + given);
        }
    }

    private static BufferedImage newDestination(ImageReadParam param, List<ImageTypeSpecifier> types, NlcHeader header)
            throws IOException {
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

    private void decode(
            NlcReader nlc, DecodablePicture picture, ReadTarget target, DamageHandler damage, Deadline deadline)
            throws IOException {
        RasterSink sink = target.rgb();
        PixelSink pixels =
                target.converting().map(converting -> converting.before(sink)).orElse(sink);
        SampleRasterSink over = target.alpha();
        guarded(() -> {
            // ALPH comes first: what is wrong with it shows before any network runs. Its pixels go in last, over the
            // opaque ones.
            byte[] alpha = nlc.alpha();
            Region region = target.region();
            Progress progress = new Progress(alpha == null ? 100 : 98, deadline);
            try (Decoding decoding = picture.start(region, damage, progress)) {
                Passes passes = Passes.of(
                        target.param(), decoding.hasPreview(), updateListeners != null && !updateListeners.isEmpty());
                AlphaOf alphaOf = new AlphaOf(nlc.header(), alpha, region, over);
                Canvas canvas = new Canvas(target.image(), target.to(), sink, pixels, alphaOf);
                progress.tellRows(region, canvas);
                run(decoding, passes, canvas);
            }
        });
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

    /** Tells each listener in its language. */
    private void warn(Message message, Object... arguments) {
        for (int i = 0; warningListeners != null && i < warningListeners.size(); i++) {
            IIOReadWarningListener listener = warningListeners.get(i);
            String text = message.in(warningLocales.get(i), arguments);
            listening.tell(() -> listener.warningOccurred(this, text));
        }
    }

    private void warn(NlcReader nlc, List<IOException> damage) throws IOException {
        for (IOException problem : damage) {
            warn(Message.CONCEALED, problem.getMessage());
        }
        // English, as exceptions are: they name chunks and numbers of the file.
        for (NlcException problem : nlc.problems()) {
            listening.tell(() -> processWarningOccurred(problem.getMessage()));
        }
        for (String problem : colours(nlc).warnings()) {
            listening.tell(() -> processWarningOccurred(problem));
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
            listening.tell(() -> processImageProgress(100));
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
            listening.rethrow();
            if (!passes.picture()) {
                throw e;
            }
            warn(Message.NO_PREVIEW, e.getMessage());
        }
    }

    private void pass(int index, Passes passes, Canvas canvas, Pass pass) throws IOException {
        Rectangle area = canvas.area();
        BufferedImage image = canvas.image();
        listening.tell(() ->
                processPassStarted(image, index, passes.first(), passes.last(), area.x, area.y, 1, 1, canvas.bands()));
        pass.run(canvas.pixels());
        canvas.finish();
        listening.tell(() -> processImageUpdate(image, area.x, area.y, area.width, area.height, 1, 1, canvas.bands()));
        listening.tell(() -> processPassComplete(image));
    }

    /** Passes the codec's progress on to ImageIO's listeners, and their wish to stop to the codec. */
    private final class Progress implements io.nlc.picture.CodecProgress {
        private final float share;
        private final Deadline deadline;
        private Region region;
        private Canvas canvas;
        private int told;

        Progress(float share, Deadline deadline) {
            this.share = share;
            this.deadline = deadline;
        }

        @Override
        public void progress(float fraction) {
            listening.tell(() -> processImageProgress(share * fraction));
        }

        /** From now on update listeners hear of rows that are there, if all of a region's are wanted. */
        void tellRows(Region wanted, Canvas to) {
            if (wanted.height() == to.area().height) {
                region = wanted;
                canvas = to;
            }
        }

        /** The last rows are for the end of the pass to tell. */
        @Override
        public void rows(int end) {
            if (canvas == null || end >= region.bottom()) {
                return;
            }
            Rectangle area = canvas.area();
            int from = area.y + told;
            told = end - region.y();
            int height = area.y + told - from;
            listening.tell(
                    () -> processImageUpdate(canvas.image(), area.x, from, area.width, height, 1, 1, canvas.bands()));
        }

        @Override
        public boolean cancelled() {
            return abortRequested() || deadline.passed();
        }
    }
}
