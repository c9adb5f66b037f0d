package io.nlc.codec.content;

import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import io.nlc.container.Colour;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.TilePayload;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.lossless.BlockCoder;
import io.nlc.lossless.Samples;
import io.nlc.residual.Form;
import io.nlc.residual.Layer;
import io.nlc.residual.LayerCoder;
import io.nlc.residual.Parts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Payloads of tiles to what they say and back (docs/format.md, "TILE"). */
public final class ContentCoder {

    private static final int LENGTH_BYTES = 4;

    private ContentCoder() {}

    /**
     * A tile's shape.
     *
     * @param width inside the picture, in pixels
     * @param height likewise
     * @param latentWidth columns of its latent
     * @param latentHeight rows of its latent
     * @param channels of the latent
     */
    public record Shape(int width, int height, int latentWidth, int latentHeight, int channels) {

        /** Latents that are not there. */
        public Latents zeros() {
            return new Latents(
                    latentHeight, latentWidth, new short[0], new short[channels * latentHeight * latentWidth]);
        }
    }

    /**
     * Decodes a tile of a file with a pack.
     *
     * @param index row-major number of the tile
     * @throws NlcException if the payload is corrupt or of a kind that the file must not have
     */
    public static TileContent decode(NlcHeader header, int index, byte[] payload, Shape shape, LatentCoder coder)
            throws IOException {
        if (header.version() == 1) {
            return TileContent.of(coder.decode(payload, shape.latentHeight, shape.latentWidth));
        }
        TilePayload tile = TilePayload.parse(payload).bound(header, index);
        return switch (tile.kind()) {
            case TilePayload.LEARNED ->
                TileContent.of(coder.decode(tile.toVersion1(), shape.latentHeight, shape.latentWidth));
            case TilePayload.LAYERED, TilePayload.LAYERED_SQUARES, TilePayload.SOFTENED_SQUARES ->
                layered(header, tile, shape, coder);
            default ->
                new TileContent(
                        shape.zeros(),
                        false,
                        null,
                        samples(
                                tile,
                                shape.width,
                                shape.height,
                                header.colour().code(),
                                header.pixels().depth()));
        };
    }

    /**
     * Decodes a tile of a file without a pack.
     *
     * @param index row-major number of the tile
     * @param width inside the picture, in pixels
     * @param height likewise
     * @throws NlcException if the payload is corrupt or of a kind that the file must not have
     */
    public static TileContent decode(NlcHeader header, int index, byte[] payload, int width, int height)
            throws IOException {
        TilePayload tile = TilePayload.parse(payload).bound(header, index);
        return switch (tile.kind()) {
            case TilePayload.LEARNED ->
                throw new NlcException(FailureKind.UNSUPPORTED, "a learned tile in a file without a model pack");
            case TilePayload.LAYERED, TilePayload.LAYERED_SQUARES, TilePayload.SOFTENED_SQUARES ->
                layered(header, tile, new Shape(width, height, 0, 0, 0), null);
            default -> {
                int planes = header.lossless()
                        ? header.pixels().samples()
                        : header.colour().code();
                Samples samples =
                        samples(tile, width, height, planes, header.pixels().depth());
                yield new TileContent(null, false, null, samples);
            }
        };
    }

    /**
     * Decodes a lossless tile that has no place, or that was freed of it.
     *
     * @throws NlcException if it is not one, or corrupt
     */
    public static Samples samples(TilePayload tile, int width, int height, int planes, int depth) throws NlcException {
        if (tile.kind() != TilePayload.LOSSLESS) {
            throw NlcException.damaged("a tile of kind " + tile.kind() + " is not lossless");
        }
        Samples samples = BlockCoder.decode(tile.data(), 0, width, height, planes, depth);
        if (SampleCheck.of(samples) != tile.check()) {
            throw NlcException.damaged(
                    "decoded samples do not match the check value that the encoder stored for this place of this file");
        }
        return samples;
    }

    private static TileContent layered(NlcHeader header, TilePayload tile, Shape shape, LatentCoder coder)
            throws IOException {
        if (header.layers() == Layers.NONE) {
            throw NlcException.damaged("a layered tile, but the header says that there is none");
        }
        ByteBuffer data = ByteBuffer.wrap(tile.data());
        int length = data.remaining() < LENGTH_BYTES ? -1 : data.getInt();
        if (length < 0 || length > data.remaining()) {
            throw NlcException.damaged("layered tile is cut short");
        }
        if (length > 0 && coder == null) {
            throw new NlcException(FailureKind.UNSUPPORTED, "latents in a file without a model pack");
        }
        int below = 0;
        Latents latents = coder == null ? null : shape.zeros();
        if (length > 0) {
            latents = coder.decodeUnchecked(tile.data(), LENGTH_BYTES, length, shape.latentHeight, shape.latentWidth);
            below = latents.check();
            data.position(LENGTH_BYTES + length);
        }
        Layer layer = LayerCoder.decode(
                data, new Parts(shape.width, shape.height), header.colour() == Colour.GRAY ? 1 : 3, form(tile));
        if (check(below, layer) != tile.check()) {
            throw NlcException.damaged("the decoded tile does not match the check value that the encoder stored");
        }
        if (length == 0 && layer.needsBase()) {
            throw NlcException.damaged("a layer over nothing leaves parts of its tile open");
        }
        return new TileContent(latents, length > 0, layer, null);
    }

    private static Form form(TilePayload tile) {
        return switch (tile.kind()) {
            case TilePayload.LAYERED -> Form.BLOCKS;
            case TilePayload.LAYERED_SQUARES -> Form.SQUARES;
            default -> Form.SOFTENED;
        };
    }

    private static int kind(Form form) {
        return switch (form) {
            case BLOCKS -> TilePayload.LAYERED;
            case SQUARES -> TilePayload.LAYERED_SQUARES;
            case SOFTENED -> TilePayload.SOFTENED_SQUARES;
        };
    }

    /** Encodes samples as a lossless tile without a place. */
    public static TilePayload encode(Samples samples) {
        return new TilePayload(TilePayload.LOSSLESS, SampleCheck.of(samples), BlockCoder.encode(samples));
    }

    /**
     * Encodes a layer.
     *
     * @param learned the tile without the layer and without a place; null if the layer lies over nothing
     * @return a tile without a place
     */
    public static TilePayload encode(TilePayload learned, Layer layer) {
        byte[] base = learned == null ? new byte[0] : learned.data();
        byte[] coded = LayerCoder.encode(layer);
        byte[] data = ByteBuffer.allocate(LENGTH_BYTES + base.length + coded.length)
                .putInt(base.length)
                .put(base)
                .put(coded)
                .array();
        return new TilePayload(kind(layer.form()), check(learned == null ? 0 : learned.check(), layer), data);
    }

    /** @param below the check value of the latents, 0 if there are none */
    private static int check(int below, Layer layer) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(LENGTH_BYTES).putInt(below).flip());
        LayerCoder.check(layer, crc);
        return (int) crc.getValue();
    }
}
