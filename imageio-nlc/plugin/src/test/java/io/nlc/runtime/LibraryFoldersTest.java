package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryFoldersTest {

    private static final String PROPERTY = "java.io.tmpdir";

    @TempDir
    private Path folder;

    private String before;

    @BeforeEach
    void elsewhere() {
        before = System.setProperty(PROPERTY, folder.toString());
    }

    @AfterEach
    void back() {
        System.setProperty(PROPERTY, before);
    }

    private Path made(String name) throws IOException {
        return Files.createDirectory(folder.resolve(name));
    }

    @Test
    void folderOfAModelThatIsLoading_isDeleted() throws IOException {
        Path old = made("ort-model1");
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minusSeconds(5)));
        try (LibraryFolders.Making loading = LibraryFolders.ofModel()) {
            Path ours = made("ort-model2");
            Path full = made("ort-model3");
            Files.createFile(full.resolve("something"));
            Path other = made("onnxruntime-java4");
            Path file = Files.createFile(folder.resolve("ort-model5"));
            LibraryFolders.delete();
            assertThat(ours).doesNotExist();
            assertThat(old).exists();
            assertThat(full).exists();
            assertThat(other).exists();
            assertThat(file).exists();
        }
    }

    @Test
    void folderOfTheStart_isDeleted() throws IOException {
        try (LibraryFolders.Making starting = LibraryFolders.ofStart()) {
            Path ours = made("onnxruntime-java1");
            LibraryFolders.delete();
            assertThat(ours).doesNotExist();
        }
    }

    @Test
    void folderThatComesLater_isWaitedFor() throws Exception {
        try (LibraryFolders.Making loading = LibraryFolders.ofModel()) {
            Thread deletes = new Thread(LibraryFolders::delete);
            deletes.start();
            Path ours = made("ort-model1");
            deletes.join();
            assertThat(ours).doesNotExist();
        }
    }

    @Test
    void nothingGoesOn_nothingIsDeleted() throws IOException {
        LibraryFolders.ofModel().close();
        LibraryFolders.ofStart().close();
        Path somebodys = made("ort-model1");
        LibraryFolders.delete();
        assertThat(somebodys).exists();
    }
}
