package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.codec.tile.TileGrid;
import io.nlc.container.AlphaTiles;
import io.nlc.container.NlcHeader;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import io.nlc.lossless.Samples;
import io.nlc.picture.Region;
import io.nlc.picture.SampleSink;
import io.nlc.picture.SampleSource;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The alpha of a picture whose tiles hold colours only: a lossless tile of it for each of them. */
public final class AlphaBlocks {

    private static final int DEPTH = 8;

    private AlphaBlocks() {}

    /**
     * Encodes the alpha of a picture.
     *
     * @param tileWidth of the picture's tiles
     * @param tileHeight likewise
     * @param alpha gives one plane of 8-bit samples
     * @return tiles without their places
     * @throws IOException if the source fails
     */
    public static List<TilePayload> encode(int width, int height, int tileWidth, int tileHeight, SampleSource alpha)
            throws IOException {
        TileGrid grid = new TileGrid(width, height, tileWidth, tileHeight);
        List<TilePayload> tiles = new ArrayList<>();
        for (int tile = 0; tile < grid.tiles(); tile++) {
            Region area = grid.tile(tile).intersection(grid.picture());
            int[][] planes = new int[1][area.width() * area.height()];
            alpha.readSamples(area.x(), area.y(), area.width(), area.height(), planes);
            tiles.add(ContentCoder.encode(new Samples(area.width(), area.height(), DEPTH, planes)));
        }
        return tiles;
    }

    /**
     * Decodes the alpha of a picture or a part of it.
     *
     * @param payload of {@code ALPH}
     * @param region inside the picture
     * @param sink takes one plane of whole tiles
     * @throws NlcException if the payload is damaged
     * @throws IOException if the sink fails
     */
    public static void decode(NlcHeader header, byte[] payload, Region region, SampleSink sink) throws IOException {
        TileGrid grid = new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
        List<TilePayload> tiles = AlphaTiles.parse(header, payload);
        for (int tile = 0; tile < grid.tiles(); tile++) {
            Region area = grid.tile(tile).intersection(grid.picture());
            if (area.intersects(region)) {
                try {
                    Samples samples = ContentCoder.samples(tiles.get(tile), area.width(), area.height(), 1, DEPTH);
                    sink.writeSamples(area.x(), area.y(), area.width(), area.height(), samples.planes());
                } catch (NlcException e) {
                    throw NlcException.about("ALPH, tile " + tile + " of " + grid.tiles(), e);
                }
            }
        }
    }
}
