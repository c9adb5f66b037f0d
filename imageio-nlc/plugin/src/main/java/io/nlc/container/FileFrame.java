package io.nlc.container;

import java.util.List;

/**
 * What is known of a file before the picture is encoded: all but the quality and the tiles.
 *
 * @param width of the picture in pixels
 * @param height of the picture in pixels
 * @param colour gray or RGB
 * @param alpha the payload {@link AlphaPlane#compress} made, or null; not copied
 * @param pack name of the model pack
 * @param digest 16 bytes, the first half of the pack's digest
 */
public record FileFrame(int width, int height, Colour colour, byte[] alpha, String pack, byte[] digest) {

    /** Size in bytes of everything but the payloads of the tiles, if there are so many. */
    public long overhead(int tiles) {
        return NlcWriter.overhead(pack, List.of(), alpha) + (long) NlcWriter.TILE_OVERHEAD * tiles;
    }

    /**
     * The complete file.
     *
     * @param quality level in 1/256
     * @param tileWidth in pixels, as {@link NlcHeader} wants it
     * @param tileHeight likewise
     * @param tiles payloads in row-major order
     * @throws IllegalArgumentException if a value is not what {@link NlcHeader} allows
     */
    public NlcFile file(int quality, int tileWidth, int tileHeight, List<byte[]> tiles) {
        return new NlcFile(
                new NlcHeader(width, height, colour, alpha != null, quality, tileWidth, tileHeight, pack, digest),
                alpha,
                tiles);
    }
}
