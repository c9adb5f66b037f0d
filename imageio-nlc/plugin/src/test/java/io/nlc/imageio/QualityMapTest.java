package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.TestPacks;
import io.nlc.codec.NlcDecoder;
import io.nlc.codec.QualityMaps;
import io.nlc.codec.TileSource;
import io.nlc.container.Limits;
import io.nlc.container.NlcFile;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.picture.QualityOffsets;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(TinyPack.class)
class QualityMapTest {

    /** Of several tiles; the region crosses their borders. */
    private static final int WIDTH = 1030;

    private static final int HEIGHT = 600;
    private static final Rectangle REGION = new Rectangle(384, 320, 320, 256);
    private static final QualityMap MAP = QualityMap.regions(List.of(REGION), 0, -0.5);

    private static NlcReader open(byte[] file) throws IOException {
        return new NlcReader(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
    }

    private static byte[] at(BufferedImage image, float quality, QualityMap map) throws IOException {
        return Pictures.write(image, param -> {
            param.setCompressionQuality(quality);
            param.setQualityMap(map);
        });
    }

    /** Mean squared error of the samples in an area, or in all others. */
    private static double error(BufferedImage a, BufferedImage b, Rectangle area, boolean inside) {
        double sum = 0;
        int count = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                if (area.contains(x, y) == inside) {
                    for (int band = 0; band < a.getRaster().getNumBands(); band++, count++) {
                        int d = a.getRaster().getSample(x, y, band)
                                - b.getRaster().getSample(x, y, band);
                        sum += d * d;
                    }
                }
            }
        }
        return sum / count;
    }

    private static Rectangle grown(int by) {
        Rectangle r = new Rectangle(REGION);
        r.grow(by, by);
        return r;
    }

    @ParameterizedTest
    @ValueSource(ints = {BufferedImage.TYPE_3BYTE_BGR, BufferedImage.TYPE_BYTE_GRAY})
    void insideIsAsGoodAsTheQuality_outsideAsTheLowerOne(int type) throws IOException {
        BufferedImage image = Pictures.of(WIDTH, HEIGHT, type);
        byte[] high = at(image, 0.8f, null);
        byte[] low = at(image, 0.3f, null);
        byte[] mapped = at(image, 0.8f, MAP);
        assertThat(mapped.length).isBetween(low.length + 1, high.length - 1);
        NlcHeader header = open(mapped).header();
        assertThat(header.mapped()).isTrue();
        assertThat(header.quality()).isEqualTo(open(high).header().quality());
        assertThat(header.tiles()).isGreaterThan(1);
        BufferedImage decoded = Pictures.read(mapped);
        assertThat(error(image, decoded, grown(-32), true))
                .isBetween(0.9 * errorOf(image, high, -32, true), 1.1 * errorOf(image, high, -32, true));
        assertThat(error(image, decoded, grown(64), false))
                .isBetween(0.9 * errorOf(image, low, 64, false), 1.1 * errorOf(image, low, 64, false));
        assertThat(errorOf(image, low, -32, true)).isGreaterThan(1.3 * errorOf(image, high, -32, true));
    }

    private static double errorOf(BufferedImage image, byte[] file, int grown, boolean inside) throws IOException {
        return error(image, Pictures.read(file), grown(grown), inside);
    }

    @Test
    void aMapThatAsksForNothingElseChangesNoByte() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR);
        byte[] plain = at(image, 0.6f, null);
        assertThat(at(image, 0.6f, QualityMap.regions(List.of(new Rectangle(9, 9)), 0, 0)))
                .isEqualTo(plain);
        assertThat(at(image, 0.6f, QualityMap.regions(List.of(new Rectangle(9, 9)), 0.0001, -0.0001)))
                .isEqualTo(plain);
        assertThat(at(image, 0.6f, QualityMap.regions(List.of(new Rectangle(200, 150)), 0, -1)))
                .isEqualTo(plain);
    }

    /** Where one quality is asked for by a map everywhere, pixels are those of that quality but for rounding. */
    @Test
    void aMapOfOneOffsetIsThatQuality() throws IOException {
        BufferedImage image = Pictures.of(300, 200, BufferedImage.TYPE_3BYTE_BGR);
        byte[] mapped = at(image, 0.75f, QualityMap.regions(List.of(), 0, -0.25));
        assertThat(open(mapped).header().mapped()).isTrue();
        BufferedImage expected = Pictures.read(at(image, 0.5f, null));
        BufferedImage found = Pictures.read(mapped);
        for (int i = 0; i < 300 * 200; i++) {
            for (int band = 0; band < 3; band++) {
                int d = expected.getRaster().getSample(i % 300, i / 300, band)
                        - found.getRaster().getSample(i % 300, i / 300, band);
                assertThat(Math.abs(d)).isLessThanOrEqualTo(1);
            }
        }
    }

    @Test
    void aRegionIsTheCropOfTheWhole() throws IOException {
        byte[] file = at(Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR), 0.8f, MAP);
        BufferedImage whole = Pictures.read(file);
        Rectangle part = new Rectangle(490, 300, 200, 270);
        BufferedImage crop = Pictures.read(file, param -> param.setSourceRegion(part));
        assertThat(crop.getRGB(0, 0, part.width, part.height, null, 0, part.width))
                .isEqualTo(whole.getRGB(part.x, part.y, part.width, part.height, null, 0, part.width));
    }

    @Test
    void alphaIsKept() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_4BYTE_ABGR);
        byte[] file = at(image, 0.8f, QualityMap.regions(List.of(new Rectangle(64, 64)), 0, -0.5));
        assertThat(open(file).header().mapped()).isTrue();
        Raster alpha = Pictures.read(file).getAlphaRaster();
        assertThat(alpha.getSamples(0, 0, 200, 150, 0, (int[]) null))
                .isEqualTo(image.getAlphaRaster().getSamples(0, 0, 200, 150, 0, (int[]) null));
    }

    @Test
    void aPreviewHasTheGainsOfTheMap() throws IOException {
        BufferedImage image = Pictures.of(256, 192, BufferedImage.TYPE_3BYTE_BGR);
        Consumer<NlcImageReadParam> preview = param -> param.setSourceProgressivePasses(0, 1);
        BufferedImage low = Pictures.read(at(image, 0.25f, null), preview);
        BufferedImage mapped = Pictures.read(at(image, 0.875f, QualityMap.regions(List.of(), 0, -0.625)), preview);
        assertThat(error(low, mapped, new Rectangle(256, 192), true)).isLessThan(0.5);
    }

    @Test
    void targetsCountForTheWholeFile() throws IOException {
        BufferedImage image = Pictures.of(500, 300, BufferedImage.TYPE_3BYTE_BGR);
        QualityMap map = QualityMap.regions(List.of(new Rectangle(0, 0, 250, 300)), 0, -0.4);
        Rectangle left = new Rectangle(0, 0, 192, 300);
        int bytes = at(image, 0.5f, null).length;
        byte[] mapped = Pictures.write(image, param -> {
            param.setTargetBytes(bytes);
            param.setQualityMap(map);
        });
        assertThat(mapped.length).isBetween((int) (0.9 * bytes), bytes);
        assertThat(open(mapped).header().mapped()).isTrue();
        byte[] plain = Pictures.write(image, param -> param.setTargetBytes(bytes));
        assertThat(error(image, Pictures.read(mapped), left, true))
                .isLessThan(error(image, Pictures.read(plain), left, true));
        double psnr = 33;
        byte[] good = Pictures.write(image, param -> {
            param.setTargetPsnr(psnr);
            param.setQualityMap(map);
        });
        assertThat(open(good).header().mapped()).isTrue();
        double error = error(image, Pictures.read(good), new Rectangle(500, 300), true);
        assertThat(10 * Math.log10(255 * 255 / error)).isBetween(psnr - 0.01, psnr + 0.5);
    }

    /** What docs/java.md says of the default pack. */
    @Test
    void aFaceGetsWhatIsSavedElsewhere() throws IOException {
        Optional<Path> portrait = TestPacks.shared("kodak").map(folder -> folder.resolve("kodim04.png"));
        assumeTrue(portrait.filter(Files::exists).isPresent());
        BufferedImage image = ImageIO.read(portrait.get().toFile());
        Rectangle face = new Rectangle(128, 256, 256, 320);
        byte[] plain = Pictures.write(image, param -> {
            param.setModel(null);
            param.setCompressionQuality(0.4f);
        });
        byte[] mapped = Pictures.write(image, param -> {
            param.setModel(null);
            param.setTargetBytes(plain.length);
            param.setQualityMap(QualityMap.regions(List.of(face), 0, -0.4));
        });
        assertThat(mapped.length).isLessThanOrEqualTo(plain.length);
        BufferedImage before = Pictures.read(plain);
        BufferedImage after = Pictures.read(mapped);
        assertThat(decibels(error(image, after, face, true)) - decibels(error(image, before, face, true)))
                .isBetween(2.4, 2.75);
        assertThat(decibels(error(image, after, face, false)) - decibels(error(image, before, face, false)))
                .isBetween(-1.1, -0.85);
    }

    private static double decibels(double error) {
        return 10 * Math.log10(255 * 255 / error);
    }

    @Test
    void effortIsZeroWithAMap() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR);
        QualityMap map = QualityMap.regions(List.of(new Rectangle(64, 64)), 0, -0.3);
        byte[] file = Pictures.write(image, param -> {
            param.setCompressionQuality(0.6f);
            param.setEffort(2);
            param.setQualityMap(map);
        });
        assertThat(file).isEqualTo(at(image, 0.6f, map));
    }

    @Test
    void samplesThatAreKeptIgnoreIt() throws IOException {
        BufferedImage image = Pictures.of(100, 80, BufferedImage.TYPE_3BYTE_BGR);
        for (int error : new int[] {0, 4}) {
            byte[] plain = Pictures.write(image, param -> param.setMaxError(error));
            byte[] mapped = Pictures.write(image, param -> {
                param.setMaxError(error);
                param.setQualityMap(MAP);
            });
            assertThat(mapped).isEqualTo(plain);
        }
    }

    private static byte[] anything(BufferedImage image, float quality, QualityMap map) throws IOException {
        return Pictures.write(image, param -> {
            param.setNetworksOnly(false);
            param.setCompressionQuality(quality);
            param.setQualityMap(map);
        });
    }

    @ParameterizedTest
    @CsvSource({"0.95, 44", "1, 41"})
    void aboveNetworksStepsAreCoarserOutside(float quality, double most) throws IOException {
        BufferedImage image = Pictures.of(320, 256, BufferedImage.TYPE_3BYTE_BGR);
        QualityMap map = QualityMap.regions(List.of(new Rectangle(0, 0, 128, 256)), 0, -0.3);
        byte[] plain = anything(image, quality, null);
        byte[] mapped = anything(image, quality, map);
        assertThat(open(mapped).header().learned()).isFalse();
        assertThat(mapped.length).isLessThan(9 * plain.length / 10);
        Rectangle inside = new Rectangle(0, 0, 128, 256);
        double error = error(image, Pictures.read(mapped), inside, true);
        assertThat(error).isLessThanOrEqualTo(1.1 * error(image, Pictures.read(plain), inside, true));
        assertThat(error(image, Pictures.read(mapped), inside, false))
                .isGreaterThan(1.5 * error(image, Pictures.read(plain), inside, false));
        if (quality == 1) {
            assertThat(10 * Math.log10(255 * 255 / error)).isGreaterThan(most - 0.1);
        }
    }

    private static byte[] with(byte[] file, byte[] map) throws IOException {
        NlcReader reader = open(file);
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < reader.header().tiles(); i++) {
            tiles.add(reader.tile(i));
        }
        return new NlcFile(reader.header(), List.of(), map, reader.alpha(), tiles).toBytes(Limits.DEFAULT);
    }

    @Test
    void forgedMapsAreErrors_whateverIsConcealed() throws IOException {
        BufferedImage image = Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR);
        byte[] file = at(image, 0.6f, QualityMap.regions(List.of(new Rectangle(64, 64)), 0, -0.3));
        byte[] map = open(file).qualityMap();
        assertThat(with(file, map)).isEqualTo(file);
        List<byte[]> forged = new ArrayList<>();
        for (int i = 0; i < map.length; i++) {
            byte[] changed = map.clone();
            changed[i] ^= 1;
            forged.add(changed);
            forged.add(Arrays.copyOf(map, i));
        }
        forged.add(open(at(Pictures.of(500, 150, BufferedImage.TYPE_3BYTE_BGR), 0.6f, MAP))
                .qualityMap());
        int refused = 0;
        for (byte[] bad : forged) {
            for (NlcImageReadParam.DamagedTiles damaged : NlcImageReadParam.DamagedTiles.values()) {
                byte[] changed = with(file, bad);
                try {
                    BufferedImage read = Pictures.read(changed, param -> param.setDamagedTiles(damaged));
                    // Bits at the end of a stream may not matter.
                    assertThat(read.getRGB(0, 0, 200, 150, null, 0, 200))
                            .isEqualTo(Pictures.read(file).getRGB(0, 0, 200, 150, null, 0, 200));
                } catch (IIOException e) {
                    assertThat(e).hasMessageContaining("QMAP");
                    refused++;
                }
            }
        }
        assertThat(refused).isGreaterThan(forged.size());
    }

    /** What stands in for a tile are means of others, whose symbols are larger or smaller than its own would be. */
    @Test
    void concealedTilesHaveTheColoursAroundThem_whateverTheirQualities() throws IOException {
        BufferedImage image = Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
        QualityMap map = QualityMap.regions(List.of(new Rectangle(512, HEIGHT)), 0, -0.8);
        double[] expected = concealedMeans(at(image, 0.9f, null));
        double[] found = concealedMeans(at(image, 0.9f, map));
        for (int band = 0; band < 3; band++) {
            assertThat(found[band]).isBetween(expected[band] - 6, expected[band] + 6);
        }
    }

    /** Mean colours of the second tile, which is damaged. */
    private static double[] concealedMeans(byte[] file) throws IOException {
        NlcReader reader = open(file);
        List<byte[]> tiles = new ArrayList<>();
        for (int i = 0; i < reader.header().tiles(); i++) {
            byte[] tile = reader.tile(i);
            tile[2] ^= i == 1 ? 1 : 0; // of its check value
            tiles.add(tile);
        }
        byte[] damaged =
                new NlcFile(reader.header(), List.of(), reader.qualityMap(), null, tiles).toBytes(Limits.DEFAULT);
        Raster read = Pictures.read(damaged, p -> p.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL))
                .getRaster();
        double[] means = new double[3];
        for (int band = 0; band < 3; band++) {
            means[band] = Arrays.stream(read.getSamples(560, 48, 400, 400, band, (int[]) null))
                    .average()
                    .orElseThrow();
        }
        return means;
    }

    @Test
    void decodersWantTheMap() throws IOException {
        byte[] file = at(
                Pictures.of(200, 150, BufferedImage.TYPE_3BYTE_BGR),
                0.6f,
                QualityMap.regions(List.of(new Rectangle(64, 64)), 0.25, -0.5));
        NlcReader reader = open(file);
        NlcDecoder decoder = new NlcDecoder(TestPacks.tiny(), TestPacks.CPU);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> decoder.open(reader.header(), reader::tile))
                .withMessageContaining("quality map");
        assertThat(decoder.open(reader.header(), TileSource.of(reader))).isNotNull();
        double[] levels = QualityMaps.levels(reader.header(), reader.qualityMap());
        assertThat(levels).hasSize(4 * 3).startsWith(1.75, -3.5).endsWith(-3.5);
        assertThatThrownBy(() -> QualityMaps.levels(reader.header(), new byte[7]))
                .isInstanceOf(NlcException.class);
    }

    @Test
    void metadataCanChangeBesideIt() throws IOException {
        byte[] file = at(
                Pictures.of(100, 80, BufferedImage.TYPE_3BYTE_BGR),
                0.6f,
                QualityMap.regions(List.of(new Rectangle(64, 64)), 0, -0.3));
        assertThat(PictureFiles.withMetadata(file, PictureMetadata.NONE, NlcSettings.fromProperties()))
                .isEqualTo(file);
    }

    private static double[] offsets(QualityMap map, int width, int height) {
        QualityOffsets offsets = map.offsets(width, height);
        double[] all = new double[offsets.columns() * offsets.rows()];
        Arrays.setAll(all, i -> offsets.at(i % offsets.columns(), i / offsets.columns()));
        return all;
    }

    @Test
    void anAreaHasTheHighestOffsetOfItsPixels() {
        List<Rectangle> one = List.of(new Rectangle(63, 0, 2, 1));
        assertThat(offsets(QualityMap.regions(one, 0, -0.5), 192, 64)).containsExactly(0, 0, -0.5);
        assertThat(offsets(QualityMap.regions(one, -0.5, 0.25), 192, 64)).containsExactly(0.25, 0.25, 0.25);
        List<Rectangle> covering = List.of(new Rectangle(-5, 0, 40, 100), new Rectangle(35, -1, 29, 70));
        assertThat(offsets(QualityMap.regions(covering, -0.5, 0.25), 100, 64)).containsExactly(-0.5, 0.25);
        assertThat(offsets(QualityMap.regions(covering, 1, -1), 65, 65)).containsExactly(1, -1, 1, -1);
    }

    @Test
    void aMapOfSamplesIsStretchedOverThePicture() {
        BufferedImage gray = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
        gray.getRaster().setPixels(0, 0, 3, 1, new int[] {0, 64, 255});
        QualityMap map = QualityMap.of(gray);
        gray.getRaster().setSample(0, 0, 0, 200); // is copied
        assertThat(offsets(map, 192, 64)).containsExactly(-1, -0.5, 127 / 128.0);
        assertThat(offsets(map, 193, 1)).containsExactly(-1, -0.5, 127 / 128.0, 127 / 128.0);
        assertThat(offsets(map, 128, 128)).containsExactly(-0.5, 127 / 128.0, -0.5, 127 / 128.0);
        assertThat(offsets(map, 1, 1)).containsExactly(127 / 128.0);
        BufferedImage fine = new BufferedImage(640, 10, BufferedImage.TYPE_BYTE_GRAY);
        fine.getRaster().setSample(319, 9, 0, 130);
        assertThat(offsets(QualityMap.of(fine), 128, 64)).containsExactly(2 / 128.0, -1);
    }

    @Test
    void mapsOfOtherKindsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QualityMap.of(new BufferedImage(2, 2, BufferedImage.TYPE_3BYTE_BGR)))
                .withMessageContaining("3 of 8");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QualityMap.of(new BufferedImage(2, 2, BufferedImage.TYPE_USHORT_GRAY)))
                .withMessageContaining("1 of 16");
        for (double bad : new double[] {-1.1, 1.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> QualityMap.regions(List.of(), bad, 0))
                    .withMessageContaining("offset");
            assertThatIllegalArgumentException().isThrownBy(() -> QualityMap.regions(List.of(), 0, bad));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> QualityMap.regions(List.of(new Rectangle(5, 0)), 0, 0))
                .withMessageContaining("empty");
        assertThatIllegalArgumentException().isThrownBy(() -> new QualityOffsets(2, 2, new double[3]));
        assertThatIllegalArgumentException().isThrownBy(() -> new QualityOffsets(1, 1, new double[] {2}));
    }
}
