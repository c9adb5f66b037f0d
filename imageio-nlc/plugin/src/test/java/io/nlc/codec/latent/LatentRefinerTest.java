package io.nlc.codec.latent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.EncodedPicture;
import io.nlc.codec.NlcDecoder;
import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pack {@code test/tiny} with a {@code residual.onnx} made by hand: {@code 0.5 tanh((hyper[c] + y[c]) / 64)}. */
class LatentRefinerTest {

    @TempDir
    private static Path root;

    private static ModelPack plain;
    private static ModelPack refined;

    @BeforeAll
    static void makePack() throws IOException {
        byte[] network;
        try (InputStream in = LatentRefinerTest.class.getResourceAsStream("/networks/residual.onnx")) {
            network = in.readAllBytes();
        }
        Path folder = new EditedPack().add("residual.onnx", network).write(root);
        Files.write(folder.resolve("residual.onnx"), network);
        refined = ModelPack.of(PackSource.folder(folder));
        plain = TestPacks.tiny();
    }

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static EncodedPicture encode(ModelPack pack, TestPicture p, RateTarget target) throws IOException {
        return new NlcEncoder(pack, TestPacks.CPU).encode(p.width(), p.height(), p, target, 0, CodecProgress.NONE);
    }

    private static NlcHeader header(TestPicture p, EncodedPicture e) {
        return new NlcHeader(
                p.width(),
                p.height(),
                Colour.RGB,
                false,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                plain.name(),
                plain.fileDigest());
    }

    private static TestPicture decode(ModelPack pack, TestPicture p, EncodedPicture e) throws IOException {
        TestPicture out = TestPicture.empty(p.width(), p.height());
        new NlcDecoder(pack, TestPacks.CPU).decode(header(p, e), e.tiles()::get, null, out, CodecProgress.NONE);
        return out;
    }

    private static FloatTensor tensor(short[] values, long... shape) {
        FloatTensor t = new FloatTensor(shape);
        for (int i = 0; i < values.length; i++) {
            t.set(i, values[i]);
        }
        return t;
    }

    private static Latents latents(EncodedPicture e, int height, int width) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(plain, TestPacks.CPU)) {
            return new LatentCoder(sessions).decode(e.tiles().get(0), height, width);
        }
    }

    @Test
    void refine_runsTheNetworkOnHyperFeaturesAndLatents() throws IOException {
        TestPicture p = TestPicture.scene(192, 128);
        Latents coded = latents(encode(plain, p, new RateTarget.Quality(0.8)), 8, 12);
        try (PackSessions sessions = PackSessions.acquire(refined, TestPacks.CPU)) {
            Latents out = new LatentRefiner(sessions).refine(coded);
            FloatTensor hyper = new FloatTensor(1, 32, 8, 12);
            sessions.hyperSynthesis().run(Map.of("z", tensor(coded.z(), 1, 8, 2, 3)), hyper);
            assertThat(out.residual()).hasSize(16 * 8 * 12);
            int moved = 0;
            for (int i = 0; i < out.residual().length; i++) {
                assertThat(out.residual()[i])
                        .isCloseTo((float) (0.5 * Math.tanh((hyper.get(i) + coded.y()[i]) / 64.0)), within(1e-5f));
                moved += Math.abs(out.residual()[i]) > 0.1 ? 1 : 0;
            }
            assertThat(moved).isPositive();
            assertThat(out.y()).isSameAs(coded.y());
            assertThat(out.check()).isEqualTo(coded.check());
        }
        try (PackSessions sessions = PackSessions.acquire(plain, TestPacks.CPU)) {
            assertThat(new LatentRefiner(sessions).refine(coded)).isSameAs(coded);
        }
    }

    @Test
    void bits_doNotDependOnTheResidual() throws IOException {
        TestPicture p = TestPicture.scene(200, 150);
        EncodedPicture a = encode(plain, p, new RateTarget.Quality(0.6));
        EncodedPicture b = encode(refined, p, new RateTarget.Quality(0.6));
        assertThat(b.tiles().get(0)).isEqualTo(a.tiles().get(0));
        assertThat(new NlcDecoder(refined, TestPacks.CPU).latentDigest(header(p, a), a.tiles()::get))
                .isEqualTo(new NlcDecoder(plain, TestPacks.CPU).latentDigest(header(p, a), a.tiles()::get));
    }

    @Test
    void decode_addsTheResidualBeforeTheInverseGain() throws IOException {
        TestPicture p = TestPicture.scene(192, 128);
        EncodedPicture e = encode(plain, p, new RateTarget.Quality(0.4));
        Latents coded = latents(e, 8, 12);
        TestPicture expected = TestPicture.empty(192, 128);
        try (PackSessions sessions = PackSessions.acquire(refined, TestPacks.CPU)) {
            float[] residual = new LatentRefiner(sessions).refine(coded).residual();
            FloatTensor y = tensor(coded.y(), 1, 16, 8, 12);
            for (int i = 0; i < residual.length; i++) {
                y.set(i, coded.y()[i] + residual[i]);
            }
            float[] x = sessions.synthesis().run(y, Gains.inverse(refined.manifest(), e.quality()));
            byte[] rgb = new byte[3 * 192 * 128];
            for (int i = 0; i < rgb.length; i++) {
                rgb[i] = (byte) Math.round(Math.max(0, Math.min(1, x[i % 3 * 192 * 128 + i / 3])) * 255);
            }
            expected.writeRgb(0, 0, 192, 128, rgb);
        }
        assertThat(decode(refined, p, e)).isEqualTo(expected).isNotEqualTo(decode(plain, p, e));
    }

    /** Several tiles: the encoder's idea of the picture is the decoder's. */
    @Test
    void targetPsnr_isThatOfTheDecodedPicture() throws IOException {
        TestPicture p = TestPicture.scene(900, 700);
        EncodedPicture e = encode(refined, p, new RateTarget.Psnr(24));
        assertThat(e.tiles().size()).isGreaterThan(1);
        assertThat(decode(refined, p, e).psnr(p)).isCloseTo(e.psnr(), within(1e-6));
        assertThat(decode(plain, p, e).psnr(p)).isNotCloseTo(e.psnr(), within(1e-3));
    }

    /** The network that the exporter makes, with all that slices need besides. */
    @Test
    void exportedResidual_staysWithinHalfAStep() throws IOException {
        ModelPack slices = ModelPack.of(PackSource.folder(TestPacks.directory().resolve("test/tiny-slices")));
        TestPicture p = TestPicture.scene(130, 190);
        float[] y = new float[slices.manifest().latent().channels() * 12 * 12];
        for (int i = 0; i < y.length; i++) {
            y[i] = (i * 31 % 17 - 8) * (i % 7 == 0 ? 3 : 0.4f);
        }
        try (PackSessions sessions = PackSessions.acquire(slices, TestPacks.CPU)) {
            Latents coded = new LatentCoder(sessions).encode(y, 12, 12).latents();
            float[] residual = new LatentRefiner(sessions).refine(coded).residual();
            assertThat(residual).hasSize(y.length).doesNotContain(Float.NaN);
            float largest = 0;
            for (float r : residual) {
                largest = Math.max(largest, Math.abs(r));
            }
            assertThat(largest).isGreaterThan(0).isLessThanOrEqualTo(0.5f);
        }
        EncodedPicture e = encode(slices, p, new RateTarget.Psnr(12));
        NlcHeader header = new NlcHeader(
                130,
                190,
                Colour.RGB,
                false,
                e.quality(),
                e.tileWidth(),
                e.tileHeight(),
                slices.name(),
                slices.fileDigest());
        TestPicture out = TestPicture.empty(130, 190);
        new NlcDecoder(slices, TestPacks.CPU).decode(header, e.tiles()::get, null, out, CodecProgress.NONE);
        assertThat(out.psnr(p)).isCloseTo(e.psnr(), within(1e-6));
    }

    @Test
    void damagedTile_isConcealedAsWithoutResidual() throws IOException {
        TestPicture p = TestPicture.scene(1024, 1024);
        EncodedPicture e = encode(refined, p, new RateTarget.Quality(0.5));
        TestPicture whole = decode(refined, p, e);
        TestPicture out = TestPicture.empty(1024, 1024);
        new NlcDecoder(refined, TestPacks.CPU)
                .decode(
                        header(p, e),
                        t -> t == 3 ? new byte[9] : e.tiles().get(t),
                        null,
                        out,
                        (tile, problem) -> {},
                        CodecProgress.NONE);
        assertThat(out.crop(0, 0, 400, 1024)).isEqualTo(whole.crop(0, 0, 400, 1024));
    }
}
