package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativesTest {

    @TempDir
    Path folder;

    private Natives natives() throws IOException {
        return new Natives(folder, false);
    }

    private static List<String> names(Path folder) throws IOException {
        return ChildJvm.below(folder).stream()
                .map(p -> p.getFileName().toString())
                .toList();
    }

    private static Path library(Path unpacked) {
        return unpacked.resolve(System.mapLibraryName("onnxruntime"));
    }

    private void assumePosix() {
        assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    }

    @Test
    void shared_isUnpackedOnce() throws IOException {
        Path first = natives().shared();
        FileTime written = FileTime.from(Instant.now().minus(Duration.ofDays(1)));
        Files.setLastModifiedTime(library(first), written);
        assertThat(natives().shared()).isEqualTo(first);
        assertThat(Files.getLastModifiedTime(library(first)).toInstant()).isEqualTo(written.toInstant());
        assertThat(names(first))
                .contains(System.mapLibraryName("onnxruntime"), System.mapLibraryName("onnxruntime4j_jni"))
                .noneMatch(n -> n.startsWith("unpacking-"));
    }

    @Test
    void shared_isTheOwnersAlone() throws IOException {
        assumePosix();
        Path unpacked = natives().shared();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unpacked)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(library(unpacked))))
                .isEqualTo("rw-------");
    }

    @Test
    void cutOffLibrary_isUnpackedAgain() throws IOException {
        Path library = library(natives().shared());
        long size = Files.size(library);
        Files.write(library, new byte[100]);
        natives().shared();
        assertThat(library).hasSize(size);
    }

    @Test
    void changedLibrary_isUnpackedAgain() throws IOException {
        Path library = library(natives().shared());
        byte[] right = Files.readAllBytes(library);
        byte[] wrong = right.clone();
        wrong[wrong.length / 2] ^= 1;
        Files.write(library, wrong);
        natives().shared();
        assertThat(library).hasBinaryContent(right);
    }

    @Test
    void linkInPlaceOfLibrary_isReplaced() throws IOException {
        assumePosix();
        Path library = library(natives().shared());
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(library, elsewhere);
        Files.createSymbolicLink(library, elsewhere);
        natives().shared();
        assertThat(Files.isSymbolicLink(library)).isFalse();
    }

    @Test
    void plantedFolder_isLetAlone() throws IOException {
        assumePosix();
        Path planted = folder.resolve(natives().name());
        Files.createDirectory(planted);
        Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(library(planted), new byte[100]);
        Path used = natives().shared();
        assertThat(used).isNotEqualTo(planted);
        assertThat(library(planted)).hasSize(100);
        assertThat(library(used)).exists();
    }

    @Test
    void folderOfAnotherUser_isLetAlone() throws IOException {
        assumePosix();
        Path planted = natives().shared();
        try {
            Files.setAttribute(planted, "unix:uid", 65534);
        } catch (IOException e) {
            assumeThat(e).as("only root may give folders away").isNull();
        }
        assertThat(natives().shared()).isNotEqualTo(planted);
    }

    @Test
    void linkInPlaceOfFolder_isLetAlone() throws IOException {
        assumePosix();
        Path elsewhere = Files.createDirectory(
                folder.resolve("elsewhere"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path planted = Files.createSymbolicLink(folder.resolve(natives().name()), elsewhere);
        assertThat(natives().shared()).isNotEqualTo(planted);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void abandonedFiles_areSweptAway() throws IOException {
        Path unpacked = natives().shared();
        Path old = Files.createFile(unpacked.resolve("unpacking-1"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofDays(1))));
        Path young = Files.createFile(unpacked.resolve("unpacking-2"));
        Files.delete(library(unpacked));
        natives().shared();
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void missingFolder_isNamed() throws IOException {
        Path missing = folder.resolve("missing");
        assertThatThrownBy(() -> new Natives(missing, false).shared())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(missing.toString());
    }

    @Test
    void manyProcesses_unpackAtOnce() throws Exception {
        List<ChildJvm> jvms = new ArrayList<>();
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            ChildJvm jvm = new ChildJvm(folder.resolve("jvm" + i)).with("-Djava.io.tmpdir=" + folder);
            jvms.add(jvm);
            processes.add(jvm.start(ReadProgram.class));
        }
        for (int i = 0; i < jvms.size(); i++) {
            assertThat(ChildJvm.end(processes.get(i))).as(jvms.get(i).output()).isZero();
            assertThat(jvms.get(i).output()).startsWith("read 64x96");
        }
        try (Stream<Path> made = Files.list(folder)) {
            assertThat(made.map(p -> p.getFileName().toString()).filter(n -> n.contains("onnx")))
                    .singleElement()
                    .satisfies(n -> assertThat(names(folder.resolve(n))).noneMatch(f -> f.startsWith("unpacking-")));
        }
    }

    /** Is killed while networks are loaded. */
    public static final class KilledProgram {
        public static void main(String[] args) throws Exception {
            System.out.println(ReadProgram.read());
            Thread.sleep(60_000);
        }
    }

    @Test
    void killedProcess_leavesNothingBehind() throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        Process process = jvm.start(KilledProgram.class);
        while (process.isAlive() && !jvm.output().contains("read")) {
            Thread.sleep(50);
        }
        process.destroyForcibly().waitFor();
        assertThat(jvm.output()).contains("read 64x96");
        try (Stream<Path> made = Files.list(jvm.temporary)) {
            assertThat(made).singleElement().asString().contains("nlc-onnxruntime-");
        }
    }

    /** The temporary folder comes to be writable after the first read. */
    public static final class RepairingProgram {
        public static void main(String[] args) throws Exception {
            System.out.println(ReadProgram.read());
            Files.createDirectory(Path.of(System.getProperty("java.io.tmpdir")));
            System.out.println(ReadProgram.read());
        }
    }

    @Test
    void unwritableTemporaryFolder_isNamedInOneLine_andMayBeRepaired() throws Exception {
        Path missing = folder.resolve("missing");
        ChildJvm jvm = new ChildJvm(folder).with("-Djava.io.tmpdir=" + missing);
        assertThat(jvm.run(RepairingProgram.class)).as(jvm.output()).isZero();
        List<String> lines = jvm.output()
                .lines()
                .filter(l -> !l.contains("java.io.tmpdir directory does not exist"))
                .toList();
        assertThat(lines).as(jvm.output()).hasSize(2);
        assertThat(lines.get(0)).startsWith("RUNTIME: ").contains("temporary folder " + missing);
        assertThat(lines.get(1)).isEqualTo("read 64x96");
    }

    @Test
    void usersChoiceOfNatives_isKept() throws Exception {
        Path chosen = Files.createDirectory(folder.resolve("chosen"));
        ChildJvm jvm = new ChildJvm(folder).with("-Donnxruntime.native.path=" + chosen);
        assertThat(jvm.run(ReadProgram.class)).as(jvm.output()).isZero();
        assertThat(jvm.output()).doesNotContain("read 64x96");
        assertThat(ChildJvm.below(jvm.temporary)).noneMatch(p -> p.toString().contains("nlc-onnxruntime-"));
    }
}
