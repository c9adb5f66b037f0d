package io.nlc.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32C;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What version 2 has beside version 1: depth, flags, files without a pack, tiles bound to their places. */
class FileVersionTwoTest {

    private static final PackReference PACK = PackReference.of("p/q", Files.DIGEST);

    private static final String HEAD = "02" + "00000046" + "0000012c" + "03" + "01" + "08" + "01" + "0203" + "0080"
            + "0040" + "03" + "702f71" + "000102030405060708090a0b0c0d0e0f";

    private static NlcHeader header(PixelFormat pixels, Layers layers, int quality, PackReference pack) {
        return new NlcHeader(2, 70, 300, pixels, layers, quality, 128, 64, pack);
    }

    private static PixelFormat pixels(Colour colour, boolean alpha, int depth) {
        return new PixelFormat(colour, alpha, depth);
    }

    @Test
    void headerHasTheBytesOfThePage() throws NlcException {
        NlcHeader header = header(pixels(Colour.RGB, true, 8), Layers.EXACT, 0x0203, PACK);
        assertThat(HexFormat.of().formatHex(header.toBytes())).isEqualTo(HEAD);
        assertThat(NlcHeader.parse(header.toBytes(), Limits.DEFAULT)).isEqualTo(header);
        assertThat(header.learned()).isTrue();
        assertThat(header.lossless()).isFalse();
        assertThat(header.alphaChunk()).isTrue();
        assertThat(header.toString()).contains("70 x 300", "with alpha", "quality 515/256", "128 x 64", "pack p/q");
    }

    @Test
    void filesWithoutAPackHaveNeitherNameNorDigest() throws NlcException {
        NlcHeader lossless = NlcHeader.lossless(70, 300, pixels(Colour.GRAY, true, 16), 128, 64);
        assertThat(HexFormat.of().formatHex(lossless.toBytes()))
                .isEqualTo(
                        "02" + "00000046" + "0000012c" + "01" + "01" + "10" + "00" + "0000" + "0080" + "0040" + "00");
        assertThat(NlcHeader.parse(lossless.toBytes(), Limits.DEFAULT)).isEqualTo(lossless);
        assertThat(lossless.learned()).isFalse();
        assertThat(lossless.lossless()).isTrue();
        assertThat(lossless.alphaChunk()).isFalse();
        assertThat(lossless.digestHex()).isEmpty();
        assertThat(lossless.toString()).contains("lossless, 16 bits").doesNotContain("pack");
        NlcHeader layered = header(pixels(Colour.RGB, true, 8), Layers.EXACT, 0, PackReference.NONE);
        assertThat(layered.lossless()).isFalse();
        assertThat(layered.alphaChunk()).isTrue();
        assertThat(layered.toString()).contains("not learned").doesNotContain("with no");
        assertThat(header(pixels(Colour.RGB, false, 8), Layers.EXACT, 0, PackReference.NONE)
                        .alphaChunk())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, NONE", "1, EXACT", "3, ROUNDED"})
    void flagsAreThoseOfThePage(int code, Layers layers) throws NlcException {
        assertThat(Layers.of(code)).contains(layers);
        assertThat(layers.code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "11, 07, UNSUPPORTED, depth 7",
        "11, 10, DAMAGED, samples of 16 bits",
        "12, 02, UNSUPPORTED, flags 2",
        "12, 10, UNSUPPORTED, flags 16",
        "12, 1A, UNSUPPORTED, flags 26",
        "0, 01, DAMAGED, a pack name",
        "19, 00, DAMAGED, a pack name of 0",
        "19, 02, DAMAGED, a pack name of 2",
    })
    void wrongFieldIsNamed(int offset, String hex, FailureKind kind, String message) {
        byte[] bytes = HexFormat.of().parseHex(HEAD);
        bytes[offset] = HexFormat.of().parseHex(hex)[0];
        assertThatThrownBy(() -> NlcHeader.parse(bytes, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(kind))
                .hasMessageContaining(message);
    }

    /** The page: flag 8, beside those of layers and a map. */
    @Test
    void correctedProbabilities_areAFlag() throws NlcException {
        NlcHeader plain = header(pixels(Colour.RGB, false, 8), Layers.ROUNDED, 5, PACK);
        NlcHeader corrected = header(pixels(Colour.RGB, false, 8), Layers.ROUNDED, 5, PACK.correcting());
        assertThat(plain.toBytes()[12]).isEqualTo((byte) 3);
        assertThat(corrected.toBytes()[12]).isEqualTo((byte) 11);
        assertThat(corrected.corrected()).isTrue();
        assertThat(NlcHeader.parse(corrected.toBytes(), Limits.DEFAULT)).isEqualTo(corrected);
        assertThat(NlcHeader.parse(plain.toBytes(), Limits.DEFAULT))
                .isEqualTo(plain)
                .isNotEqualTo(corrected);
    }

    @Test
    void correctedProbabilities_needAPackAndVersionTwo() {
        byte[] lossless = header(pixels(Colour.RGB, false, 8), Layers.NONE, 0, PackReference.NONE)
                .toBytes();
        lossless[12] = 8;
        assertThatThrownBy(() -> NlcHeader.parse(lossless, Limits.DEFAULT))
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.DAMAGED))
                .hasMessageContaining("probabilities are corrected, but no tile is learned");
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        new NlcHeader(1, 1, 1, pixels(Colour.RGB, false, 8), Layers.NONE, 0, 64, 64, PACK.correcting()))
                .withMessageContaining("version 1");
    }

    @Test
    void lengthsOfHeadersAreBounded() {
        for (int length : new int[] {1, 19, 101, 200}) {
            byte[] bytes = new byte[length];
            bytes[0] = 2;
            assertThatThrownBy(() -> NlcHeader.parse(bytes, Limits.DEFAULT))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("HEAD has " + length + " bytes, not 20..100");
        }
        NlcHeader longest =
                header(pixels(Colour.RGB, false, 8), Layers.NONE, 1, PackReference.of("n".repeat(64), Files.DIGEST));
        assertThat(longest.toBytes()).hasSize(100);
    }

    @Test
    void headersThatContradictThemselvesAreRefused() {
        PixelFormat rgb = pixels(Colour.RGB, false, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(pixels(Colour.RGB, false, 16), Layers.NONE, 1, PACK))
                .withMessageContaining("16 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(pixels(Colour.RGB, false, 16), Layers.EXACT, 0, PackReference.NONE))
                .withMessageContaining("16 bits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(rgb, Layers.ROUNDED, 0, PackReference.NONE))
                .withMessageContaining("rounded");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(rgb, Layers.NONE, 1, PackReference.NONE))
                .withMessageContaining("quality is 1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(null, Layers.NONE, 0, PACK))
                .withMessageContaining("pixels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(rgb, null, 0, PACK))
                .withMessageContaining("layers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> header(rgb, Layers.NONE, 0, null))
                .withMessageContaining("reference");
        for (int version : new int[] {0, 3}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new NlcHeader(version, 1, 1, rgb, Layers.NONE, 0, 64, 64, PACK))
                    .withMessageContaining("version " + version);
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcHeader(1, 1, 1, rgb, Layers.EXACT, 0, 64, 64, PACK))
                .withMessageContaining("no layers");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcHeader(1, 1, 1, rgb, Layers.NONE, 0, 64, 64, PackReference.NONE))
                .withMessageContaining("needs a pack");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcHeader(1, 1, 1, pixels(Colour.RGB, false, 16), Layers.NONE, 0, 64, 64, PACK))
                .withMessageContaining("version 1 has no samples of 16 bits");
    }

    @Test
    void pixelsAndReferencesAreChecked() {
        assertThat(pixels(Colour.GRAY, false, 8).samples()).isEqualTo(1);
        assertThat(pixels(Colour.GRAY, true, 8).samples()).isEqualTo(2);
        assertThat(pixels(Colour.RGB, false, 16).samples()).isEqualTo(3);
        assertThat(pixels(Colour.RGB, true, 8).samples()).isEqualTo(4);
        assertThatIllegalArgumentException().isThrownBy(() -> pixels(null, true, 8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pixels(Colour.RGB, true, 12))
                .withMessageContaining("12");
        assertThatIllegalArgumentException().isThrownBy(() -> PackReference.of("", new byte[0]));
        assertThatIllegalArgumentException().isThrownBy(() -> PackReference.of(null, new byte[16]));
        assertThatIllegalArgumentException().isThrownBy(() -> PackReference.of("p", null));
        assertThatIllegalArgumentException().isThrownBy(() -> new PackReference("", new byte[16], false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PackReference("", null, false));
        assertThatIllegalArgumentException().isThrownBy(() -> new PackReference("", new byte[0], true));
        assertThat(PACK.present()).isTrue();
        assertThat(PACK.corrected()).isFalse();
        assertThat(PACK.correcting().corrected()).isTrue();
        assertThat(PackReference.NONE.present()).isFalse();
        assertThat(PACK)
                .isEqualTo(PackReference.of("p/q", Files.DIGEST))
                .hasSameHashCodeAs(PackReference.of("p/q", Files.DIGEST))
                .isNotEqualTo(PackReference.of("p/r", Files.DIGEST))
                .isNotEqualTo(PACK.correcting())
                .isNotEqualTo(PackReference.of("p/q", new byte[16]))
                .isNotEqualTo("p/q");
        assertThat(PACK.hashCode())
                .isNotEqualTo(PackReference.of("p/q", new byte[16]).hashCode());
    }

    /** The page: CRC-32C of the header's payload and the number of the tile. */
    @Test
    void tilesAreBoundToHeaderAndPlace() throws NlcException {
        NlcHeader header = header(pixels(Colour.RGB, false, 8), Layers.NONE, 5, PACK);
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(header.toBytes().length + 4)
                .put(header.toBytes())
                .putInt(3)
                .flip());
        assertThat(TilePayload.binding(header, 3))
                .isEqualTo((int) crc.getValue())
                .isNotZero();
        TilePayload tile = new TilePayload(TilePayload.LAYERED, 0x01020304, new byte[] {9, 8});
        assertThat(tile.length()).isEqualTo(7);
        assertThat(tile.toBytes()).containsExactly(1, 1, 2, 3, 4, 9, 8);
        TilePayload bound = tile.bound(header, 3);
        assertThat(bound.check()).isEqualTo(0x01020304 ^ (int) crc.getValue());
        assertThat(bound.kind()).isEqualTo(TilePayload.LAYERED);
        assertThat(bound.bound(header, 3).check()).isEqualTo(tile.check());
        assertThat(bound.bound(header, 2).check()).isNotEqualTo(tile.check());
        assertThat(TilePayload.parse(tile.toBytes()).data()).containsExactly(9, 8);
        assertThat(TilePayload.parse(tile.toBytes()).kind()).isEqualTo(1);
        assertThat(TilePayload.parse(tile.toBytes()).check()).isEqualTo(0x01020304);
    }

    @Test
    void tilesThatAreTooShortOrOfAnotherKindAreRefused() throws NlcException {
        assertThatThrownBy(() -> TilePayload.parse(new byte[4]))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("tile of 4 bytes is too short");
        assertThat(TilePayload.parse(new byte[] {2, 0, 0, 0, 0}).data()).isEmpty();
        for (byte kind : new byte[] {100, -1}) {
            assertThatThrownBy(() -> TilePayload.parse(new byte[] {kind, 0, 0, 0, 0}))
                    .isInstanceOfSatisfying(
                            NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.UNSUPPORTED))
                    .hasMessageContaining("kind " + (kind & 0xFF));
        }
        TilePayload first = TilePayload.ofVersion1(new byte[] {1, 2, 3, 4, 5});
        assertThat(first.kind()).isEqualTo(TilePayload.LEARNED);
        assertThat(first.check()).isEqualTo(0x01020304);
        assertThat(first.data()).containsExactly(5);
        assertThat(first.toVersion1()).containsExactly(1, 2, 3, 4, 5);
        assertThat(TilePayload.ofVersion1(new byte[4]).data()).isEmpty();
        assertThatThrownBy(() -> TilePayload.ofVersion1(new byte[3]))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("3 bytes");
    }

    private static TilePayload tile(int kind, int... bytes) {
        byte[] data = new byte[bytes.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) bytes[i];
        }
        return new TilePayload(kind, 77, data);
    }

    /** 70 x 300 in tiles of 128 x 64: five. */
    private static NlcFile framed(boolean alpha, boolean learned) {
        List<TilePayload> tiles = List.of(tile(1, 1), tile(2), tile(1, 3, 3), tile(1), tile(2, 5));
        return frame(alpha).file(new FileFrame.Tiles(Layers.EXACT, learned, 300, 128, 64, tiles));
    }

    private static FileFrame frame(boolean alpha) {
        List<TilePayload> planes = List.of(tile(2, 9), tile(2), tile(2, 9, 9, 9), tile(2, 1), tile(2, 2));
        return new FileFrame(
                70, 300, Colour.GRAY, List.of(new Chunk("noTe", new byte[3])), alpha ? planes : List.of(), PACK);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void framesBecomeFiles(boolean alpha, boolean learned) throws IOException {
        NlcFile file = framed(alpha, learned);
        byte[] bytes = file.toBytes(Limits.DEFAULT);
        assertThat(file.size()).isEqualTo(bytes.length);
        if (learned) {
            assertThat(frame(alpha).overhead(5))
                    .isEqualTo(bytes.length
                            - file.tiles().stream().mapToLong(t -> t.length).sum());
        }
        for (ImageInputStream in : Files.streams(bytes)) {
            NlcReader reader = new NlcReader(in);
            NlcHeader header = reader.header();
            assertThat(header.learned()).isEqualTo(learned);
            assertThat(header.quality()).isEqualTo(learned ? 300 : 0);
            assertThat(header.layers()).isEqualTo(Layers.EXACT);
            assertThat(header.alpha()).isEqualTo(alpha);
            assertThat(reader.ancillary()).containsExactly(new Chunk("noTe", new byte[3]));
            for (int i = 0; i < 5; i++) {
                TilePayload tile = TilePayload.parse(reader.tile(i)).bound(header, i);
                assertThat(tile.check()).isEqualTo(77);
                assertThat(tile.data()).hasSize(new int[] {1, 0, 2, 0, 1}[i]);
            }
            reader.verify();
            assertThat(reader.problems()).isEmpty();
            if (!alpha) {
                assertThat(reader.alpha()).isNull();
                continue;
            }
            List<TilePayload> planes = AlphaTiles.parse(header, reader.alpha());
            assertThat(planes).hasSize(5).allMatch(t -> t.check() == 77);
            assertThat(planes.get(2).data()).containsExactly(9, 9, 9);
            assertThat(planes.get(1).data()).isEmpty();
        }
    }

    /** Alpha of a tile is not the tile. */
    @Test
    void alphaIsBoundToAnotherPlaceThanItsTile() throws IOException {
        NlcFile file = framed(true, true);
        ByteBuffer alpha = ByteBuffer.wrap(file.alpha());
        assertThat(alpha.getInt()).isEqualTo(6);
        byte[] first = new byte[6];
        alpha.get(first);
        assertThat(TilePayload.parse(first).check())
                .isEqualTo(77 ^ TilePayload.binding(file.header(), 1 << 31))
                .isNotEqualTo(77 ^ TilePayload.binding(file.header(), 0));
    }

    @Test
    void damagedAlphaIsNamed() {
        NlcFile file = framed(true, true);
        byte[] alpha = file.alpha();
        for (int length : new int[] {0, 3, 4, 9, alpha.length - 1}) {
            assertThatThrownBy(() -> AlphaTiles.parse(file.header(), Arrays.copyOf(alpha, length)))
                    .isInstanceOf(NlcException.class)
                    .hasMessageContaining("ALPH, tile ")
                    .hasMessageContaining("cut short");
        }
        assertThatThrownBy(() -> AlphaTiles.parse(file.header(), Arrays.copyOf(alpha, alpha.length + 1)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("does not end after 5 tiles");
        byte[] negative = alpha.clone();
        negative[0] = -1;
        assertThatThrownBy(() -> AlphaTiles.parse(file.header(), negative)).hasMessageContaining("cut short");
        byte[] kind = alpha.clone();
        kind[4] = 9;
        assertThatThrownBy(() -> AlphaTiles.parse(file.header(), kind))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("ALPH, tile 0 of 5")
                .hasMessageContaining("kind 9");
        byte[] tooShort = alpha.clone();
        tooShort[3] = 4;
        assertThatThrownBy(() -> AlphaTiles.parse(file.header(), tooShort))
                .hasMessageContaining("4 bytes is too short");
    }

    private static byte[] ended(FileBuilder builder) throws IOException {
        NlcFile file = framed(false, true);
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        byte[] bytes = file.toBytes(Limits.DEFAULT);
        whole.write(bytes, 0, bytes.length - 12); // without NEND
        byte[] end = builder.bytes();
        whole.write(end, 8, end.length - 8); // without a signature
        return whole.toByteArray();
    }

    private static List<String> problems(ImageInputStream in, Limits limits) throws IOException {
        NlcReader reader = new NlcReader(in, limits);
        for (int i = 0; i < 5; i++) {
            reader.tile(i);
        }
        return reader.problems().stream().map(Throwable::getMessage).toList();
    }

    private static final Limits SMALL = new Limits(65_535, 1 << 28, 200_000, 1000, 1 << 20);

    @Test
    void whatStandsAfterTheTilesIsLookedAt() throws IOException {
        FileBuilder[] builders = {
            new FileBuilder().chunk("noTe", new byte[5]).chunk("NEND", new byte[0]),
            new FileBuilder(),
            new FileBuilder().chunk("NEND", new byte[1]),
            new FileBuilder().raw(HexFormat.of().parseHex("000000004e454e4400000000")),
            new FileBuilder().chunk("EXIF", new byte[5]).chunk("NEND", new byte[0]),
            new FileBuilder().raw(new byte[40]),
            new FileBuilder()
                    .raw(HexFormat.of().parseHex("000000026e6f5465010200000000"))
                    .chunk("NEND", new byte[0]),
        };
        String[] expected = {
            null,
            "the end of the file is missing",
            "NEND is damaged",
            "NEND is damaged",
            "chunk EXIF stands where NEND should be",
            "something else where NEND should be",
            "the CRC of noTe is wrong"
        };
        for (int i = 0; i < builders.length; i++) {
            for (ImageInputStream in : Files.streams(ended(builders[i]))) {
                List<String> found = problems(in, SMALL);
                if (expected[i] == null) {
                    assertThat(found).isEmpty();
                } else {
                    assertThat(found).singleElement().asString().contains(expected[i]);
                }
            }
        }
    }

    @Test
    void muchThatStandsAfterTheTilesIsNotLookedAt() throws IOException {
        byte[] large = ended(new FileBuilder().chunk("noTe", new byte[1000]).chunk("NEND", new byte[0]));
        assertThat(problems(Files.knownLength(large), SMALL)).isEmpty();
        assertThat(problems(Files.unknownLength(large), SMALL))
                .singleElement()
                .asString()
                .contains("more than 1000 bytes before NEND");
        byte[] fits = ended(new FileBuilder().chunk("noTe", new byte[988]).chunk("NEND", new byte[0]));
        assertThat(problems(Files.unknownLength(fits), SMALL)).isEmpty();
        FileBuilder most = new FileBuilder();
        for (int i = 0; i < 4095; i++) {
            most.chunk("noTe", new byte[0]);
        }
        assertThat(problems(Files.knownLength(ended(most.chunk("NEND", new byte[0]))), Limits.DEFAULT))
                .isEmpty();
        FileBuilder many = new FileBuilder();
        for (int i = 0; i < 4096; i++) {
            many.chunk("noTe", new byte[0]);
        }
        assertThat(problems(Files.knownLength(ended(many.chunk("NEND", new byte[0]))), Limits.DEFAULT))
                .singleElement()
                .asString()
                .contains("more than 4096 chunks before NEND");
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 0})
    void tilesOfLessThanAKindAndACheckValueAreDamaged(int less) throws IOException {
        NlcHeader header = header(pixels(Colour.GRAY, false, 8), Layers.EXACT, 0, PackReference.NONE);
        byte[] index = new byte[20];
        for (int i = 0; i < 5; i++) {
            index[4 * i + 3] = (byte) (less < 0 ? 4 : 5);
        }
        FileBuilder file = new FileBuilder().chunk("HEAD", header.toBytes()).chunk("TIDX", index);
        for (int i = 0; i < 5; i++) {
            file.chunk("TILE", new byte[less < 0 ? 4 : 5]);
        }
        for (ImageInputStream in : Files.streams(file.chunk("NEND", new byte[0]).bytes())) {
            NlcReader reader = new NlcReader(in);
            if (less < 0) {
                assertThatThrownBy(() -> reader.tile(0))
                        .isInstanceOf(NlcException.class)
                        .hasMessageContaining("has 4 bytes and so no check value");
            } else {
                assertThat(reader.tile(4)).isEqualTo(new byte[5]);
            }
        }
    }
}
