package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.google.gson.JsonParser;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import io.nlc.imageio.UnfinishedFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files are read and written, one and many, and standard streams. */
@ExtendWith(TinyPack.class)
class FilesTest {

    private static final String MODEL = "--model=" + TinyPack.NAME;

    @TempDir
    private Path folder;

    private Path png;
    private byte[] in = {};
    private ByteArrayOutputStream bytes;
    private String out;
    private String err;

    @BeforeEach
    void makePicture() throws IOException {
        png = picture("in.png");
    }

    private Path picture(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(Pictures.of(60, 50, BufferedImage.TYPE_3BYTE_BGR), Names.suffix(file), file.toFile());
        return file;
    }

    private int nlc(Object... args) {
        bytes = new ByteArrayOutputStream();
        return nlc(bytes, args);
    }

    private int nlc(OutputStream stream, Object... args) {
        StringWriter o = new StringWriter();
        StringWriter e = new StringWriter();
        try (UnfinishedFiles unfinished = new UnfinishedFiles()) {
            return Nlc.run(
                    new StandardStreams(new ByteArrayInputStream(in), stream, unfinished),
                    new PrintWriter(o),
                    new PrintWriter(e),
                    Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        } finally {
            out = o.toString();
            err = e.toString();
        }
    }

    private Path encoded(String name) {
        Path file = folder.resolve(name);
        assertThat(nlc("encode", png, file, MODEL)).as(() -> err).isZero();
        return file;
    }

    private List<String> files(String below) throws IOException {
        Path root = folder.resolve(below);
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(f -> root.relativize(f).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void dash_isStandardInputAndOutput() throws IOException {
        byte[] file = Files.readAllBytes(encoded("a.nlc"));
        in = Files.readAllBytes(png);
        assertThat(nlc("encode", "-", "-", MODEL)).as(() -> err).isZero();
        assertThat(out + err).isEmpty();
        assertThat(bytes.toByteArray()).isEqualTo(file);
        in = file;
        assertThat(nlc("decode", "-", "-")).as(() -> err).isZero();
        assertThat(out + err).isEmpty();
        assertThat(bytes.toByteArray()).startsWith(0x89, 'P', 'N', 'G');
        assertThat(nlc("decode", "-", "-", "--format", "JPG")).as(() -> err).isZero();
        assertThat(bytes.toByteArray()).startsWith(0xFF, 0xD8);
        assertThat(nlc("info", "-", "--json")).as(() -> err).isZero();
        assertThat(JsonParser.parseString(out).getAsJsonObject().get("bytes").getAsInt())
                .isEqualTo(file.length);
        assertThat(nlc("compare", png, "-", "--json")).as(() -> err).isZero();
        assertThat(JsonParser.parseString(out).getAsJsonObject().get("bytes").getAsInt())
                .isEqualTo(file.length);
        assertThat(nlc("compare", "-", "-")).isEqualTo(2);
        in = new byte[] {1, 2, 3};
        assertThat(nlc("encode", "-", "-", MODEL)).isEqualTo(1);
        assertThat(err).startsWith("nlc: standard input: not a picture");
        assertThat(bytes.size()).isZero();
    }

    @Test
    void failingOutput_isNamed() {
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("full");
            }
        };
        assertThat(nlc(full, "encode", png, "-", MODEL)).isEqualTo(1);
        assertThat(err).isEqualTo("nlc: standard output: full" + System.lineSeparator());
        assertThat(Nlc.run(new PrintWriter(full), new PrintWriter(new StringWriter()), "models"))
                .isEqualTo(1);
        assertThat(Nlc.run(new PrintWriter(full), new PrintWriter(new StringWriter()), "--help"))
                .isEqualTo(1);
    }

    @Test
    void suffixOfAnotherFormat_isRefused() throws IOException {
        Path other = picture("other.png");
        byte[] before = Files.readAllBytes(other);
        assertThat(nlc("encode", png, other, MODEL)).isEqualTo(2);
        assertThat(err).startsWith("nlc: ").contains("other.png' has the suffix of a picture");
        assertThat(other).hasBinaryContent(before);
        Path file = encoded("a.nlc");
        for (List<Object> args : List.of(
                List.<Object>of("decode", file, folder.resolve("b.nlc")),
                List.<Object>of("decode", file, folder.resolve("b")),
                List.<Object>of("decode", file, folder.resolve("b.jpg"), "--format", "png"),
                List.<Object>of("decode", file, folder.resolve("b.png"), "--format", "nlc"),
                List.<Object>of("decode", file, folder.resolve("b.png"), "--format", "xyz"))) {
            assertThat(nlc(args.toArray())).as(args.toString()).isEqualTo(2);
        }
        assertThat(files("")).containsExactly("a.nlc", "in.png", "other.png");
        assertThat(nlc("encode", png, other, MODEL, "--force")).isZero();
        assertThat(nlc("decode", file, folder.resolve("b.nlc"), "--force")).isZero();
        assertThat(folder.resolve("b.nlc")).binaryContent().startsWith(0x89, 'P', 'N', 'G');
        assertThat(nlc("decode", file, folder.resolve("b.JPEG"), "--format", "jpg"))
                .as(() -> err)
                .isZero();
        assertThat(nlc("decode", file, folder.resolve("c"), "--format", "bmp")).isZero();
        assertThat(nlc("encode", png, folder.resolve("anyname"), MODEL)).isZero();
    }

    @Test
    void outputThatIsTheInput_isRefused() throws IOException {
        byte[] before = Files.readAllBytes(png);
        Path soft = folder.resolve("soft.nlc");
        try {
            Files.createSymbolicLink(soft, Path.of("in.png"));
        } catch (IOException | UnsupportedOperationException e) {
            assumeThat(soft).as("no links here").exists();
        }
        Path hard = Files.createLink(folder.resolve("hard.nlc"), png);
        for (Object same : List.of(png, soft, hard, folder.resolve("./../" + folder.getFileName() + "/in.png"))) {
            assertThat(nlc("encode", png, same, MODEL)).as(same.toString()).isEqualTo(1);
            assertThat(err.lines()).singleElement().asString().contains("is what is read");
        }
        assertThat(png).hasBinaryContent(before);
        assertThat(nlc("encode", png, soft, MODEL, "--force")).isZero();
        assertThat(nlc("info", soft)).isZero();
        assertThat(soft).isSymbolicLink();
    }

    @Test
    void folders_keepTheirTree() throws IOException {
        picture("d/a.png");
        picture("d/e/b.BMP");
        picture("d/e/f/c.jpg");
        Files.writeString(folder.resolve("d/e/notes.txt"), "no picture");
        assertThat(nlc("encode", folder.resolve("d"), "--out", folder.resolve("o"), MODEL, "--jobs", "2"))
                .as(() -> err)
                .isZero();
        assertThat(files("o")).containsExactly("a.nlc", "e/b.nlc", "e/f/c.nlc");
        assertThat(out.lines())
                .hasSize(4)
                .last()
                .asString()
                .matches("encoded 3 files, 0 skipped, 0 failed: \\d+ bytes to \\d+, \\d+\\.\\d{4} bpp, \\d+\\.\\d s");
        assertThat(nlc("decode", folder.resolve("o"), "--out", folder.resolve("p"), "--format", "bmp"))
                .as(() -> err)
                .isZero();
        assertThat(files("p")).containsExactly("a.bmp", "e/b.bmp", "e/f/c.bmp");
        Files.delete(folder.resolve("o/a.nlc"));
        assertThat(nlc("encode", folder.resolve("d"), "--out", folder.resolve("o"), MODEL, "--skip-existing"))
                .as(() -> err)
                .isZero();
        assertThat(out).contains("encoded 1 file, 2 skipped, 0 failed");
    }

    @Test
    void oneFilesFailure_costsItselfAlone() throws IOException {
        picture("d/a.png");
        picture("d/z.png");
        Files.writeString(folder.resolve("d/bad.png"), "no picture");
        Path o = folder.resolve("o");
        Files.createDirectories(o.resolve("z.nlc"));
        assertThat(nlc("encode", folder.resolve("d"), folder.resolve("none.png"), png, "--out", o, MODEL))
                .isEqualTo(1);
        assertThat(err.lines()).hasSize(3).allMatch(l -> l.startsWith("nlc: "));
        assertThat(err).contains("bad.png: not a picture", "none.png: no such file", "z.nlc: is a folder");
        assertThat(out).contains("encoded 2 files, 0 skipped, 3 failed");
        assertThat(files("o")).containsExactly("a.nlc", "in.nlc");
        assertThat(nlc("encode", png, "--out", png, MODEL)).isEqualTo(1);
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(nlc("encode", empty, "--out", o, MODEL)).isEqualTo(1);
        assertThat(err).contains("empty: holds nothing to encode");
    }

    @Test
    void clashingNames_areTold() throws IOException {
        picture("d/a.png");
        picture("d/a.jpg");
        picture("e/b.png");
        picture("f/b.png");
        Path o = folder.resolve("o");
        Object[] all = {
            "encode",
            folder.resolve("d"),
            folder.resolve("d/../d/a.png"),
            folder.resolve("e"),
            folder.resolve("f"),
            "--out",
            o,
            MODEL
        };
        assertThat(nlc(all)).isEqualTo(1);
        assertThat(files("o")).containsExactly("a.jpg.nlc", "a.png.nlc");
        assertThat(err.lines()).hasSize(2).allMatch(l -> l.contains("another file would be written to"));
    }

    @Test
    void batch_doesNotWriteOverWhatItReads() throws IOException {
        Path o = Files.createDirectory(folder.resolve("o"));
        try {
            Files.createSymbolicLink(o.resolve("in.nlc"), png);
        } catch (IOException | UnsupportedOperationException e) {
            assumeThat(o.resolve("in.nlc")).as("no links here").exists();
        }
        byte[] before = Files.readAllBytes(png);
        assertThat(nlc("encode", png, "--out", o, MODEL)).isEqualTo(1);
        assertThat(err).contains("in.nlc: is what is read");
        assertThat(png).hasBinaryContent(before);
    }

    @Test
    void wrongUsage() {
        for (List<Object> args : List.of(
                List.<Object>of("encode", png, "b.nlc", "c.nlc"),
                List.<Object>of("encode", png, "b.nlc", "--jobs", "2"),
                List.<Object>of("encode", png, "b.nlc", "--skip-existing"),
                List.<Object>of("encode", png, "--out", folder, "--jobs", "0"),
                List.<Object>of("encode", "-", "--out", folder),
                List.<Object>of("encode", png, "-", "--frob"),
                List.<Object>of("help", "frob"))) {
            assertThat(nlc(args.toArray())).as(args.toString()).isEqualTo(2);
            assertThat(err).startsWith("nlc: ").contains("--help");
        }
    }

    @Test
    void help_isACommand_too() {
        assertThat(nlc("help")).isZero();
        assertThat(out).startsWith("Usage: nlc ").contains("encode", "bench");
        assertThat(nlc("help", "encode")).isZero();
        assertThat(out).startsWith("Usage: nlc encode ").contains("--out=DIR");
    }

    @Test
    void nameWithAt_isAName() throws IOException {
        Path at = Files.copy(png, Path.of("@nlc-test.png"));
        try {
            assertThat(nlc("encode", at, folder.resolve("at.nlc"), MODEL))
                    .as(() -> err)
                    .isZero();
        } finally {
            Files.delete(at);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"de", "ar-EG", "tr", "th-TH-u-nu-thai"})
    void locale_isNotForPrograms(String tag) throws IOException {
        Path file = encoded("a.nlc");
        assertThat(nlc("info", file)).isZero();
        String before = out;
        Locale old = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(tag));
        try {
            assertThat(nlc("info", file)).isZero();
            assertThat(out).isEqualTo(before);
            picture("d/I.PNG");
            assertThat(nlc("encode", folder.resolve("d"), "--out", folder.resolve("o"), MODEL))
                    .as(() -> err)
                    .isZero();
            assertThat(out).matches("(?s)\\p{ASCII}*").contains(" bpp").doesNotContainPattern("\\d,\\d");
            assertThat(nlc("bench", folder.resolve("d"), "--entropy", "--model", TinyPack.NAME))
                    .isZero();
            assertThat(out).matches("(?s)\\p{ASCII}*").contains("0.500");
        } finally {
            Locale.setDefault(old);
        }
    }

    @Test
    void json_isAscii() {
        assertThat(Json.text(Json.object("file", "\u00fc\ud83d\ude00.png")))
                .contains("\"\\u00fc\\ud83d\\ude00.png\"")
                .matches("(?s)\\p{ASCII}*");
    }
}
