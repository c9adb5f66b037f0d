package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.NlcException;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class AlphaPlaneTest {
    @Test
    void anyPlaneComesBack() throws Exception {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int width = 1 + random.nextInt(80);
            int height = 1 + random.nextInt(80);
            byte[] plane = new byte[width * height];
            int kind = seed % 4;
            for (int i = 0; i < plane.length; i++) {
                int x = i % width;
                int y = i / width;
                plane[i] = (byte)
                        switch (kind) {
                            case 0 -> random.nextInt();
                            case 1 -> x * 3 + y * 2;
                            case 2 -> y % 2 == 0 ? 255 : x;
                            default -> (x - 40) * (x - 40) + (y - 40) * (y - 40) < 900 ? 255 : 0;
                        };
            }
            assertThat(plane(AlphaPlane.compress(plane, width, height), width, height))
                    .isEqualTo(plane);
        }
    }

    @Test
    void smoothPlanesAreSmall() {
        byte[] plane = new byte[1000 * 500];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = (byte) ((i % 1000 + i / 1000) / 6);
        }
        assertThat(AlphaPlane.compress(plane, 1000, 500)).hasSizeLessThan(6000);
    }

    /** Residues and expected values worked out by hand from the PNG specification. */
    @Test
    void filtersAreThoseOfPng() throws Exception {
        byte[] payload = deflate(new byte[] {
            0, 10, 20, 30,
            1, 5, 5, (byte) 250,
            2, 1, 1, 2,
            4, 7, 1, 1,
        });
        // Row 3, Paeth: left 0, up 6, corner 0 -> 6 + 7 = 13; left 13, up 11, corner 6 -> 18 is nearest 13 -> 14;
        // left 14, up 6, corner 11 -> 9: nearest 11 -> 12.
        assertThat(plane(payload, 3, 4)).isEqualTo(new byte[] {10, 20, 30, 5, 10, 4, 6, 11, 6, 13, 14, 12});
    }

    @Test
    void sinkMayKeepOrChangeItsRow() throws Exception {
        byte[] plane = new byte[20 * 30];
        new Random(1).nextBytes(plane);
        List<byte[]> rows = new ArrayList<>();
        AlphaPlane.decompress(AlphaPlane.compress(plane, 20, 30), 20, 30, (y, row) -> {
            rows.add(row.clone());
            Arrays.fill(row, (byte) y);
        });
        for (int y = 0; y < 30; y++) {
            assertThat(rows.get(y)).isEqualTo(Arrays.copyOfRange(plane, 20 * y, 20 * y + 20));
        }
    }

    @Test
    @Tag("exhaustive")
    void everyTruncationAndBitFlipIsFound() {
        byte[] plane = new byte[20 * 30];
        new Random(1).nextBytes(plane);
        byte[] payload = AlphaPlane.compress(plane, 20, 30);
        for (int length = 0; length < payload.length; length++) {
            byte[] cut = Arrays.copyOf(payload, length);
            assertThatThrownBy(() -> plane(cut, 20, 30))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("ALPH");
        }
        for (int bit = 8; bit < payload.length * 8; bit++) {
            byte[] flipped = payload.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                assertThat(plane(flipped, 20, 30)).isEqualTo(plane);
            } catch (NlcException e) {
                assertThat(e).hasMessageContaining("ALPH");
            }
        }
    }

    @Test
    @Tag("exhaustive")
    void bombStopsAtThePlanesSize() throws Exception {
        byte[] bomb = deflate(new byte[50_000_000]);
        List<Integer> rows = new ArrayList<>();
        assertThatThrownBy(() -> AlphaPlane.decompress(bomb, 100, 10, (y, row) -> rows.add(y)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("does not end after 10 rows");
        assertThat(rows).hasSize(10);
    }

    @Test
    void bytesAfterTheStreamAreAnError() {
        byte[] payload = AlphaPlane.compress(new byte[6], 2, 3);
        assertThatThrownBy(() -> plane(Arrays.copyOf(payload, payload.length + 1), 2, 3))
                .isInstanceOf(NlcException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 5, 255})
    void unknownFilterIsNamed(int filter) {
        assertThatThrownBy(() -> plane(deflate(new byte[] {0, 1, (byte) filter, 1}), 1, 2))
                .isInstanceOf(NlcException.class)
                .hasMessage("ALPH: filter " + filter + " in row 1");
    }

    @Test
    void dictionariesAreRefused() {
        Deflater deflater = new Deflater();
        deflater.setDictionary("abc".getBytes());
        deflater.setInput(new byte[] {0, 1});
        deflater.finish();
        byte[] payload = new byte[100];
        int length = deflater.deflate(payload);
        deflater.end();
        assertThatThrownBy(() -> plane(Arrays.copyOf(payload, length), 1, 1)).isInstanceOf(NlcException.class);
    }

    @Test
    void wrongLengthIsTheCallersFault() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AlphaPlane.compress(new byte[5], 2, 3))
                .withMessageContaining("alpha");
    }

    private static byte[] plane(byte[] payload, int width, int height) throws NlcException {
        byte[] plane = new byte[width * height];
        AlphaPlane.decompress(payload, width, height, (y, row) -> System.arraycopy(row, 0, plane, y * width, width));
        return plane;
    }

    private static byte[] deflate(byte[] bytes) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        }
        return out.toByteArray();
    }
}
