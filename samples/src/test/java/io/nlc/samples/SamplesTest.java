package io.nlc.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesTest {

    private static final File LANDSCAPE = new File("pictures/landscape.png");

    @TempDir
    private Path folder;

    /** With the default pack, as a user has it. */
    @Test
    void writeThenRead_showsTheLandscape() throws IOException {
        String nlc = folder.resolve("landscape.nlc").toString();
        String png = folder.resolve("landscape.png").toString();
        WriteNlc.main(new String[] {LANDSCAPE.toString(), nlc, "0.6"});
        ReadNlc.main(new String[] {nlc, png});
        assertThat(new File(nlc).length()).isLessThan(LANDSCAPE.length() / 10);
        assertThat(psnr(ImageIO.read(LANDSCAPE), ImageIO.read(new File(png)))).isGreaterThan(27);
    }

    @Test
    void writeToSize_keepsToIt() throws IOException {
        File nlc = folder.resolve("small.nlc").toFile();
        WriteNlc.main(new String[] {LANDSCAPE.toString(), nlc.toString(), "15000bytes"});
        assertThat(nlc.length()).isBetween(13_000L, 15_000L);
    }

    /** The picture in this folder is what the program renders, seen at a glance. */
    @Test
    void renderScene_rendersTheLandscape() throws IOException {
        BufferedImage small = RenderScene.render(24, 16);
        BufferedImage picture = ImageIO.read(LANDSCAPE);
        int tile = picture.getWidth() / 24;
        for (int channel = 0; channel < 3; channel++) {
            double difference = 0;
            for (int y = 0; y < 16; y++) {
                for (int x = 0; x < 24; x++) {
                    double sum = 0;
                    for (int i = 0; i < tile * tile; i++) {
                        sum += picture.getRaster().getSample(x * tile + i % tile, y * tile + i / tile, channel);
                    }
                    difference +=
                            Math.abs(sum / (tile * tile) - small.getRaster().getSample(x, y, channel));
                }
            }
            assertThat(difference / (24 * 16)).isCloseTo(0, within(12.0));
        }
    }

    private static double psnr(BufferedImage a, BufferedImage b) {
        double squares = 0;
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                for (int c = 0; c < 3; c++) {
                    squares += Math.pow(
                            a.getRaster().getSample(x, y, c) - b.getRaster().getSample(x, y, c), 2);
                }
            }
        }
        return 10 * Math.log10(255.0 * 255 * 3 * a.getWidth() * a.getHeight() / squares);
    }
}
