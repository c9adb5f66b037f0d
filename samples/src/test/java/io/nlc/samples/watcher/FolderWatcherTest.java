package io.nlc.samples.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderWatcherTest {

    private static final Duration QUIET = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private Path in;
    private Path out;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @BeforeEach
    void makeFolder() throws IOException {
        in = Files.createDirectories(folder.resolve("in"));
        out = folder.resolve("out");
    }

    private FolderWatcher watcher() throws IOException {
        return new FolderWatcher(in, out, 0.5f, QUIET);
    }

    /** Looks, and again when what has not changed is ready. */
    private void lookTwice(FolderWatcher watcher) throws IOException {
        watcher.look(now);
        now = now.plus(QUIET);
        watcher.look(now);
    }

    private static byte[] png(int colour) throws IOException {
        BufferedImage image = new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < 40 * 30; i++) {
            image.setRGB(i % 40, i / 40, colour);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private Stream<String> made() throws IOException {
        try (Stream<Path> files = Files.list(out)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList().stream();
        }
    }

    private int colour(String name) throws IOException {
        return ImageIO.read(out.resolve(name).toFile()).getRGB(5, 5);
    }

    @Test
    void picturesOfAnyFormat_becomeNlcFiles() throws IOException {
        Files.write(in.resolve("a.png"), png(0x3060A0));
        ImageIO.write(
                new BufferedImage(20, 10, BufferedImage.TYPE_INT_RGB),
                "jpeg",
                in.resolve("b.JPG").toFile());
        Files.writeString(in.resolve("readme.txt"), "no picture");
        Files.write(in.resolve(".hidden.png"), png(0));
        Files.createDirectory(in.resolve("folder.png"));
        try (FolderWatcher watcher = watcher()) {
            lookTwice(watcher);
        }
        assertThat(made()).containsExactly("a.png.nlc", "b.JPG.nlc");
        assertThat(colour("a.png.nlc")).isEqualTo(0xFF3060A0);
    }

    @Test
    void fileThatIsBeingWritten_isAwaited() throws IOException {
        byte[] file = png(0x3060A0);
        Path path = in.resolve("a.png");
        try (FolderWatcher watcher = watcher()) {
            Files.write(path, Arrays.copyOf(file, file.length / 2));
            watcher.look(now);
            Files.write(path, Arrays.copyOfRange(file, file.length / 2, file.length), StandardOpenOption.APPEND);
            now = now.plus(QUIET);
            watcher.look(now);
            assertThat(made()).isEmpty();
            now = now.plus(QUIET);
            watcher.look(now);
            assertThat(made()).containsExactly("a.png.nlc");
            assertThat(colour("a.png.nlc")).isEqualTo(0xFF3060A0);
        }
    }

    @Test
    void writerThatPausesForLong_costsNothingButATry() throws IOException {
        byte[] file = png(0x3060A0);
        Path path = in.resolve("a.png");
        try (FolderWatcher watcher = watcher()) {
            Files.write(path, Arrays.copyOf(file, file.length / 2));
            lookTwice(watcher); // fails
            assertThat(made()).isEmpty();
            Files.write(path, Arrays.copyOfRange(file, file.length / 2, file.length), StandardOpenOption.APPEND);
            lookTwice(watcher);
            assertThat(made()).containsExactly("a.png.nlc");
        }
    }

    @Test
    void brokenPicture_costsItselfAlone() throws IOException {
        Files.write(in.resolve("a.png"), png(1));
        Files.writeString(in.resolve("b.png"), "no picture at all");
        Files.write(in.resolve("c.png"), png(2));
        try (FolderWatcher watcher = watcher()) {
            lookTwice(watcher);
            lookTwice(watcher);
        }
        assertThat(made()).containsExactly("a.png.nlc", "c.png.nlc");
    }

    @Test
    void restart_makesOnlyWhatIsNewOrHasChanged() throws IOException {
        Files.write(in.resolve("a.png"), png(0x111111));
        Files.write(in.resolve("b.png"), png(0x222222));
        try (FolderWatcher watcher = watcher()) {
            lookTwice(watcher);
        }
        // would not be there any more if it were made again
        Files.writeString(out.resolve("a.png.nlc"), "as it was");
        Files.setLastModifiedTime(out.resolve("a.png.nlc"), Files.getLastModifiedTime(in.resolve("a.png")));
        Files.write(in.resolve("b.png"), png(0x333333));
        Files.setLastModifiedTime(in.resolve("b.png"), FileTime.from(now.plusSeconds(60)));
        Files.write(in.resolve("c.png"), png(0x444444));
        try (FolderWatcher watcher = watcher()) {
            lookTwice(watcher);
        }
        assertThat(made()).containsExactly("a.png.nlc", "b.png.nlc", "c.png.nlc");
        assertThat(out.resolve("a.png.nlc")).hasContent("as it was");
        assertThat(colour("b.png.nlc")).isEqualTo(0xFF333333);
    }

    /** All of it, woken by the system. */
    @Test
    void runningProgram_seesWhatComesIn_andEndsWhenItIsClosed() throws Exception {
        FolderWatcher watcher = new FolderWatcher(in, out, 0.5f, Duration.ofMillis(50));
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> {
            try {
                watcher.run();
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        Files.write(in.resolve("a.png"), png(0x3060A0));
        for (int i = 0; i < 600 && made().findAny().isEmpty(); i++) {
            Thread.sleep(100);
        }
        watcher.close();
        ended.get(1, TimeUnit.MINUTES);
        assertThat(made()).containsExactly("a.png.nlc");
    }
}
