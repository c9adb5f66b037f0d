package io.nlc.imageio.metadata;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;

/** Another's stream for a plugin that may flush or close its own: the other one only moves. */
final class SharedStream extends ImageInputStreamImpl {

    private final ImageInputStream in;

    /** At the same position. */
    SharedStream(ImageInputStream in) throws IOException {
        this.in = in;
        this.streamPos = in.getStreamPosition();
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        in.seek(streamPos);
        int b = in.read();
        streamPos += b < 0 ? 0 : 1;
        return b;
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
        bitOffset = 0;
        in.seek(streamPos);
        int n = in.read(to, offset, length);
        streamPos += Math.max(n, 0);
        return n;
    }

    @Override
    public long length() {
        try {
            return in.length();
        } catch (IOException e) {
            return -1; // as that of a stream that does not know
        }
    }
}
