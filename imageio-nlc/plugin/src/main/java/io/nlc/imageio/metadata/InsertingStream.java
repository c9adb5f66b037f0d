package io.nlc.imageio.metadata;

import java.io.IOException;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.ImageOutputStreamImpl;

/**
 * What a writer sees of a stream into whose midst bytes are put that the writer knows nothing of: it may go back and
 * forth in its own file as ever. Nothing is held in memory.
 */
final class InsertingStream extends ImageOutputStreamImpl {

    private final ImageOutputStream out;
    private final long base;
    private final long place;
    private final byte[] inserted;
    private boolean done;
    private long end;

    /**
     * @param out where the file begins; seekable back to here, and not closed
     * @param place bytes of the writer's file before those that are inserted
     * @param inserted are written at once
     */
    InsertingStream(ImageOutputStream out, long place, byte[] inserted) throws IOException {
        this.out = out;
        this.base = out.getStreamPosition();
        this.place = place;
        this.inserted = inserted;
    }

    /** Where a byte of the writer's file lies. */
    private long at(long position) {
        return base + position + (position < place ? 0 : inserted.length);
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] b, int off, int len) throws IOException {
        flushBits();
        int head = (int) Math.max(0, Math.min(len, place - streamPos));
        put(b, off, head);
        if (!done && streamPos >= place) {
            done = true;
            out.seek(base + place);
            out.write(inserted);
        }
        put(b, off + head, len - head);
    }

    private void put(byte[] b, int off, int len) throws IOException {
        if (len > 0) {
            move();
            out.write(b, off, len);
            streamPos += len;
            end = Math.max(end, streamPos);
        }
    }

    private void move() throws IOException {
        if (out.getStreamPosition() != at(streamPos)) {
            out.seek(at(streamPos));
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] b, int off, int len) throws IOException {
        bitOffset = 0;
        int most = streamPos < place ? (int) Math.min(len, place - streamPos) : len;
        move();
        int n = out.read(b, off, most);
        streamPos += Math.max(0, n);
        return n;
    }

    @Override
    public long length() {
        return end;
    }

    @Override
    public void flushBefore(long position) throws IOException {
        super.flushBefore(position);
        move();
        out.flushBefore(at(position));
    }

    /** Leaves the stream behind the file, so that more may follow. */
    @Override
    public void close() throws IOException {
        super.close();
        out.seek(at(end));
    }
}
