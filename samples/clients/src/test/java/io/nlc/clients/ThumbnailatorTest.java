package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.geometry.Positions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Thumbnailator reads and writes NLC as any other format. */
class ThumbnailatorTest {

    @TempDir
    private Path folder;

    private File file(String name) {
        return folder.resolve(name).toFile();
    }

    @Test
    void sample_makesNlcThumbnails_andThumbnailsOfNlc() throws IOException {
        BufferedImage photo = Pictures.photograph(384, 256);
        Pictures.save(photo, file("photo.png"));
        MakeThumbnails.main(
                new String[] {file("photo.png").toString(), file("small.nlc").toString(), "192"});
        byte[] small = Files.readAllBytes(folder.resolve("small.nlc"));
        assertThat(Pictures.pack(small)).isNotEmpty();
        BufferedImage expected = Thumbnails.of(photo).size(192, 192).asBufferedImage();
        assertThat(Pictures.psnr(expected, Pictures.read(small))).isGreaterThan(26);

        MakeThumbnails.main(
                new String[] {file("small.nlc").toString(), file("tiny.png").toString(), "64"});
        BufferedImage tiny = ImageIO.read(file("tiny.png"));
        assertThat(tiny.getWidth()).isEqualTo(64);
        assertThat(tiny.getHeight()).isEqualTo(43);
    }

    @Test
    void quality_isThatOfNlc() throws IOException {
        BufferedImage photo = Pictures.photograph(128, 128);
        byte[] low = withQuality(photo, 0.1);
        byte[] high = withQuality(photo, 0.9);
        assertThat(low.length * 3).isLessThan(high.length);
    }

    private static byte[] withQuality(BufferedImage image, double quality) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thumbnails.of(image).scale(1).outputFormat("nlc").outputQuality(quality).toOutputStream(out);
        return out.toByteArray();
    }

    @Test
    void compressionType_canBeChosen() throws IOException {
        BufferedImage photo = Pictures.photograph(60, 40);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Thumbnails.of(photo)
                .scale(1)
                .outputFormat("nlc")
                .outputFormatType("lossless")
                .toOutputStream(out);
        assertThat(Pictures.psnr(photo, Pictures.read(out.toByteArray()))).isInfinite();
    }

    /** A region is read as such, of a stream. */
    @Test
    void regionOfAStream_isRead() throws IOException {
        byte[] nlc = Pictures.file(Pictures.quarters(80, 60), "nlc");
        BufferedImage right = Thumbnails.of(new ByteArrayInputStream(nlc))
                .sourceRegion(Positions.BOTTOM_RIGHT, 20, 20)
                .size(10, 10)
                .asBufferedImage();
        assertThat(right.getRGB(5, 5)).isEqualTo(0xFFE0D080);
    }

    /** Cameras' orientation, which Thumbnailator applies to JPEG before it writes. */
    @Test
    void orientationOfJpeg_isApplied() throws IOException {
        Files.write(folder.resolve("turned.jpg"), Cameras.jpeg(Pictures.quarters(80, 40), 6));
        MakeThumbnails.make(file("turned.jpg"), file("turned.nlc"), 40);
        BufferedImage upright = ImageIO.read(file("turned.nlc"));
        assertThat(upright.getWidth()).isEqualTo(20);
        assertThat(upright.getHeight()).isEqualTo(40);
        assertThat(upright.getRGB(15, 5) >> 16 & 0xFF).isBetween(0xA8, 0xD8); // what was on the left is on top
        assertThat(upright.getRGB(5, 5) & 0xFF).isBetween(0xA8, 0xD8);
    }

    /** An NLC file keeps what the camera said until somebody turns the picture. Thumbnailator does not look at it. */
    @Test
    void orientationOfNlc_isLeftToTheProgram() throws IOException {
        Files.write(folder.resolve("turned.nlc"), Cameras.nlc(Pictures.quarters(80, 40), 6));
        MakeThumbnails.make(file("turned.nlc"), file("small.png"), 40);
        assertThat(ImageIO.read(file("small.png")).getWidth()).isEqualTo(40);
    }
}
