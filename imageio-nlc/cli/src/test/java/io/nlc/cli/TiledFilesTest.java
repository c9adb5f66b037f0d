package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pictures of six tiles, which are written while they are decoded. */
@ExtendWith(TinyPack.class)
class TiledFilesTest extends ProgramRuns {

    private static final int WIDTH = 1100;
    private static final int HEIGHT = 700;

    @TempDir
    private Path folder;

    private Path encoded(int type) throws IOException {
        Path png = folder.resolve("in.png");
        Path file = folder.resolve("a.nlc");
        ImageIO.write(Pictures.of(WIDTH, HEIGHT, type), "png", png.toFile());
        assertThat(nlc("encode", png, file, "--model", TinyPack.NAME, "--device", "cpu"))
                .as(err)
                .isZero();
        return file;
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "bmp", "tif"})
    void everyFormat_hasTheWholePicture(String suffix) throws IOException {
        Path file = encoded(BufferedImage.TYPE_3BYTE_BGR);
        Path written = folder.resolve("b." + suffix);
        assertThat(nlc("decode", file, written)).as(err).isZero();
        assertThat(PictureFiles.rgb(ImageIO.read(written.toFile())))
                .isEqualTo(PictureFiles.rgb(PictureFiles.read(file)));
    }

    @Test
    void transparency_isThere() throws IOException {
        Path file = encoded(BufferedImage.TYPE_4BYTE_ABGR);
        Path written = folder.resolve("b.png");
        assertThat(nlc("decode", file, written)).as(err).isZero();
        BufferedImage expected = PictureFiles.read(file);
        BufferedImage found = ImageIO.read(written.toFile());
        assertThat(found.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH))
                .isEqualTo(expected.getRGB(0, 0, WIDTH, HEIGHT, null, 0, WIDTH));
    }

    @Test
    void gray_andFormatsOfFewColours() throws IOException {
        Path file = encoded(BufferedImage.TYPE_BYTE_GRAY);
        for (String suffix : new String[] {"jpg", "gif"}) {
            Path written = folder.resolve("b." + suffix);
            assertThat(nlc("decode", file, written)).as(err).isZero();
            assertThat(ImageIO.read(written.toFile()).getHeight()).isEqualTo(HEIGHT);
        }
    }

    /** The checksum of the last tile is looked at before the first is decoded. */
    @Test
    void damage_leavesNoFile_orIsConcealed() throws IOException {
        Path file = encoded(BufferedImage.TYPE_3BYTE_BGR);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 40] ^= 0x55; // in the last tile
        Files.write(file, bytes);
        Path written = folder.resolve("b.png");
        assertThat(nlc("decode", file, written)).isEqualTo(1);
        assertThat(err.lines()).singleElement().asString().startsWith("nlc: " + file + ": ");
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).doesNotContain(written).hasSize(2);
        }
        assertThat(nlc("decode", file, written, "--conceal")).as(err).isZero();
        assertThat(err.lines()).singleElement().asString().contains(file + ": ", "tile");
        assertThat(ImageIO.read(written.toFile()).getWidth()).isEqualTo(WIDTH);
    }
}
