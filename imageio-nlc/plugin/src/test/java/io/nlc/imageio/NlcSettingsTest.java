package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.codec.RateTarget;
import io.nlc.container.Limits;
import io.nlc.imageio.NlcImageReadParam.Speed;
import io.nlc.picture.CodecProgress;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.stream.FileImageInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(TinyPack.class)
class NlcSettingsTest {

    private final Map<String, String> before = new HashMap<>();

    private void set(String property, String value) {
        before.putIfAbsent(property, System.getProperty(property, ""));
        System.setProperty(property, value);
    }

    @AfterEach
    void restore() {
        before.forEach((property, value) -> {
            if (value.isEmpty()) {
                System.clearProperty(property);
            } else {
                System.setProperty(property, value);
            }
        });
    }

    @Test
    void withoutProperties_areTheDefaults() {
        set("nlc.models", "");
        assertThat(NlcSettings.fromProperties()).isEqualTo(NlcSettings.defaults());
        assertThat(NlcSettings.defaults().limits()).isEqualTo(Limits.DEFAULT);
        assertThat(NlcSettings.defaults().runtime()).isEqualTo(RuntimeSettings.defaults());
    }

    @Test
    void propertiesAreRead() {
        set("nlc.maxSide", "100");
        set("nlc.maxPixels", "9999");
        set("nlc.maxExpansionRatio", "7");
        set("nlc.maxAncillary", "55");
        set("nlc.maxPackBytes", "66");
        set("nlc.threads", "3");
        set("nlc.optimization", "quick");
        set("nlc.djl", "false");
        set("nlc.maxMemory", "3m");
        set("nlc.precision", "full");
        set("nlc.maxSeconds", "1.5");
        set("nlc.models", "a" + File.pathSeparator + File.pathSeparator + "b/c");
        assertThat(NlcSettings.fromProperties())
                .isEqualTo(new NlcSettings(
                        new Limits(100, 9999, 7, 55, 66),
                        new RuntimeSettings(DeviceChoice.AUTO, 3, Optimization.QUICK, false, 3 << 20, Precision.FULL),
                        List.of(Path.of("a"), Path.of("b/c")),
                        Duration.ofMillis(1500)));
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        set("nlc.threads", "0");
        assertThatIllegalArgumentException()
                .isThrownBy(NlcSettings::fromProperties)
                .withMessage("property nlc.threads must be at least 1, not 0");
        set("nlc.threads", "1");
        set("nlc.optimization", "most");
        assertThatIllegalArgumentException()
                .isThrownBy(NlcSettings::fromProperties)
                .withMessage("property nlc.optimization must be one of none, basic, extended, all, quick,"
                        + " not \"most\"");
        set("nlc.optimization", "all");
        set("nlc.precision", "half");
        assertThatIllegalArgumentException()
                .isThrownBy(NlcSettings::fromProperties)
                .withMessage("property nlc.precision must be auto, full or fast, not \"half\"");
        set("nlc.precision", "auto");
        set("nlc.models", "a\0b");
        assertThatIllegalArgumentException()
                .isThrownBy(NlcSettings::fromProperties)
                .withMessageStartingWith("property nlc.models: ");
    }

    @ParameterizedTest
    @CsvSource({
        "nlc.maxMemory, 0",
        "nlc.maxMemory, -1",
        "nlc.maxMemory, 2t",
        "nlc.maxMemory, much",
        "nlc.maxMemory, 999999999999999g",
        "nlc.maxSeconds, -1",
        "nlc.maxSeconds, NaN",
        "nlc.maxSeconds, soon"
    })
    void limitThatMakesNoSenseIsNamed(String property, String value) {
        set(property, value);
        assertThatIllegalArgumentException()
                .isThrownBy(NlcSettings::fromProperties)
                .withMessageStartingWith("property " + property + " must be ");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2k, 2048", "3M, 3145728", "4g, 4294967296"})
    void memory_isGivenAsXmxIs(String value, long bytes) {
        set("nlc.maxMemory", value);
        assertThat(NlcSettings.fromProperties().runtime().budget().bytes()).isEqualTo(bytes);
    }

    @Test
    void withOthers() {
        NlcSettings settings = NlcSettings.defaults()
                .withPacks(List.of(Path.of("a")))
                .withPacks(List.of(Path.of("b")))
                .withDevice(DeviceChoice.CPU);
        assertThat(settings.packDirectories()).containsExactly(Path.of("b"), Path.of("a"));
        assertThat(settings.runtime()).isEqualTo(TestPacks.CPU);
        assertThat(settings.limits()).isEqualTo(Limits.DEFAULT);
    }

    /** A reader or writer keeps to what it was made with. */
    @Test
    void readersAndWriters_useTheirOwn(@TempDir Path folder) throws IOException {
        NlcSettings own =
                NlcSettings.defaults().withPacks(List.of(TestPacks.directory())).withDevice(DeviceChoice.CPU);
        BufferedImage image = Pictures.of(40, 30, BufferedImage.TYPE_3BYTE_BGR);
        Path file = Files.write(folder.resolve("a.bin"), Pictures.write(image));
        set("nlc.models", "");
        NlcImageReader reader = PictureFiles.reader(own);
        assertThat(reader.getDefaultReadParam().getDevice()).isEqualTo("cpu");
        assertThat(PictureFiles.writer(own).getDefaultWriteParam().getDevice()).isEqualTo("cpu");
        set("nlc.maxSide", "10");
        try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
            reader.setInput(in);
            assertThat(Pictures.rgb(reader.read(0))).isEqualTo(Pictures.rgb(PictureFiles.read(file, own)));
        } finally {
            reader.dispose();
        }
    }

    @Test
    void limits_areThoseOfTheSettingsThroughout(@TempDir Path folder) throws IOException {
        NlcSettings wide =
                new NlcSettings(new Limits(100_000, 1 << 28, 200_000), TestPacks.CPU, List.of(TestPacks.directory()));
        BufferedImage image = new BufferedImage(65_600, 1, BufferedImage.TYPE_BYTE_GRAY);
        EncodedFile encoded =
                new RateExplorer(image, TinyPack.NAME, 0, wide).encode(new RateTarget.Quality(0), CodecProgress.NONE);
        Path file = Files.write(folder.resolve("wide.nlc"), encoded.bytes());
        assertThat(PictureFiles.read(file, wide).getWidth()).isEqualTo(65_600);
        assertThatThrownBy(() -> PictureFiles.read(file)).hasMessageContaining("nlc.maxSide");

        NlcImageWriter writer = PictureFiles.writer(wide);
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel(TinyPack.NAME);
        param.setCompressionQuality(0);
        PictureFiles.save(file, out -> {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        });
        assertThat(Files.readAllBytes(file)).isEqualTo(encoded.bytes());
    }

    @Test
    void speed_fullLeavesFloatsWhereTheyWereAskedFor() {
        NlcSettings floats =
                new NlcSettings(Limits.DEFAULT, RuntimeSettings.defaults().withPrecision(Precision.FULL), List.of());
        assertThat(floats.withSpeed(Speed.FULL).runtime().precision()).isEqualTo(Precision.FULL);
        NlcSettings fast = floats.withSpeed(Speed.FAST);
        assertThat(fast.runtime().precision()).isEqualTo(Precision.FAST);
        assertThat(fast.withSpeed(Speed.FULL).runtime().precision()).isEqualTo(Precision.AUTO);
    }
}
