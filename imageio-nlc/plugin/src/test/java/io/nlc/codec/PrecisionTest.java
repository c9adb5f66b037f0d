package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.inspect.SynthesisCheck;
import io.nlc.codec.latent.Gains;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.failure.NlcException;
import io.nlc.model.Arithmetic;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.Precision;
import io.nlc.runtime.Processor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Packs with transforms of 8-bit integers. Whether they run depends on the processor, so what is asserted holds either
 * way.
 */
class PrecisionTest {

    private static final String INT8 = "synthesis-int8.onnx";
    private static final String FAST = "synthesis-fast.onnx";
    private static final String ANALYSIS = "analysis-int8.onnx";
    private static final Path FOLDER = TestPacks.directory().resolve("test/tiny-int8");

    @AfterEach
    void free() {
        PackSessions.closeIdle();
    }

    private static ModelPack edited(Consumer<JsonObject> edit) throws IOException {
        JsonObject json = JsonParser.parseString(Files.readString(FOLDER.resolve("pack.json")))
                .getAsJsonObject();
        edit.accept(json);
        byte[] manifest = json.toString().getBytes(StandardCharsets.UTF_8);
        PackSource folder = PackSource.folder(FOLDER);
        return ModelPack.of(new PackSource() {
            @Override
            public InputStream open(String file) throws IOException {
                return file.equals("pack.json") ? new ByteArrayInputStream(manifest) : folder.open(file);
            }

            @Override
            public InputStream openSibling(String entropyModel, String file) throws IOException {
                return folder.openSibling(entropyModel, file);
            }

            @Override
            public String location() {
                return "edited " + json.hashCode();
            }
        });
    }

    private static JsonObject test(JsonObject manifest) {
        return test(manifest, INT8);
    }

    private static JsonObject test(JsonObject manifest, String file) {
        return manifest.getAsJsonObject("self_test").getAsJsonObject(file);
    }

    private static void brighten(JsonObject manifest, String file) {
        JsonArray means = test(manifest, file).getAsJsonArray("means");
        means.set(5, JsonParser.parseString(String.valueOf(means.get(5).getAsDouble() + 0.01)));
    }

    private static TestPicture decoded(ModelPack pack, TestPicture p, EncodedPicture e, Precision precision)
            throws IOException {
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
        NlcDecoder decoder = new NlcDecoder(pack, TestPacks.CPU.withPrecision(precision));
        decoder.decode(header, e.tiles()::get, null, out, CodecProgress.NONE);
        return out;
    }

    private static EncodedPicture encoded(ModelPack pack, TestPicture p, Precision precision) throws IOException {
        return encoded(pack, p, precision, 0.8);
    }

    private static EncodedPicture encoded(ModelPack pack, TestPicture p, Precision precision, double quality)
            throws IOException {
        return new NlcEncoder(pack, TestPacks.CPU.withPrecision(precision))
                .encode(p.width(), p.height(), p, new RateTarget.Quality(quality), 0, CodecProgress.NONE);
    }

    private static boolean isFloat(ModelPack pack, Precision precision) throws IOException {
        try (PackSessions s = PackSessions.acquire(pack, TestPacks.CPU)) {
            return s.synthesis(precision) == s.synthesis();
        }
    }

    @Test
    void fullPrecision_isThatOfFloats() throws IOException {
        assertThat(isFloat(TestPacks.tiny("tiny-int8"), Precision.FULL)).isTrue();
        assertThat(isFloat(TestPacks.tiny("tiny-none"), Precision.AUTO)).isTrue();
    }

    @Test
    void pictures_areNearlyThoseOfFloats() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        TestPicture p = TestPicture.scene(150, 130);
        EncodedPicture e = encoded(pack, p, Precision.AUTO);
        TestPicture full = decoded(pack, p, e, Precision.FULL);
        TestPicture now = decoded(pack, p, e, Precision.AUTO);
        assertThat(now.psnr(p)).isGreaterThan(full.psnr(p) - 0.3);
        assertThat(now.equals(full)).isEqualTo(isFloat(pack, Precision.AUTO));
    }

    /** Each tile has other edges with others around it. */
    @Test
    void picturesOfManyTiles_areNearlyThoseOfFloats() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        TestPicture p = TestPicture.scene(1250, 1100);
        EncodedPicture e = encoded(pack, p, Precision.AUTO);
        assertThat(e.tiles()).hasSize(9);
        TestPicture full = decoded(pack, p, e, Precision.FULL);
        assertThat(decoded(pack, p, e, Precision.AUTO).psnr(full)).isGreaterThan(40);
    }

    @Test
    void networksOfBytes_areUsedWhereProcessorsAreFastWithThem() throws IOException {
        assumeTrue(Processor.isFastWithBytes(), "a processor with dot products of bytes");
        assertThat(arithmetic(TestPacks.tiny("tiny-int8"), Precision.AUTO)).isEqualTo(Arithmetic.BYTES);
    }

    @Test
    void files_doNotDependOnIt_whereNothingIsSynthesised() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        TestPicture p = TestPicture.scene(150, 130);
        assertThat(encoded(pack, p, Precision.AUTO, 0.3).tiles().get(0))
                .isEqualTo(encoded(pack, p, Precision.FULL, 0.3).tiles().get(0));
    }

    /** Decoders use floats for these, whatever they may. */
    @Test
    void filesOfAPsnr_doNotDependOnIt() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        TestPicture p = TestPicture.scene(150, 130);
        double psnr = decoded(pack, p, encoded(pack, p, Precision.FULL), Precision.FULL)
                .psnr(p);
        List<byte[]> files = new ArrayList<>();
        for (Precision precision : new Precision[] {Precision.AUTO, Precision.FULL}) {
            EncodedPicture e = new NlcEncoder(pack, TestPacks.CPU.withPrecision(precision))
                    .encode(p.width(), p.height(), p, new RateTarget.Psnr(psnr), 0, CodecProgress.NONE);
            assertThat(e.quality()).isGreaterThan(4 * Gains.TICKS);
            files.add(e.tiles().get(0));
        }
        assertThat(files.get(0)).isEqualTo(files.get(1));
    }

    @Test
    void files_areAsGoodAnyway() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        TestPicture p = TestPicture.scene(150, 130);
        EncodedPicture auto = encoded(pack, p, Precision.AUTO);
        EncodedPicture full = encoded(pack, p, Precision.FULL);
        assertThat(decoded(pack, p, auto, Precision.FULL).psnr(p))
                .isCloseTo(decoded(pack, p, full, Precision.FULL).psnr(p), within(0.1));
        assertThat((double) auto.tiles().get(0).length / full.tiles().get(0).length)
                .isCloseTo(1, within(0.02));
    }

    @Test
    void processorThatComputesAnotherPicture_getsThatOfFloats() throws IOException {
        ModelPack pack = edited(m -> brighten(m, INT8));
        assertThat(isFloat(pack, Precision.AUTO)).isTrue();
        TestPicture p = TestPicture.scene(150, 130);
        EncodedPicture e = encoded(pack, p, Precision.AUTO);
        assertThat(decoded(pack, p, e, Precision.AUTO)).isEqualTo(decoded(pack, p, e, Precision.FULL));
    }

    @Test
    void networkThatIsDamaged_costsNoPicture() throws IOException {
        ModelPack pack =
                edited(m -> m.getAsJsonObject("files").getAsJsonObject(INT8).addProperty("sha256", "00".repeat(32)));
        TestPicture p = TestPicture.scene(150, 130);
        EncodedPicture e = encoded(pack, p, Precision.AUTO);
        assertThat(decoded(pack, p, e, Precision.AUTO)).isEqualTo(decoded(pack, p, e, Precision.FULL));
    }

    @Test
    void arithmetic_isWhatPicturesAreSynthesisedWith() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        boolean floats = isFloat(pack, Precision.AUTO);
        assertThat(arithmetic(pack, Precision.FULL)).isEqualTo(Arithmetic.FLOATS);
        assertThat(arithmetic(pack, Precision.AUTO)).isEqualTo(floats ? Arithmetic.FLOATS : Arithmetic.BYTES);
        assertThat(arithmetic(pack, Precision.FAST)).isEqualTo(floats ? Arithmetic.FLOATS : Arithmetic.FEWER_BYTES);
        assertThat(arithmetic(TestPacks.tiny(), Precision.FAST)).isEqualTo(Arithmetic.FLOATS);
    }

    private static Arithmetic arithmetic(ModelPack pack, Precision precision) throws IOException {
        return SynthesisCheck.arithmetic(pack, TestPacks.CPU.withPrecision(precision));
    }

    @Test
    void fastPictures_areThoseOfTheNarrowNetwork() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        try (PackSessions s = PackSessions.acquire(pack, TestPacks.CPU)) {
            assertThat(s.synthesis(Precision.FAST) == s.synthesis(Precision.AUTO))
                    .isEqualTo(isFloat(pack, Precision.AUTO)); // where nothing of bytes works, both are of floats
        }
        TestPicture p = TestPicture.scene(150, 130);
        EncodedPicture e = encoded(pack, p, Precision.AUTO);
        TestPicture full = decoded(pack, p, e, Precision.FULL);
        TestPicture fast = decoded(pack, p, e, Precision.FAST);
        assertThat(fast.psnr(p)).isGreaterThan(full.psnr(p) - 3); // four channels of eight, and never tuned
        assertThat(fast.equals(decoded(pack, p, e, Precision.AUTO))).isEqualTo(isFloat(pack, Precision.AUTO));
    }

    @Test
    void fastNetworkThatIsNotFit_givesWayToTheOtherOne() throws IOException {
        TestPicture p = TestPicture.scene(150, 130);
        for (ModelPack pack : List.of(
                edited(m -> brighten(m, FAST)),
                edited(m -> m.getAsJsonObject("files").getAsJsonObject(FAST).addProperty("sha256", "00".repeat(32))),
                edited(m -> m.getAsJsonObject("files").remove(FAST)))) {
            EncodedPicture e = encoded(pack, p, Precision.AUTO);
            assertThat(decoded(pack, p, e, Precision.FAST)).isEqualTo(decoded(pack, p, e, Precision.AUTO));
        }
    }

    private static boolean isAnalysedByFloats(ModelPack pack, Precision precision) throws IOException {
        try (PackSessions s = PackSessions.acquire(pack, TestPacks.CPU)) {
            return s.analysis(precision) == s.analysis();
        }
    }

    @Test
    void filesInAHurry_areThoseOfTheAnalysisOfBytes() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        boolean floats = isAnalysedByFloats(pack, Precision.FAST);
        assertThat(isAnalysedByFloats(pack, Precision.AUTO)).isTrue();
        TestPicture p = TestPicture.scene(150, 130);
        EncodedPicture full = encoded(pack, p, Precision.FULL);
        EncodedPicture fast = encoded(pack, p, Precision.FAST);
        assertThat(fast.tiles().get(0).equals(full.tiles().get(0))).isEqualTo(floats);
        double best = decoded(pack, p, full, Precision.FULL).psnr(p);
        assertThat(decoded(pack, p, fast, Precision.FULL).psnr(p)).isGreaterThan(best - 0.3);
    }

    @Test
    void effort_analysesByFloats() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        TestPicture p = TestPicture.scene(70, 70);
        NlcEncoder fast = new NlcEncoder(pack, TestPacks.CPU.withPrecision(Precision.FAST), 1);
        NlcEncoder full = new NlcEncoder(pack, TestPacks.CPU.withPrecision(Precision.FULL), 1);
        assertThat(fast.sharesAnalysis(full, 70, 70)).isTrue();
        RateTarget target = new RateTarget.Quality(0.8);
        assertThat(fast.encode(70, 70, p, target, 0, CodecProgress.NONE).tiles().get(0))
                .isEqualTo(full.encode(70, 70, p, target, 0, CodecProgress.NONE)
                        .tiles()
                        .get(0));
    }

    @Test
    void picturesAnalysedInAHurry_areNotSharedWithOthers() throws IOException {
        ModelPack pack = TestPacks.tiny("tiny-int8");
        for (Precision one : Precision.values()) {
            for (Precision other : Precision.values()) {
                NlcEncoder encoder = new NlcEncoder(pack, TestPacks.CPU.withPrecision(one));
                assertThat(encoder.sharesAnalysis(new NlcEncoder(pack, TestPacks.CPU.withPrecision(other)), 70, 70))
                        .isEqualTo(one == other);
            }
        }
    }

    @Test
    void analysisThatIsNotFit_givesWayToThatOfFloats() throws IOException {
        TestPicture p = TestPicture.scene(150, 130);
        for (ModelPack pack : List.of(
                edited(m -> {
                    JsonArray means = test(m, ANALYSIS).getAsJsonArray("means");
                    means.set(
                            5,
                            JsonParser.parseString(String.valueOf(means.get(5).getAsDouble() + 0.1)));
                }),
                edited(m ->
                        m.getAsJsonObject("files").getAsJsonObject(ANALYSIS).addProperty("sha256", "00".repeat(32))),
                edited(m -> m.getAsJsonObject("files").remove(ANALYSIS)))) {
            assertThat(encoded(pack, p, Precision.FAST, 0.3).tiles().get(0))
                    .isEqualTo(encoded(pack, p, Precision.FULL, 0.3).tiles().get(0));
        }
    }

    @Test
    void packsWithoutAny_areFastByFloats() throws IOException {
        assertThat(isFloat(TestPacks.tiny("tiny-none"), Precision.FAST)).isTrue();
    }

    @Test
    void testVector_mustBeThere() {
        assertThatThrownBy(() -> edited(m -> m.getAsJsonObject("self_test").remove(FAST)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("self_test." + FAST + " is missing");
        assertThatThrownBy(() -> edited(m -> m.getAsJsonObject("self_test").remove(INT8)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("self_test." + INT8 + " is missing");
        assertThatThrownBy(() -> edited(m -> test(m).remove("means")))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("self_test." + INT8 + ".means is missing");
        assertThatThrownBy(() -> edited(m -> {
                    JsonArray shape = test(m).getAsJsonObject("inputs")
                            .getAsJsonObject("y")
                            .getAsJsonArray("shape");
                    shape.set(3, shape.get(1));
                }))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("self_test." + INT8 + ".inputs must be y of the shape [1, 12, 4, 4]");
        assertThatThrownBy(() -> edited(m -> {
                    JsonObject inputs = test(m, ANALYSIS).getAsJsonObject("inputs");
                    inputs.add("y", inputs.remove("x"));
                }))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("self_test." + ANALYSIS + ".inputs must be x of the shape [1, 3, 64, 64]");
    }
}
