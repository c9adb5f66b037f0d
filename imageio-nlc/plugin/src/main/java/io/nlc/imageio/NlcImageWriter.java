package io.nlc.imageio;

import io.nlc.codec.CodedPicture;
import io.nlc.codec.LosslessEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.container.NlcFile;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcWriter;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.SampleSource;
import java.awt.Rectangle;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes {@code .nlc} files from any {@link RenderedImage}, tile by tile: see {@link RenderedImageSource} for what
 * becomes of its colours. Alpha is kept exactly (8 bits of it), and with {@link NlcImageWriteParam#LOSSLESS} everything
 * is. {@link NlcImageWriteParam} says how; without one the default quality and pack are used.
 */
public final class NlcImageWriter extends ImageWriter {

    private final NlcSettings settings;

    NlcImageWriter(NlcImageWriterSpi provider, NlcSettings settings) {
        super(provider);
        this.settings = settings;
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

    /** None: the file says by itself what it is. */
    @Override
    public IIOMetadata getDefaultImageMetadata(ImageTypeSpecifier imageType, ImageWriteParam param) {
        return null;
    }

    /** None is kept. */
    @Override
    public IIOMetadata convertStreamMetadata(IIOMetadata inData, ImageWriteParam param) {
        return null;
    }

    /** None is kept. */
    @Override
    public IIOMetadata convertImageMetadata(IIOMetadata inData, ImageTypeSpecifier imageType, ImageWriteParam param) {
        return null;
    }

    /**
     * Writes one image at the stream's position. Nothing is written before the image is wholly encoded, and nothing if
     * the work is aborted.
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
        processImageStarted(0);
        try {
            if (abortRequested()) {
                throw new CancellationException();
            }
            encode(image, param, out);
            processImageComplete();
        } catch (CancellationException e) {
            processWriteAborted();
        } catch (NlcException e) {
            throw IOExceptions.iio(e);
        } catch (OutOfMemoryError e) {
            throw IOExceptions.iio(IOExceptions.memory(e));
        }
    }

    private void encode(IIOImage image, ImageWriteParam param, ImageOutputStream out) throws IOException {
        NlcImageWriteParam own = own(param);
        if (own.keepsSamples()) {
            encodeLossless(source(image.getRenderedImage(), param), own.getMaxError(), out);
        } else {
            encodeLearned(image, param, own, out);
        }
        if (image.getNumThumbnails() > 0) {
            processWarningOccurred(0, "thumbnails are not kept");
        }
    }

    private void encodeLossless(RenderedImageSource image, int maxError, ImageOutputStream out) throws IOException {
        settings.limits().checkSize(image.width(), image.height());
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
            new NlcFile(header, source.ancillary(), null, tiles).write(new NlcWriter(out, settings.limits()));
        } catch (OutOfMemoryError e) {
            throw new NlcException(
                    FailureKind.MEMORY,
                    "not enough memory to encode " + image.width() + " x " + image.height() + " pixels",
                    e);
        }
    }

    private void encodeLearned(IIOImage image, ImageWriteParam param, NlcImageWriteParam own, ImageOutputStream out)
            throws IOException {
        ModelPack pack = settings.packs().choose(own.getModel(), own.tune());
        RenderedImageSource source = source(image.getRenderedImage(), param);
        FileEncoder files =
                new FileEncoder(source, pack, settings.withDevice(own.deviceChoice()), EncoderOptions.of(own));
        CodedPicture picture = files.encode(own.getRateTarget(), new Progress());
        NlcFile file = files.file(picture);
        file.write(new NlcWriter(out, settings.limits()));
        if (!picture.targetReached()) {
            processWarningOccurred(0, missed(own.getRateTarget(), file.size(), picture));
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
        if (param.getSourceBands() != null) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "sourceBands: NLC writes all bands of an image; choose some of them with BufferedImage or JAI first");
        }
        if (param.getSourceRegion() != null) {
            region = region.intersection(param.getSourceRegion());
        }
        int skipX = param.getSubsamplingXOffset();
        int skipY = param.getSubsamplingYOffset();
        region = new Rectangle(region.x + skipX, region.y + skipY, region.width - skipX, region.height - skipY);
        if (region.width <= 0 || region.height <= 0) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "sourceRegion " + param.getSourceRegion()
                            + " with its subsampling offset leaves nothing of the image");
        }
        return new RenderedImageSource(image, region, param.getSourceXSubsampling(), param.getSourceYSubsampling());
    }

    private static String missed(RateTarget target, long bytes, CodedPicture picture) {
        if (target instanceof RateTarget.Psnr psnr) {
            return String.format(
                    Locale.ROOT,
                    "a PSNR of %.2f dB cannot be reached with this model pack; the best is %.2f dB",
                    psnr.value(),
                    picture.psnr());
        }
        return "the size asked for cannot be reached with this model pack; the smallest is " + bytes + " bytes";
    }

    private final class Progress implements CodecProgress {
        @Override
        public void progress(float fraction) {
            processImageProgress(100 * fraction);
        }

        @Override
        public boolean cancelled() {
            return abortRequested();
        }
    }
}
