package io.nlc.colour;

import java.io.IOException;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/** A file from its first byte on, with a few bytes of it replaced. Closing it leaves the file open. */
final class PatchedStream extends ImageInputStreamImpl {

    /**
     * Bytes to be read in place of the file's.
     *
     * @param offset in the file
     */
    record Patch(long offset, byte[] bytes) {}

    private final ImageInputStream file;
    private final long start;
    private final List<Patch> patches;

    /** @param start where the file begins in the stream */
    PatchedStream(ImageInputStream file, long start, List<Patch> patches) {
        this.file = file;
        this.start = start;
        this.patches = List.copyOf(patches);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] data, int offset, int length) throws IOException {
        bitOffset = 0;
        file.seek(start + streamPos);
        int n = file.read(data, offset, length);
        for (Patch patch : patches) {
            long from = Math.max(streamPos, patch.offset);
            long to = Math.min(streamPos + n, patch.offset + patch.bytes.length);
            if (from < to) {
                System.arraycopy(
                        patch.bytes, (int) (from - patch.offset), data, offset + (int) (from - streamPos), (int)
                                (to - from));
            }
        }
        if (n > 0) {
            streamPos += n;
        }
        return n;
    }

    @Override
    public long length() {
        try {
            long length = file.length();
            return length < 0 ? -1 : length - start;
        } catch (IOException e) {
            return -1;
        }
    }
}
