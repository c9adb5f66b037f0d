package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class NlcFileTest {

    private static final byte[] ALPHA = AlphaPlane.compress(Files.ALPHA, 300, 70);

    private static FileFrame frame(byte[] alpha) {
        return new FileFrame(300, 70, Colour.RGB, alpha, "cheng2020/checkerboard", Files.DIGEST);
    }

    @Test
    void bytes_areThoseOfTheWriterAndAsManyAsSizeSays() throws IOException {
        for (byte[] alpha : new byte[][] {null, ALPHA}) {
            ByteArrayOutputStream expected = new ByteArrayOutputStream();
            new NlcWriter(expected).write(Files.header(alpha != null), List.of(), alpha, Files.TILES);
            NlcFile file = frame(alpha).file(1152, 256, 64, Files.TILES);
            assertThat(file.header()).isEqualTo(Files.header(alpha != null));
            assertThat(file.toBytes(Limits.DEFAULT))
                    .isEqualTo(expected.toByteArray())
                    .hasSize((int) file.size());
            ByteArrayOutputStream written = new ByteArrayOutputStream();
            file.write(new NlcWriter(written));
            assertThat(written.toByteArray()).isEqualTo(expected.toByteArray());
        }
    }

    @Test
    void overhead_isTheSizeWithoutThePayloads() {
        long payloads = Files.TILES.stream().mapToLong(tile -> tile.length).sum();
        for (byte[] alpha : new byte[][] {null, ALPHA}) {
            FileFrame frame = frame(alpha);
            assertThat(frame.overhead(4) + payloads)
                    .isEqualTo(frame.file(1152, 256, 64, Files.TILES).size());
        }
    }

    @Test
    void partsThatDoNotFit_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> frame(null).file(1152, 100, 64, Files.TILES))
                .withMessageContaining("100 x 64");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> frame(null)
                        .file(1152, 256, 64, Files.TILES.subList(0, 3))
                        .toBytes(Limits.DEFAULT))
                .withMessageContaining("3 given, 4 needed");
    }
}
