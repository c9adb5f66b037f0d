package io.nlc.foreign;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/** Bytes of a picture's file at any place, by offsets from its first. Nothing is asked for before it is there. */
public final class FileBytes {

    private static final int STEP = 1 << 16;
    private static final int FIND_STEP = 64;

    private final ImageInputStream in;
    private final long start;

    /** The file at the stream's position. */
    public FileBytes(ImageInputStream in) throws IOException {
        this.in = in;
        this.start = in.getStreamPosition();
    }

    /** Bytes in memory. @param bytes not copied */
    public static FileBytes of(byte[] bytes) {
        return new FileBytes(new ArrayStream(bytes), 0);
    }

    private FileBytes(ImageInputStream in, long start) {
        this.in = in;
        this.start = start;
    }

    private static final class ArrayStream extends ImageInputStreamImpl {
        private final byte[] bytes;

        ArrayStream(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public int read() {
            bitOffset = 0;
            return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : -1;
        }

        @Override
        public int read(byte[] to, int offset, int length) {
            bitOffset = 0;
            if (streamPos >= bytes.length) {
                return -1;
            }
            int n = (int) Math.min(length, bytes.length - streamPos);
            System.arraycopy(bytes, (int) streamPos, to, offset, n);
            streamPos += n;
            return n;
        }

        @Override
        public long length() {
            return bytes.length;
        }
    }

    /** Where the file begins in the stream. */
    public long start() {
        return start;
    }

    /** Big-endian. @throws EOFException if the file ends before */
    public int u8(long offset) throws IOException {
        return bytes(offset, 1)[0] & 0xFF;
    }

    /** Big-endian. @throws EOFException if the file ends before */
    public int u16(long offset) throws IOException {
        return ByteBuffer.wrap(bytes(offset, 2)).getShort() & 0xFFFF;
    }

    /** Big-endian. @throws EOFException if the file ends before */
    public long u32(long offset) throws IOException {
        return ByteBuffer.wrap(bytes(offset, 4)).getInt() & 0xFFFFFFFFL;
    }

    /** A few bytes in an order. @throws EOFException if the file ends before */
    public ByteBuffer buffer(long offset, int length, ByteOrder order) throws IOException {
        return ByteBuffer.wrap(bytes(offset, length)).order(order);
    }

    /** Four characters. @throws EOFException if the file ends before */
    public String name(long offset) throws IOException {
        return new String(bytes(offset, 4), StandardCharsets.ISO_8859_1);
    }

    /** Whether some characters stand at a place. */
    public boolean has(long offset, String characters) throws IOException {
        try {
            byte[] there = bytes(offset, characters.length());
            return new String(there, StandardCharsets.ISO_8859_1).equals(characters);
        } catch (EOFException e) {
            return false;
        }
    }

    /** Where a byte stands, from an offset on. @throws EOFException if it does not come any more */
    long find(long from, byte wanted) throws IOException {
        in.seek(start + from);
        byte[] part = new byte[FIND_STEP];
        for (long at = from; ; ) {
            int n = in.read(part, 0, part.length);
            if (n <= 0) {
                throw new EOFException();
            }
            for (int i = 0; i < n; i++) {
                if (part[i] == wanted) {
                    return at + i;
                }
            }
            at += n;
        }
    }

    /** Bytes, in memory that grows as they come. @throws EOFException if the file ends before */
    public byte[] bytes(long offset, int length) throws IOException {
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
