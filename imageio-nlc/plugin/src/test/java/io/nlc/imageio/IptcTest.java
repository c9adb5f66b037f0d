package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** IPTC from one format into another. */
@ExtendWith(TinyPack.class)
class IptcTest {

    private static final byte[] HEAD = "Photoshop 3.0\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] DATASETS = Metadata.IPTC;

    private static BufferedImage picture() {
        return Pictures.of(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    }

    private static byte[] resource(int number, String name, byte[] data) {
        ByteBuffer b = ByteBuffer.allocate(7 + (name.length() | 1) + 4 + data.length + data.length % 2);
        b.put("8BIM".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) number);
        b.put((byte) name.length()).put(name.getBytes(StandardCharsets.ISO_8859_1));
        b.position(7 + (name.length() | 1));
        return b.putInt(data.length).put(data).array();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** A JPEG file with Photoshop's resources in segments of so many bytes. */
    private static byte[] jpeg(byte[] resources, int most) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(picture(), "jpeg", plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain.toByteArray(), 0, 2);
        for (int at = 0; at < resources.length; at += most) {
            byte[] data = joined(HEAD, Arrays.copyOfRange(resources, at, Math.min(resources.length, at + most)));
            int length = data.length + 2;
            out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xED, (byte) (length >> 8), (byte) length});
            out.writeBytes(data);
        }
        out.write(plain.toByteArray(), 2, plain.size() - 2);
        return out.toByteArray();
    }

    private static PictureMetadata read(byte[] file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            return MetadataFiles.read(in);
        }
    }

    private static byte[] written(String format, PictureMetadata metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        List<String> warnings = new ArrayList<>();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            MetadataFiles.write(writer, new IIOImage(picture(), null, null), null, metadata, out, warnings::add);
        } finally {
            writer.dispose();
        }
        assertThat(warnings).isEmpty();
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "tiff", "png"})
    void iptcOfJpeg_goesThroughNlc_intoOtherFormats(String format) throws IOException {
        byte[] resources = joined(
                resource(0x03ED, "", new byte[16]),
                resource(0x0400, "odd", new byte[3]),
                resource(0x0404, "name", DATASETS),
                resource(0x0409, "", new byte[5]));
        for (int most : new int[] {60, 60_000}) {
            PictureMetadata first = read(jpeg(resources, most));
            assertThat(first.iptc()).isEqualTo(DATASETS);
            PictureMetadata kept = Metadata.read(Metadata.write(picture(), first, p -> p.setLossless(true)));
            assertThat(kept.iptc()).isEqualTo(DATASETS);
            byte[] file = written(format, kept);
            assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(40);
            assertThat(read(file).iptc()).isEqualTo(DATASETS);
            assertThat(read(file).texts()).isEmpty();
        }
    }

    /** Stored once, read by every later version. */
    @Test
    void storedFile_saysWhatItSaid() throws IOException {
        byte[] file = IptcTest.class.getResourceAsStream("/nlc/iptc.nlc").readAllBytes();
        assertThat(Metadata.read(file)).isEqualTo(PictureMetadata.NONE.withIptc(DATASETS));
        assertThat(Metadata.read(SampleFiles.iptc())).isEqualTo(PictureMetadata.NONE.withIptc(DATASETS));
    }

    @Test
    void largeOnes_takeSeveralSegments() throws IOException {
        byte[] large = Arrays.copyOf(DATASETS, 150_001);
        assertThat(read(written("jpeg", PictureMetadata.NONE.withIptc(large))).iptc())
                .isEqualTo(large);
    }

    @Test
    void resourcesThatAreCut_orForged_arePassedOver() throws IOException {
        byte[] good = resource(0x0404, "", DATASETS);
        for (int length = 0; length < 12 + DATASETS.length; length++) {
            assertThat(read(jpeg(Arrays.copyOf(good, length), 60_000)).iptc())
                    .as("%d bytes", length)
                    .isNull();
        }
        for (int claim : new int[] {-1, Integer.MAX_VALUE, DATASETS.length + 2}) {
            byte[] forged = good.clone();
            ByteBuffer.wrap(forged).putInt(8, claim);
            assertThat(read(jpeg(forged, 60_000)).iptc()).isNull();
        }
    }

    /** Many writers say that these are numbers, and some turn them into the order of the file. */
    @ParameterizedTest
    @CsvSource({"1,false,false", "7,false,true", "4,false,false", "4,true,true", "4,true,false"})
    void tiff_ofAnyType_isUnderstood(int type, boolean turned, boolean little) throws IOException {
        byte[] padded = Arrays.copyOf(DATASETS, 24);
        byte[] stored = padded.clone();
        for (int i = 0; turned && i < 24; i++) {
            stored[i] = padded[i ^ 3];
        }
        ByteBuffer b = ByteBuffer.allocate(26 + 24).order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        b.put((little ? "II" : "MM").getBytes(StandardCharsets.US_ASCII)).putShort((short) 42);
        b.putInt(8).putShort((short) 1);
        b.putShort((short) 33_723)
                .putShort((short) type)
                .putInt(type == 4 ? 6 : 24)
                .putInt(26);
        b.putInt(0).put(stored);
        assertThat(read(b.array()).iptc()).isEqualTo(padded);
        b.putInt(14, 0x7FFF_FFFF);
        assertThat(read(b.array()).iptc()).isNull();
    }

    @Test
    void strippedPicture_hasNone() {
        assertThat(PictureMetadata.NONE.withIptc(DATASETS).stripped()).isEqualTo(PictureMetadata.NONE);
    }

    @Test
    void nativeTree_hasThem() throws Exception {
        PictureMetadata all = Metadata.ALL.withIptc(DATASETS);
        NlcMetadata metadata = new NlcMetadata(Pixels.of(null, false, false), all);
        NlcMetadata other = new NlcMetadata(Pixels.of(null, false, false), null);
        other.setFromTree(NlcMetadata.NATIVE, metadata.getAsTree(NlcMetadata.NATIVE));
        assertThat(other.picture()).isEqualTo(all);
    }
}
