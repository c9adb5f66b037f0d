package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What stands after the tiles. None of it is needed for the picture, so nothing is an error. */
final class Ending {

    private static final int MAX_CHUNKS = 4096;

    private final ChunkInput in;
    private final long limit;
    private final List<NlcException> problems = new ArrayList<>();

    /** @param limit bytes of chunks that are looked at where the stream does not know its length */
    Ending(ChunkInput in, long limit) {
        this.in = in;
        this.limit = limit;
    }

    /** What is wrong from an offset on. */
    List<NlcException> problems(long first) {
        try {
            walk(first);
        } catch (NlcException e) {
            problems.add(new NlcException(e.kind(), "the end of the file is missing: " + e.getMessage(), e));
        } catch (IOException e) {
            problems.add(new NlcException(
                    FailureKind.TRUNCATED, "the end of the file cannot be read: " + e.getMessage(), e));
        }
        return problems;
    }

    private void walk(long first) throws IOException {
        long offset = first;
        for (int count = 0; count < MAX_CHUNKS; count++) {
            Place place = in.tryPlaceAt(offset, ChunkType.NEND);
            if (place == null) {
                problem("there is something else where NEND should be");
                return;
            }
            if (place.type().equals(ChunkType.NEND)) {
                if (place.length() != 0 || !in.crcAgrees(place)) {
                    problem("NEND is damaged");
                }
                return;
            }
            if (!ChunkType.isAncillary(place.type())) {
                problem("chunk " + place.type() + " stands where NEND should be");
                return;
            }
            if (place.next() - first > limit && !in.knowsLength()) {
                problem("more than " + limit + " bytes before NEND, which are not looked at (nlc.maxAncillary)");
                return;
            }
            if (place.length() <= limit && !in.crcAgrees(place)) {
                problem(ChunkInput.wrongCrc(place.type()).getMessage());
            }
            offset = place.next();
        }
        problem("more than " + MAX_CHUNKS + " chunks before NEND");
    }

    private void problem(String what) {
        problems.add(NlcException.damaged("after the tiles: " + what));
    }
}
