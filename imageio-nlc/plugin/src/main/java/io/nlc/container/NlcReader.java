package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.zip.CRC32C;
import javax.imageio.stream.ImageInputStream;

/**
 * Reads the chunks of a {@code .nlc} file, each when it is asked for. Whatever is wrong with the file is an
 * {@link NlcException} that names the chunk and the problem; any other {@link IOException} is the stream's own.
 *
 * <p>The file starts at the stream's position, which need not be 0; nothing before it is touched, and the stream need
 * not know its length. No more memory is asked for than the stream really has bytes. Not for use by several threads.
 */
public final class NlcReader {
    static final byte[] SIGNATURE = {(byte) 0x8E, 'N', 'L', 'C', 0x0D, 0x0A, 0x1A, 0x0A};

    /** Payloads grow by doubling from here where the stream does not know its length. */
    private static final int STEP = 1 << 16;
    /** Chunks before the tiles; a file with more would only be made to cost memory. */
    private static final int MAX_CHUNKS = 4096;
    /** What every VM can allocate. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;
    /** A tile's payload starts with a check value, in version 2 after its kind. */
    private static final int MIN_TILE_BYTES = 4;

    private final ImageInputStream in;
    private final long start;
    private final NlcHeader header;
    private final long afterHead;
    private Layout layout;
    private long[] scannedTiles;

    /** Chunks before the tiles, and where TIDX says each tile is. offsets has one entry more than there are tiles. */
    private record Layout(List<Place> metadata, Place alpha, int[] lengths, long[] offsets) {}

    /** offset is that of the chunk in the stream. */
    private record Place(String type, long offset, int length) {
        long payload() {
            return offset + 8;
        }

        long next() {
            return offset + ChunkType.OVERHEAD + length;
        }
    }

    /**
     * Reads signature and header, within {@link Limits#DEFAULT}.
     *
     * @param in at the signature; stays open, and is sought in by every method of this class
     * @throws NlcException if this is no {@code .nlc} file, or its header is damaged or over a limit
     */
    public NlcReader(ImageInputStream in) throws IOException {
        this(in, Limits.DEFAULT);
    }

    /**
     * Reads signature and header.
     *
     * @param in at the signature; stays open, and is sought in by every method of this class
     * @param limits that the picture must not exceed
     * @throws NlcException if this is no {@code .nlc} file, or its header is damaged or over a limit
     */
    public NlcReader(ImageInputStream in, Limits limits) throws IOException {
        this.in = Objects.requireNonNull(in, "in");
        this.start = in.getStreamPosition();
        byte[] signature = new byte[SIGNATURE.length];
        int got = readUpTo(signature);
        if (got == 0) {
            throw new NlcException(FailureKind.NOT_NLC, "not an NLC file: it is empty");
        }
        if (!Arrays.equals(signature, 0, got, SIGNATURE, 0, got)) {
            throw new NlcException(FailureKind.NOT_NLC, "not an NLC file: wrong signature");
        }
        if (got < SIGNATURE.length) {
            throw new NlcException(FailureKind.TRUNCATED, "truncated: the file ends within the signature");
        }
        Place head = placeAt(start + SIGNATURE.length, ChunkType.HEAD);
        if (!head.type.equals(ChunkType.HEAD)) {
            throw NlcException.damaged("the first chunk is " + head.type + ", not HEAD");
        }
        if (head.length > NlcHeader.MAX_BYTES) {
            throw NlcException.damaged(
                    "HEAD has " + head.length + " bytes, not " + NlcHeader.MIN_BYTES + ".." + NlcHeader.MAX_BYTES);
        }
        this.header = NlcHeader.parse(payload(head, ChunkType.HEAD), limits);
        this.afterHead = head.next();
    }

    /** The header, within the limits. */
    public NlcHeader header() {
        return header;
    }

    /**
     * The chunks that accompany the picture: {@code ICCP}, {@code EXIF}, {@code "XMP "} and those with a lower-case
     * type, in the file's order, as far as they stand before the tiles.
     *
     * @throws NlcException if one of them is damaged
     */
    public List<Chunk> ancillary() throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (Place place : layout().metadata) {
            chunks.add(new Chunk(place.type, payload(place, place.type)));
        }
        return chunks;
    }

    /**
     * The payload of {@code ALPH}, or null if there is none; of a file of version 1 it is for
     * {@link AlphaPlane#decompress}.
     */
    public byte[] alpha() throws IOException {
        Place alpha = layout().alpha;
        return alpha == null ? null : payload(alpha, ChunkType.ALPH);
    }

    /**
     * One tile's payload: in version 1 the check value of its latents, then the range-coder stream; in version 2 a
     * {@link TilePayload}.
     *
     * @param index row-major, 0 to {@code header().tiles() - 1}
     * @return at least 4 bytes
     * @throws NlcException if the tile is missing or damaged; other tiles may be read all the same
     */
    public byte[] tile(int index) throws IOException {
        Objects.checkIndex(index, header.tiles());
        Layout l = layout();
        String what = tileName(index);
        if (l.lengths[index] < (header.version() == 1 ? MIN_TILE_BYTES : TilePayload.MIN_BYTES)) {
            throw NlcException.damaged(what + " has " + l.lengths[index] + " bytes and so no check value");
        }
        Place place = tryPlaceAt(l.offsets[index], what);
        if (!isTile(place, l.lengths[index])) {
            long offset = scanTiles()[index];
            if (offset == 0) {
                throw NlcException.damaged(what + " is not where TIDX says");
            }
            place = placeAt(offset, what);
        }
        return payload(place, what);
    }

    private static String tileName(int index) {
        return "TILE " + index;
    }

    private static boolean isTile(Place place, int length) {
        return place != null && place.type.equals(ChunkType.TILE) && place.length == length;
    }

    /**
     * Offsets of the tiles by walking over the chunks, 0 where the walk did not get to. Only foreign writers make this
     * necessary.
     */
    private long[] scanTiles() throws IOException {
        if (scannedTiles == null) {
            Layout l = layout();
            scannedTiles = new long[l.lengths.length];
            long offset = l.offsets[0];
            for (int found = 0; found < scannedTiles.length; ) {
                Place place = tryPlaceAt(offset, ChunkType.TILE);
                if (isTile(place, l.lengths[found])) {
                    scannedTiles[found++] = offset;
                } else if (place == null || !ChunkType.isAncillary(place.type)) {
                    break;
                }
                offset = place.next();
            }
        }
        return scannedTiles;
    }

    /**
     * Lists every chunk from {@code HEAD} to {@code NEND} and computes its check value.
     *
     * @throws NlcException if the chunks are cut off, unknown or out of order; a wrong check value is no error here
     */
    public List<ChunkInfo> chunks() throws IOException {
        List<ChunkInfo> chunks = new ArrayList<>();
        ChunkType.Order order = new ChunkType.Order();
        long offset = start + SIGNATURE.length;
        while (true) {
            Place place = placeAt(
                    offset,
                    "the chunk after "
                            + (chunks.isEmpty()
                                    ? "the signature"
                                    : chunks.get(chunks.size() - 1).type()));
            order.accept(place.type);
            chunks.add(new ChunkInfo(place.type, offset - start, place.length, crcAgrees(place)));
            if (place.type.equals(ChunkType.NEND)) {
                return chunks;
            }
            offset = place.next();
        }
    }

    /**
     * Checks the whole file but the coded bits: every check value, the order of the chunks, and that the tiles are
     * those of TIDX.
     *
     * @throws NlcException naming the first problem
     */
    public void verify() throws IOException {
        int[] lengths = layout().lengths;
        int tiles = 0;
        for (ChunkInfo chunk : chunks()) {
            boolean tile = chunk.type().equals(ChunkType.TILE);
            String what = tile ? tileName(tiles) : chunk.type();
            if (!chunk.crcOk()) {
                throw wrongCrc(what);
            }
            if (tile && (tiles == lengths.length || chunk.length() != lengths[tiles++])) {
                throw NlcException.damaged(what + " is not where TIDX says");
            }
        }
        if (tiles < lengths.length) {
            throw NlcException.damaged("there are " + tiles + " tiles, not " + lengths.length);
        }
    }

    private Layout layout() throws IOException {
        if (layout == null) {
            layout = readLayout();
        }
        return layout;
    }

    private Layout readLayout() throws IOException {
        ChunkType.Order order = new ChunkType.Order();
        order.accept(ChunkType.HEAD);
        List<Place> metadata = new ArrayList<>();
        Place alpha = null;
        long offset = afterHead;
        for (int count = 0; count < MAX_CHUNKS; count++) {
            Place place = placeAt(offset, ChunkType.TIDX);
            order.accept(place.type);
            switch (place.type) {
                case ChunkType.TIDX -> {
                    if (header.alphaChunk() != (alpha != null)) {
                        throw NlcException.damaged(
                                alpha == null
                                        ? "the ALPH chunk is missing"
                                        : "there is an ALPH chunk, but HEAD says no alpha or no learned tile");
                    }
                    int[] lengths = readTileIndex(place);
                    return new Layout(List.copyOf(metadata), alpha, lengths, tileOffsets(place.next(), lengths));
                }
                case ChunkType.TILE, ChunkType.NEND -> throw NlcException.damaged("the TIDX chunk is missing");
                case ChunkType.ALPH -> alpha = place;
                default -> metadata.add(place);
            }
            offset = place.next();
        }
        throw NlcException.damaged("more than " + MAX_CHUNKS + " chunks before TIDX");
    }

    private int[] readTileIndex(Place place) throws IOException {
        if (place.length != 4L * header.tiles()) {
            throw NlcException.damaged(
                    "TIDX has " + place.length + " bytes, not 4 for each of " + header.tiles() + " tiles");
        }
        ByteBuffer payload = ByteBuffer.wrap(payload(place, ChunkType.TIDX));
        int[] lengths = new int[header.tiles()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = payload.getInt();
            if (lengths[i] < 0) {
                throw NlcException.damaged("TIDX: the length of tile " + i + " is over the limit of 2^31 - 1");
            }
        }
        return lengths;
    }

    private static long[] tileOffsets(long first, int[] lengths) {
        long[] offsets = new long[lengths.length + 1];
        offsets[0] = first;
        for (int i = 0; i < lengths.length; i++) {
            offsets[i + 1] = offsets[i] + ChunkType.OVERHEAD + lengths[i];
        }
        return offsets;
    }

    /** Reads length and type. @throws NlcException if they are cut off or no chunk's */
    private Place placeAt(long offset, String what) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(read(offset, 8, what));
        int length = bytes.getInt();
        String type = new String(bytes.array(), 4, 4, StandardCharsets.ISO_8859_1);
        if (!ChunkType.isValid(type)) {
            throw NlcException.damaged("no chunk type where " + what + " should be (offset " + (offset - start) + ")");
        }
        if (length < 0) {
            throw NlcException.damaged(
                    "chunk " + type + ": length " + (length & 0xFFFFFFFFL) + " is over the limit of 2^31 - 1");
        }
        return new Place(type, offset, length);
    }

    /** Like placeAt, but null where there is something that is no chunk; truncation is still an error. */
    private Place tryPlaceAt(long offset, String what) throws IOException {
        byte[] bytes = read(offset, 8, what);
        String type = new String(bytes, 4, 4, StandardCharsets.ISO_8859_1);
        int length = ByteBuffer.wrap(bytes).getInt();
        return ChunkType.isValid(type) && length >= 0 ? new Place(type, offset, length) : null;
    }

    private byte[] payload(Place place, String what) throws IOException {
        byte[] payload = read(place.payload(), place.length, what);
        CRC32C crc = ChunkType.crc(place.type);
        crc.update(payload);
        if (ByteBuffer.wrap(read(place.next() - 4, 4, what)).getInt() != (int) crc.getValue()) {
            throw wrongCrc(what);
        }
        return payload;
    }

    private boolean crcAgrees(Place place) throws IOException {
        CRC32C crc = ChunkType.crc(place.type);
        byte[] part = new byte[Math.min(place.length, STEP)];
        in.seek(place.payload());
        for (int left = place.length; left > 0; ) {
            int n = in.read(part, 0, Math.min(left, part.length));
            if (n <= 0) {
                throw truncated(place.type);
            }
            crc.update(part, 0, n);
            left -= n;
        }
        return ByteBuffer.wrap(read(place.next() - 4, 4, place.type)).getInt() == (int) crc.getValue();
    }

    private byte[] read(long offset, int length, String what) throws IOException {
        long known = in.length();
        if (known >= 0 && offset + length > known) {
            throw truncated(what);
        }
        if (length > MAX_ARRAY) {
            throw new NlcException(FailureKind.TOO_LARGE, what + ": " + length + " bytes are too many to hold");
        }
        in.seek(offset);
        byte[] data = new byte[known >= 0 ? length : Math.min(length, STEP)];
        for (int done = 0; done < length; ) {
            if (done == data.length) {
                data = Arrays.copyOf(data, (int) Math.min(length, data.length * 2L));
            }
            int n = in.read(data, done, data.length - done);
            if (n <= 0) {
                throw truncated(what);
            }
            done += n;
        }
        return data;
    }

    private int readUpTo(byte[] data) throws IOException {
        int done = 0;
        while (done < data.length) {
            int n = in.read(data, done, data.length - done);
            if (n <= 0) {
                break;
            }
            done += n;
        }
        return done;
    }

    private static NlcException truncated(String what) {
        return new NlcException(FailureKind.TRUNCATED, "truncated: the file ends before or within " + what);
    }

    private static NlcException wrongCrc(String what) {
        return NlcException.damaged("the CRC of " + what + " is wrong");
    }
}
