package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.nlc.container.Chunk;
import io.nlc.container.ChunkInfo;
import io.nlc.container.NlcReader;
import io.nlc.imageio.metadata.Density;
import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.NlcMetadataFormat;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import io.nlc.imageio.metadata.TextEntry;
import io.nlc.imageio.metadata.Thumbnail;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.tiff.TIFFImageReadParam;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What accompanies a picture, there and back, and through other formats. */
@ExtendWith(TinyPack.class)
class MetadataTest {

    private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

    private static BufferedImage picture() {
        return Pictures.of(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    }

    private static ImageInputStream stream(byte[] file) throws IOException {
        return ImageIO.createImageInputStream(new ByteArrayInputStream(file));
    }

    private static PictureMetadata foreign(byte[] file) throws IOException {
        try (ImageInputStream in = stream(file)) {
            PictureMetadata read = MetadataFiles.read(in);
            assertThat(in.getStreamPosition()).isZero();
            return read;
        }
    }

    private static byte[] in(String format, PictureMetadata metadata, List<String> warnings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            MetadataFiles.write(writer, new IIOImage(picture(), null, null), null, metadata, out, warnings::add);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private static byte[] in(String format, PictureMetadata metadata) throws IOException {
        List<String> warnings = new ArrayList<>();
        byte[] file = in(format, metadata, warnings);
        assertThat(warnings).isEmpty();
        return file;
    }

    /** Some hundred kilobytes that stand for gigabytes. */
    @Test
    void deflatedTexts_areBoundedTogether() throws IOException {
        ByteArrayOutputStream deflated = new ByteArrayOutputStream();
        try (DeflaterOutputStream out = new DeflaterOutputStream(deflated)) {
            out.write(new byte[(1 << 24) - 1]);
        }
        byte[] text = ByteBuffer.allocate(3 + deflated.size())
                .put((byte) 'K')
                .putShort((short) 0)
                .put(deflated.toByteArray())
                .array();
        PictureBytes.PngChunk[] chunks = new PictureBytes.PngChunk[12];
        Arrays.fill(chunks, new PictureBytes.PngChunk("zTXt", text));
        PictureMetadata read = foreign(PictureBytes.png(picture(), chunks));
        assertThat(read.texts()).hasSize(2);
        assertThat(read.texts().stream().mapToInt(t -> t.value().length()).sum())
                .isLessThan(1 << 25);
    }

    /** The JDK's stream in memory counts wrong so far behind its end, and throws what is no IOException. */
    @ParameterizedTest
    @ValueSource(strings = {"png", "webp"})
    void chunksThatEndBillionsOfBytesBehindTheFile_endIt(String format) throws IOException {
        byte[] file = HexFormat.of()
                .parseHex(
                        format.equals("png")
                                ? "89504e470d0a1a0a7fffffff6e6f6e65"
                                : "5249464600000000574542506576657200000090");
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            assertThat(MetadataFiles.read(in)).isEqualTo(PictureMetadata.NONE);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void nlc_keepsAll(boolean lossless) throws IOException {
        byte[] file = Metadata.write(picture(), Metadata.ALL, p -> p.setLossless(lossless));
        assertThat(Metadata.read(file)).isEqualTo(Metadata.ALL);
        assertThat(foreign(file)).isEqualTo(Metadata.ALL);
        byte[] bare = Metadata.write(picture(), PictureMetadata.NONE, p -> p.setLossless(lossless));
        assertThat(bare).isEqualTo(Pictures.write(picture(), p -> p.setLossless(lossless)));
        assertThat(Metadata.read(bare)).isEqualTo(PictureMetadata.NONE);
        assertThat(Pictures.rgb(Pictures.read(file))).isEqualTo(Pictures.rgb(Pictures.read(bare)));
    }

    /** Stored once, read by every later version. */
    @Test
    void storedFile_saysWhatItSaid() throws IOException {
        byte[] file =
                MetadataTest.class.getResourceAsStream("/nlc/accompanied.nlc").readAllBytes();
        PictureMetadata read = Metadata.read(file);
        assertThat(read.withThumbnail(null)).isEqualTo(Metadata.ALL);
        assertThat(read.thumbnail().width()).isEqualTo(16);
        assertThat(read.thumbnail().height()).isEqualTo(12);
    }

    @Test
    void sizeThatWasAskedFor_includesMetadata() throws IOException {
        BufferedImage image = Pictures.of(200, 160, BufferedImage.TYPE_3BYTE_BGR);
        int plain = Pictures.write(image, p -> p.setCompressionQuality(0.5f)).length;
        byte[] file = Metadata.write(image, Metadata.ALL, p -> p.setTargetBytes(plain + 1500));
        assertThat(file.length).isLessThanOrEqualTo(plain + 1500);
        assertThat(Metadata.read(file)).isEqualTo(Metadata.ALL);
    }

    @Test
    void metadataIgnored_onlyTheHeaderSpeaks() throws IOException {
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.setInput(stream(Metadata.write(picture(), Metadata.ALL, p -> p.setLossless(true))), false, true);
        assertThat(reader.getImageMetadata(0).picture()).isEqualTo(PictureMetadata.NONE);
        assertThat(reader.getImageMetadata(0).pixels().header().width()).isEqualTo(40);
    }

    @Test
    void chunksThatMakeNoSense_arePassedOver() {
        assertThat(PictureMetadata.of(List.of(
                        new Chunk("dens", new byte[17]),
                        new Chunk("dens", new byte[3]),
                        new Chunk("text", new byte[] {(byte) 0xFF, 0, 0, 0}),
                        new Chunk("text", "only one part".getBytes(StandardCharsets.UTF_8)),
                        new Chunk("thMB", new byte[3]),
                        new Chunk("thMB", new byte[100]),
                        new Chunk("thMB", new byte[] {3, 0, 3, 0}),
                        new Chunk("noTe", new byte[5]))))
                .isEqualTo(PictureMetadata.NONE);
    }

    @Test
    void chunks_areAncillary_andBeforeTheTiles() throws IOException {
        byte[] file = SampleFiles.accompanied();
        try (ImageInputStream in = stream(file)) {
            NlcReader reader = new NlcReader(in);
            assertThat(reader.chunks())
                    .extracting(ChunkInfo::type)
                    .containsExactly("HEAD", "EXIF", "XMP ", "dens", "text", "text", "text", "thMB", "TILE", "NEND");
            reader.verify();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "tiff"})
    void otherFormats_keepIt(String format) throws IOException {
        byte[] file = in(format, Metadata.ALL);
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(40);
        PictureMetadata back = foreign(file);
        assertThat(back.xmp()).isEqualTo(Metadata.XMP);
        assertThat(back.density().horizontal(Density.Unit.INCH)).isCloseTo(300, within(0.01));
        assertThat(back.density().vertical(Density.Unit.INCH)).isCloseTo(300, within(0.01));
        assertThat(back.exif()).isNotNull();
        switch (format) {
            case "png" -> {
                assertThat(back.texts()).isEqualTo(Metadata.TEXTS);
                assertThat(back.exif()).isEqualTo(Metadata.ALL.exif());
            }
            case "jpeg" -> {
                assertThat(back.texts())
                        .extracting(TextEntry::value)
                        .containsExactly("Title: A plain title", "Author: Käthe Ångström", "Übersetzt: 木");
                assertThat(back.exif()).isEqualTo(Metadata.ALL.exif());
            }
            default -> {
                assertThat(back.texts()).hasSize(1);
                assertThat(back.texts().get(0).value()).contains("Title: A plain title\n");
            }
        }
        // through ImageIO's own reader of the format, which is what other programs use
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        reader.setInput(stream(file));
        PictureMetadata viaTree = NlcMetadata.pictureOf(reader.getImageMetadata(0));
        if (!format.equals("tiff")) { // of which the JDK's reader knows XMP only if one asks for unknown tags
            assertThat(viaTree.xmp()).isEqualTo(Metadata.XMP);
        }
        assertThat(viaTree.exif()).isEqualTo(back.exif());
        assertThat(viaTree.density()).isEqualTo(back.density());
        assertThat(viaTree.texts()).isEqualTo(back.texts());
    }

    /** Camera, directories below and GPS survive in TIFF, whose readers take the block apart. */
    @Test
    void tiff_keepsTheFieldsOfExif() throws IOException {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] file = in("tiff", PictureMetadata.NONE.withExif(Metadata.exif(order, 3)));
            PictureMetadata back = foreign(file);
            assertThat(back.orientation()).isEqualTo(3);
            String text = new String(back.exif(), StandardCharsets.ISO_8859_1);
            assertThat(text).contains("Camera");
            byte[] again = foreign(in("jpeg", back)).exif();
            assertThat(again).isEqualTo(back.exif());
            ByteBuffer b = ByteBuffer.wrap(again);
            assertThat(contains(b, new int[] {48, 1, 8, 1, 30, 1})).as("GPS").isTrue();
            assertThat(contains(b, new int[] {4000})).as("width").isTrue();
        }
    }

    private static boolean contains(ByteBuffer b, int[] ints) {
        for (int at = 0; at + 4 * ints.length <= b.capacity(); at++) {
            int start = at;
            if (IntStream.range(0, ints.length).allMatch(i -> b.getInt(start + 4 * i) == ints[i])) {
                return true;
            }
        }
        return false;
    }

    @Test
    void bmp_keepsTheDensity_andSaysWhatItHasNoPlaceFor() throws IOException {
        List<String> warnings = new ArrayList<>();
        byte[] file = in("bmp", Metadata.ALL, warnings);
        assertThat(warnings).singleElement().asString().contains("no place");
        assertThat(foreign(file).density().horizontal(Density.Unit.INCH)).isCloseTo(300, within(0.02));
        assertThat(in("bmp", PictureMetadata.NONE.withDensity(Metadata.ALL.density())))
                .isEqualTo(file);
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(40);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 2, RATIO",
        "72, 96, INCH",
        "118, 118, CENTIMETRE",
        "2835, 2835, METRE",
        "11811, 5906, METRE",
    })
    void density_survivesEveryFormat(long x, long y, Density.Unit unit) throws IOException {
        Density density = Density.of(x, y, unit);
        for (String format : List.of("jpeg", "png", "tiff")) {
            Density back = foreign(in(format, PictureMetadata.NONE.withDensity(density)))
                    .density();
            assertThat(back.horizontal(back.unit()) / back.vertical(back.unit()))
                    .as(format)
                    .isCloseTo((double) x / y, within(0.01));
            if (unit != Density.Unit.RATIO) {
                assertThat(back.horizontal(Density.Unit.INCH))
                        .as(format)
                        .isCloseTo(density.horizontal(Density.Unit.INCH), within(0.51));
            }
        }
    }

    /** Cut at every length, and with every byte changed: the metadata of a file are never a reason to fail. */
    @Test
    void damagedFilesOfOtherFormats_giveWhatCanBeRead() throws IOException {
        Random random = new Random(5);
        for (String format : List.of("jpeg", "png", "tiff", "bmp")) {
            List<String> ignored = new ArrayList<>();
            byte[] file = in(format, Metadata.ALL, ignored);
            for (int i = 0; i < 300; i++) {
                byte[] bad = i % 2 == 0 ? Arrays.copyOf(file, random.nextInt(file.length)) : file.clone();
                for (int k = 0; k < i % 5 && bad.length > 12; k++) {
                    bad[8 + random.nextInt(bad.length - 8)] = (byte) random.nextInt(256);
                }
                PictureMetadata read = foreign(bad);
                assertThat(read.upright()).isNotNull();
                assertThat(read.chunks()).isNotNull();
                in("tiff", read.withProfile(null));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
    void upright_changesAllThatSaysHowItWasHeld(int orientation) {
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            byte[] exif = Metadata.exif(order, orientation);
            PictureMetadata held = Metadata.ALL.withExif(exif).withDensity(Density.of(72, 96, Density.Unit.INCH));
            assertThat(held.orientation()).isEqualTo(orientation);
            PictureMetadata upright = held.upright();
            assertThat(upright.orientation()).isEqualTo(1);
            assertThat(Metadata.shortOf(upright.exif(), 0x0112)).isEqualTo(1);
            assertThat(new String(upright.xmp(), StandardCharsets.UTF_8))
                    .isEqualTo(new String(Metadata.XMP, StandardCharsets.UTF_8)
                            .replace("tiff:Orientation='6'", "tiff:Orientation='1'"));
            ByteBuffer b = ByteBuffer.wrap(upright.exif()).order(order);
            assertThat(b.getInt(8 + 2 + 7 * 12)).as("no thumbnail").isZero();
            boolean swapped = orientation >= 5;
            assertThat(b.getInt(144 + 2 + 8)).as("width").isEqualTo(swapped ? 3000 : 4000);
            assertThat(b.getInt(144 + 2 + 12 + 8)).as("height").isEqualTo(swapped ? 4000 : 3000);
            assertThat(upright.density().x()).isEqualTo(swapped ? 96 : 72);
            assertThat(upright.upright()).isSameAs(upright);
            assertThat(held.exif()).as("what was given stays").isEqualTo(Metadata.exif(order, orientation));
        }
    }

    @Test
    void xmpElement_isPutUpright_too() {
        String packet = "<a><tiff:Orientation>8</tiff:Orientation><b c='8'/></a>";
        PictureMetadata held = PictureMetadata.NONE
                .withExif(Metadata.exif(ByteOrder.BIG_ENDIAN, 8))
                .withXmp(packet.getBytes(StandardCharsets.UTF_8));
        assertThat(new String(held.upright().xmp(), StandardCharsets.UTF_8))
                .isEqualTo("<a><tiff:Orientation>1</tiff:Orientation><b c='8'/></a>");
    }

    /** EXIF before JFIF, fill bytes, a restart marker without length, two comments and a profile in parts. */
    @Test
    void jpegInAnyLegalOrder_isUnderstood() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFF});
        segment(out, 0xE1, "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1), Metadata.exif(ByteOrder.LITTLE_ENDIAN, 6));
        segment(out, 0xE2, "ICC_PROFILE\0\2\2".getBytes(StandardCharsets.ISO_8859_1), new byte[] {3, 4});
        segment(out, 0xE0, "JFIF\0\1\2\1\0\u0060\0\u0048\0\0".getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
        segment(out, 0xE2, "ICC_PROFILE\0\1\2".getBytes(StandardCharsets.ISO_8859_1), new byte[] {1, 2});
        segment(out, 0xFE, "Grüße".getBytes(StandardCharsets.ISO_8859_1), new byte[0]);
        segment(out, 0xFE, "Grüße\0".getBytes(StandardCharsets.UTF_8), new byte[0]);
        out.write(new byte[] {(byte) 0xFF, (byte) 0xDA});
        PictureMetadata read = foreign(out.toByteArray());
        assertThat(read.orientation()).isEqualTo(6);
        assertThat(read.profile()).containsExactly(1, 2, 3, 4);
        assertThat(read.density()).isEqualTo(Density.of(96, 72, Density.Unit.INCH));
        assertThat(read.texts()).extracting(TextEntry::value).containsExactly("Grüße", "Grüße");
    }

    private static void segment(ByteArrayOutputStream out, int marker, byte[] head, byte[] data) {
        int length = 2 + head.length + data.length;
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) marker, (byte) (length >> 8), (byte) length});
        out.writeBytes(head);
        out.writeBytes(data);
    }

    /** As ImageMagick wrote them. */
    @Test
    void pngTextsThatHoldProfiles_areUnpacked() throws IOException {
        String exif = HexFormat.of().formatHex(Metadata.ALL.exif()).replaceAll("(.{72})", "$1\n");
        String xmp = HexFormat.of().formatHex(Metadata.XMP);
        int length = Metadata.ALL.exif().length + 6;
        byte[] file = in(
                "png",
                PictureMetadata.NONE.withTexts(List.of(
                        new TextEntry("Raw profile type APP1", "\ngeneric\n     " + length + "\n457869660000" + exif),
                        new TextEntry("Raw profile type xmp", "\nxmp\n " + Metadata.XMP.length + "\n" + xmp + "\n"),
                        new TextEntry("Raw profile type iptc", "\niptc\n 2\n0102"),
                        new TextEntry("Raw profile type exif", "nonsense"))));
        PictureMetadata read = foreign(file);
        assertThat(read.exif()).isEqualTo(Metadata.ALL.exif());
        assertThat(read.xmp()).isEqualTo(Metadata.XMP);
        assertThat(read.texts())
                .extracting(TextEntry::keyword)
                .containsExactly("Raw profile type iptc", "Raw profile type exif");
    }

    @Test
    void webp_isUnderstood() throws IOException {
        byte[] exif = Metadata.exif(ByteOrder.LITTLE_ENDIAN, 6);
        ByteBuffer file = ByteBuffer.allocate(1000).order(ByteOrder.LITTLE_ENDIAN);
        file.put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(900)
                .put("WEBPVP8X".getBytes(StandardCharsets.US_ASCII));
        file.putInt(9).put(new byte[10]);
        file.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(exif.length + 6);
        file.put("Exif\0\0".getBytes(StandardCharsets.US_ASCII)).put(exif);
        file.put("XMP ".getBytes(StandardCharsets.US_ASCII))
                .putInt(Metadata.XMP.length)
                .put(Metadata.XMP);
        PictureMetadata read = foreign(Arrays.copyOf(file.array(), file.position()));
        assertThat(read.orientation()).isEqualTo(6);
        assertThat(read.xmp()).isEqualTo(Metadata.XMP);
    }

    @Test
    void blockTooLargeForJpeg_isWarnedOf() throws IOException {
        List<String> warnings = new ArrayList<>();
        in("jpeg", PictureMetadata.NONE.withExif(Arrays.copyOf(Metadata.ALL.exif(), 70_000)), warnings);
        assertThat(warnings).singleElement().asString().contains("EXIF", "70000");
    }

    /** Metadata that another plugin's reader gave, with the image, to our writer. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "tiff"})
    void metadataOfAnotherPlugin_areConverted(String format) throws IOException {
        ImageReader reader = ImageIO.getImageReadersByFormatName(format).next();
        reader.setInput(stream(in(format, Metadata.ALL)));
        ImageReadParam how = reader.getDefaultReadParam();
        if (how instanceof TIFFImageReadParam tiff) {
            tiff.setReadUnknownTags(true); // XMP's, to the JDK
        }
        IIOImage all = reader.readAll(0, how);
        NlcImageWriter writer = PictureFiles.writer();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setLossless(true);
            writer.write(null, all, param);
        }
        PictureMetadata back = Metadata.read(bytes.toByteArray());
        assertThat(back).isEqualTo(NlcMetadata.pictureOf(all.getMetadata()));
        assertThat(back.xmp()).isEqualTo(Metadata.XMP);
        assertThat(back.exif()).isNotNull();
        assertThat(back.density()).isNotNull();
        assertThat(back.texts()).isNotEmpty();
    }

    /** Our standard tree, given to the default metadata of other writers. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "tiff", "gif", "bmp"})
    void standardTree_isTakenByOthers(String format) throws IOException {
        Node tree = Metadata.reader(Metadata.write(picture(), Metadata.ALL, p -> p.setLossless(true)))
                .getImageMetadata(0)
                .getAsTree(STANDARD);
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ImageWriteParam how = writer.getDefaultWriteParam(); // TIFF's takes no null
        IIOMetadata theirs = writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture()), how);
        if (format.equals("bmp")) {
            assertThatThrownBy(() -> theirs.mergeTree(STANDARD, tree)).isInstanceOf(IllegalStateException.class);
            return; // their metadata can only be read
        }
        theirs.mergeTree(STANDARD, tree);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture(), null, theirs), how);
        }
        PictureMetadata back = foreign(bytes.toByteArray());
        // Of the JDK's, JPEG and GIF take no pixel size, and PNG takes micrometres for pixels a metre.
        if (format.equals("tiff")) {
            assertThat(back.density().horizontal(Density.Unit.INCH)).isCloseTo(300, within(2.0));
            assertThat(back.density().vertical(Density.Unit.INCH)).isCloseTo(300, within(2.0));
        }
        if (!format.equals("tiff")) {
            assertThat(back.texts()).extracting(TextEntry::value).anyMatch(text -> text.contains("A plain title"));
        }
    }

    /** Our metadata themselves, given to their writers as they are. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "png", "tiff", "gif", "bmp"})
    void ourMetadata_doNotDisturbOtherWriters(String format) throws IOException {
        IIOImage all = Metadata.reader(SampleFiles.accompanied()).readAll(0, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
            writer.setOutput(out);
            writer.write(
                    null, new IIOImage(all.getRenderedImage(), null, all.getMetadata()), writer.getDefaultWriteParam());
        }
        assertThat(ImageIO.read(new ByteArrayInputStream(bytes.toByteArray())).getWidth())
                .isEqualTo(40);
    }

    @Test
    void nativeTree_saysAll_andIsTakenBack() throws Exception {
        NlcMetadata metadata = Metadata.reader(SampleFiles.accompanied()).getImageMetadata(0);
        PictureMetadata before = metadata.picture().withProfile(new byte[] {1, 2, 3});
        Node tree = new NlcMetadata(metadata.pixels(), before).getAsTree(NlcMetadata.NATIVE);
        NlcMetadata empty = new NlcMetadata(Pixels.of(null, false, false), null);
        empty.setFromTree(NlcMetadata.NATIVE, tree);
        assertThat(empty.picture()).isEqualTo(before);
        empty.mergeTree(NlcMetadata.NATIVE, tree);
        assertThat(empty.picture()).as("merging the same changes nothing").isEqualTo(before);
        IIOMetadataNode more = new IIOMetadataNode(NlcMetadata.NATIVE);
        IIOMetadataNode text = new IIOMetadataNode("Text");
        text.setAttribute("keyword", "Copyright");
        text.setAttribute("value", "ours");
        more.appendChild(text);
        empty.mergeTree(NlcMetadata.NATIVE, more);
        assertThat(empty.picture().texts()).hasSize(4).endsWith(new TextEntry("Copyright", "ours"));
        assertThat(empty.picture().exif()).isEqualTo(before.exif());
        empty.setFromTree(NlcMetadata.NATIVE, more);
        assertThat(empty.picture())
                .isEqualTo(PictureMetadata.NONE.withTexts(List.of(new TextEntry("Copyright", "ours"))));
        empty.reset();
        assertThat(empty.picture()).isEqualTo(PictureMetadata.NONE);
    }

    @Test
    void wrongTree_isRefused_andChangesNothing() {
        NlcMetadata metadata = new NlcMetadata(Pixels.of(null, false, false), Metadata.ALL);
        List<IIOMetadataNode> wrong = new ArrayList<>();
        wrong.add(new IIOMetadataNode("Exif"));
        wrong.add(node("Density", "x", "1"));
        wrong.add(node("Density", "x", "0", "y", "1", "unit", "INCH"));
        wrong.add(node("Density", "x", "1", "y", "1", "unit", "ELL"));
        wrong.add(node("Density", "x", "1.5", "y", "1", "unit", "INCH"));
        wrong.add(node("Text", "keyword", "a\0b", "value", "c"));
        wrong.add(node("Text", "keyword", "a"));
        wrong.add(node("Text", "keyword", "a", "value", "b", "size", "7"));
        wrong.add(node("Thumbnail", "width", "5", "height", "5"));
        wrong.add(node("Header", "version", "1"));
        IIOMetadataNode thumbnail = node("Thumbnail", "width", "5000", "height", "5");
        thumbnail.setUserObject(new byte[] {1});
        wrong.add(thumbnail);
        IIOMetadataNode nested = node("Text", "keyword", "a", "value", "b");
        nested.appendChild(new IIOMetadataNode("Text"));
        wrong.add(nested);
        for (IIOMetadataNode child : wrong) {
            IIOMetadataNode root = new IIOMetadataNode(NlcMetadata.NATIVE);
            root.appendChild(child);
            assertThatThrownBy(() -> metadata.mergeTree(NlcMetadata.NATIVE, root))
                    .as(child.getNodeName())
                    .isInstanceOf(IIOInvalidTreeException.class);
            assertThatThrownBy(() -> metadata.setFromTree(NlcMetadata.NATIVE, root))
                    .isInstanceOf(IIOInvalidTreeException.class);
            assertThat(metadata.picture()).isEqualTo(Metadata.ALL);
        }
    }

    private static IIOMetadataNode node(String name, String... attributes) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        for (int i = 0; i < attributes.length; i += 2) {
            node.setAttribute(attributes[i], attributes[i + 1]);
        }
        return node;
    }

    /** Everything in our trees is in the format, with attributes that it allows. */
    @Test
    void nativeTree_isOfItsFormat() throws IOException {
        NlcMetadataFormat format = NlcMetadataFormat.getInstance();
        for (String name : List.of("rgb.nlc", "accompanied.nlc")) {
            byte[] file = MetadataTest.class.getResourceAsStream("/nlc/" + name).readAllBytes();
            Element tree = (Element) Metadata.reader(file).getImageMetadata(0).getAsTree(NlcMetadata.NATIVE);
            NodeList all = tree.getElementsByTagName("*");
            assertThat(all.getLength()).isPositive();
            for (int i = 0; i < all.getLength(); i++) {
                Element e = (Element) all.item(i);
                assertThat(format.canNodeAppear(e.getTagName(), null)).isTrue();
                for (String attribute : format.getAttributeNames(e.getTagName())) {
                    assertThat(format.getAttributeDescription(e.getTagName(), attribute, Locale.GERMAN))
                            .isNotBlank();
                    String[] values = e.hasAttribute(attribute)
                                    && format.getAttributeValueType(e.getTagName(), attribute)
                                            == IIOMetadataFormatImpl.VALUE_ENUMERATION
                            ? format.getAttributeEnumerations(e.getTagName(), attribute)
                            : null;
                    if (values != null) {
                        assertThat(values).contains(e.getAttribute(attribute));
                    }
                }
            }
        }
    }

    /** The standard tree, too, by ImageIO's own description of it. */
    @Test
    void standardTree_isOfItsFormat() throws IOException {
        var format = IIOMetadataFormatImpl.getStandardFormatInstance();
        byte[] file = SampleFiles.accompanied();
        Element tree = (Element) Metadata.reader(file).getImageMetadata(0).getAsTree(STANDARD);
        NodeList all = tree.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element e = (Element) all.item(i);
            if (e == tree) {
                continue; // ImageIO's nodes are their own descendants
            }
            List<String> children =
                    Arrays.asList(format.getChildNames(e.getParentNode().getNodeName()));
            assertThat(children).contains(e.getTagName());
            for (int a = 0; a < e.getAttributes().getLength(); a++) {
                assertThat(format.getAttributeNames(e.getTagName()))
                        .contains(e.getAttributes().item(a).getNodeName());
            }
        }
    }

    @Test
    void defaults_sayWhatTheTypeIs() throws Exception {
        NlcImageWriter writer = PictureFiles.writer();
        ImageTypeSpecifier gray = ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_USHORT_GRAY);
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        assertThat(writer.getDefaultImageMetadata(gray, param).pixels())
                .isEqualTo(new Pixels(null, true, false, 8, false, -1));
        param.setLossless(true);
        assertThat(writer.getDefaultImageMetadata(gray, param).pixels())
                .isEqualTo(new Pixels(null, true, false, 16, true, -1));
        ImageTypeSpecifier argb = ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_ARGB);
        assertThat(writer.getDefaultImageMetadata(argb, null).pixels())
                .isEqualTo(new Pixels(null, false, true, 8, false, -1));
    }

    @Test
    void thumbnail_isMadeOrTakenAsGiven_andRead() throws IOException {
        BufferedImage image = Pictures.of(300, 200, BufferedImage.TYPE_4BYTE_ABGR);
        byte[] file = Pictures.write(image, p -> {
            p.setLossless(true);
            p.setThumbnailSide(60);
        });
        NlcImageReader reader = Metadata.reader(file);
        assertThat(reader.readerSupportsThumbnails()).isTrue();
        assertThat(reader.hasThumbnails(0)).isTrue();
        assertThat(reader.getNumThumbnails(0)).isEqualTo(1);
        assertThat(reader.getThumbnailWidth(0, 0)).isEqualTo(60);
        assertThat(reader.getThumbnailHeight(0, 0)).isEqualTo(40);
        IIOReadProgressListener listener = Mockito.mock(IIOReadProgressListener.class);
        reader.addIIOReadProgressListener(listener);
        BufferedImage thumbnail = reader.readThumbnail(0, 0);
        assertThat(thumbnail.getWidth()).isEqualTo(60);
        assertThat(thumbnail.getHeight()).isEqualTo(40);
        Mockito.verify(listener).thumbnailStarted(reader, 0, 0);
        Mockito.verify(listener).thumbnailComplete(reader);
        BufferedImage flat = PictureFiles.flatten(image);
        int[] sum = new int[3];
        int[] got = new int[3];
        for (int y = 0; y < 200; y++) {
            for (int x = 0; x < 300; x++) {
                for (int c = 0; c < 3; c++) {
                    sum[c] += flat.getRaster().getSample(x, y, c);
                    got[c] += thumbnail.getRaster().getSample(x / 5, y / 5, c);
                }
            }
        }
        for (int c = 0; c < 3; c++) {
            assertThat(got[c] / 60000.0).isCloseTo(sum[c] / 60000.0, within(2.0));
        }
        assertThatThrownBy(() -> reader.readThumbnail(0, 1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> reader.getThumbnailWidth(1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(Metadata.reader(Pictures.write(image, p -> p.setLossless(true)))
                        .getNumThumbnails(0))
                .isZero();
    }

    @Test
    void thumbnailsOfTheImage_comeFirst_andAreMadeSmallerIfNeedBe() throws IOException {
        for (int size : new int[] {100, 1000}) {
            List<String> warnings = new ArrayList<>();
            NlcImageWriter writer = PictureFiles.writer();
            writer.setLocale(Locale.GERMAN);
            writer.addIIOWriteWarningListener((source, index, warning) -> warnings.add(warning));
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setLossless(true);
            param.setThumbnailSide(16);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
                writer.setOutput(out);
                BufferedImage given = Pictures.of(size, size / 2, BufferedImage.TYPE_INT_RGB);
                writer.write(null, new IIOImage(picture(), List.of(given), null), param);
            }
            int expected = Math.min(size, Thumbnail.MAX_SIDE);
            assertThat(Metadata.reader(bytes.toByteArray()).readThumbnail(0, 0).getWidth())
                    .isEqualTo(expected);
            assertThat(warnings).hasSize(size > 512 ? 1 : 0);
            assertThat(warnings).allMatch(warning -> warning.contains("verkleinert"));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new NlcImageWriteParam().setThumbnailSide(513))
                .withMessageContaining("513");
    }

    @Test
    void damagedThumbnail_isSaidToBe_andCostsNoPicture() throws IOException {
        Thumbnail[] bad = {
            new Thumbnail(5, 5, new byte[] {1, 2, 3}),
            new Thumbnail(
                    17, 12, Metadata.read(SampleFiles.accompanied()).thumbnail().jpeg())
        };
        for (Thumbnail thumbnail : bad) {
            byte[] file =
                    Metadata.write(picture(), PictureMetadata.NONE.withThumbnail(thumbnail), p -> p.setLossless(true));
            assertThatThrownBy(() -> Metadata.reader(file).readThumbnail(0, 0))
                    .isInstanceOf(IIOException.class)
                    .hasMessageContaining("thumbnail");
            assertThat(Pictures.read(file).getWidth()).isEqualTo(40);
        }
    }

    @Test
    void qualityDescriptions_speakTheLanguageOfTheParam() {
        assertThat(new NlcImageWriteParam(Locale.GERMAN).getCompressionQualityDescriptions())
                .containsExactly("Niedrige Qualität", "Mittlere Qualität", "Hohe Qualität");
        assertThat(new NlcImageWriteParam(Locale.ENGLISH).getCompressionQualityDescriptions())
                .containsExactly("Low quality", "Medium quality", "High quality");
    }
}
