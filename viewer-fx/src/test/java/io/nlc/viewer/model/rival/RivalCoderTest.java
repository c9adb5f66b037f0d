package io.nlc.viewer.model.rival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.Psnr;
import io.nlc.viewer.FakeTools;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.ToolException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RivalCoderTest {

    private static final int WIDTH = 96;
    private static final int HEIGHT = 64;

    @TempDir
    private Path folder;

    private static byte[] rgb() throws IOException {
        return PictureFiles.rgb(TestPictures.scene(WIDTH, HEIGHT));
    }

    private static RivalCoder coder(Duration limit) throws IOException {
        return new RivalCoder(WIDTH, HEIGHT, rgb(), limit);
    }

    private static RivalCoder coder() throws IOException {
        return coder(Duration.ofMinutes(1));
    }

    @Test
    void aSize_isMetByTheBestSettingThatFits() throws IOException {
        FakeTools fake = new FakeTools(folder);
        RivalCoder coder = coder();
        int smallest = coder.encode(fake.tool(), 0, () -> false).file().length;
        RivalCoder.Made made = coder.within(fake.tool(), smallest + 3333, () -> false);
        assertThat(made.file()).hasSize(smallest + 3300);
        assertThat(made.step()).as("in halves of a quality").isEqualTo(67);
        assertThat(PictureFiles.rgb(made.picture())).isEqualTo(rgb());
    }

    @Test
    void aSizeThatCannotBeMet_isTheSmallestFile() throws IOException {
        RivalCoder.Made made = coder().within(new FakeTools(folder).tool(), 10, () -> false);
        assertThat(made.step()).isZero();
        assertThat(made.file().length).isGreaterThan(10);
    }

    @Test
    void whatWasEncodedOnce_isNotEncodedAgain() throws IOException {
        FakeTools fake = new FakeTools(folder);
        RivalCoder coder = coder();
        coder.within(fake.tool(), 20_000, () -> false);
        int runs = fake.runs();
        assertThat(runs).as("a search by halves").isBetween(2, 9);
        coder.within(fake.tool(), 20_000, () -> false);
        assertThat(fake.runs()).isEqualTo(runs);
    }

    @Test
    void oneThatFails_saysWhatItSaid() throws IOException {
        FakeTools fake = new FakeTools(folder);
        fake.encoder("#!/bin/sh\necho cannot do that >&2\nexit 3\n");
        RivalCoder coder = coder();
        assertThatThrownBy(() -> coder.encode(fake.tool(), 5, () -> false))
                .isInstanceOf(ToolException.class)
                .hasMessage("cannot do that")
                .extracting("tool", "kind")
                .containsExactly("cwebp", ToolException.Kind.FAILED);
        fake.encoder("#!/bin/sh\nexit 0\n");
        assertThatThrownBy(() -> coder.encode(fake.tool(), 5, () -> false))
                .isInstanceOf(ToolException.class)
                .hasMessageContaining("no file");
    }

    @Test
    void oneThatIsGone_cannotBeStarted() throws IOException {
        FakeTools fake = new FakeTools(folder);
        RivalCoder coder = coder();
        Files.delete(fake.tool().encoder());
        assertThatThrownBy(() -> coder.encode(fake.tool(), 5, () -> false))
                .isInstanceOf(ToolException.class)
                .extracting("kind")
                .isEqualTo(ToolException.Kind.START);
    }

    @Test
    void oneThatHangs_isEnded_andLeavesNothing() throws IOException {
        FakeTools fake = new FakeTools(folder);
        fake.encoder("#!/bin/sh\necho $$ > \"$(dirname \"$0\")/pid\"\nsleep 600\n");
        List<Path> before = FakeTools.leftovers();
        assertThatThrownBy(() -> coder(Duration.ofSeconds(2)).encode(fake.tool(), 5, () -> false))
                .isInstanceOf(ToolException.class)
                .extracting("kind")
                .isEqualTo(ToolException.Kind.SLOW);
        assertThat(FakeTools.leftovers()).isEqualTo(before);
        assertThat(alive()).isFalse();
    }

    @Test
    void oneThatNobodyWaitsFor_isEnded_andLeavesNothing() throws IOException {
        FakeTools fake = new FakeTools(folder);
        fake.encoder("#!/bin/sh\necho $$ > \"$(dirname \"$0\")/pid\"\nsleep 600\n");
        List<Path> before = FakeTools.leftovers();
        Path pid = folder.resolve("pid");
        assertThatThrownBy(
                        () -> coder().within(fake.tool(), 5000, () -> !read(pid).isEmpty()))
                .isInstanceOf(CancellationException.class);
        assertThat(FakeTools.leftovers()).isEqualTo(before);
        assertThat(alive()).isFalse();
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file).strip() : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private boolean alive() {
        return ProcessHandle.of(Long.parseLong(read(folder.resolve("pid"))))
                .map(ProcessHandle::isAlive)
                .orElse(false);
    }

    @ParameterizedTest
    @EnumSource
    void thoseThatAreInstalled_doAsTheyAreTold(RivalFormat format) throws IOException {
        Optional<RivalTool> installed = RivalFinder.of("").find(() -> false).stream()
                .filter(tool -> tool.format() == format)
                .findFirst();
        assumeTrue(installed.isPresent(), format.label() + " is not installed");
        RivalTool tool = installed.get();
        assertThat(tool.version()).matches("\\d+\\.\\d+.*");
        RivalCoder coder = coder();
        RivalCoder.Made good = coder.encode(tool, format.step(0.8), () -> false);
        RivalCoder.Made bad = coder.encode(tool, format.step(0.2), () -> false);
        assertThat(good.file().length).isGreaterThan(bad.file().length);
        double psnr = Psnr.of(rgb(), PictureFiles.rgb(good.picture()));
        assertThat(psnr).isGreaterThan(30).isGreaterThan(Psnr.of(rgb(), PictureFiles.rgb(bad.picture())));
        RivalCoder.Made within = coder.within(tool, good.file().length, () -> false);
        assertThat(within.file().length).isBetween(bad.file().length, good.file().length);
    }
}
