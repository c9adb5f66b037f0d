package io.nlc.codec;

import io.nlc.codec.tile.TileGrid;
import io.nlc.container.NlcHeader;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import io.nlc.lossless.Samples;
import io.nlc.picture.Region;
import io.nlc.picture.SampleSink;
import io.nlc.picture.SampleSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The {@code ALPH} chunk of version 2: a lossless block of alpha for each tile of the picture. */
public final class AlphaBlocks {

    /** Added to the number of a tile in the check value of its alpha, which can so not be taken for the tile itself. */
    private static final int PLACE = 1 << 31;

    private static final int LENGTH_BYTES = 4;

    private AlphaBlocks() {}

    /**
     * Encodes the alpha of a picture.
     *
     * @param alpha gives one plane
     * @return the payload of {@code ALPH}
     * @throws IOException if the source fails
     */
    public static byte[] encode(NlcHeader header, SampleSource alpha) throws IOException {
        TileGrid grid = grid(header);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int tile = 0; tile < grid.tiles(); tile++) {
            Region area = grid.tile(tile).intersection(grid.picture());
            int[][] planes = new int[1][area.width() * area.height()];
            alpha.readSamples(area.x(), area.y(), area.width(), area.height(), planes);
            byte[] block = LosslessBlocks.encode(
                            header,
                            tile | PLACE,
                            new Samples(
                                    area.width(), area.height(), header.pixels().depth(), planes))
                    .toBytes();
            out.write(ByteBuffer.allocate(LENGTH_BYTES).putInt(block.length).array());
            out.write(block);
        }
        return out.toByteArray();
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
        TileGrid grid = grid(header);
        ByteBuffer in = ByteBuffer.wrap(payload);
        for (int tile = 0; tile < grid.tiles(); tile++) {
            int length = in.remaining() < LENGTH_BYTES ? -1 : in.getInt();
            if (length < 0 || length > in.remaining()) {
                throw NlcException.damaged("ALPH ends within tile " + tile + " of " + grid.tiles());
            }
            byte[] block = new byte[length];
            in.get(block);
            Region area = grid.tile(tile).intersection(grid.picture());
            if (area.intersects(region)) {
                try {
                    Samples samples = LosslessBlocks.decode(
                            header, tile | PLACE, TilePayload.parse(block), area.width(), area.height(), 1);
                    sink.writeSamples(area.x(), area.y(), area.width(), area.height(), samples.planes());
                } catch (NlcException e) {
                    throw NlcException.about("ALPH, tile " + tile + " of " + grid.tiles(), e);
                }
            }
        }
        if (in.hasRemaining()) {
            throw NlcException.damaged("ALPH does not end after " + grid.tiles() + " tiles");
        }
    }

    private static TileGrid grid(NlcHeader header) {
        return new TileGrid(header.width(), header.height(), header.tileWidth(), header.tileHeight());
    }
}
