package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Goes through the chunks between {@code HEAD} and the tiles. */
final class LayoutReader {

    /*
     * What accompanies a picture must not cost it: a chunk of that kind that is damaged, too large, twice there or out
     * of order is left out and noted. With a damaged length the chunks after it are lost as well; then TIDX is looked
     * for by its length, which the header says, its name and its check value, and QMAP and ALPH before it likewise. All
     * of them are needed, so what is wrong with them themselves is an error.
     *
     * Where there need be no TIDX, the TILE stands in its place, and is looked for where there is no intact TIDX. How
     * long it may be nobody knows then, so what is wrong with its own length is an error, too.
     */

    /** Chunks that are kept; a file with more would only be made to cost memory. */
    private static final int MAX_KEPT = 4096;
    /** Chunks that are gone over; a file with more would only be made to cost time. */
    private static final int MAX_CHUNKS = 1 << 16;
    /** Places that look like a chunk that is looked for; each costs a check value. */
    private static final int MAX_CANDIDATES = 16;

    private final ChunkInput in;
    private final NlcHeader header;
    /** The chunk that must come; in place of TILE there may be TIDX. */
    private final String sought;

    private final Limits limits;
    private final List<Chunk> ancillary = new ArrayList<>();
    private final List<NlcException> problems = new ArrayList<>();
    private final ChunkType.Order order = new ChunkType.Order();
    private long kept;
    private Place qualityMap;
    private Place alpha;
    /** From where on the chunks may not be where they seem to be; -1 if they are. */
    private long doubtful = -1;

    LayoutReader(ChunkInput in, NlcHeader header, Limits limits) {
        this.in = in;
        this.header = header;
        this.sought = header.indexed() ? ChunkType.TIDX : ChunkType.TILE;
        this.limits = limits;
    }

    /**
     * Reads everything up to {@code TIDX}, and where there need be none up to the tile.
     *
     * @param offset of the chunk after {@code HEAD}
     * @throws NlcException if the tiles cannot be found, or {@code QMAP} or {@code ALPH} is not as the header says
     */
    Layout read(long offset) throws IOException {
        order.accept(ChunkType.HEAD);
        Place begin;
        try {
            begin = walk(offset);
        } catch (NlcException e) {
            begin = doubtful < 0 ? null : recover();
            if (begin == null) {
                throw e;
            }
        }
        if (header.mapped() != (qualityMap != null)) {
            throw NlcException.damaged(
                    qualityMap == null
                            ? "the QMAP chunk is missing"
                            : "there is a QMAP chunk, but HEAD says no quality map");
        }
        if (qualityMap != null && qualityMap.length() > QualityMapPayload.MAX_BYTES) {
            throw NlcException.damaged(
                    "QMAP has " + qualityMap.length() + " bytes, more than " + QualityMapPayload.MAX_BYTES);
        }
        if (header.alphaChunk() != (alpha != null)) {
            throw NlcException.damaged(
                    alpha == null
                            ? "the ALPH chunk is missing"
                            : "there is an ALPH chunk, but HEAD says no alpha or no learned tile");
        }
        boolean single = begin.type().equals(ChunkType.TILE);
        int[] lengths = single ? new int[] {begin.length()} : readTileIndex(begin);
        long first = single ? begin.offset() : begin.next();
        return new Layout(
                List.copyOf(ancillary), List.copyOf(problems), qualityMap, alpha, lengths, offsets(first, lengths));
    }

    private Place walk(long first) throws IOException {
        long offset = first;
        for (int count = 0; count < MAX_CHUNKS; count++) {
            Place place = in.tryPlaceAt(offset, sought);
            if (place == null) {
                doubt(offset);
                place = in.placeAt(offset, sought); // says why it is none
            }
            if (ChunkType.accompanies(place.type())) {
                accompanying(place);
            } else if (!ChunkType.isKnown(place.type())
                    && place.length() <= limits.maxAncillary()
                    && !in.crcAgrees(place)) {
                leaveOut(place, ChunkInput.wrongCrc(place.type())); // it may have been any
            } else {
                order.accept(place.type());
                if (place.type().equals(ChunkType.TIDX) || place.type().equals(sought)) {
                    return place;
                }
                switch (place.type()) {
                    case ChunkType.QMAP -> qualityMap = place;
                    case ChunkType.ALPH -> alpha = place;
                    default -> throw NlcException.damaged("the " + sought + " chunk is missing");
                }
            }
            offset = place.next();
        }
        throw NlcException.damaged("more than " + MAX_CHUNKS + " chunks before " + sought);
    }

    private void accompanying(Place place) throws IOException {
        if (place.length() > limits.maxAncillary() - kept) {
            doubt(place.offset());
            problems.add(new NlcException(
                    FailureKind.TOO_LARGE,
                    place.type() + " of " + place.length() + " bytes is left out: more than " + limits.maxAncillary()
                            + " are not kept (nlc.maxAncillary)"));
            if (!in.knowsLength()) {
                in.skip(place.offset(), place.next(), limits.maxAncillary(), place.type());
            }
            return;
        }
        if (ancillary.size() == MAX_KEPT) {
            if (problems.isEmpty() || problems.get(problems.size() - 1).kind() != FailureKind.UNSUPPORTED) {
                problems.add(new NlcException(
                        FailureKind.UNSUPPORTED,
                        "more than " + MAX_KEPT + " chunks before " + sought + "; the rest is left out"));
            }
            return;
        }
        try {
            order.accept(place.type());
        } catch (NlcException e) {
            problems.add(leftOut(place, e));
            return;
        }
        try {
            ancillary.add(new Chunk(place.type(), in.payload(place, place.type())));
            kept += place.length();
        } catch (NlcException e) {
            leaveOut(place, e);
            if (e.kind() == FailureKind.TRUNCATED) {
                throw e;
            }
        }
    }

    private void leaveOut(Place place, NlcException why) {
        problems.add(leftOut(place, why));
        doubt(place.offset());
    }

    private static NlcException leftOut(Place place, NlcException why) {
        return new NlcException(why.kind(), place.type() + " is left out: " + why.getMessage(), why);
    }

    private void doubt(long offset) {
        doubtful = doubtful < 0 ? offset : doubtful;
    }

    /**
     * Looks for where tiles begin, and for QMAP and ALPH before, behind the first chunk that is not as it was written.
     */
    private Place recover() throws IOException {
        Place begin = searchBegin();
        if (begin == null) {
            return null;
        }
        long end = begin.offset();
        problems.add(NlcException.damaged(
                "what stands between offset " + in.offset(doubtful) + " and " + begin.type() + " is left out"));
        qualityMap = recovered(header.mapped(), qualityMap, ChunkType.QMAP, end);
        if (qualityMap != null && !intact(qualityMap)) {
            throw ChunkInput.wrongCrc(ChunkType.QMAP); // and perhaps ALPH is missed because of it
        }
        alpha = recovered(header.alphaChunk(), alpha, ChunkType.ALPH, end);
        return begin;
    }

    /** TIDX, or the tile where there need be no TIDX and is none, or null. */
    private Place searchBegin() throws IOException {
        byte[] head = ByteBuffer.allocate(8)
                .putInt(4 * header.tiles())
                .put(ChunkType.bytes(ChunkType.TIDX))
                .array();
        long to = doubtful + limits.maxAncillary();
        Place index = search(head, 0, doubtful, to, Long.MAX_VALUE);
        return index != null || header.indexed()
                ? index
                : search(ChunkType.bytes(ChunkType.TILE), 4, doubtful, to, Long.MAX_VALUE);
    }

    /**
     * A chunk before the tiles: as it was found, unless it reaches beyond, or else as it is found now.
     *
     * @param needed whether the header says that there is one
     */
    private Place recovered(boolean needed, Place found, String type, long end) throws IOException {
        Place before = found != null && found.next() <= end ? found : null;
        return needed && before == null ? search(ChunkType.bytes(type), 4, doubtful, end, end) : before;
    }

    /** The first intact chunk in a range that looks like this, or null. */
    private Place search(byte[] wanted, int at, long from, long to, long end) throws IOException {
        long found = from + at - 1;
        for (int i = 0; i < MAX_CANDIDATES; i++) {
            found = in.find(wanted, found + 1, to);
            if (found < 0) {
                return null;
            }
            Place place = in.anyPlaceAt(found - at);
            if (place != null && place.next() <= end && intact(place)) {
                return place;
            }
        }
        return null;
    }

    private boolean intact(Place place) throws IOException {
        try {
            return in.crcAgrees(place);
        } catch (NlcException e) {
            return false;
        }
    }

    private int[] readTileIndex(Place place) throws IOException {
        if (place.length() != 4L * header.tiles()) {
            throw NlcException.damaged(
                    "TIDX has " + place.length() + " bytes, not 4 for each of " + header.tiles() + " tiles");
        }
        ByteBuffer payload = ByteBuffer.wrap(in.payload(place, ChunkType.TIDX));
        int[] lengths = new int[header.tiles()];
        for (int i = 0; i < lengths.length; i++) {
            lengths[i] = payload.getInt();
            if (lengths[i] < 0) {
                throw NlcException.damaged("TIDX: the length of tile " + i + " is over the limit of 2^31 - 1");
            }
        }
        return lengths;
    }

    private static long[] offsets(long first, int[] lengths) {
        long[] offsets = new long[lengths.length + 1];
        offsets[0] = first;
        for (int i = 0; i < lengths.length; i++) {
            offsets[i + 1] = offsets[i] + ChunkType.OVERHEAD + lengths[i];
        }
        return offsets;
    }
}
