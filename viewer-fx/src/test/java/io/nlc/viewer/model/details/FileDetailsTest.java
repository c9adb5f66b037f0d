package io.nlc.viewer.model.details;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.document.PictureLoader;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileDetailsTest {

    private static final int HEAD = 33; // a PNG's signature and IHDR

    @TempDir
    Path folder;

    private static FileDetails of(Path file) throws IOException {
        return FileDetails.of(file, TestPictures.CPU, () -> false);
    }

    /** Big-endian camera data: a maker, an exposure, and a place. */
    private static byte[] exif() {
        ByteBuffer b = ByteBuffer.allocate(120).order(ByteOrder.BIG_ENDIAN);
        b.put(new byte[] {'M', 'M', 0, 42}).putInt(8).putShort((short) 3);
        b.putShort((short) 0x010F).putShort((short) 2).putInt(6).putInt(60); // make
        b.putShort((short) 0x8769).putShort((short) 4).putInt(1).putInt(70);
        b.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(8); // holds itself
        b.position(60);
        b.put("Canon\0".getBytes(StandardCharsets.US_ASCII));
        b.position(70);
        b.putShort((short) 2);
        b.putShort((short) 0x829A).putShort((short) 5).putInt(1).putInt(100); // exposure
        b.putShort((short) 0x8827).putShort((short) 3).putInt(1).putShort((short) 400);
        b.position(100);
        b.putInt(1).putInt(250);
        return b.array();
    }

    private static byte[] linear() {
        return ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    }

    private static byte[] chunk(String type, byte[] payload) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeInt(payload.length);
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        out.write(name);
        out.write(payload);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(payload);
        out.writeInt((int) crc.getValue());
        return bytes.toByteArray();
    }

    private static byte[] profileChunk() throws IOException {
        ByteArrayOutputStream payload = new ByteArrayOutputStream();
        payload.write("linear\0\0".getBytes(StandardCharsets.US_ASCII));
        try (DeflaterOutputStream deflated = new DeflaterOutputStream(payload)) {
            deflated.write(linear());
        }
        return chunk("iCCP", payload.toByteArray());
    }

    private Path png(byte[]... chunks) throws IOException {
        byte[] plain = Files.readAllBytes(TestPictures.png(folder, "plain.png", 40, 30));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(plain, 0, HEAD);
        for (byte[] chunk : chunks) {
            bytes.write(chunk);
        }
        bytes.write(plain, HEAD, plain.length - HEAD);
        return Files.write(folder.resolve("a.png"), bytes.toByteArray());
    }

    @Test
    void png_itsChunksProfileAndCameraData() throws IOException {
        FileDetails details = of(png(profileChunk(), chunk("eXIf", exif())));
        assertThat(details.format()).isEqualTo("PNG");
        assertThat(details.complete()).isTrue();
        assertThat(details.parts())
                .extracting(Part::type)
                .startsWith("IHDR", "iCCP", "eXIf", "IDAT")
                .endsWith("IEND");
        assertThat(details.parts()).allMatch(part -> part.check() == Part.Check.RIGHT);
        assertThat(details.parts().get(0).offset()).isEqualTo(8);
        assertThat(details.parts().get(0).bytes()).isEqualTo(25);
        assertThat(details.profile().space()).isEqualTo("RGB");
        assertThat(details.profile().bytes()).isEqualTo(linear().length);
        assertThat(details.exif())
                .containsExactly(
                        new ExifEntry(0x010F, "Canon"), new ExifEntry(0x829A, "1/250"), new ExifEntry(0x8827, "400"));
    }

    @Test
    void png_damagedAndCutOff() throws IOException {
        Path file = png(chunk("eXIf", exif()));
        byte[] bytes = Files.readAllBytes(file);
        bytes[HEAD + 20] ^= 1;
        FileDetails damaged = of(Files.write(file, bytes));
        assertThat(damaged.parts().get(1).check()).isEqualTo(Part.Check.WRONG);
        assertThat(damaged.exif()).as("what is damaged is not shown").isEmpty();
        FileDetails cut = of(Files.write(file, Arrays.copyOf(bytes, bytes.length - 20)));
        assertThat(cut.complete()).isFalse();
        assertThat(cut.parts()).extracting(Part::type).startsWith("IHDR", "eXIf");
    }

    @Test
    void profileOfPng_decidesHowItIsShown_notItsSamples() throws IOException {
        Path plain = TestPictures.png(folder, "plain.png", 40, 30);
        int before = ImageIO.read(plain.toFile()).getRGB(3, 3);
        PictureLoader loader = new PictureLoader(TestPictures.CPU, 1 << 20, 1 << 20, new Jobs());
        Document document = loader.load(png(profileChunk()), () -> false);
        int shown = document.picture().argb(0, 3, 3);
        assertThat(shown >> 16 & 0xFF).as("linear light is shown brighter").isGreaterThan((before >> 16 & 0xFF) + 20);
        assertThat(document.picture().sample(3, 3)).isEqualTo(before);
    }

    @Test
    void jpeg_itsSegments() throws IOException {
        Path file = folder.resolve("a.jpg");
        ImageIO.write(TestPictures.scene(64, 48), "jpg", file.toFile());
        byte[] plain = Files.readAllBytes(file);
        byte[] exif = exif();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(plain, 0, 2);
        out.writeShort(0xFFE1);
        out.writeShort(2 + 6 + exif.length);
        out.write("Exif\0\0".getBytes(StandardCharsets.US_ASCII));
        out.write(exif);
        out.write(plain, 2, plain.length - 2);
        Files.write(file, bytes.toByteArray());
        FileDetails details = of(file);
        assertThat(details.complete()).isTrue();
        assertThat(details.parts())
                .extracting(Part::type)
                .startsWith("SOI", "APP1", "APP0", "DQT")
                .contains("SOF0", "DHT")
                .endsWith("SOS", "scan", "EOI");
        assertThat(details.parts().stream().mapToLong(Part::bytes).sum()).isEqualTo(bytes.size());
        assertThat(details.exif()).contains(new ExifEntry(0x010F, "Canon"));
    }

    @Test
    void webp_itsChunks() throws IOException {
        ByteBuffer b = ByteBuffer.allocate(12 + 8 + 6 + 8 + 120).order(ByteOrder.LITTLE_ENDIAN);
        b.put("RIFF".getBytes(StandardCharsets.US_ASCII)).putInt(b.capacity() - 8);
        b.put("WEBPVP8 ".getBytes(StandardCharsets.US_ASCII)).putInt(5).put(new byte[6]);
        b.put("EXIF".getBytes(StandardCharsets.US_ASCII)).putInt(120).put(exif());
        FileDetails details = of(Files.write(folder.resolve("a.webp"), b.array()));
        assertThat(details.format()).isEqualTo("WebP");
        assertThat(details.complete()).isTrue();
        assertThat(details.parts()).extracting(Part::type).containsExactly("VP8 ", "EXIF");
        assertThat(details.exif()).contains(new ExifEntry(0x8827, "400"));
    }

    @Test
    void nlc_itsChunks_alsoDamagedOnes() throws IOException {
        Path file = TestPictures.nlc(folder, "a.nlc", 64, 48);
        FileDetails details = of(file);
        assertThat(details.format()).isEqualTo("NLC");
        assertThat(details.complete()).isTrue();
        assertThat(details.parts()).extracting(Part::type).startsWith("HEAD").endsWith("TILE", "NEND");
        assertThat(details.parts().stream().mapToLong(Part::bytes).sum()).isEqualTo(Files.size(file) - 8);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 20] ^= 1;
        assertThat(of(Files.write(file, bytes)).parts())
                .filteredOn(part -> part.check() == Part.Check.WRONG)
                .extracting(Part::type)
                .containsExactly("TILE");
    }

    @Test
    void others_andNothing() throws IOException {
        FileDetails text = of(Files.writeString(folder.resolve("a.txt"), "no picture"));
        assertThat(text.format()).isEmpty();
        assertThat(text.parts()).isEmpty();
        assertThat(of(Files.write(folder.resolve("empty"), new byte[0])).format())
                .isEmpty();
    }
}
