package io.nlc.viewer.model.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.NlcFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchConverterTest {

    private static final String PACK = "minnen2018-128/serial";
    private static final BooleanSupplier NEVER = () -> false;
    private static final Function<Path, Decision> NOBODY = path -> {
        throw new AssertionError("asked about " + path);
    };

    @TempDir
    private Path dir;

    private final List<Outcome> outcomes = new ArrayList<>();
    private final List<Double> progress = new ArrayList<>();

    private static BatchOptions options(Path folder, Existing existing) {
        return new BatchOptions(
                folder, EncodeRequest.nlc(PACK, new RateTarget.Quality(0.5)), true, TestPictures.CPU, existing);
    }

    private static Path write(Path file, int width, int height) throws IOException {
        Files.createDirectories(file.getParent());
        String name = file.getFileName().toString();
        assertThat(ImageIO.write(
                        TestPictures.scene(width, height), name.substring(name.lastIndexOf('.') + 1), file.toFile()))
                .isTrue();
        return file;
    }

    private void convert(
            Path folder, Existing existing, Function<Path, Decision> ask, BooleanSupplier cancelled, Path... paths) {
        outcomes.clear();
        new BatchConverter(
                        options(folder, existing),
                        ask,
                        new BatchConverter.Listener() {
                            @Override
                            public void started(int index) {
                                assertThat(index).isEqualTo(outcomes.size());
                            }

                            @Override
                            public void progress(int index, double fraction) {
                                progress.add(fraction);
                            }

                            @Override
                            public void finished(int index, Outcome outcome) {
                                outcomes.add(outcome);
                            }
                        },
                        cancelled)
                .convert(BatchInputs.find(List.of(paths), NEVER).inputs());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> dir.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void foldersAreSearchedWithoutHiddenFilesAndOtherThings() throws IOException {
        for (String name : List.of("in/b.png", "in/a/c.JPG", "in/.hidden.png", "in/.git/d.png", "in/notes.txt")) {
            Files.createDirectories(dir.resolve(name).getParent());
            Files.createFile(dir.resolve(name));
        }
        BatchInputs.Found found = BatchInputs.find(
                List.of(dir.resolve("in"), dir.resolve("in/notes.txt"), dir.resolve("in/b.png")), NEVER);
        assertThat(List.of(found.others(), found.hidden())).containsExactly(1, 2);
        assertThat(found.inputs())
                .extracting(input -> input.relative().toString().replace('\\', '/'))
                .containsExactly("in/a/c.JPG", "in/b.png", "notes.txt");
        assertThatThrownBy(() -> BatchInputs.find(List.of(dir.resolve("in")), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void picturesBecomeNlcAndComeBackAsPng() throws IOException {
        write(dir.resolve("in/a.png"), 64, 48);
        write(dir.resolve("in/sub/b.bmp"), 33, 20);
        convert(dir.resolve("out"), Existing.ASK, NOBODY, NEVER, dir.resolve("in"));
        assertThat(names()).containsExactly("in/a.png", "in/sub/b.bmp", "out/in/a.nlc", "out/in/sub/b.nlc");
        Outcome.Done done = (Outcome.Done) outcomes.get(0);
        assertThat(done.after())
                .isEqualTo(Files.size(dir.resolve("out/in/a.nlc")))
                .isLessThan(done.before());
        assertThat(done.bpp()).isEqualTo(8.0 * done.after() / (64 * 48));
        assertThat(progress).isNotEmpty().allMatch(f -> f >= 0 && f <= 1);
        convert(null, Existing.ASK, NOBODY, NEVER, dir.resolve("out/in/sub"));
        assertThat(PictureFiles.read(dir.resolve("out/in/sub/b.png"))).satisfies(image -> {
            assertThat(image.getWidth()).isEqualTo(33);
            assertThat(image.getHeight()).isEqualTo(20);
        });
    }

    @Test
    void whatAccompaniesAPictureGoesWithIt() throws IOException {
        Path photo = TestPictures.photo(dir, "photo.jpg", 64, 48);
        PictureMetadata before = PictureFiles.metadata(photo);
        convert(dir.resolve("out"), Existing.ASK, NOBODY, NEVER, photo);
        assertThat(((Outcome.Done) outcomes.get(0)).targetReached()).isTrue();
        assertThat(PictureFiles.metadata(dir.resolve("out/photo.nlc"))).isEqualTo(before);
        convert(null, Existing.ASK, NOBODY, NEVER, dir.resolve("out/photo.nlc"));
        PictureMetadata after = PictureFiles.metadata(dir.resolve("out/photo.png"));
        assertThat(after.exif()).isEqualTo(before.exif());
        assertThat(after.xmp()).isEqualTo(before.xmp());
        assertThat(after.iptc()).isEqualTo(before.iptc());
        assertThat(after.texts()).isEqualTo(before.texts());
        assertThat(after.profile()).isEqualTo(before.profile());
        assertThat(PictureFiles.read(dir.resolve("out/photo.png")).getWidth())
                .as("turned, once")
                .isEqualTo(48);
    }

    @Test
    void nlcThatWasStoredOnItsSideIsTurned() throws IOException {
        TestPictures.onItsSide(TestPictures.losslessNlc(dir, "a.nlc", 64, 48));
        convert(null, Existing.ASK, NOBODY, NEVER, dir.resolve("a.nlc"));
        assertThat(PictureFiles.read(dir.resolve("a.png")).getWidth()).isEqualTo(48);
        assertThat(PictureFiles.metadata(dir.resolve("a.png")).orientation()).isEqualTo(1);
    }

    @Test
    void aBrokenFileIsToldAndTheOthersGoOn() throws IOException {
        Files.writeString(dir.resolve("a.png"), "no picture");
        write(dir.resolve("b.png"), 16, 16);
        Files.write(dir.resolve("c.nlc"), new byte[] {(byte) 0x8E, 'N', 'L', 'C', 1, 2, 3});
        convert(null, Existing.ASK, NOBODY, NEVER, dir, dir.resolve("missing.png"));
        assertThat(outcomes)
                .hasExactlyElementsOfTypes(
                        Outcome.Failed.class, Outcome.Done.class, Outcome.Failed.class, Outcome.Failed.class);
        assertThat(names()).containsExactly("a.png", "b.nlc", "b.png", "c.nlc");
    }

    @Test
    void existingFilesAreAskedAboutUntilTheAnswerIsForAll() throws IOException {
        List<Path> asked = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            write(dir.resolve(name + ".png"), 16, 16);
            Files.writeString(dir.resolve(name + ".nlc"), "old");
        }
        Path[] pictures =
                Stream.of("a", "b", "c").map(name -> dir.resolve(name + ".png")).toArray(Path[]::new);
        convert(
                null,
                Existing.ASK,
                path -> {
                    asked.add(path);
                    return new Decision(asked.size() == 1 ? Existing.SKIP : Existing.RENAME, asked.size() == 2);
                },
                NEVER,
                pictures);
        assertThat(asked).containsExactly(dir.resolve("a.nlc"), dir.resolve("b.nlc"));
        assertThat(outcomes).hasExactlyElementsOfTypes(Outcome.Skipped.class, Outcome.Done.class, Outcome.Done.class);
        assertThat(names()).contains("b (2).nlc", "c (2).nlc").doesNotContain("a (2).nlc");
        assertThat(Stream.of("a", "b", "c").map(name -> dir.resolve(name + ".nlc")))
                .allSatisfy(old -> assertThat(old).hasContent("old"));
        convert(null, Existing.REPLACE, NOBODY, NEVER, pictures);
        assertThat(dir.resolve("c.nlc"))
                .satisfies(file -> assertThat(NlcFile.is(file)).isTrue());
    }

    @Test
    void replacingAllNeitherTouchesWhatThisBatchReadsNorWhatItWrote() throws IOException {
        write(dir.resolve("same.bmp"), 16, 16);
        write(dir.resolve("same.jpg"), 16, 16);
        convert(null, Existing.REPLACE, NOBODY, NEVER, dir);
        assertThat(names()).containsExactly("same (2).nlc", "same.bmp", "same.jpg", "same.nlc");
        Path picture = write(dir.resolve("same.png"), 16, 16);
        byte[] before = Files.readAllBytes(picture);
        convert(null, Existing.REPLACE, NOBODY, NEVER, dir.resolve("same.nlc"), picture);
        assertThat(outcomes).hasExactlyElementsOfTypes(Outcome.Skipped.class, Outcome.Skipped.class);
        assertThat(picture).hasBinaryContent(before);
    }

    @Test
    void cancellingInAFileLeavesNothingOfIt() throws IOException {
        Path in = write(dir.resolve("a.png"), 600, 400);
        AtomicBoolean cancelled = new AtomicBoolean();
        assertThatThrownBy(() -> convert(
                        null,
                        Existing.ASK,
                        NOBODY,
                        () -> {
                            boolean now = cancelled.get();
                            cancelled.set(!progress.isEmpty());
                            return now;
                        },
                        in))
                .isInstanceOf(CancellationException.class);
        assertThat(names()).containsExactly("a.png");
        assertThat(outcomes).isEmpty();
    }
}
