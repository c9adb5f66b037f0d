package io.nlc.container;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import javax.imageio.stream.ImageOutputStream;

/** Writes one {@code .nlc} file from front to back. The stream stays open and is not flushed. */
public final class NlcWriter {
    /** What a tile takes beyond its payload in a file with {@code TIDX}: its entry there and its chunk. */
    public static final int TILE_OVERHEAD = 4 + ChunkType.OVERHEAD;

    private final Sink out;
    private final Limits limits;

    private interface Sink {
        void write(byte[] bytes, int offset, int length) throws IOException;
    }

    /** Writes at the stream's position, within {@link Limits#DEFAULT}. */
    public NlcWriter(ImageOutputStream out) {
        this(out, Limits.DEFAULT);
    }

    /** Writes at the stream's position. */
    public NlcWriter(ImageOutputStream out, Limits limits) {
        this(out::write, limits);
    }

    /** Writes to any stream, within {@link Limits#DEFAULT}; wants buffering if small writes are dear. */
    public NlcWriter(OutputStream out) {
        this(out, Limits.DEFAULT);
    }

    /** Writes to any stream; wants buffering if small writes are dear. */
    public NlcWriter(OutputStream out, Limits limits) {
        this(out::write, limits);
    }

    private NlcWriter(Sink out, Limits limits) {
        this.out = out;
        this.limits = Objects.requireNonNull(limits, "limits");
    }

    /**
     * Writes the whole file. Everything is checked before the first byte leaves.
     *
     * @param ancillary {@code ICCP}, {@code EXIF}, {@code "XMP "} (each at most once, in any order) and chunks with a
     *     lower-case type
     * @param alpha the payload {@link AlphaPlane#compress} made, null if and only if {@code header.alphaChunk()} is
     *     false
     * @param tiles {@code header.tiles()} payloads in row-major order
     * @throws IllegalArgumentException if the parts do not make a valid file
     * @throws io.nlc.failure.NlcException if the size is over a limit
     */
    public void write(NlcHeader header, List<Chunk> ancillary, byte[] alpha, List<byte[]> tiles) throws IOException {
        write(new NlcFile(header, ancillary, alpha, tiles));
    }

    /**
     * As {@link #write(NlcHeader, List, byte[], List)}, with a quality map if and only if the header says so.
     *
     * @throws IllegalArgumentException if the parts do not make a valid file
     * @throws io.nlc.failure.NlcException if the size is over a limit
     */
    void write(NlcFile file) throws IOException {
        NlcHeader header = file.header();
        byte[] alpha = file.alpha();
        List<byte[]> tiles = file.tiles();
        limits.checkSize(header.width(), header.height());
        if (header.mapped() != (file.qualityMap() != null)) {
            throw new IllegalArgumentException("qualityMap: " + (file.qualityMap() == null ? "missing" : "given")
                    + ", but the header says otherwise");
        }
        if (header.alphaChunk() != (alpha != null)) {
            throw new IllegalArgumentException(
                    "alpha: " + (alpha == null ? "missing" : "given") + ", but the header says otherwise");
        }
        if (tiles.size() != header.tiles()) {
            throw new IllegalArgumentException("tiles: " + tiles.size() + " given, " + header.tiles() + " needed");
        }
        List<Chunk> sorted = sort(file.ancillary());

        out.write(NlcReader.SIGNATURE, 0, NlcReader.SIGNATURE.length);
        chunk(ChunkType.HEAD, header.toBytes());
        for (Chunk chunk : sorted) {
            chunk(chunk.type(), chunk.payload());
        }
        if (file.qualityMap() != null) {
            chunk(ChunkType.QMAP, file.qualityMap());
        }
        if (alpha != null) {
            chunk(ChunkType.ALPH, alpha);
        }
        if (header.indexed()) {
            ByteBuffer index = ByteBuffer.allocate(4 * tiles.size());
            tiles.forEach(tile -> index.putInt(tile.length));
            chunk(ChunkType.TIDX, index.array());
        }
        for (byte[] tile : tiles) {
            chunk(ChunkType.TILE, tile);
        }
        chunk(ChunkType.NEND, new byte[0]);
    }

    /** The format's own metadata chunks in its order, then all others in theirs. */
    private static List<Chunk> sort(List<Chunk> ancillary) {
        List<Chunk> sorted = new ArrayList<>();
        for (String type : ChunkType.METADATA) {
            List<Chunk> found = ancillary.stream()
                    .filter(chunk -> chunk.type().equals(type))
                    .toList();
            if (found.size() > 1) {
                throw new IllegalArgumentException("ancillary: more than one " + type);
            }
            sorted.addAll(found);
        }
        for (Chunk chunk : ancillary) {
            if (chunk.ancillary()) {
                sorted.add(chunk);
            } else if (!ChunkType.METADATA.contains(chunk.type())) {
                throw new IllegalArgumentException("ancillary: chunk " + chunk.type() + " cannot be added to a file");
            }
        }
        return sorted;
    }

    private void chunk(String type, byte[] payload) throws IOException {
        CRC32C crc = ChunkType.crc(type);
        crc.update(payload);
        out.write(
                ByteBuffer.allocate(8)
                        .putInt(payload.length)
                        .put(ChunkType.bytes(type))
                        .array(),
                0,
                8);
        out.write(payload, 0, payload.length);
        out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array(), 0, 4);
    }

    /** Exact size in bytes of the file {@link #write} would make of the same parts. */
    public static long size(NlcHeader header, List<Chunk> ancillary, byte[] alpha, List<byte[]> tiles) {
        return size(new NlcFile(header, ancillary, alpha, tiles));
    }

    static long size(NlcFile file) {
        NlcHeader header = file.header();
        long size = overhead(
                header.version(),
                header.pack(),
                file.ancillary(),
                file.alpha(),
                file.tiles().size());
        size += file.qualityMap() == null ? 0 : ChunkType.OVERHEAD + file.qualityMap().length;
        for (byte[] tile : file.tiles()) {
            size += tile.length;
        }
        return size;
    }

    /**
     * Size in bytes of all that does not depend on the tiles, in a file of version 1: add {@link #TILE_OVERHEAD} and
     * the payload of each tile for the size of the file.
     *
     * @param pack name of the model pack
     * @param alpha payload of the alpha chunk, or null
     */
    public static long overhead(String pack, List<Chunk> ancillary, byte[] alpha) {
        return overhead(1, pack, ancillary, alpha, 0);
    }

    /** Size in bytes of all but the quality map and the payloads of so many tiles. */
    static long overhead(int version, String pack, List<Chunk> ancillary, byte[] alpha, int tiles) {
        long size = NlcReader.SIGNATURE.length + 2L * ChunkType.OVERHEAD;
        size += NlcHeader.indexed(version, tiles)
                ? ChunkType.OVERHEAD + (long) TILE_OVERHEAD * tiles
                : (long) ChunkType.OVERHEAD * tiles;
        size += NlcHeader.headBytes(version, pack);
        for (Chunk chunk : ancillary) {
            size += ChunkType.OVERHEAD + chunk.length();
        }
        return alpha == null ? size : size + ChunkType.OVERHEAD + alpha.length;
    }
}
