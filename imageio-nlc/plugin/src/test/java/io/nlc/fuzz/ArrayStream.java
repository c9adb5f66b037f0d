package io.nlc.fuzz;

import javax.imageio.stream.ImageInputStreamImpl;

/** A stream of bytes that knows its length, as those of files do. */
final class ArrayStream extends ImageInputStreamImpl {

    private final byte[] data;

    ArrayStream(byte[] data) {
        this.data = data;
    }

    @Override
    public int read() {
        bitOffset = 0;
        return streamPos < data.length ? data[(int) streamPos++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] to, int offset, int length) {
        bitOffset = 0;
        if (streamPos >= data.length) {
            return length == 0 ? 0 : -1;
        }
        int n = (int) Math.min(length, data.length - streamPos);
        System.arraycopy(data, (int) streamPos, to, offset, n);
        streamPos += n;
        return n;
    }

    @Override
    public long length() {
        return data.length;
    }
}
