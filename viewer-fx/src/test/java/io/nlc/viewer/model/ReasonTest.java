package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures that really happen, so that a message that is changed in the codec shows here. */
class ReasonTest {

    private static final Texts GERMAN = new Texts(Locale.GERMAN);
    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    @TempDir
    Path folder;

    private Throwable opening(Path file) {
        return catchThrowable(
                () -> new PictureLoader("cpu", PictureLoader.MAX_PIXELS, 1 << 20).load(file, () -> false));
    }

    private static void is(Throwable failure, String key, Object... args) {
        assertThat(failure).isNotNull();
        assertThat(Reason.of(failure, GERMAN).text()).as("%s", failure).isEqualTo(GERMAN.get("reason." + key, args));
        assertThat(Reason.of(failure, ENGLISH).text()).isEqualTo(ENGLISH.get("reason." + key, args));
    }

    private Path changed(String name, Change change) throws IOException {
        byte[] bytes = Files.readAllBytes(TestPictures.nlc(folder, "whole.nlc", 64, 64));
        return Files.write(folder.resolve(name), change.of(bytes));
    }

    private interface Change {
        byte[] of(byte[] file);
    }

    @Test
    void files() throws IOException {
        is(opening(folder.resolve("none.nlc")), "missing");
        is(opening(folder), "folder");
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Throwable failure = opening(text);
        assertThat(Reason.of(failure, GERMAN).text())
                .startsWith("es ist kein Bild")
                .contains("png")
                .doesNotContain("{");
        is(new FileNotFoundException("/a/b.nlc (Permission denied)"), "denied");
        is(new FileNotFoundException("/a/b.nlc (No such file or directory)"), "missing");
        is(new FileSystemException("/a/b.nlc", null, "No space left on device"), "full");
        is(new IOException("No space left on device"), "full");
    }

    @Test
    void damagedFiles() throws IOException {
        is(opening(changed("cut.nlc", file -> Arrays.copyOf(file, file.length / 2))), "truncated");
        is(opening(changed("head.nlc", file -> flipped(file, 20))), "damaged");
        Throwable tile = opening(changed("tile.nlc", file -> flipped(file, file.length - 40)));
        is(tile, "damaged");
        assertThat(Reason.of(tile, GERMAN).detail()).as("what the codec says").isEqualTo(tile.getMessage());
        assertThat(Reason.of(tile, GERMAN).line()).startsWith("es ist besch").endsWith("(" + tile.getMessage() + ")");
        is(opening(changed("other.nlc", file -> flipped(file, 5))), "notNlc");
    }

    private static byte[] flipped(byte[] file, int at) {
        file[at] ^= 0x55;
        return file;
    }

    @Test
    void packs() {
        is(catchThrowable(() -> ModelPacks.byName("gone/model")), "pack", "gone/model");
        is(catchThrowable(() -> ModelPacks.forFile("gone/model", new byte[16])), "pack", "gone/model");
        is(
                catchThrowable(() -> ModelPacks.forFile(ModelPacks.DEFAULT, new byte[16])),
                "packVersion",
                ModelPacks.DEFAULT);
    }

    @Test
    void others() {
        is(new IIOException("wrapped", new OutOfMemoryError()), "memory");
        is(new IllegalStateException(new OutOfMemoryError()), "memory");
        is(new IIOException("size 70000 x 8 is over the limit of 65535 a side (nlc.maxSide)"), "limit", "70000", "8");
        Throwable odd = new IllegalStateException("42");
        is(odd, "other");
        assertThat(Reason.of(odd, GERMAN).detail()).isEqualTo("42");
        assertThat(Reason.of(new NullPointerException(), GERMAN).detail()).contains("NullPointer");
    }
}
