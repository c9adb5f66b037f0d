package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import io.nlc.metrics.Psnr;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What is asked for beyond what networks give. */
@ExtendWith(TinyPack.class)
class DrawnPicturesTest extends ProgramRuns {

    @TempDir
    private Path folder;

    private Path write(BufferedImage image) throws IOException {
        File file = folder.resolve("in.png").toFile();
        ImageIO.write(image, "png", file);
        return file.toPath();
    }

    private BufferedImage decoded(Path file) throws IOException {
        Path back = folder.resolve("back.png");
        assertThat(nlc("decode", file, back)).as(err).isZero();
        return ImageIO.read(back.toFile());
    }

    private JsonObject info(Path file) {
        assertThat(nlc("info", file, "--json")).as(err).isZero();
        return JsonParser.parseString(out).getAsJsonObject();
    }

    private static BufferedImage drawn() {
        BufferedImage image = new BufferedImage(200, 120, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 120; y++) {
            for (int x = 0; x < 200; x++) {
                image.setRGB(x, y, x / 7 % 3 == y / 5 % 3 ? 0xD02010 : 0xFFFFFF);
            }
        }
        return image;
    }

    @Test
    void drawnPictures_needNoPack() throws IOException {
        Path in = write(drawn());
        Path file = folder.resolve("a.nlc");
        assertThat(nlc("encode", in, file, "--model", TinyPack.NAME, "--quality", "0.3"))
                .as(err)
                .isZero();
        assertThat(out).contains("without networks").doesNotContain(TinyPack.NAME);
        assertThat(PictureFiles.rgb(decoded(file))).isEqualTo(PictureFiles.rgb(drawn()));
        JsonObject info = info(file);
        assertThat(info.get("pack").getAsString()).isEmpty();
        assertThat(info.getAsJsonObject("tileKinds").get("learned").getAsInt()).isZero();
        assertThat(nlc("info", file)).isZero();
        assertThat(out).contains("1 of 256 x 128: 1 lossless", "without networks");
    }

    @Test
    void networksOnly_isWhatItSays() throws IOException {
        Path in = write(drawn());
        Path file = folder.resolve("a.nlc");
        assertThat(nlc("encode", in, file, "--model", TinyPack.NAME, "--device", "cpu", "--networks-only"))
                .as(err)
                .isZero();
        assertThat(info(file).getAsJsonObject("tileKinds").get("learned").getAsInt())
                .isEqualTo(1);
    }

    @Test
    void psnr_goesBeyondThePack() throws IOException {
        BufferedImage image = Pictures.of(160, 120, BufferedImage.TYPE_INT_RGB);
        Path in = write(image);
        Path file = folder.resolve("a.nlc");
        assertThat(nlc("encode", in, file, "--model", TinyPack.NAME, "--device", "cpu", "--psnr", "43"))
                .as(err)
                .isZero();
        assertThat(err).isEmpty();
        assertThat(Psnr.of(PictureFiles.rgb(image), PictureFiles.rgb(decoded(file))))
                .isBetween(43.0, 43.5);
        assertThat(info(file).get("rounded").getAsBoolean()).isFalse();
        assertThat(info(file).getAsJsonObject("tileKinds").get("layered").getAsInt())
                .isEqualTo(1);
    }

    @Test
    void maxError_isKept() throws IOException {
        BufferedImage image = Pictures.of(160, 120, BufferedImage.TYPE_INT_RGB);
        Path in = write(image);
        Path file = folder.resolve("a.nlc");
        assertThat(nlc("encode", in, file, "--max-error", "2")).as(err).isZero();
        byte[] expected = PictureFiles.rgb(image);
        byte[] actual = PictureFiles.rgb(decoded(file));
        for (int i = 0; i < expected.length; i++) {
            assertThat(Math.abs((expected[i] & 255) - (actual[i] & 255))).isLessThanOrEqualTo(2);
        }
        assertThat(nlc("encode", in, file, "--max-error", "-1")).isEqualTo(2);
        assertThat(err).contains("maxError must be 0 to 4096, not -1");
        assertThat(nlc("encode", in, file, "--max-error", "1", "--lossless")).isEqualTo(2);
    }

    @Test
    void exact_keepsWhatNobodySees() throws IOException {
        BufferedImage image = new BufferedImage(130, 130, BufferedImage.TYPE_INT_ARGB);
        for (int i = 0; i < 130 * 130; i++) {
            image.setRGB(i % 130, i / 130, i * 0x9E3779B1 & 0xFFFFFF | (i % 130 < 100 ? 0 : 0xFF000000));
        }
        Path in = write(image);
        Path free = folder.resolve("free.nlc");
        Path exact = folder.resolve("exact.nlc");
        assertThat(nlc("encode", in, free, "--model", TinyPack.NAME)).as(err).isZero();
        assertThat(nlc("encode", in, exact, "--model", TinyPack.NAME, "--exact"))
                .as(err)
                .isZero();
        assertThat(Files.size(free)).isLessThan(Files.size(exact) / 2);
    }
}
