package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nlc.imageio.FaultTable.Outcome;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real disks that are full or take nothing: what was there stays, whole, and nothing lies beside it. */
@ExtendWith(TinyPack.class)
class DiskFaultsTest {

    private static final FaultTable TABLE = new FaultTable("disks");
    private static final int PAGES = 12;

    @TempDir
    private Path root;

    @AfterAll
    static void write() throws IOException {
        TABLE.write();
    }

    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(120, 100, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < 12_000; i++) {
            image.setRGB(i % 120, i / 120, random.nextInt());
        }
        return image;
    }

    private static void save(Path file) throws IOException {
        PictureFiles.save(file, out -> {
            NlcImageWriter writer = PictureFiles.writer();
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setLossless(true);
            writer.setOutput(out);
            try {
                writer.write(null, new IIOImage(noise(), null, null), param);
            } finally {
                writer.dispose();
            }
        });
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(f -> f.getFileName().toString()).sorted().toList();
        }
    }

    /** A picture of nine pages, where there are none, one, two, .... */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fullDisk_leavesWhatWasThere(boolean old) throws Exception {
        int saved = 0;
        for (int pages = 0; pages <= PAGES; pages++) {
            try (SmallDisk disk = new SmallDisk(Files.createDirectories(root.resolve("disk" + pages)), 256)) {
                Path file = disk.folder.resolve("a.nlc");
                if (old) {
                    Files.writeString(file, "old");
                }
                disk.fill(4 * pages);
                Throwable thrown = catchThrowable(() -> save(file));
                if (thrown == null) {
                    assertThat(FaultTable.same(
                                    Pictures.read(Files.readAllBytes(file)).getRaster(), noise().getRaster()))
                            .isTrue();
                    saved++;
                } else {
                    assertThat(thrown).isInstanceOf(IOException.class).hasMessage(file + ": No space left on device");
                    assertThat(names(disk.folder)).isEqualTo(old ? List.of("a.nlc", "ballast") : List.of("ballast"));
                    if (old) {
                        assertThat(file).hasContent("old");
                    }
                }
                TABLE.count(
                        "a disk with room for 0 to " + PAGES + " pages, " + (old ? "a file replaced" : "a new file"),
                        thrown == null ? Outcome.SAME : Outcome.STREAM);
            }
        }
        assertThat(saved).isBetween(1, PAGES - 1);
    }

    /** A disk that takes nothing: pictures there can be read, and are as they were. */
    @Test
    void readOnlyDisk_canBeRead() throws Exception {
        try (SmallDisk disk = new SmallDisk(Files.createDirectories(root.resolve("disk")), 256)) {
            Path file = disk.folder.resolve("a.nlc");
            save(file);
            byte[] before = Files.readAllBytes(file);
            disk.makeReadOnly();
            for (String name : new String[] {"a.nlc", "b.nlc"}) {
                Path target = disk.folder.resolve(name);
                assertThatThrownBy(() -> save(target))
                        .isInstanceOf(IOException.class)
                        .hasMessageStartingWith(target.toString());
                TABLE.count("a disk that takes nothing: writes", Outcome.STREAM);
            }
            assertThat(names(disk.folder)).containsExactly("a.nlc");
            assertThat(file).hasBinaryContent(before);
            assertThat(FaultTable.same(javax.imageio.ImageIO.read(file.toFile()).getRaster(), noise().getRaster()))
                    .isTrue();
            TABLE.count("a disk that takes nothing: reads", Outcome.SAME);
        }
    }

    /** Where nothing can be renamed the file there is is written into, but not before there is room for all of it. */
    @Test
    void fileThatIsWrittenInto_staysWhereThereIsNoRoom() throws Exception {
        byte[] old = new byte[5000];
        new Random(1).nextBytes(old);
        byte[] longer = new byte[30_000];
        new Random(2).nextBytes(longer);
        try (SmallDisk disk = new SmallDisk(Files.createDirectories(root.resolve("disk")), 64)) {
            Path file = Files.write(disk.folder.resolve("a.nlc"), old);
            disk.fill(8);
            for (byte[] content : new byte[][] {longer, new byte[6000], new byte[10]}) {
                Throwable thrown;
                try (UnfinishedFiles unfinished = new UnfinishedFiles();
                        PartFile part = PartFile.in(root, true, unfinished)) {
                    part.write(out -> out.write(content));
                    thrown = catchThrowable(() -> part.become(file, true));
                }
                if (content == longer) {
                    assertThat(thrown).isInstanceOf(IOException.class).hasMessage("No space left on device");
                    assertThat(file).hasBinaryContent(old);
                } else {
                    assertThat(thrown).isNull();
                    assertThat(file).hasBinaryContent(content);
                }
                TABLE.count(
                        "a file written into where none can be renamed, of 30,000, 6,000 and 10 bytes (the old one stays)",
                        thrown == null ? Outcome.SAME : Outcome.STREAM);
            }
        }
    }
}
