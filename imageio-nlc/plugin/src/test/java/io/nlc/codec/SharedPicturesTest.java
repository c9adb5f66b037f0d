package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.latent.Gains;
import io.nlc.codec.latent.LatentCoder;
import io.nlc.codec.latent.Latents;
import io.nlc.codec.tile.Analyzer;
import io.nlc.codec.tile.AreaGains;
import io.nlc.codec.tile.Synthesizer;
import io.nlc.codec.tile.TileGrid;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackSessions;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The shipped pack on photographs that are not part of the project; skipped where they are absent. */
class SharedPicturesTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static TestPicture photograph(String name, int maxWidth, int maxHeight) throws IOException {
        Optional<Path> file = TestPacks.shared(name);
        assumeTrue(file.isPresent(), "the folder shared with " + name + " is not beside the checkout");
        BufferedImage image = ImageIO.read(file.get().toFile());
        int w = Math.min(image.getWidth(), maxWidth);
        int h = Math.min(image.getHeight(), maxHeight);
        TestPicture p = TestPicture.empty(w, h);
        for (int y = 0, i = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                int argb = image.getRGB(x, y);
                p.rgb()[i++] = (byte) (argb >> 16);
                p.rgb()[i++] = (byte) (argb >> 8);
                p.rgb()[i++] = (byte) argb;
            }
        }
        return p;
    }

    private static double tiledPsnr(TestPicture p, ModelPack pack, TileGrid grid, int quality) throws IOException {
        try (PackSessions s = PackSessions.acquire(pack, TestPacks.CPU)) {
            Analyzer analyzer = new Analyzer(s, grid, p);
            LatentCoder coder = new LatentCoder(s);
            float[] gain = Gains.gain(pack.manifest(), quality);
            Latents[] latents = new Latents[grid.tiles()];
            for (int t = 0; t < grid.tiles(); t++) {
                Region core = grid.tile(t);
                int area = core.width() / 16 * (core.height() / 16);
                float[] y = analyzer.latent(t);
                for (int i = 0; i < y.length; i++) {
                    y[i] *= gain[i / area];
                }
                latents[t] =
                        coder.encode(y, core.height() / 16, core.width() / 16).latents();
            }
            TestPicture out = TestPicture.empty(p.width(), p.height());
            Synthesizer synthesizer = Synthesizer.ofBases(s, grid, new AreaGains(pack.manifest(), quality));
            for (int t = 0; t < grid.tiles(); t++) {
                Region core = grid.tile(t).intersection(grid.picture());
                out.writeRgb(core.x(), core.y(), core.width(), core.height(), synthesizer.pixels(t, i -> latents[i]));
            }
            return out.psnr(p);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"heldout/005.png", "heldout/gray_cathedral.png", "heldout/odd_fox_rgba.png"})
    void tiling_costsNothingVisible(String name) throws IOException {
        TestPicture p = photograph(name, 900, 600);
        ModelPack pack = new ModelPacks(List.of()).defaultPack();
        TileGrid tiled = new TileGrid(p.width(), p.height(), 256, 256);
        TileGrid whole = new TileGrid(
                p.width(), p.height(), tiled.padded().width(), tiled.padded().height());
        for (int quality : new int[] {0, Gains.maxQuality(pack.manifest())}) {
            assertThat(tiledPsnr(p, pack, tiled, quality)).isCloseTo(tiledPsnr(p, pack, whole, quality), within(0.02));
        }
    }

    @Test
    void kodak_roundTripHasThePacksQuality() throws IOException {
        TestPicture p = photograph("kodak/kodim19.png", 2000, 2000);
        ModelPack pack = new ModelPacks(List.of()).defaultPack();
        EncodedPicture e = new NlcEncoder(pack, TestPacks.CPU)
                .encode(p.width(), p.height(), p, new RateTarget.Quality(0.5), 0, CodecProgress.NONE);
        NlcHeader header = new NlcHeader(
                p.width(),
                p.height(),
                Colour.RGB,
                false,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                pack.name(),
                pack.fileDigest());
        TestPicture out = TestPicture.empty(p.width(), p.height());
        new NlcDecoder(pack, TestPacks.CPU).decode(header, e.tiles()::get, null, out, CodecProgress.NONE);
        double bpp = 8.0 * e.tiles().get(0).length / (p.width() * p.height());
        // the pack measured 0.48 bpp and 32.0 dB here
        assertThat(bpp).isBetween(0.2, 0.9);
        assertThat(out.psnr(p)).isGreaterThan(30);
    }
}
