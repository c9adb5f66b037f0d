package io.nlc.imageio;

import io.nlc.codec.Activity;
import io.nlc.codec.AlphaBlocks;
import io.nlc.codec.CodedPicture;
import io.nlc.codec.PictureEncoder;
import io.nlc.codec.PreparedPicture;
import io.nlc.codec.RateTarget;
import io.nlc.codec.Subject;
import io.nlc.container.Chunk;
import io.nlc.container.Colour;
import io.nlc.container.FileFrame;
import io.nlc.container.NlcFile;
import io.nlc.container.TilePayload;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.QualityOffsets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Turns an image into what a file needs, with a pack. Thread-safe. */
final class FileEncoder {

    private final RenderedImageSource source;
    private final List<Chunk> ancillary;
    private final PixelSource colours;
    private final byte[] plane;
    private final List<TilePayload> alpha;
    private final ModelPack pack;
    private final NlcSettings settings;
    private final EncoderOptions options;
    private final PictureEncoder encoder;
    private final QualityOffsets offsets;

    /**
     * Reads and compresses the alpha channel, if there is one.
     *
     * @param ancillary chunks that accompany the picture beside its colour profile
     * @throws IOException if the image is over a limit
     */
    FileEncoder(
            RenderedImageSource source,
            List<Chunk> ancillary,
            ModelPack pack,
            NlcSettings settings,
            EncoderOptions options)
            throws IOException {
        settings.limits().checkSize(source.width(), source.height());
        byte[] plane = source.alpha() ? source.readAlpha() : null;
        boolean opaque = plane == null || opaque(plane);
        this.source = source;
        this.ancillary = List.copyOf(ancillary);
        this.pack = pack;
        this.options = options;
        this.settings = settings;
        this.encoder = new PictureEncoder(pack, settings.runtime(), options.effort(), options.networksOnly());
        this.colours = opaque || options.exact() ? source : VisibleSource.of(source, plane, source.width());
        this.offsets = offsets(options);
        this.plane = opaque ? null : plane;
        this.alpha = opaque ? List.of() : alpha(plane);
    }

    private FileEncoder(FileEncoder of, ModelPack pack, EncoderOptions options) throws IOException {
        this.source = of.source;
        this.ancillary = of.ancillary;
        this.colours = of.colours;
        this.pack = pack;
        this.options = options;
        this.offsets = options.map() == of.options.map() ? of.offsets : offsets(options);
        this.settings = of.settings;
        this.encoder = new PictureEncoder(pack, settings.runtime(), options.effort(), options.networksOnly());
        this.plane = of.plane;
        this.alpha = plane == null || sameTiles(of) ? of.alpha : alpha(plane);
    }

    /** Those of the map, or of the picture itself if it is to say; null for none. */
    private QualityOffsets offsets(EncoderOptions options) throws IOException {
        int width = source.width();
        int height = source.height();
        if (options.map() != null) {
            return options.map().offsets(width, height);
        }
        return options.adaptive() ? Activity.of(width, height, colours).offsets() : null;
    }

    private boolean sameTiles(FileEncoder other) {
        int width = source.width();
        int height = source.height();
        return encoder.tileWidth(width, height) == other.encoder.tileWidth(width, height)
                && encoder.tileHeight(width, height) == other.encoder.tileHeight(width, height);
    }

    private List<TilePayload> alpha(byte[] plane) throws IOException {
        int width = source.width();
        int height = source.height();
        return AlphaBlocks.encode(
                width,
                height,
                encoder.tileWidth(width, height),
                encoder.tileHeight(width, height),
                (x, y, w, h, planes) -> {
                    for (int r = 0, i = 0; r < h; r++) {
                        for (int c = 0; c < w; c++, i++) {
                            planes[0][i] = plane[(y + r) * width + x + c] & 0xFF;
                        }
                    }
                });
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
    FileEncoder with(ModelPack other) throws IOException {
        return new FileEncoder(this, other, options);
    }

    /** The same image with another map, null for none. */
    FileEncoder with(QualityMap map) throws IOException {
        return new FileEncoder(this, pack, options.with(map));
    }

    /** Encodes the image. */
    CodedPicture encode(RateTarget target, CodecProgress progress) throws IOException {
        return guarded(() -> encoder.encode(subject(), target, overhead(), progress));
    }

    /** Does what all rates have in common. */
    PreparedPicture prepare(CodecProgress progress) throws IOException {
        return guarded(() -> encoder.prepare(subject(), progress));
    }

    /** Encodes the image that this one, or one that shares its analysis, has prepared, whatever the map of that was. */
    CodedPicture encode(PreparedPicture picture, RateTarget target, CodecProgress progress) throws IOException {
        return guarded(() -> encoder.encode(picture.with(offsets), target, overhead(), progress));
    }

    private Subject subject() {
        return new Subject(source.width(), source.height(), source.gray(), colours, offsets);
    }

    /** Whether what either of two encoders of one image analyses serves both. */
    boolean sharesAnalysis(FileEncoder other) {
        return encoder.sharesAnalysis(other.encoder, source.width(), source.height());
    }

    /** Quality 0..1 of an encoded picture. */
    double quality(CodedPicture picture) {
        return pack.manifest().gains().quality(picture.quality());
    }

    /** The file of the image, encoded. */
    NlcFile file(CodedPicture picture) {
        return frame().file(picture.tiles());
    }

    private long overhead() {
        return frame().overhead(encoder.tiles(source.width(), source.height()));
    }

    private FileFrame frame() {
        List<Chunk> all = new ArrayList<>();
        source.profile().ifPresent(profile -> all.add(new Chunk(Chunk.PROFILE, profile)));
        all.addAll(ancillary);
        return new FileFrame(
                source.width(),
                source.height(),
                source.gray() ? Colour.GRAY : Colour.RGB,
                all,
                encoder.qualityMap(subject()),
                alpha,
                encoder.reference());
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
