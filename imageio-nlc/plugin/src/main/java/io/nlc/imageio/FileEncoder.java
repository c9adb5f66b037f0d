package io.nlc.imageio;

import io.nlc.codec.AnalysedPicture;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.container.AlphaPlane;
import io.nlc.container.Colour;
import io.nlc.container.FileFrame;
import io.nlc.container.NlcFile;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import java.io.IOException;

/** Turns an image into what a file needs, with a pack. Thread-safe. */
final class FileEncoder {

    private final RenderedImageSource source;
    private final byte[] alpha;
    private final ModelPack pack;
    private final NlcSettings settings;
    private final int effort;
    private final NlcEncoder encoder;

    /**
     * Reads and compresses the alpha channel, if there is one.
     *
     * @param effort 0 to {@link NlcEncoder#MAX_EFFORT}
     * @throws NlcException if the image is over a limit
     */
    FileEncoder(RenderedImageSource source, ModelPack pack, NlcSettings settings, int effort) throws NlcException {
        this(source, alpha(source, settings), pack, settings, effort);
    }

    private FileEncoder(RenderedImageSource source, byte[] alpha, ModelPack pack, NlcSettings settings, int effort) {
        this.source = source;
        this.alpha = alpha;
        this.pack = pack;
        this.effort = effort;
        this.settings = settings;
        this.encoder = new NlcEncoder(pack, settings.runtime(), effort);
    }

    private static byte[] alpha(RenderedImageSource source, NlcSettings settings) throws NlcException {
        settings.limits().checkSize(source.width(), source.height());
        byte[] alpha = source.alpha() ? source.readAlpha() : null;
        return alpha == null || opaque(alpha) ? null : AlphaPlane.compress(alpha, source.width(), source.height());
    }

    /** Alpha that hides nothing is not worth a plane. */
    private static boolean opaque(byte[] alpha) {
        for (byte a : alpha) {
            if (a != (byte) 0xFF) {
                return false;
            }
        }
        return true;
    }

    /** The same image with another pack. */
    FileEncoder with(ModelPack other) {
        return new FileEncoder(source, alpha, other, settings, effort);
    }

    /** Encodes the image. */
    EncodedPicture encode(RateTarget target, CodecProgress progress) throws IOException {
        return guarded(() -> encoder.encode(source.width(), source.height(), source, target, overhead(), progress));
    }

    /** Does what all rates have in common. */
    AnalysedPicture analyse(CodecProgress progress) throws IOException {
        return guarded(() -> encoder.analyse(source.width(), source.height(), source, progress));
    }

    /** Encodes the image that this one, or one that shares its analysis, has analysed. */
    EncodedPicture encode(AnalysedPicture picture, RateTarget target, CodecProgress progress) throws IOException {
        return guarded(() -> encoder.encode(picture, target, overhead(), progress));
    }

    /** Whether what either of two encoders of one image analyses serves both. */
    boolean sharesAnalysis(FileEncoder other) {
        return encoder.sharesAnalysis(other.encoder, source.width(), source.height());
    }

    /** Quality 0..1 of an encoded picture. */
    double quality(EncodedPicture picture) {
        return pack.manifest().gains().quality(picture.quality());
    }

    /** The file of the image, encoded. */
    NlcFile file(EncodedPicture picture) {
        return frame().file(picture.quality(), picture.tileWidth(), picture.tileHeight(), picture.tiles());
    }

    private long overhead() {
        return frame().overhead(encoder.tiles(source.width(), source.height()));
    }

    private FileFrame frame() {
        return new FileFrame(
                source.width(),
                source.height(),
                source.gray() ? Colour.GRAY : Colour.RGB,
                alpha,
                pack.name(),
                pack.fileDigest());
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    private <T> T guarded(Work<T> work) throws IOException {
        try {
            return work.run();
        } catch (OutOfMemoryError e) {
            throw new NlcException(
                    FailureKind.MEMORY,
                    "not enough memory to encode " + source.width() + " x " + source.height() + " pixels",
                    e);
        } catch (LinkageError e) {
            throw new NlcException(FailureKind.RUNTIME, "ONNX Runtime cannot be loaded on this machine: " + e, e);
        }
    }
}
