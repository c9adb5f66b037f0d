package io.nlc.viewer.model.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.imageio.PictureFiles;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.Jobs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.stream.FileImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureLoaderTest {

    @TempDir
    Path folder;

    private static PictureLoader loader(long maxPixels) {
        return new PictureLoader(TestPictures.CPU, maxPixels, 64 << 20, new Jobs());
    }

    @Test
    void load_nlc_isDecodedAndCanBeEncoded() throws IOException {
        Document d = loader(1 << 20).load(TestPictures.nlc(folder, "a.nlc", 70, 50), () -> false);
        assertThat(d.nlc().quality()).isEqualTo(0.5);
        assertThat(d.picture().width()).isEqualTo(70);
        assertThat(d.opened().file()).hasSize((int) d.fileBytes());
        assertThat(d.opened().psnr()).isNaN();
        assertThat(d.optionalCoder()).isPresent();
    }

    @Test
    void load_nlcByItsContent_whateverItsName() throws IOException {
        Path file = Files.move(TestPictures.nlc(folder, "a.nlc", 32, 32), folder.resolve("a.png"));
        assertThat(loader(1 << 20).load(file, () -> false).nlc()).isNotNull();
    }

    /** Tiles and latents of such a file are not where its pixels are seen, so it is opened as a picture. */
    @Test
    void load_nlcThatWasStoredOnItsSide_isUpright() throws IOException {
        for (Path file :
                new Path[] {TestPictures.nlc(folder, "a.nlc", 70, 50), TestPictures.losslessNlc(folder, "b.nlc", 70, 50)
                }) {
            TestPictures.onItsSide(file);
            Document d = loader(1 << 20).load(file, () -> false);
            assertThat(d.picture().width()).isEqualTo(50);
            assertThat(d.picture().height()).isEqualTo(70);
            assertThat(d.nlc()).isNull();
            Document large = loader(1000).load(file, () -> false);
            assertThat(large.fullWidth()).isEqualTo(50);
            assertThat(large.picture().width()).isLessThan(large.picture().height());
        }
    }

    /** Nothing was lost, so it is what encodings of it are compared with. */
    @Test
    void load_losslessNlc_isAnOriginal() throws IOException {
        Document d = loader(1 << 20).load(TestPictures.losslessNlc(folder, "a.nlc", 70, 50), () -> false);
        assertThat(d.nlc()).isNull();
        assertThat(d.opened()).isNull();
        assertThat(d.optionalCoder()).isPresent();
        byte[] rgb = PictureFiles.rgb(TestPictures.scene(70, 50));
        assertThat(d.coder().rgb()).isEqualTo(rgb);
        Document large = loader(1000).load(folder.resolve("a.nlc"), () -> false);
        assertThat((long) large.picture().width() * large.picture().height()).isLessThanOrEqualTo(1000);
    }

    /** It has layers and no pack, and is not without loss by its header. */
    @Test
    void load_drawnNlc_isAnOriginal() throws IOException {
        Path file = TestPictures.drawnNlc(folder, "a.nlc", 150, 100);
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            NlcHeader header = new NlcReader(in).header();
            assertThat(header.learned()).isFalse();
            assertThat(header.lossless()).isFalse();
        }
        Document d = loader(1 << 20).load(file, () -> false);
        assertThat(d.nlc()).isNull();
        assertThat(d.opened()).isNull();
        assertThat(d.coder().rgb()).isEqualTo(PictureFiles.rgb(PictureFiles.read(file)));
        Document large = loader(1000).load(file, () -> false);
        assertThat((long) large.picture().width() * large.picture().height()).isLessThanOrEqualTo(1000);
    }

    @Test
    void load_largeNlc_isTiled() throws IOException {
        Document d = loader(1000).load(TestPictures.nlc(folder, "a.nlc", 70, 50), () -> false);
        assertThat(d.picture()).isInstanceOf(TiledPicture.class);
        assertThat(d.optionalCoder()).isEmpty();
    }

    @Test
    void load_largePng_isReduced() throws IOException {
        Document d = loader(1000).load(TestPictures.png(folder, "a.png", 70, 50), () -> false);
        assertThat((long) d.picture().width() * d.picture().height()).isLessThanOrEqualTo(1000);
        assertThat(d.fullWidth()).isEqualTo(70);
        assertThat(d.optionalCoder()).isEmpty();
    }

    @Test
    void load_saysWhatIsWrong() throws IOException {
        Path text = Files.writeString(folder.resolve("a.txt"), "hello");
        assertThatThrownBy(() -> loader(1000).load(text, () -> false))
                .hasMessageContaining("not a picture that can be read here")
                .hasMessageContaining("nlc");
        assertThatThrownBy(() -> loader(1000).load(folder.resolve("b.nlc"), () -> false))
                .isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> loader(1000).load(folder, () -> false)).hasMessage("is a folder");
        byte[] cut = Files.readAllBytes(TestPictures.nlc(folder, "c.nlc", 70, 50));
        Path damaged = Files.write(folder.resolve("c.nlc"), Arrays.copyOf(cut, cut.length / 2));
        assertThatThrownBy(() -> loader(1 << 20).load(damaged, () -> false))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("truncated");
    }
}
