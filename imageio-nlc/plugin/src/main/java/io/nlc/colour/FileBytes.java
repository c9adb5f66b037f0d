package io.nlc.colour;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;

/** Bytes of a picture's file at any place, by offsets from its first. Nothing is asked for before it is there. */
final class FileBytes {

    private static final int STEP = 1 << 16;

    private final ImageInputStream in;
    private final long start;

    /** The file at the stream's position. */
    FileBytes(ImageInputStream in) throws IOException {
        this.in = in;
        this.start = in.getStreamPosition();
    }

    ImageInputStream stream() {
        return in;
    }

    /** Where the file begins in the stream. */
    long start() {
        return start;
    }

    /** Big-endian. @throws EOFException if the file ends before */
    int u8(long offset) throws IOException {
        return bytes(offset, 1)[0] & 0xFF;
    }

    /** Big-endian. @throws EOFException if the file ends before */
    int u16(long offset) throws IOException {
        return ByteBuffer.wrap(bytes(offset, 2)).getShort() & 0xFFFF;
    }

    /** Big-endian. @throws EOFException if the file ends before */
    long u32(long offset) throws IOException {
        return ByteBuffer.wrap(bytes(offset, 4)).getInt() & 0xFFFFFFFFL;
    }

    /** A few bytes in an order. @throws EOFException if the file ends before */
    ByteBuffer buffer(long offset, int length, ByteOrder order) throws IOException {
        return ByteBuffer.wrap(bytes(offset, length)).order(order);
    }

    /** Four characters. @throws EOFException if the file ends before */
    String name(long offset) throws IOException {
        return new String(bytes(offset, 4), StandardCharsets.ISO_8859_1);
    }

    /** Whether some characters stand at a place. */
    boolean has(long offset, String characters) throws IOException {
        try {
            byte[] there = bytes(offset, characters.length());
            return new String(there, StandardCharsets.ISO_8859_1).equals(characters);
        } catch (EOFException e) {
            return false;
        }
    }

    /** Bytes, in memory that grows as they come. @throws EOFException if the file ends before */
    byte[] bytes(long offset, int length) throws IOException {
        if (length == 0) {
            return new byte[0];
        }
        long known = in.length();
        if (offset < 0 || length < 0 || offset > (known < 0 ? Long.MAX_VALUE : known) - start - length) {
            throw new EOFException();
        }
        in.seek(start + offset);
        // Of more than one byte, the JDK's stream in memory miscounts from 2^31 bytes behind its end on.
        if (known < 0 && start + offset > Integer.MAX_VALUE) {
            if (in.read() < 0) {
                throw new EOFException();
            }
            in.seek(start + offset);
        }
        byte[] data = new byte[Math.min(length, STEP)];
        for (int done = 0; done < length; ) {
            if (done == data.length) {
                data = Arrays.copyOf(data, (int) Math.min(length, 2L * data.length));
            }
            int n = in.read(data, done, data.length - done);
            if (n <= 0) {
                throw new EOFException();
            }
            done += n;
        }
        return data;
    }
}
