package io.nlc.codec.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.TestPicture;
import io.nlc.codec.tile.TileGrid;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.model.PackSource;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.PixelSource;
import io.nlc.picture.Region;
import io.nlc.runtime.FloatTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttentionInspectorTest {

    private static final PixelSource UNREAD = (x, y, w, h, rgb) -> {
        throw new AssertionError("nothing is to be read");
    };

    private static ModelPack pack;

    @BeforeAll
    static void load() throws IOException {
        pack = TestPacks.tiny("tiny-3d");
    }

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    private static List<AttentionMap> inspect(ModelPack pack, TestPicture p, Region region) throws IOException {
        return new AttentionInspector(pack, TestPacks.CPU)
                .inspect(p.width(), p.height(), p, region, CodecProgress.NONE);
    }

    private static List<AttentionMap> inspect(TestPicture p) throws IOException {
        return inspect(pack, p, new Region(0, 0, p.width(), p.height()));
    }

    /** One run over the whole picture, whose sides are multiples of 64. */
    private static Map<String, float[]> untiled(TestPicture p) throws IOException {
        FloatTensor x = new FloatTensor(1, 3, p.height(), p.width());
        int plane = p.width() * p.height();
        for (int i = 0; i < 3 * plane; i++) {
            x.set(i % 3 * plane + i / 3, (p.rgb()[i] & 255) / 255f);
        }
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU)) {
            return sessions.inspect().orElseThrow().runAll(x);
        }
    }

    @Test
    void available_onlyWithTheNetwork() throws IOException {
        assertThat(AttentionInspector.available(pack)).isTrue();
        assertThat(AttentionInspector.available(TestPacks.tiny())).isFalse();
        assertThat(AttentionInspector.available(TestPacks.tinySerial())).isFalse();
        try (PackSessions sessions = PackSessions.acquire(TestPacks.tiny(), TestPacks.CPU)) {
            assertThat(sessions.inspect()).isEmpty();
        }
    }

    @Test
    void oneTile_isWhatTheNetworkYields() throws IOException {
        TestPicture p = TestPicture.scene(256, 192);
        List<AttentionMap> maps = inspect(p);
        Map<String, float[]> expected = untiled(p);
        assertThat(maps)
                .extracting(AttentionMap::name)
                .containsExactlyElementsOf(expected.keySet())
                .containsExactly("mask0", "mask1", "mask2", "mask3", "mask4", "nonlocal0", "nonlocal1");
        assertThat(maps).extracting(AttentionMap::stride).containsExactly(1, 2, 4, 8, 16, 32, 32);
        for (AttentionMap m : maps) {
            assertThat(m.region()).isEqualTo(new Region(0, 0, 256, 192));
            assertThat(m.place()).startsWith("analysis");
            assertThat(m.values()).hasSize(m.width() * m.height()).hasSize(256 / m.stride() * (192 / m.stride()));
            float scale = m.kind().equals("nonlocal") ? m.values().length : 1;
            double sum = 0;
            for (int i = 0; i < m.values().length; i++) {
                assertThat(m.values()[i])
                        .isCloseTo(scale * expected.get(m.name())[i], within(1e-5f))
                        .isBetween(0f, scale);
                sum += m.values()[i];
            }
            if (m.kind().equals("nonlocal")) {
                assertThat(sum / m.values().length).as(m.name()).isCloseTo(1, within(1e-4));
            }
        }
    }

    /**
     * A pack {@code test/tiny} with a network that yields means of pixels: every position must be that of its pixels.
     */
    @Test
    void tiles_fitTogether(@TempDir Path root) throws IOException {
        EditedPack edited = new EditedPack();
        byte[] network = Files.readAllBytes(TestPacks.directory().resolveSibling("networks/means.onnx"));
        edited.add("inspect.onnx", network).json().add("inspect", JsonParser.parseString("""
                {outputs: [{name: full, kind: mask, stride: 1, place: a}, {name: quarter, kind: mask, stride: 4, place: b},
                           {name: coarse, kind: mask, stride: 32, place: c}]}"""));
        Path folder = edited.write(root);
        Files.write(folder.resolve("inspect.onnx"), network);
        ModelPack means = ModelPack.of(PackSource.folder(folder));
        TestPicture p = TestPicture.scene(900, 700);
        Region region = new Region(300, 201, 600, 499); // of four tiles, to the padded edges
        assertThat(TileGrid.forPicture(900, 700, means.manifest().tiles().maxArea())
                        .tiles())
                .isEqualTo(4);
        List<AttentionMap> maps = inspect(means, p, region);
        assertThat(maps)
                .extracting(AttentionMap::region)
                .containsExactly(region, new Region(300, 200, 600, 500), new Region(288, 192, 640, 512));
        for (AttentionMap m : maps) {
            for (int i = 0; i < m.values().length; i++) {
                int x = m.region().x() + i % m.width() * m.stride();
                int y = m.region().y() + i / m.width() * m.stride();
                if (Math.abs(m.values()[i] - mean(p, x, y, m.stride())) > 1e-5) {
                    throw new AssertionError(m.name() + " at " + x + "," + y + " is " + m.values()[i]);
                }
            }
        }
    }

    /** Mean of a square of pixels in [0,1], the last column and row going on beyond the picture. */
    private static double mean(TestPicture p, int x, int y, int side) {
        long sum = 0;
        for (int r = y; r < y + side; r++) {
            for (int c = x; c < x + side; c++) {
                int i = 3 * (Math.min(r, p.height() - 1) * p.width() + Math.min(c, p.width() - 1));
                sum += (p.rgb()[i] & 255) + (p.rgb()[i + 1] & 255) + (p.rgb()[i + 2] & 255);
            }
        }
        return sum / (3 * 255.0 * side * side);
    }

    @Test
    void region_isTheCropOfTheWhole() throws IOException {
        TestPicture p = TestPicture.scene(900, 700);
        List<AttentionMap> whole = inspect(p);
        for (Region region :
                List.of(new Region(300, 201, 405, 333), new Region(899, 699, 1, 1), new Region(512, 0, 1, 512))) {
            List<AttentionMap> maps = inspect(pack, p, region);
            for (int k = 0; k < maps.size(); k++) {
                AttentionMap m = maps.get(k);
                int s = m.stride();
                assertThat(m.region().intersection(region)).isEqualTo(region);
                assertThat(List.of(m.region().x() % s, m.region().y() % s)).containsOnly(0);
                assertThat(List.of(
                                m.width() * s - m.region().width(),
                                m.height() * s - m.region().height()))
                        .containsOnly(0);
                assertThat(m.region().right() - region.right()).isLessThan(s);
                assertThat(m.region().bottom() - region.bottom()).isLessThan(s);
                for (int r = 0; r < m.height(); r++) {
                    for (int c = 0; c < m.width(); c++) {
                        float expected = whole.get(k)
                                .values()[
                                (m.region().y() / s + r) * whole.get(k).width()
                                        + m.region().x() / s
                                        + c];
                        assertThat(m.values()[r * m.width() + c]).isEqualTo(expected);
                    }
                }
            }
        }
    }

    @Test
    void packThatSharesIt_showsTheSame() throws IOException {
        TestPicture p = TestPicture.scene(100, 70);
        ModelPack serial = TestPacks.tiny("tiny-3d-serial");
        assertThat(serial.manifest().networks().files().get("inspect.onnx").pack())
                .isEqualTo("tiny-3d");
        List<AttentionMap> maps = inspect(serial, p, new Region(0, 0, 100, 70));
        assertThat(maps).usingRecursiveComparison().isEqualTo(inspect(p));
    }

    @Test
    void wrongArguments_areNamed() throws IOException {
        AttentionInspector inspector = new AttentionInspector(pack, TestPacks.CPU);
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> inspector.inspect(4096, 4096, UNREAD, new Region(0, 0, 4096, 2049), CodecProgress.NONE))
                .withMessage("region must be at most 8388608 pixels, not 4096x2049");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> inspector.inspect(100, 70, UNREAD, new Region(1, 0, 100, 70), CodecProgress.NONE))
                .withMessageContaining("region must lie in the picture of 100x70");
        AttentionInspector none = new AttentionInspector(TestPacks.tiny(), TestPacks.CPU);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> none.inspect(100, 70, UNREAD, new Region(0, 0, 9, 9), CodecProgress.NONE))
                .withMessage("pack test/tiny has no inspect.onnx, which shows attention");
    }

    @Test
    void progress_risesAndMayCancel() throws IOException {
        List<Float> heard = new ArrayList<>();
        TestPicture p = TestPicture.scene(1024, 600);
        CodecProgress listener = new CodecProgress() {
            @Override
            public void progress(float fraction) {
                heard.add(fraction);
            }

            @Override
            public boolean cancelled() {
                return heard.size() == 3;
            }
        };
        AttentionInspector inspector = new AttentionInspector(pack, TestPacks.CPU);
        inspector.inspect(1024, 600, p, new Region(0, 0, 1024, 512), listener);
        assertThat(heard).containsExactly(0.5f, 1f);
        assertThatExceptionOfType(CancellationException.class)
                .isThrownBy(() -> inspector.inspect(1024, 600, p, new Region(0, 0, 1024, 600), listener));
        assertThat(heard).containsExactly(0.5f, 1f, 0.25f);
    }

    @Test
    void outputThatTheNetworkLacks_isNamed(@TempDir Path root) throws IOException {
        Path original = TestPacks.directory().resolve("test/tiny-3d");
        for (String file : List.of("pack.json", "inspect.onnx")) {
            Files.copy(original.resolve(file), root.resolve(file));
        }
        refused(root, "\"name\": \"mask1\"", "\"name\": \"mask9\"", "output mask9 of inspect.onnx is missing");
        refused(
                root,
                "\"stride\": 2,",
                "\"stride\": 4,",
                "output mask1 of inspect.onnx has 1024 values for 64x64 pixels, not 256");
    }

    private static void refused(Path folder, String old, String edited, String message) throws IOException {
        Path manifest = folder.resolve("pack.json");
        String text = Files.readString(manifest);
        Files.writeString(manifest, text.replace(old, edited));
        ModelPack wrong = ModelPack.of(PackSource.folder(folder));
        assertThatExceptionOfType(NlcException.class)
                .isThrownBy(() -> inspect(wrong, TestPicture.scene(64, 40), new Region(0, 0, 64, 40)))
                .withMessage("pack test/tiny-3d: " + message);
        Files.writeString(manifest, text);
        PackSessions.closeIdle(); // they are shared by place and digest, of which the edited line is no part
    }

    @Test
    void networkOfSeveralOutputs_hasNoSingleResult() throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, TestPacks.CPU)) {
            assertThatExceptionOfType(NlcException.class)
                    .isThrownBy(() -> sessions.inspect().orElseThrow().run(new FloatTensor(1, 3, 64, 64)))
                    .withMessageContaining("inspect.onnx has 7 outputs, not one");
        }
    }
}
