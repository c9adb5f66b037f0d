package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of the files that are saved. */
class PictureFilesTest {

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void makeFile() throws IOException {
        file = Files.writeString(folder.resolve("old"), "old");
    }

    private static void save(Path file) throws IOException {
        PictureFiles.save(file, out -> out.writeBytes("new"));
    }

    @Test
    void read_takesStreams() throws IOException {
        BufferedImage picture = Pictures.of(30, 20, BufferedImage.TYPE_3BYTE_BGR);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", png);
        BufferedImage read = PictureFiles.read(
                new MemoryCacheImageInputStream(new ByteArrayInputStream(png.toByteArray())), NlcSettings.defaults());
        assertThat(PictureFiles.rgb(read)).isEqualTo(PictureFiles.rgb(picture));
    }

    @Test
    void save_leavesNothingElse() throws IOException {
        save(file);
        save(folder.resolve("another"));
        assertThatThrownBy(() -> PictureFiles.save(file, out -> {
                    out.writeBytes("half");
                    throw new IOException("full");
                }))
                .isInstanceOf(FileSystemException.class)
                .hasMessage(file + ": full");
        assertThat(file).hasContent("new");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void unfinishedFiles_areGoneOnceDiscarded() throws IOException {
        try (UnfinishedFiles unfinished = new UnfinishedFiles()) {
            assertThatThrownBy(() -> PictureFiles.save(
                            file,
                            out -> {
                                out.writeBytes("half");
                                unfinished.discard();
                            },
                            unfinished))
                    .hasMessage(file + ": interrupted");
            assertThatThrownBy(() -> PictureFiles.save(file, out -> {}, unfinished))
                    .hasMessage(file + ": interrupted");
        }
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void failure_saysTheFirstCause_andTheFile() {
        assertThatThrownBy(() -> PictureFiles.save(file, out -> {
                    throw new IIOException("I/O error writing PNG file!", new IOException("No space left on device"));
                }))
                .hasMessage(file + ": No space left on device");
        assertThatThrownBy(() -> save(folder.resolve("none/a")))
                .hasMessage(folder.resolve("none").toString());
    }

    @Test
    void names_mayBeAsLongAsTheyMay() throws IOException {
        Path longest = folder.resolve("n".repeat(255));
        save(longest);
        assertThat(longest).hasContent("new");
        boolean[] asked = new boolean[1];
        assertThatThrownBy(() -> PictureFiles.save(folder.resolve("n".repeat(256)), out -> asked[0] = true))
                .isInstanceOf(FileSystemException.class);
        assertThat(asked[0]).as("work was done in vain").isFalse();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void mode_isKept() throws IOException {
        for (String mode : new String[] {"rw-------", "rw-rw-r--", "rwxr-x--x"}) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            save(file);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo(mode);
        }
        Path fresh = folder.resolve("fresh");
        save(fresh);
        assertThat(Files.getPosixFilePermissions(fresh))
                .isEqualTo(Files.getPosixFilePermissions(Files.createFile(folder.resolve("fresher"))));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void links_stay() throws IOException {
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("old"));
        Path dangling =
                Files.createSymbolicLink(folder.resolve("dangling"), Path.of("../" + folder.getFileName() + "/x"));
        Path loop = Files.createSymbolicLink(folder.resolve("loop"), Path.of("loop"));
        save(link);
        save(dangling);
        assertThat(link).isSymbolicLink();
        assertThat(file).hasContent("new");
        assertThat(dangling).isSymbolicLink();
        assertThat(folder.resolve("x")).isRegularFile().hasContent("new");
        assertThatThrownBy(() -> save(loop)).hasMessage(loop + ": too many symbolic links");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    @Timeout(60)
    void pipes_areWrittenInto() throws Exception {
        Path pipe = folder.resolve("pipe");
        assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .as("mkfifo")
                .isZero();
        CompletableFuture<String> read = CompletableFuture.supplyAsync(() -> {
            try {
                return Files.readString(pipe);
            } catch (IOException e) {
                return e.toString();
            }
        });
        save(pipe);
        assertThat(read.get()).isEqualTo("new");
        assertThat(pipe).exists();
        assertThat(Files.isRegularFile(pipe)).isFalse();
    }

    @Test
    void fullDevice_isNamed() {
        Path full = Path.of("/dev/full");
        assumeThat(full).exists();
        assertThatThrownBy(() -> save(full)).hasMessage("/dev/full: No space left on device");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void protectedFile_isNotReplaced() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        assumeThat(Files.isWritable(file)).as("somebody who may do everything").isFalse();
        assertThatThrownBy(() -> save(file)).isInstanceOf(AccessDeniedException.class);
        assertThat(file).hasContent("old");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void fileInProtectedFolder_isWrittenInto() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("r-xr-xr-x"));
        try {
            assumeThat(Files.isWritable(folder))
                    .as("somebody who may do everything")
                    .isFalse();
            save(file);
            assertThat(file).hasContent("new");
            assertThatThrownBy(() -> save(folder.resolve("more"))).isInstanceOf(AccessDeniedException.class);
        } finally {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    @Test
    void fileThatNothingCanBeRenamedTo_isWrittenInto() throws IOException {
        Path elsewhere = Path.of("/dev/shm");
        assumeThat(elsewhere).isDirectory();
        assumeThat(Files.getFileStore(elsewhere)).isNotEqualTo(Files.getFileStore(folder));
        Object before = Files.readAttributes(file, "fileKey").get("fileKey");
        try (UnfinishedFiles unfinished = new UnfinishedFiles();
                PartFile part = PartFile.in(elsewhere, true, unfinished)) {
            part.write(out -> out.writeBytes("new"));
            part.become(file, true);
        }
        assertThat(file).hasContent("new");
        assertThat(Files.readAttributes(file, "fileKey").get("fileKey")).isEqualTo(before);
    }
}
