package io.nlc.container;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a file before the picture is encoded: all but the quality and the tiles.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param colour gray or RGB
 * @param ancillary chunks that accompany the picture, as {@link NlcWriter#write} takes them
 * @param qualityMap a lossless tile of what {@code QMAP} says, without its place; null for none
 * @param alpha a lossless tile of alpha for each tile, without its place; empty for none
 * @param reference to the model pack
 */
public record FileFrame(
        int width,
        int height,
        Colour colour,
        List<Chunk> ancillary,
        TilePayload qualityMap,
        List<TilePayload> alpha,
        PackReference reference) {

    public FileFrame {
        ancillary = List.copyOf(ancillary);
        alpha = List.copyOf(alpha);
    }

    /** A file without a quality map. */
    public FileFrame(
            int width,
            int height,
            Colour colour,
            List<Chunk> ancillary,
            List<TilePayload> alpha,
            PackReference reference) {
        this(width, height, colour, ancillary, null, alpha, reference);
    }

    /** Size in bytes of everything but the payloads of the tiles, if there are so many. */
    public long overhead(int tiles) {
        byte[] chunk = alpha.isEmpty() ? null : new byte[AlphaTiles.length(alpha)];
        return NlcWriter.overhead(NlcHeader.VERSION, reference.name(), ancillary, chunk, tiles)
                + (qualityMap == null ? 0 : ChunkType.OVERHEAD + qualityMap.length());
    }

    /**
     * What the tiles of a picture became.
     *
     * @param layers what the header says of them
     * @param learned whether one of them has latents
     * @param quality level in 1/256 if so
     * @param tileWidth in pixels, as {@link NlcHeader} wants it
     * @param tileHeight likewise
     * @param tiles in row-major order, without their places
     */
    public record Tiles(
            Layers layers, boolean learned, int quality, int tileWidth, int tileHeight, List<TilePayload> tiles) {

        public Tiles {
            tiles = List.copyOf(tiles);
        }
    }

    /**
     * The complete file.
     *
     * @throws IllegalArgumentException if a value is not what {@link NlcHeader} allows
     */
    public NlcFile file(Tiles coded) {
        boolean mapped = coded.learned() && qualityMap != null; // nothing else depends on it
        NlcHeader header = new NlcHeader(
                NlcHeader.VERSION,
                width,
                height,
                new PixelFormat(colour, !alpha.isEmpty(), 8),
                coded.layers(),
                new HeaderQuality(coded.learned() ? coded.quality() : 0, mapped),
                coded.tileWidth(),
                coded.tileHeight(),
                coded.learned() ? reference : PackReference.NONE);
        List<byte[]> payloads = new ArrayList<>();
        for (int i = 0; i < coded.tiles().size(); i++) {
            payloads.add(coded.tiles().get(i).bound(header, i).toBytes());
        }
        return new NlcFile(
                header,
                ancillary,
                mapped ? QualityMapPayload.toBytes(header, qualityMap) : null,
                alpha.isEmpty() ? null : AlphaTiles.toBytes(header, alpha),
                payloads);
    }
}
