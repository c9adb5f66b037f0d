package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.container.Chunk;
import io.nlc.container.NlcHeader;
import io.nlc.container.TilePayload;
import io.nlc.lossless.Samples;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.zip.CRC32C;

/** Files put together without the writer, so that golden files of all that the format allows can be made. */
final class GoldenBytes {

    private static final byte[] SIGNATURE = {(byte) 0x8E, 'N', 'L', 'C', '\r', '\n', 0x1A, '\n'};
    private static final int OVERHEAD = 12;
    private static final int ALPHA_PLACE = 1 << 31;

    private GoldenBytes() {}

    /** The {@code ALPH} chunk of a file of version 2 with one tile. */
    static Chunk alpha(NlcHeader header, IntBinaryOperator sample) {
        int width = header.width();
        int[][] plane = new int[1][width * header.height()];
        Arrays.setAll(plane[0], i -> sample.applyAsInt(i % width, i / width) & 255);
        byte[] tile = ContentCoder.encode(new Samples(width, header.height(), 8, plane))
                .bound(header, ALPHA_PLACE)
                .toBytes();
        return new Chunk(
                "ALPH",
                ByteBuffer.allocate(4 + tile.length)
                        .putInt(tile.length)
                        .put(tile)
                        .array());
    }

    /**
     * A file, always with {@code TIDX}, as the golden ones have it that were made before it could be missing.
     *
     * @param before chunks between {@code HEAD} and {@code TIDX}
     * @param tiles without their places
     */
    static byte[] file(NlcHeader header, List<Chunk> before, List<TilePayload> tiles) {
        List<byte[]> bound = new ArrayList<>();
        for (TilePayload tile : tiles) {
            bound.add(
                    header.version() == 1
                            ? tile.toVersion1()
                            : tile.bound(header, bound.size()).toBytes());
        }
        return together(header, before, bound);
    }

    private static byte[] together(NlcHeader header, List<Chunk> before, List<byte[]> tiles) {
        ByteBuffer index = ByteBuffer.allocate(4 * tiles.size());
        tiles.forEach(tile -> index.putInt(tile.length));
        List<Chunk> all = new ArrayList<>();
        all.add(new Chunk("HEAD", header.toBytes()));
        all.addAll(before);
        all.add(new Chunk("TIDX", index.array()));
        tiles.forEach(tile -> all.add(new Chunk("TILE", tile)));
        all.add(new Chunk("NEND", new byte[0]));
        ByteBuffer out = ByteBuffer.allocate(SIGNATURE.length
                + all.stream().mapToInt(c -> OVERHEAD + c.length()).sum());
        out.put(SIGNATURE);
        for (Chunk chunk : all) {
            byte[] type = chunk.type().getBytes(StandardCharsets.US_ASCII);
            CRC32C crc = new CRC32C();
            crc.update(type);
            crc.update(chunk.payload());
            out.putInt(chunk.length()).put(type).put(chunk.payload()).putInt((int) crc.getValue());
        }
        return out.array();
    }
}
