package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nlc.container.Limits;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.document.PictureLoader;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.IIOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Failures that really happen, and all kinds that the codec tells apart. */
class ReasonTest {

    private static final Texts GERMAN = new Texts(Locale.GERMAN);
    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);

    @TempDir
    Path folder;

    private Throwable opening(Path file) {
        return catchThrowable(() -> new PictureLoader(TestPictures.CPU, PictureLoader.MAX_PIXELS, 1 << 20, new Jobs())
                .load(file, () -> false));
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
        assertThat(Reason.of(failure, GERMAN).text()).isEqualTo("es ist kein Bild, was auch immer der Name sagt");
        is(opening(Files.writeString(folder.resolve("text.nlc"), "no picture")), "noPicture");
        assertThat(Reason.of(opening(Files.writeString(folder.resolve("notes.txt"), "no picture")), GERMAN)
                        .text())
                .startsWith("es ist kein Bild")
                .contains("png")
                .doesNotContain("{");
        is(new FileNotFoundException("/a/.b.nlc.1.part (Read-only file system)"), "readOnly");
        is(new FileNotFoundException("/a/b.nlc (No space left on device)"), "full");
        is(new FileNotFoundException("/read-only file system/denied.nlc (No such file or directory)"), "missing");
        is(new FileNotFoundException("/a/b.nlc (Permission denied)"), "denied");
        is(new FileNotFoundException("/a/b.nlc (No such file or directory)"), "missing");
        is(new FileSystemException("/a/b.nlc", null, "No space left on device"), "full");
        is(new IOException("No space left on device"), "full");
        is(new FileSystemException("/a/b.nlc", null, "Read-only file system"), "readOnly");
        is(new ReadOnlyFileSystemException(), "readOnly");
        is(new FileNotFoundException("/a/b (Is a directory)"), "folder");
        is(new FileSystemException("/no space left/b.nlc", null, "Device or resource busy"), "other");
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

    /** What a kind means does not depend on what its message says. */
    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void everyKindHasAText(FailureKind kind) {
        Throwable failure = new IOException("outside", new NlcException(kind, "no space left", "a", "b", "c", "d"));
        Reason reason = Reason.of(failure, GERMAN);
        assertThat(reason.text()).isNotBlank().doesNotContain("{").isNotEqualTo(GERMAN.get("reason.full"));
        assertThat(reason.detail()).isIn("", "outside");
    }

    @Test
    void kinds() {
        is(new NlcException(FailureKind.INEXACT, "x", "head.onnx", "cuda:0"), "exact");
        is(new NlcException(FailureKind.RUNTIME, "x"), "runtime");
        is(new NlcException(FailureKind.VERSION, "x", 2), "version");
        is(new NlcException(FailureKind.MEMORY, "x"), "memory");
        is(new NlcException(FailureKind.TOO_LARGE, "x"), "tooLarge");
        is(new NlcException(FailureKind.NO_PACK, "x"), "noPack");
        is(new NlcException(FailureKind.PACK_BROKEN, "x", new NoSuchFileException("head.onnx")), "other");
    }

    @Test
    void packs() {
        is(catchThrowable(() -> new ModelPacks(List.of()).byName("gone/model")), "pack", "gone/model");
        is(catchThrowable(() -> new ModelPacks(List.of()).forFile("gone/model", new byte[16])), "pack", "gone/model");
        is(
                catchThrowable(() -> new ModelPacks(List.of()).forFile(ModelPacks.DEFAULT, new byte[16])),
                "packVersion",
                ModelPacks.DEFAULT);
    }

    @Test
    void others() {
        is(new IIOException("wrapped", new OutOfMemoryError()), "memory");
        is(new IllegalStateException(new OutOfMemoryError()), "memory");
        is(
                new IIOException("wrapped", catchThrowable(() -> Limits.DEFAULT.checkSize(70_000, 8))),
                "limit",
                "70000",
                "8");
        is(new NlcException(FailureKind.SIZES_DIFFER, "", 10_000, 2, 3, 4), "size", "10000", "2", "3", "4");
        is(new EOFException(), "truncated");
        is(new IIOException("Error reading PNG image data", new EOFException()), "truncated");
        Throwable odd = new IllegalStateException("42");
        is(odd, "other");
        assertThat(Reason.of(odd, GERMAN).detail()).isEqualTo("42");
        assertThat(Reason.of(new NullPointerException(), GERMAN).detail()).contains("NullPointer");
    }
}
