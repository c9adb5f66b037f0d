package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.imageio.ExifOrientation;
import io.nlc.imageio.Metadata;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.PictureBytes;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import io.nlc.imageio.metadata.Density;
import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.TextEntry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What accompanies a photo goes with it, turned upright, or not at all. */
@ExtendWith(TinyPack.class)
class MetadataOptionsTest {

    private static final PictureMetadata HELD = PictureMetadata.NONE
            .withExif(Metadata.exif(ByteOrder.LITTLE_ENDIAN, 6))
            .withXmp(Metadata.XMP)
            .withIptc("\34\2\151\0\10Headline".getBytes(StandardCharsets.ISO_8859_1))
            .withDensity(Density.of(300, 150, Density.Unit.INCH))
            .withTexts(List.of(new TextEntry("Comment", "Am See, früh")));

    @TempDir
    private Path folder;

    private Path photo;
    private Path nlc;
    private String err;

    @BeforeEach
    void takeAPhoto() throws IOException {
        photo = folder.resolve("photo.jpg");
        nlc = folder.resolve("photo.nlc");
        BufferedImage picture = Pictures.of(80, 50, BufferedImage.TYPE_3BYTE_BGR);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            MetadataFiles.write(
                    ImageIO.getImageWritersByFormatName("jpeg").next(),
                    new IIOImage(picture, null, null),
                    null,
                    HELD,
                    out,
                    warning -> {});
        }
        Files.write(photo, bytes.toByteArray());
    }

    private void nlc(Object... args) {
        StringWriter o = new StringWriter();
        StringWriter e = new StringWriter();
        int code = Nlc.run(
                new PrintWriter(o),
                new PrintWriter(e),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        err = e.toString();
        assertThat(code).as(err).isZero();
    }

    private static PictureMetadata read(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return MetadataFiles.read(in);
        }
    }

    /** Our encoder turns pictures, but other programs, by ImageIO's writer, may leave that to whoever reads. */
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "tiff", "bmp", "nlc"})
    void fileThatSaysHowItWasHeld_isTurned(String suffix) throws IOException {
        BufferedImage stored = Pictures.of(80, 50, BufferedImage.TYPE_3BYTE_BGR);
        Files.write(nlc, Metadata.write(stored, HELD, param -> param.setLossless(true)));
        Path back = folder.resolve("back." + suffix);
        if (suffix.equals("nlc")) {
            nlc("encode", nlc, back, "--lossless");
        } else {
            nlc("decode", nlc, back);
        }
        BufferedImage upright = ExifOrientation.turn(stored, 6);
        BufferedImage read = PictureFiles.read(back);
        assertThat(read.getWidth()).isEqualTo(50);
        assertThat(read(back).orientation()).isEqualTo(1);
        if (!suffix.equals("jpg")) {
            assertThat(PictureFiles.rgb(read)).isEqualTo(PictureFiles.rgb(upright));
        }
        nlc("compare", nlc, back);
        if (!suffix.equals("nlc")) {
            nlc("decode", nlc, back, "--region", "0,0,20,10", "--strip");
            assertThat(PictureFiles.read(back).getHeight())
                    .as("part of what is stored")
                    .isEqualTo(20);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "tiff"})
    void photo_toNlc_toAnother_keepsItAll(String suffix) throws IOException {
        nlc("encode", photo, nlc, "--model", TinyPack.NAME, "--device", "cpu");
        PictureMetadata kept = read(nlc);
        assertThat(kept).isEqualTo(HELD.upright());
        assertThat(kept.orientation()).isEqualTo(1);
        Path back = folder.resolve("back." + suffix);
        nlc("decode", nlc, back, "--device", "cpu");
        assertThat(err).isEmpty();
        assertThat(PictureFiles.read(back).getWidth()).as("upright").isEqualTo(50);
        PictureMetadata last = read(back);
        assertThat(last.orientation()).isEqualTo(1);
        assertThat(last.xmp()).isEqualTo(kept.xmp());
        assertThat(last.iptc()).isEqualTo(HELD.iptc());
        assertThat(new String(last.xmp(), StandardCharsets.UTF_8)).contains("tiff:Orientation='1'");
        assertThat(last.density().horizontal(Density.Unit.INCH)).isCloseTo(150, within(0.02));
        assertThat(last.density().vertical(Density.Unit.INCH)).isCloseTo(300, within(0.02));
        assertThat(new String(last.exif(), StandardCharsets.ISO_8859_1)).contains("Camera");
        assertThat(last.texts()).hasSize(1);
        if (!suffix.equals("tiff")) {
            assertThat(last.exif()).isEqualTo(kept.exif());
            assertThat(last.texts()).isEqualTo(HELD.texts());
        }
    }

    @Test
    void strip_leavesNothing_alsoNoPlace() throws IOException {
        nlc("encode", photo, nlc, "--lossless", "--strip");
        assertThat(read(nlc)).isEqualTo(PictureMetadata.NONE);
        nlc("encode", photo, nlc, "--lossless");
        assertThat(read(nlc)).isNotEqualTo(PictureMetadata.NONE);
        for (String suffix : List.of("jpg", "png", "tiff")) {
            Path back = folder.resolve("bare." + suffix);
            nlc("decode", nlc, back, "--strip");
            PictureMetadata left = read(back);
            assertThat(left.exif()).isNull();
            assertThat(left.xmp()).isNull();
            assertThat(left.iptc()).isNull();
            assertThat(left.texts()).isEmpty();
            assertThat(new String(Files.readAllBytes(back), StandardCharsets.ISO_8859_1))
                    .doesNotContain("Camera", "xmpmeta", "Headline", "Am See");
        }
    }

    @Test
    void formatWithoutAPlaceForIt_isWarnedOf() throws IOException {
        nlc("encode", photo, nlc, "--lossless");
        Path bmp = folder.resolve("back.bmp");
        nlc("decode", nlc, bmp);
        assertThat(err).contains("back.bmp: this format has no place for EXIF, XMP, IPTC or text");
        assertThat(read(bmp).density().horizontal(Density.Unit.INCH)).isCloseTo(150, within(0.02));
    }

    @Test
    void thumbnail_isOfThePictureAsItIs() throws IOException {
        nlc("encode", photo, nlc, "--lossless", "--thumbnail", "32", "--strip");
        NlcImageReader reader = PictureFiles.reader();
        try (ImageInputStream in = new FileImageInputStream(nlc.toFile())) {
            reader.setInput(in);
            assertThat(reader.getThumbnailWidth(0, 0)).isEqualTo(20);
            assertThat(reader.readThumbnail(0, 0).getHeight()).isEqualTo(32);
        }
    }

    /** What is said of pixels is true of those that are written. */
    @Test
    void nlcThatSaysHowItWasHeld_isWrittenUpright() throws IOException {
        Files.write(nlc, Metadata.write(PictureFiles.read(photo), HELD, p -> p.setLossless(true)));
        Path again = folder.resolve("again.nlc");
        nlc("encode", nlc, again, "--lossless", "--force");
        assertThat(PictureFiles.read(again).getWidth())
                .isEqualTo(PictureFiles.read(nlc).getWidth());
        assertThat(read(again)).isEqualTo(HELD.upright());
    }

    /** As some programs write it. */
    @Test
    void exifOfPng_withTheHeadOfJpegs_isTurnedOnce() throws IOException {
        byte[] head = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
        byte[] block = Metadata.exif(ByteOrder.BIG_ENDIAN, 6);
        byte[] data = ByteBuffer.allocate(head.length + block.length)
                .put(head)
                .put(block)
                .array();
        BufferedImage wide = Pictures.of(80, 50, BufferedImage.TYPE_3BYTE_BGR);
        Path png = folder.resolve("photo.png");
        Files.write(png, PictureBytes.png(wide, new PictureBytes.PngChunk("eXIf", data)));
        nlc("encode", png, nlc, "--lossless");
        assertThat(PictureFiles.read(nlc).getWidth()).isEqualTo(50);
        Path back = folder.resolve("back.png");
        nlc("decode", nlc, back);
        assertThat(PictureFiles.read(back).getWidth()).isEqualTo(50);
    }

    /** Colours that EXIF alone names, and that were converted, are not converted again. */
    @Test
    void adobeRgbOfExif_isForgottenWithTheColours() throws IOException {
        BufferedImage even = PictureBytes.even(16, 16, BufferedImage.TYPE_3BYTE_BGR, 200, 100, 50);
        Files.write(photo, PictureBytes.jpeg(even, PictureBytes.interoperability(ByteOrder.BIG_ENDIAN, "R03\0")));
        byte[] right = PictureFiles.rgb(PictureFiles.read(photo));
        Path back = folder.resolve("back.jpg");
        for (String option : List.of("--srgb", "--device=cpu")) {
            nlc("encode", photo, nlc, "--lossless", "--force", option);
            nlc("decode", nlc, back, "--force", option);
            byte[] rgb = PictureFiles.rgb(PictureFiles.read(back));
            for (int i = 0; i < 3; i++) {
                assertThat(rgb[i] & 0xFF).as(option).isCloseTo(right[i] & 0xFF, within(3));
            }
            assertThat(read(back).exif()).as(option).isNotNull();
        }
    }
}
