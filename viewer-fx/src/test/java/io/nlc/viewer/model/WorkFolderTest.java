package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkFolderTest {

    private static final Instant LATER = Instant.now().plus(Duration.ofDays(1));

    @TempDir
    private Path temporary;

    /** What a killed viewer leaves: a folder with files, whose lock nobody holds. */
    private Path left(String name) throws IOException {
        Path folder = Files.createDirectory(temporary.resolve(name));
        if (posix()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwx------"));
        }
        Files.createFile(folder.resolve(".lock"));
        Files.write(folder.resolve("picture.png"), new byte[100]);
        return folder;
    }

    private static boolean posix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }

    @Test
    void close_leavesNothing() throws IOException {
        try (WorkFolder folder = WorkFolder.create(temporary)) {
            Files.write(folder.file("a"), new byte[10]);
            assertThat(temporary).isNotEmptyDirectory();
        }
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatAKilledViewerHasLeft_isSwept() throws IOException {
        left("nlc-viewer-123456789");
        left("nlc-viewer-rival-987654321");
        WorkFolder.sweep(temporary, LATER);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whatIsInUse_stays() throws IOException {
        try (WorkFolder folder = WorkFolder.create(temporary)) {
            Files.write(folder.file("a"), new byte[10]);
            WorkFolder.sweep(temporary, LATER);
            assertThat(folder.file("a")).exists();
        }
    }

    @Test
    void whatIsYoung_stays_forItMayNotBeLockedYet() throws IOException {
        Path folder = left("nlc-viewer-123456789");
        WorkFolder.sweep(temporary, Instant.now().minus(Duration.ofHours(1)));
        assertThat(folder).exists();
        Files.setLastModifiedTime(folder, FileTime.from(Instant.now().minus(Duration.ofHours(2))));
        WorkFolder.sweep(temporary, Instant.now().minus(Duration.ofHours(1)));
        assertThat(folder).doesNotExist();
    }

    @Test
    void whatOthersHaveMade_stays() throws IOException {
        Path named = left("nlc-viewer-sources");
        Path deep = left("nlc-viewer-1");
        Files.createDirectory(deep.resolve("folder"));
        Path file = Files.createFile(temporary.resolve("nlc-viewer-2"));
        Path target = left("elsewhere");
        Path link = temporary.resolve("nlc-viewer-3");
        WorkFolder.sweep(temporary, LATER);
        assertThat(named).exists();
        assertThat(deep.resolve("picture.png")).exists();
        assertThat(file).exists();
        assumeTrue(posix());
        Files.createSymbolicLink(link, target);
        Path open = left("nlc-viewer-4");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        WorkFolder.sweep(temporary, LATER);
        assertThat(target.resolve("picture.png")).exists();
        assertThat(open.resolve("picture.png")).exists();
    }
}
