package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
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

    /** A tile's payload starts with a check value, in version 2 after its kind. */
    private static final int MIN_TILE_BYTES = 4;

    private static final String NOT_IN_PLACE = " is not where TIDX says";

    private final ChunkInput in;
    private final long start;
    private final Limits limits;
    private final NlcHeader header;
    private final long afterHead;
    private Layout layout;
    private long[] scannedTiles;
    private boolean readLast;

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
        this.start = in.getStreamPosition();
        this.in = new ChunkInput(in, start);
        this.limits = limits;
        byte[] signature = new byte[SIGNATURE.length];
        int got = this.in.readUpTo(signature);
        if (got == 0) {
            throw new NlcException(FailureKind.NOT_NLC, "not an NLC file: it is empty");
        }
        if (!Arrays.equals(signature, 0, got, SIGNATURE, 0, got)) {
            throw new NlcException(FailureKind.NOT_NLC, "not an NLC file: wrong signature");
        }
        if (got < SIGNATURE.length) {
            throw new NlcException(FailureKind.TRUNCATED, "truncated: the file ends within the signature");
        }
        Place head = this.in.placeAt(start + SIGNATURE.length, ChunkType.HEAD);
        if (!head.type().equals(ChunkType.HEAD)) {
            throw NlcException.damaged("the first chunk is " + head.type() + ", not HEAD");
        }
        if (head.length() > NlcHeader.MAX_BYTES) {
            throw NlcException.damaged(
                    "HEAD has " + head.length() + " bytes, not " + NlcHeader.MIN_BYTES + ".." + NlcHeader.MAX_BYTES);
        }
        this.header = NlcHeader.parse(this.in.payload(head, ChunkType.HEAD), limits);
        this.afterHead = head.next();
    }

    /** The header, within the limits. */
    public NlcHeader header() {
        return header;
    }

    /**
     * The chunks that accompany the picture: {@code ICCP}, {@code EXIF}, {@code "XMP "} and those with a lower-case
     * type, in the file's order, as far as they stand before the tiles, are intact and within
     * {@link Limits#maxAncillary()}. A stream that does not know its length does not keep what stands before one that
     * is larger.
     *
     * @throws NlcException if the tiles cannot be found
     */
    public List<Chunk> ancillary() throws IOException {
        return layout().ancillary();
    }

    /**
     * What is wrong with the file beside its picture, which can be had all the same: chunks that {@link #ancillary}
     * leaves out, and an end that is missing or damaged. The end is not looked at as long as a stream that does not
     * know its length has not been read so far.
     *
     * @throws NlcException if the tiles cannot be found
     */
    public List<NlcException> problems() throws IOException {
        Layout l = layout();
        List<NlcException> problems = new ArrayList<>(l.problems());
        if (readLast || in.knowsLength()) {
            int last = l.lengths().length - 1;
            long end = scannedTiles == null || scannedTiles[last] == 0
                    ? l.offsets()[last + 1]
                    : scannedTiles[last] + ChunkType.OVERHEAD + l.lengths()[last];
            problems.addAll(new Ending(in, limits.maxAncillary()).problems(end));
        }
        return problems;
    }

    /**
     * The payload of {@code QMAP}, or null if there is none.
     *
     * @return for {@link QualityMapPayload#parse}
     * @throws NlcException if it is damaged, or larger than any map
     */
    public byte[] qualityMap() throws IOException {
        Place map = layout().qualityMap();
        return map == null ? null : in.payload(map, ChunkType.QMAP);
    }

    /**
     * The payload of {@code ALPH}, or null if there is none; of a file of version 1 it is for
     * {@link AlphaPlane#decompress}.
     */
    public byte[] alpha() throws IOException {
        Place alpha = layout().alpha();
        return alpha == null ? null : in.payload(alpha, ChunkType.ALPH);
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
        int length = l.lengths()[index];
        if (length < (header.version() == 1 ? MIN_TILE_BYTES : TilePayload.MIN_BYTES)) {
            throw NlcException.damaged(what + " has " + length + " bytes and so no check value");
        }
        Place place = in.tryPlaceAt(l.offsets()[index], what);
        if (!isTile(place, length)) {
            long offset = scanTiles()[index];
            if (offset == 0) {
                throw NlcException.damaged(what + NOT_IN_PLACE);
            }
            place = in.placeAt(offset, what);
        }
        byte[] payload = in.payload(place, what);
        readLast |= index == header.tiles() - 1;
        return payload;
    }

    private static String tileName(int index) {
        return "TILE " + index;
    }

    private static boolean isTile(Place place, int length) {
        return place != null && place.type().equals(ChunkType.TILE) && place.length() == length;
    }

    /**
     * Offsets of the tiles by walking over the chunks, 0 where the walk did not get to. Only foreign writers make this
     * necessary.
     */
    private long[] scanTiles() throws IOException {
        if (scannedTiles == null) {
            Layout l = layout();
            scannedTiles = new long[l.lengths().length];
            long offset = l.offsets()[0];
            for (int found = 0; found < scannedTiles.length; ) {
                Place place = in.tryPlaceAt(offset, ChunkType.TILE);
                if (isTile(place, l.lengths()[found])) {
                    scannedTiles[found++] = offset;
                } else if (place == null || !ChunkType.isAncillary(place.type())) {
                    break;
                }
                offset = place.next();
            }
        }
        return scannedTiles;
    }

    /**
     * Lists every chunk from {@code HEAD} to {@code NEND}, or to where chunks are cut off, unknown or out of order, and
     * computes its check value. What is wrong, {@link #verify} says.
     */
    public List<ChunkInfo> chunks() throws IOException {
        List<ChunkInfo> chunks = new ArrayList<>();
        walk(chunks);
        return chunks;
    }

    /** Lists chunks as far as they are in order. Gives why it stops before NEND, or null. */
    private NlcException walk(List<ChunkInfo> chunks) throws IOException {
        ChunkType.Order order = new ChunkType.Order();
        long offset = start + SIGNATURE.length;
        String before = "the signature";
        try {
            while (true) {
                Place place = in.placeAt(offset, "the chunk after " + before);
                order.accept(place.type());
                chunks.add(new ChunkInfo(place.type(), offset - start, place.length(), in.crcAgrees(place)));
                if (place.type().equals(ChunkType.NEND)) {
                    return null;
                }
                before = place.type();
                offset = place.next();
            }
        } catch (NlcException e) {
            return e;
        }
    }

    /**
     * Checks the whole file but the coded bits: every check value, the order of the chunks, and that the tiles are
     * those of TIDX, or without it that there is one.
     *
     * @throws NlcException naming the first problem
     */
    public void verify() throws IOException {
        List<ChunkInfo> chunks = new ArrayList<>();
        NlcException problem = walk(chunks);
        int[] lengths = layout().lengths();
        int tiles = 0;
        for (ChunkInfo chunk : chunks) {
            boolean tile = chunk.type().equals(ChunkType.TILE);
            String what = tile ? tileName(tiles) : chunk.type();
            if (!chunk.crcOk()) {
                throw ChunkInput.wrongCrc(what);
            }
            if (tile && (tiles == lengths.length || chunk.length() != lengths[tiles++])) {
                throw NlcException.damaged(
                        what + (indexed(chunks) ? NOT_IN_PLACE : " is one more than there should be"));
            }
        }
        if (problem != null) {
            throw problem;
        }
        if (tiles < lengths.length) {
            throw NlcException.damaged("there are " + tiles + " tiles, not " + lengths.length);
        }
    }

    private static boolean indexed(List<ChunkInfo> chunks) {
        return chunks.stream().anyMatch(chunk -> chunk.type().equals(ChunkType.TIDX));
    }

    private Layout layout() throws IOException {
        if (layout == null) {
            layout = new LayoutReader(in, header, limits).read(afterHead);
        }
        return layout;
    }
}
