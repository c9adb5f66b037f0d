package io.nlc.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageInputStreamImpl;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** Small files and streams for the tests of this package. */
final class Files {
    static final byte[] DIGEST = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    static final NlcHeader HEADER =
            new NlcHeader(300, 70, Colour.RGB, true, 1152, 256, 64, "cheng2020/checkerboard", DIGEST);
    static final byte[] ALPHA = new byte[300 * 70];
    static final List<Chunk> ANCILLARY = List.of(
            new Chunk("ICCP", new byte[] {1, 2, 3}),
            new Chunk("EXIF", new byte[] {9}),
            new Chunk("XMP ", "<x/>".getBytes()),
            new Chunk("noTe", new byte[0]),
            new Chunk("noTe", new byte[] {5, 5}));
    static final List<byte[]> TILES =
            List.of(new byte[] {1, 2, 3, 4, 5}, new byte[] {-1, -2, -3, -4}, new byte[9], new byte[] {7, 7, 7, 7, 7});

    static {
        for (int i = 0; i < ALPHA.length; i++) {
            ALPHA[i] = (byte) (i % 300 < 150 ? 255 : i % 300);
        }
    }

    private Files() {}

    static NlcHeader header(boolean alpha) {
        return new NlcHeader(300, 70, Colour.RGB, alpha, 1152, 256, 64, "cheng2020/checkerboard", DIGEST);
    }

    static byte[] small() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(HEADER, ANCILLARY, AlphaPlane.compress(ALPHA, 300, 70), TILES);
        return out.toByteArray();
    }

    /** Everything a reader gives, so that two files can be compared. */
    static List<Object> readAll(NlcReader reader) throws IOException {
        List<Object> all = new ArrayList<>();
        all.add(reader.header());
        all.addAll(reader.ancillary());
        byte[] alpha = reader.alpha();
        if (alpha != null) {
            AlphaPlane.decompress(
                    alpha,
                    reader.header().width(),
                    reader.header().height(),
                    (y, row) -> all.add(Arrays.toString(row)));
        }
        for (int i = 0; i < reader.header().tiles(); i++) {
            all.add(Arrays.toString(reader.tile(i)));
        }
        return all;
    }

    static ImageInputStream unknownLength(byte[] bytes) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
    }

    static ImageInputStream knownLength(byte[] bytes) {
        return new ImageInputStreamImpl() {
            @Override
            public int read() {
                return streamPos < bytes.length ? bytes[(int) streamPos++] & 0xFF : -1;
            }

            @Override
            public int read(byte[] b, int off, int len) {
                // Gives less than asked for, as streams may.
                int n = (int) Math.min(Math.min(len, 7), bytes.length - streamPos);
                if (n <= 0) {
                    return len == 0 ? 0 : -1;
                }
                System.arraycopy(bytes, (int) streamPos, b, off, n);
                streamPos += n;
                return n;
            }

            @Override
            public long length() {
                return bytes.length;
            }
        };
    }

    static List<ImageInputStream> streams(byte[] bytes) {
        return List.of(knownLength(bytes), unknownLength(bytes));
    }
}
