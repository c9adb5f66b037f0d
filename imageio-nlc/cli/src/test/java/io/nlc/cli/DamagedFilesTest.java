package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Files whose picture is whole and whose rest is not, as a shell sees them. */
@ExtendWith(TinyPack.class)
class DamagedFilesTest extends ProgramRuns {

    @TempDir
    private Path folder;

    @Test
    void missingEnd_isOneLine() throws IOException {
        Path png = folder.resolve("in.png");
        Path file = folder.resolve("a.nlc");
        ImageIO.write(Pictures.of(70, 60, BufferedImage.TYPE_3BYTE_BGR), "png", png.toFile());
        assertThat(nlc("encode", png, file, "--lossless")).as(err).isZero();
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 12));
        assertThat(nlc("decode", file, folder.resolve("b.png"))).as(err).isZero();
        assertThat(err.lines()).singleElement().asString().contains(file + ": ", "the end of the file is missing");
        assertThat(Pictures.rgb(ImageIO.read(folder.resolve("b.png").toFile())))
                .isEqualTo(Pictures.rgb(ImageIO.read(png.toFile())));
        assertThat(nlc("info", file)).isEqualTo(1);
        assertThat(out).contains("picture   70 x 60", "TILE");
        assertThat(err.lines()).singleElement().asString().contains("truncated");
    }
}
