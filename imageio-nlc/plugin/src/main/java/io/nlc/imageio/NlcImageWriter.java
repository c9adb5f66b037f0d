package io.nlc.imageio;

import io.nlc.codec.CodedPicture;
import io.nlc.codec.LosslessEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.container.Chunk;
import io.nlc.container.NlcFile;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcWriter;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import io.nlc.imageio.metadata.Thumbnail;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.SampleSource;
import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteWarningListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes {@code .nlc} files from any {@link RenderedImage}, tile by tile: see {@link RenderedImageSource} for what
 * becomes of its colours. Alpha is kept exactly (8 bits of it), and with {@link NlcImageWriteParam#LOSSLESS} everything
 * is. {@link NlcImageWriteParam} says how; without one the default quality and pack are used.
 */
public final class NlcImageWriter extends ImageWriter {

    private final NlcSettings settings;
    private Listening listening = new Listening();

    NlcImageWriter(NlcImageWriterSpi provider, NlcSettings settings) {
        super(provider);
        this.settings = settings;
        this.availableLocales = Message.locales();
    }

    @Override
    public NlcImageWriteParam getDefaultWriteParam() {
        return new NlcImageWriteParam(getLocale(), settings.runtime().device());
    }

    /** None: there is nothing to say beyond the image. */
    @Override
    public IIOMetadata getDefaultStreamMetadata(ImageWriteParam param) {
        return null;
    }

    /** What a file of images of this type says of itself, and nothing else. @param imageType null for RGB */
    @Override
    public NlcMetadata getDefaultImageMetadata(ImageTypeSpecifier imageType, ImageWriteParam param) {
        return new NlcMetadata(pixels(imageType, param), PictureMetadata.NONE);
    }

    private Pixels pixels(ImageTypeSpecifier type, ImageWriteParam param) {
        NlcImageWriteParam own = own(param);
        return Pixels.of(type, own.isLossless(), own.keepsSamples());
    }

    /** None is kept. */
    @Override
    public IIOMetadata convertStreamMetadata(IIOMetadata inData, ImageWriteParam param) {
        return null;
    }

    /**
     * What a file keeps of metadata of any plugin: EXIF, XMP, density and texts of PNG, JPEG and TIFF, density and
     * texts of others, and all of our own.
     *
     * @param imageType null for RGB
     * @throws IllegalArgumentException if there are no metadata
     */
    @Override
    public NlcMetadata convertImageMetadata(IIOMetadata inData, ImageTypeSpecifier imageType, ImageWriteParam param) {
        if (inData == null) {
            throw new IllegalArgumentException("inData is null");
        }
        return new NlcMetadata(pixels(imageType, param), NlcMetadata.pictureOf(inData));
    }

    /** One. */
    @Override
    public int getNumThumbnailsSupported(
            ImageTypeSpecifier imageType,
            ImageWriteParam param,
            IIOMetadata streamMetadata,
            IIOMetadata imageMetadata) {
        return 1;
    }

    /** From one pixel to {@link Thumbnail#MAX_SIDE} a side; larger ones are made smaller. */
    @Override
    public Dimension[] getPreferredThumbnailSizes(
            ImageTypeSpecifier imageType,
            ImageWriteParam param,
            IIOMetadata streamMetadata,
            IIOMetadata imageMetadata) {
        return new Dimension[] {new Dimension(1, 1), new Dimension(Thumbnail.MAX_SIDE, Thumbnail.MAX_SIDE)};
    }

    /**
     * Writes one image at the stream's position, with its metadata and its first thumbnail. Nothing is written before
     * the image is wholly encoded, and nothing if the work is aborted.
     *
     * @throws IIOException if the image is over the format's limits, the pack is not installed, or the param asks for
     *     what NLC has not
     */
    @Override
    public void write(IIOMetadata streamMetadata, IIOImage image, ImageWriteParam param) throws IOException {
        if (!(getOutput() instanceof ImageOutputStream out)) {
            throw new IllegalStateException("no output has been set");
        }
        if (image == null) {
            throw new IllegalArgumentException("image is null");
        }
        if (image.hasRaster()) {
            throw new UnsupportedOperationException(
                    "NLC cannot write rasters: their samples have no meaning without a colour model");
        }
        clearAbortRequest();
        listening = new Listening();
        processImageStarted(0);
        try {
            if (abortRequested()) {
                throw new CancellationException();
            }
            IOExceptions.guarded(() -> {
                encode(image, param, out);
                return null;
            });
            listening.tell(this::processImageComplete);
        } catch (CancellationException e) {
            listening.rethrow();
            processWriteAborted();
        } catch (IOException | RuntimeException | Error e) {
            listening.rethrow();
            throw e;
        }
    }

    private void encode(IIOImage image, ImageWriteParam param, ImageOutputStream out) throws IOException {
        NlcImageWriteParam own = own(param);
        RenderedImageSource source = source(image.getRenderedImage(), param);
        settings.limits().checkSize(source.width(), source.height());
        List<Chunk> ancillary = ancillary(image, source, own);
        if (own.keepsSamples()) {
            encodeLossless(source, ancillary, own.getMaxError(), out);
        } else {
            encodeLearned(source, ancillary, own, out);
        }
    }

    private List<Chunk> ancillary(IIOImage image, RenderedImageSource source, NlcImageWriteParam param)
            throws IOException {
        IIOMetadata given = image.getMetadata();
        // The pixels have been converted to the file's own colours by then.
        PictureMetadata picture =
                (given == null ? PictureMetadata.NONE : NlcMetadata.pictureOf(given)).withProfile(null);
        if (image.getNumThumbnails() > 1) {
            warn(Message.MORE_THUMBNAILS);
        }
        if (image.getNumThumbnails() > 0) {
            BufferedImage first = image.getThumbnail(0);
            if (Math.max(first.getWidth(), first.getHeight()) > Thumbnail.MAX_SIDE) {
                warn(Message.LARGE_THUMBNAIL, Thumbnail.MAX_SIDE);
            }
            return picture.withThumbnail(Thumbnails.of(new RenderedImageSource(first), Thumbnail.MAX_SIDE))
                    .chunks();
        }
        int side = param.getThumbnailSide();
        return side == 0
                ? picture.chunks()
                : picture.withThumbnail(Thumbnails.of(source, side)).chunks();
    }

    /** Tells each listener in its language. */
    private void warn(Message message, Object... arguments) {
        for (int i = 0; warningListeners != null && i < warningListeners.size(); i++) {
            IIOWriteWarningListener listener = warningListeners.get(i);
            String text = message.in(warningLocales.get(i), arguments);
            listening.tell(() -> listener.warningOccurred(this, 0, text));
        }
    }

    private void encodeLossless(RenderedImageSource image, List<Chunk> ancillary, int maxError, ImageOutputStream out)
            throws IOException {
        try {
            LosslessSource source = new LosslessSource(image);
            NlcHeader header = LosslessEncoder.header(image.width(), image.height(), source.format());
            SampleSource samples = maxError == 0
                    ? source
                    : new NearSource(
                            source,
                            maxError,
                            header.colour().code(),
                            (1 << header.pixels().depth()) - 1);
            List<byte[]> tiles =
                    new LosslessEncoder(settings.runtime().threads()).encode(header, samples, new Progress());
            List<Chunk> all = new ArrayList<>(source.ancillary());
            all.addAll(ancillary);
            new NlcFile(header, all, null, tiles).write(new NlcWriter(out, settings.limits()));
        } catch (OutOfMemoryError e) {
            throw new NlcException(
                    FailureKind.MEMORY,
                    "not enough memory to encode " + image.width() + " x " + image.height() + " pixels",
                    e);
        }
    }

    private void encodeLearned(
            RenderedImageSource source, List<Chunk> ancillary, NlcImageWriteParam own, ImageOutputStream out)
            throws IOException {
        ModelPack pack = settings.packs().choose(own.getModel(), own.tune());
        FileEncoder files = new FileEncoder(source, ancillary, pack, own.of(settings), EncoderOptions.of(own));
        CodedPicture picture = files.encode(own.getRateTarget(), new Progress());
        NlcFile file = files.file(picture);
        file.write(new NlcWriter(out, settings.limits()));
        if (!picture.targetReached()) {
            warnMissed(own.getRateTarget(), file.size(), picture);
        }
    }

    /** The settings of a param that may be of another class: ImageIO's own has mode and quality, too. */
    private NlcImageWriteParam own(ImageWriteParam param) {
        if (param instanceof NlcImageWriteParam nlc) {
            return nlc;
        }
        NlcImageWriteParam own = getDefaultWriteParam();
        if (param != null
                && param.canWriteCompressed()
                && param.getCompressionMode() == ImageWriteParam.MODE_EXPLICIT) {
            String[] types = param.getCompressionTypes();
            if (types != null && NlcImageWriteParam.LOSSLESS.equals(param.getCompressionType())) {
                own.setLossless(true);
            } else if (types == null || param.getCompressionType() != null) {
                own.setCompressionQuality(param.getCompressionQuality());
            }
        }
        return own;
    }

    private static RenderedImageSource source(RenderedImage image, ImageWriteParam param) throws NlcException {
        Rectangle region = RenderedImageSource.bounds(image);
        if (param == null) {
            return new RenderedImageSource(image);
        }
        if (param.getSourceRegion() != null) {
            region = region.intersection(param.getSourceRegion());
        }
        int skipX = param.getSubsamplingXOffset();
        int skipY = param.getSubsamplingYOffset();
        region = new Rectangle(region.x + skipX, region.y + skipY, region.width - skipX, region.height - skipY);
        if (region.width <= 0 || region.height <= 0) {
            throw new IllegalArgumentException("sourceRegion " + param.getSourceRegion()
                    + " with its subsampling offset leaves nothing of the image");
        }
        RenderedImage bands = param.getSourceBands() == null ? image : SourceBands.of(image, param.getSourceBands());
        region.translate(bands.getMinX() - image.getMinX(), bands.getMinY() - image.getMinY());
        return new RenderedImageSource(bands, region, param.getSourceXSubsampling(), param.getSourceYSubsampling());
    }

    private void warnMissed(RateTarget target, long bytes, CodedPicture picture) {
        if (target instanceof RateTarget.Psnr psnr) {
            warn(
                    Message.PSNR_MISSED,
                    String.format(Locale.ROOT, "%.2f", psnr.value()),
                    String.format(Locale.ROOT, "%.2f", picture.psnr()));
        } else {
            warn(Message.SIZE_MISSED, String.valueOf(bytes));
        }
    }

    private final class Progress implements CodecProgress {
        @Override
        public void progress(float fraction) {
            listening.tell(() -> processImageProgress(100 * fraction));
        }

        @Override
        public boolean cancelled() {
            return abortRequested();
        }
    }
}
