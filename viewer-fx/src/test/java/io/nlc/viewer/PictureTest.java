package io.nlc.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {

    @TempDir
    Path folder;

    @Test
    void read_nlcThroughImageIo() throws IOException {
        Path file = folder.resolve("a.nlc");
        assertThat(ImageIO.write(new BufferedImage(70, 50, BufferedImage.TYPE_INT_RGB), "nlc", file.toFile())).isTrue();
        Picture picture = Picture.read(file);
        assertThat(picture.image().getWidth()).isEqualTo(70);
        assertThat(picture.summary()).startsWith("a.nlc   70 x 50   ").contains(" bytes ").endsWith(" bpp");
    }

    @Test
    void read_saysWhatIsWrong() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "hello");
        assertThatThrownBy(() -> Picture.read(text)).isInstanceOf(IOException.class).hasMessageContaining("a.txt is not a picture");
        assertThatThrownBy(() -> Picture.read(folder.resolve("b.nlc"))).isInstanceOf(IOException.class).hasMessageContaining("b.nlc cannot be read");
    }
}
