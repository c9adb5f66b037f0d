package io.nlc.imageio.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class InsertingStreamTest {

    private static final byte[] INSERTED = {-1, -2, -3};

    private interface Writing {
        void to(ImageOutputStream out) throws IOException;
    }

    /** What a file becomes that is written between two other bytes, with something inserted behind four of its own. */
    private static byte[] written(Writing writing) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            out.write(100);
            try (ImageOutputStream file = new InsertingStream(out, 4, INSERTED)) {
                writing.to(file);
            }
            out.write(101);
        }
        return bytes.toByteArray();
    }

    @Test
    void bytesAreInserted_howeverTheFileIsWritten() throws IOException {
        byte[] expected = {100, 1, 2, 3, 4, -1, -2, -3, 5, 6, 101};
        assertThat(written(out -> out.write(new byte[] {1, 2, 3, 4, 5, 6}))).isEqualTo(expected);
        assertThat(written(out -> {
                    for (int b = 1; b <= 6; b++) {
                        out.write(b);
                    }
                }))
                .isEqualTo(expected);
    }

    /** As writers do that put lengths and checksums into their places afterwards. */
    @Test
    void writerMayGoBack_andRead() throws IOException {
        byte[] file = written(out -> {
            out.write(new byte[] {0, 2, 3, 4, 0, 6});
            out.seek(0);
            out.write(1);
            out.seek(3);
            assertThat(out.read()).isEqualTo(4);
            assertThat(out.getStreamPosition()).isEqualTo(4);
            out.write(5);
            out.seek(2);
            byte[] across = new byte[4];
            out.readFully(across);
            assertThat(across).containsExactly(3, 4, 5, 6);
            assertThat(out.length()).isEqualTo(6);
            out.seek(6);
            out.flushBefore(5);
        });
        assertThat(file).containsExactly(100, 1, 2, 3, 4, -1, -2, -3, 5, 6, 101);
    }

    @Test
    void fileThatEndsThere_getsThemAtItsEnd() throws IOException {
        assertThat(written(out -> out.write(new byte[] {1, 2, 3, 4})))
                .containsExactly(100, 1, 2, 3, 4, -1, -2, -3, 101);
    }
}
