package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a stream, wherever they are. No more memory is asked for than the stream really has bytes. */
final class ChunkInput {

    /** Payloads grow by doubling from here where the stream does not know its length. */
    private static final int STEP = 1 << 16;
    /** What every VM can allocate. */
    private static final int MAX_ARRAY = Integer.MAX_VALUE - 8;

    private final ImageInputStream in;
    private final long start;

    /** @param start of the file in the stream */
    ChunkInput(ImageInputStream in, long start) {
        this.in = in;
        this.start = start;
    }

    /** An offset in the file. */
    long offset(long inStream) {
        return inStream - start;
    }

    /** Whether going over something costs nothing but a seek. */
    boolean knowsLength() throws IOException {
        return in.length() >= 0;
    }

    /** Reads length and type. @throws NlcException if they are cut off or no chunk's */
    Place placeAt(long offset, String what) throws IOException {
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
    Place tryPlaceAt(long offset, String what) throws IOException {
        byte[] bytes = read(offset, 8, what);
        String type = new String(bytes, 4, 4, StandardCharsets.ISO_8859_1);
        int length = ByteBuffer.wrap(bytes).getInt();
        return ChunkType.isValid(type) && length >= 0 ? new Place(type, offset, length) : null;
    }

    /** Like placeAt, but null where there is nothing or something else. */
    Place anyPlaceAt(long offset) throws IOException {
        try {
            return tryPlaceAt(offset, "a chunk");
        } catch (NlcException e) {
            return null;
        }
    }

    /** A chunk's payload. @throws NlcException if it is cut off or damaged */
    byte[] payload(Place place, String what) throws IOException {
        byte[] payload = read(place.payload(), place.length(), what);
        CRC32C crc = ChunkType.crc(place.type());
        crc.update(payload);
        if (ByteBuffer.wrap(read(place.next() - 4, 4, what)).getInt() != (int) crc.getValue()) {
            throw wrongCrc(what);
        }
        return payload;
    }

    /** Whether a chunk is as it was written. @throws NlcException if it is cut off */
    boolean crcAgrees(Place place) throws IOException {
        if (knowsLength() && place.next() > in.length()) { // without reading what there is of it
            throw truncated(place.type());
        }
        CRC32C crc = ChunkType.crc(place.type());
        byte[] part = new byte[Math.min(place.length(), STEP)];
        in.seek(reachable(place.payload()));
        for (int left = place.length(); left > 0; ) {
            int n = in.read(part, 0, Math.min(left, part.length));
            if (n <= 0) {
                throw truncated(place.type());
            }
            crc.update(part, 0, n);
            left -= n;
        }
        return ByteBuffer.wrap(read(place.next() - 4, 4, place.type())).getInt() == (int) crc.getValue();
    }

    /**
     * Goes on to a place without having a stream that does not know its length keep what lies between.
     *
     * @param keep so many bytes are kept all the same
     * @throws NlcException if the stream ends before; then what was kept can still be read
     */
    void skip(long from, long to, long keep, String what) throws IOException {
        for (long pos = from; pos < to; ) {
            pos = Math.min(to, pos + STEP);
            in.seek(pos - 1);
            if (in.read() < 0) {
                throw truncated(what);
            }
            if (pos - from > keep) {
                in.flushBefore(pos);
            }
        }
    }

    /** Offset of the first occurrence of some bytes that starts in a range, or -1. */
    long find(byte[] wanted, long from, long to) throws IOException {
        byte[] window = new byte[STEP];
        for (long at = from; at < to; at += STEP - wanted.length + 1) {
            in.seek(reachable(at));
            int n = readUpTo(window);
            for (int i = 0; i <= n - wanted.length && at + i < to; i++) {
                if (Arrays.equals(window, i, i + wanted.length, wanted, 0, wanted.length)) {
                    return at + i;
                }
            }
            if (n < STEP) {
                break;
            }
        }
        return -1;
    }

    /** Some bytes. @throws NlcException if they are cut off */
    byte[] read(long offset, int length, String what) throws IOException {
        long known = in.length();
        if (known >= 0 && offset + length > known) {
            throw truncated(what);
        }
        if (length > MAX_ARRAY) {
            throw new NlcException(FailureKind.TOO_LARGE, what + ": " + length + " bytes are too many to hold");
        }
        in.seek(reachable(offset));
        // Of more than one byte, the JDK's stream in memory miscounts from 2^31 bytes behind its end on.
        if (known < 0 && offset > Integer.MAX_VALUE) {
            if (in.read() < 0) {
                throw truncated(what);
            }
            in.seek(offset);
        }
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

    /** As many bytes as there are. */
    int readUpTo(byte[] data) throws IOException {
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

    private long reachable(long offset) throws IOException {
        if (offset < in.getFlushedPosition()) {
            throw new NlcException(
                    FailureKind.UNSUPPORTED,
                    "the stream has been read past offset " + (offset - start) + " and has not kept it");
        }
        return offset;
    }

    private static NlcException truncated(String what) {
        return new NlcException(FailureKind.TRUNCATED, "truncated: the file ends before or within " + what);
    }

    static NlcException wrongCrc(String what) {
        return NlcException.damaged("the CRC of " + what + " is wrong");
    }
}
