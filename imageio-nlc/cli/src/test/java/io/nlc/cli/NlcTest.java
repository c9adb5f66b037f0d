package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nlc.EditedPack;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import io.nlc.metrics.Psnr;
import io.nlc.metrics.Ssimulacra2;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands as a shell sees them: exit codes, streams, files. */
@ExtendWith(TinyPack.class)
class NlcTest extends ProgramRuns {

    @TempDir
    private Path folder;

    private Path png;
    private BufferedImage picture;

    @BeforeEach
    void makePicture() throws IOException {
        picture = Pictures.of(180, 170, BufferedImage.TYPE_3BYTE_BGR);
        png = folder.resolve("in.png");
        ImageIO.write(picture, "png", png.toFile());
    }

    private Path encoded(Object... options) {
        Path file = folder.resolve("a.nlc");
        Object[] args = Stream.concat(
                        Stream.of("encode", png, file, "--model", TinyPack.NAME, "--device", "cpu"),
                        Arrays.stream(options))
                .toArray();
        assertThat(nlc(args)).as(err).isZero();
        return file;
    }

    private static JsonObject json(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "encode", "decode", "info", "compare", "models", "bench"})
    void help_isThereForEveryCommand(String command) {
        PrintStream before = System.err; // where picocli complains of texts with a percent sign too few
        ByteArrayOutputStream complaints = new ByteArrayOutputStream();
        System.setErr(new PrintStream(complaints));
        try {
            assertThat(command.isEmpty() ? nlc("--help") : nlc(command, "--help"))
                    .isZero();
        } finally {
            System.setErr(before);
        }
        assertThat(complaints.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(out).startsWith(("Usage: nlc " + command).trim()).contains("Exit codes");
        assertThat(err).isEmpty();
    }

    @Test
    void version() {
        assertThat(nlc("--version")).isZero();
        assertThat(out).startsWith("nlc ");
    }

    @Test
    void wrongUsage_isTwo() {
        List<List<Object>> wrong = List.of(
                List.of(),
                List.of("frob"),
                List.of("encode"),
                List.of("encode", png),
                List.of("info", png, png),
                List.of("encode", png, "a.nlc", "--quality", "2"),
                List.of("encode", png, "a.nlc", "--quality", "high"),
                List.of("encode", png, "a.nlc", "--quality", "0.5", "--bpp", "1"),
                List.of("encode", png, "a.nlc", "--lossless", "--bpp", "1"),
                List.of("encode", png, "a.nlc", "--bytes", "0"),
                List.of("encode", png, "a.nlc", "--psnr", "-3"),
                List.of("encode", png, "a.nlc", "--device", "abacus"),
                List.of("encode", png, "a.nlc", "--tune", "vmaf"),
                List.of("encode", png, "a.nlc", "--effort", "10"),
                List.of("encode", png, "a.nlc", "--thumbnail", "513"),
                List.of("encode", png, "a.nlc", "--roi", "1,2,3"),
                List.of("encode", png, "a.nlc", "--roi", "1,2,3,0"),
                List.of("encode", png, "a.nlc", "--roi-drop", "0.3"),
                List.of("encode", png, "a.nlc", "--roi", "1,2,3,4", "--roi-drop", "1.5"),
                List.of("encode", png, "a.nlc", "--roi", "1,2,3,4", "--lossless"),
                List.of("encode", png, "a.nlc", "--roi", "1,2,3,4", "--max-error", "2"),
                List.of("encode", png, "a.nlc", "--adaptive", "--lossless"),
                List.of("encode", png, "a.nlc", "--adaptive", "--roi", "1,2,3,4"),
                List.of("bench", folder, "--adaptive", "--effort", "2"),
                List.of("bench", folder, "--adaptive", "--entropy"),
                List.of("bench", folder, "--effort", "-1"),
                List.of("bench", folder, "--entropy", "--effort", "3"),
                List.of("decode", "a.nlc", "a.xyz"),
                List.of("decode", "a.nlc", "noending"),
                List.of("decode", "a.nlc", "a.png", "--region", "1,2,3"),
                List.of("decode", "a.nlc", "a.png", "--region", "1,2,0,4"),
                List.of("bench", folder, "--models", "all"),
                List.of("bench", folder, "--entropy", "--model", "a/b", "--models", "all"),
                List.of("bench", folder, "--limit", "0"),
                List.of("bench", folder, "--entropy", "--no-jpeg"),
                List.of("bench", folder, "--qualities", "0.5,7"));
        for (List<Object> args : wrong) {
            assertThat(nlc(args.toArray())).as(args.toString()).isEqualTo(2);
            assertThat(err).as(args.toString()).startsWith("nlc: ").contains("--help");
            assertThat(out).as(args.toString()).isEmpty();
        }
    }

    @Test
    void failures_areOneLine_andOne() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        Path file = encoded();
        List<List<Object>> failing = List.of(
                List.of("encode", folder.resolve("none.png"), "a.nlc"),
                List.of("encode", text, "a.nlc"),
                List.of("encode", folder, "a.nlc"),
                List.of("encode", png, folder.resolve("no/such/a.nlc")),
                List.of("encode", png, folder),
                List.of("encode", png, "a.nlc", "--model", "no/such"),
                List.of("decode", png, folder.resolve("b.png")),
                List.of("decode", folder.resolve("none.nlc"), folder.resolve("b.png")),
                List.of("info", png),
                List.of("info", folder),
                List.of("decode", file, folder.resolve("b.png"), "--region", "100,100,100,100"),
                List.of("compare", png, text),
                List.of("compare", png, folder.resolve("none.png")),
                List.of("bench", folder, "--entropy", "--models", TinyPack.NAME + ",no/such"),
                List.of("bench", folder.resolve("none")),
                List.of("bench", png),
                List.of("bench", Files.createDirectory(folder.resolve("empty"))));
        for (List<Object> args : failing) {
            assertThat(nlc(args.toArray())).as(args.toString()).isEqualTo(1);
            assertThat(err.lines())
                    .as(args.toString())
                    .singleElement()
                    .asString()
                    .startsWith("nlc: ")
                    .doesNotContain("internal error");
            assertThat(out).as(args.toString()).isEmpty();
        }
        assertThat(nlc("info", "--debug", png)).isEqualTo(1);
        assertThat(err).contains("\tat io.nlc");
    }

    @Test
    void failure_saysWhatIsWrongWithWhat() {
        nlc("encode", folder.resolve("none.png"), "a.nlc");
        assertThat(err).contains("none.png: no such file");
        nlc("info", png);
        assertThat(err).contains("in.png: not an NLC file");
    }

    @Test
    void encodeThenDecode_givesThePicture() throws IOException {
        Path file = encoded("--quality", "1");
        assertThat(out).contains("a.nlc: " + Files.size(file) + " bytes", "180 x 170", "without networks");
        Path back = folder.resolve("back.png");
        assertThat(nlc("decode", file, back)).as(err).isZero();
        assertThat(io.nlc.metrics.Psnr.of(PictureFiles.rgb(picture), PictureFiles.rgb(ImageIO.read(back.toFile()))))
                .isGreaterThan(40);
        assertThat(Files.list(folder)).as("nothing else is left").hasSize(3);
    }

    /** Without a model pack, and with nothing lost on the way. */
    @Test
    void encodeLossless_thenDecode_givesTheVeryPicture() throws IOException {
        Path file = folder.resolve("exact.nlc");
        assertThat(nlc("encode", png, file, "--lossless")).as(err).isZero();
        assertThat(out).contains("lossless").doesNotContain("quality");
        Path back = folder.resolve("back.png");
        assertThat(nlc("decode", file, back)).as(err).isZero();
        assertThat(PictureFiles.rgb(ImageIO.read(back.toFile()))).isEqualTo(PictureFiles.rgb(picture));
        assertThat(nlc("info", file, "--json")).as(err).isZero();
        JsonObject info = json(out);
        assertThat(info.get("lossless").getAsBoolean()).isTrue();
        assertThat(info.get("depth").getAsInt()).isEqualTo(8);
        assertThat(nlc("decode", file, back, "--preview")).as(err).isZero();
        assertThat(PictureFiles.rgb(ImageIO.read(back.toFile())))
                .as("no sooner picture than the whole one")
                .isEqualTo(PictureFiles.rgb(picture));
        assertThat(nlc("compare", png, file)).as(err).isZero();
    }

    @Test
    void decode_preview_isSofterThanThePicture() throws IOException {
        Path file = encoded();
        assertThat(nlc("decode", file, folder.resolve("soft.png"), "--preview"))
                .as(err)
                .isZero();
        assertThat(nlc("decode", file, folder.resolve("whole.png"))).as(err).isZero();
        byte[] soft = PictureFiles.rgb(ImageIO.read(folder.resolve("soft.png").toFile()));
        assertThat(Psnr.of(
                        PictureFiles.rgb(
                                ImageIO.read(folder.resolve("whole.png").toFile())),
                        soft))
                .isBetween(18.0, 40.0);
    }

    @Test
    void decode_fast_isNearlyThePicture() throws IOException {
        Path file = encoded();
        Path whole = folder.resolve("whole.png");
        Path fast = folder.resolve("fast.png");
        assertThat(nlc("decode", file, whole, "--speed", "full")).as(err).isZero();
        assertThat(nlc("decode", file, fast, "--speed", "fast")).as(err).isZero();
        assertThat(Psnr.of(
                        PictureFiles.rgb(ImageIO.read(whole.toFile())), PictureFiles.rgb(ImageIO.read(fast.toFile()))))
                .isGreaterThan(34);
        assertThat(nlc("decode", file, fast, "--speed", "slow")).isEqualTo(2);
        assertThat(err).contains("--speed").contains("FULL, FAST");
    }

    @Test
    void encode_fast_makesNearlyTheSamePicture() throws IOException {
        Path full = folder.resolve("full.nlc");
        Path fast = folder.resolve("fast.nlc");
        assertThat(nlc("encode", png, full, "--model", "test/tiny-int8", "--device", "cpu"))
                .as(err)
                .isZero();
        assertThat(nlc("encode", png, fast, "--model", "test/tiny-int8", "--device", "cpu", "--speed", "fast"))
                .as(err)
                .isZero();
        assertThat(psnr(fast)).isGreaterThan(psnr(full) - 0.5);
        assertThat(nlc("encode", png, fast, "--speed", "slow")).isEqualTo(2);
        assertThat(err).contains("--speed").contains("FULL, FAST");
    }

    private double psnr(Path file) throws IOException {
        Path decoded = folder.resolve("decoded.png");
        assertThat(nlc("decode", file, decoded, "--force")).as(err).isZero();
        return Psnr.of(PictureFiles.rgb(picture), PictureFiles.rgb(ImageIO.read(decoded.toFile())));
    }

    @Test
    void decode_writesRegionsAndOtherFormats() throws IOException {
        Path file = encoded();
        Path whole = folder.resolve("whole.bmp");
        Path part = folder.resolve("part.png");
        assertThat(nlc("decode", file, whole)).isZero();
        assertThat(nlc("decode", file, part, "--region", "20,30,50,40")).as(err).isZero();
        BufferedImage crop = ImageIO.read(whole.toFile()).getSubimage(20, 30, 50, 40);
        assertThat(PictureFiles.rgb(ImageIO.read(part.toFile()))).isEqualTo(PictureFiles.rgb(crop));
        assertThat(nlc("decode", file, folder.resolve("a.jpg"))).as(err).isZero();
        assertThat(ImageIO.read(folder.resolve("a.jpg").toFile()).getWidth()).isEqualTo(180);
    }

    @Test
    void transparency_isKeptInPng_andWhiteInJpeg() throws IOException {
        BufferedImage clear = new BufferedImage(40, 40, BufferedImage.TYPE_INT_ARGB);
        ImageIO.write(clear, "png", png.toFile());
        Path file = encoded();
        assertThat(nlc("decode", file, folder.resolve("b.png"))).as(err).isZero();
        assertThat(ImageIO.read(folder.resolve("b.png").toFile()).getRGB(5, 5) >>> 24)
                .isZero();
        assertThat(nlc("decode", file, folder.resolve("b.jpg"))).as(err).isZero();
        assertThat(ImageIO.read(folder.resolve("b.jpg").toFile()).getRGB(5, 5)).isEqualTo(0xFFFFFFFF);
    }

    @Test
    void targets_areMet() throws IOException {
        long small = Files.size(encoded("--quality", "0.2"));
        long large = Files.size(encoded("--quality", "0.9"));
        long middle = (small + large) / 2;
        assertThat(Files.size(encoded("--bytes", middle))).isBetween(small, middle);
        assertThat(Files.size(encoded("--bpp", 8.0 * middle / (180 * 170)))).isBetween(small, middle);
        assertThat(nlc(
                        "encode",
                        png,
                        folder.resolve("b.nlc"),
                        "--psnr",
                        "90",
                        "--model",
                        TinyPack.NAME,
                        "--networks-only"))
                .isZero();
        assertThat(err).startsWith("nlc: warning: ").contains("90.00 dB cannot be reached");
    }

    @Test
    void failedEncode_leavesTheOldFile() throws IOException {
        Path file = encoded();
        byte[] before = Files.readAllBytes(file);
        assertThat(nlc("encode", png, file, "--model", "no/such")).isEqualTo(1);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(2);
        }
    }

    @Test
    void info_tellsTheHeader() throws IOException {
        Path file = encoded("--quality", "0.5");
        assertThat(nlc("info", file)).isZero();
        assertThat(out).contains("180 x 170 rgb", "quality   0.500", TinyPack.NAME, "HEAD", "TILE", "NEND");
        assertThat(nlc("info", file, "--json")).isZero();
        JsonObject info = json(out);
        assertThat(info.get("width").getAsInt()).isEqualTo(180);
        assertThat(info.get("bytes").getAsLong()).isEqualTo(Files.size(file));
        assertThat(info.get("bpp").getAsDouble()).isCloseTo(8.0 * Files.size(file) / (180 * 170), within(1e-9));
        assertThat(info.get("quality").getAsDouble()).isCloseTo(0.5, within(1e-9));
        assertThat(info.get("pack").getAsString()).isEqualTo(TinyPack.NAME);
        assertThat(info.get("latents").getAsString()).matches("[0-9a-f]{64}");
        assertThat(info.get("problem").isJsonNull()).isTrue();
        JsonArray chunks = info.getAsJsonArray("chunks");
        assertThat(chunks.get(0).getAsJsonObject().get("type").getAsString()).isEqualTo("HEAD");
        assertThat(chunks.get(0).getAsJsonObject().get("crcOk").getAsBoolean()).isTrue();
    }

    @Test
    void roi_savesOutside_andInfoTells() throws IOException {
        long plain = Files.size(encoded("--quality", "0.8", "--networks-only"));
        Path file =
                encoded("--quality", "0.8", "--networks-only", "--roi", "0,0,64,64", "--roi", "130,65,1,1", "--force");
        assertThat(Files.size(file)).isLessThan(plain);
        assertThat(nlc("info", file)).isZero();
        assertThat(out).contains("quality   0.800", "map       3 x 3 areas, levels -2.81 to +0.00", "QMAP");
        assertThat(nlc("info", file, "--json")).as(err).isZero();
        JsonObject map = json(out).getAsJsonObject("qualityMap");
        assertThat(map.get("columns").getAsInt()).isEqualTo(3);
        assertThat(map.get("rows").getAsInt()).isEqualTo(3);
        assertThat(map.get("lowest").getAsDouble()).isEqualTo(-2.8125);
        assertThat(map.get("highest").getAsDouble()).isZero();
        assertThat(json(out).get("latents").getAsString()).matches("[0-9a-f]{64}");
        assertThat(nlc("decode", file, folder.resolve("back.png"))).as(err).isZero();
        Path lower =
                encoded("--quality", "0.8", "--networks-only", "--roi", "0,0,64,64", "--roi-drop", "0.7", "--force");
        assertThat(nlc("info", lower)).isZero();
        assertThat(out).contains("levels -4.88 to +0.00");
        assertThat(nlc("info", encoded("--networks-only", "--force"), "--json")).isZero();
        assertThat(json(out).get("qualityMap").isJsonNull()).isTrue();
    }

    @Test
    void adaptive_makesAMap() throws IOException {
        assertThat(nlc("info", encoded("--networks-only", "--adaptive", "--force")))
                .isZero();
        assertThat(out).contains("map       3 x 3 areas", "QMAP");
    }

    @Test
    void info_ofDamagedFile_showsAndFails() throws IOException {
        Path file = encoded();
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 30] ^= 1;
        Files.write(file, bytes);
        assertThat(nlc("info", file)).isEqualTo(1);
        assertThat(out).contains("CRC is wrong");
        assertThat(err).contains("CRC of TILE 0 is wrong");
        assertThat(nlc("decode", file, folder.resolve("b.png"))).isEqualTo(1);
        assertThat(Files.exists(folder.resolve("b.png"))).isFalse();
        assertThat(nlc("decode", file, folder.resolve("b.png"), "--conceal")).isZero();
        assertThat(err).startsWith("nlc: warning: ");
        assertThat(Files.exists(folder.resolve("b.png"))).isTrue();
    }

    @Test
    void compare_measures() throws IOException {
        Path file = encoded();
        assertThat(nlc("compare", png, file, "--json")).as(err).isZero();
        JsonObject result = json(out);
        Path back = folder.resolve("back.png");
        nlc("decode", file, back);
        byte[] a = PictureFiles.rgb(picture);
        byte[] b = PictureFiles.rgb(ImageIO.read(back.toFile()));
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += Math.pow((a[i] & 255) - (b[i] & 255), 2);
        }
        assertThat(result.get("psnr").getAsDouble())
                .isCloseTo(10 * Math.log10(255.0 * 255 * a.length / squares), within(1e-9));
        assertThat(result.get("bpp").getAsDouble()).isCloseTo(8.0 * Files.size(file) / (180 * 170), within(1e-9));
        assertThat(result.get("msSsim").getAsDouble()).isBetween(0.3, 0.9999);
        assertThat(result.get("ssimulacra2").getAsDouble()).isEqualTo(Ssimulacra2.of(a, b, 180, 170));
        assertThat(nlc("compare", png, file)).isZero();
        assertThat(out).contains("PSNR", "MS-SSIM", "SSIMULACRA 2", "bpp");
        assertThat(nlc("compare", png, png, "--json")).isZero();
        assertThat(json(out).get("psnr").isJsonNull()).isTrue();
        assertThat(json(out).get("identical").getAsBoolean()).isTrue();
    }

    @Test
    void compare_ofOtherSizes_fails() throws IOException {
        Path other = folder.resolve("other.png");
        ImageIO.write(Pictures.of(20, 30, BufferedImage.TYPE_INT_RGB), "png", other.toFile());
        assertThat(nlc("compare", png, other)).isEqualTo(1);
        assertThat(err).contains("180 x 170 and 20 x 30");
    }

    @Test
    void encode_tune_choosesThePackTrainedForIt() throws IOException {
        Path packs = folder.resolve("packs");
        new EditedPack().tune("ms-ssim").name("test-ms-ssim", "tiny").write(packs);
        String before = System.setProperty("nlc.models", packs + File.pathSeparator + System.getProperty("nlc.models"));
        try {
            encoded("--tune", "ms-ssim");
            assertThat(out).contains("test-ms-ssim/tiny");
            encoded("--tune", "psnr");
            assertThat(out).contains("test/tiny");
            assertThat(nlc("encode", png, folder.resolve("b.nlc"), "--tune", "visual", "--model", "test/tiny"))
                    .isEqualTo(1);
            assertThat(err)
                    .contains(
                            "no model pack that is tuned for visual and belongs to \"test/tiny\" is installed",
                            "test-ms-ssim/tiny (ms-ssim)",
                            "test/tiny (psnr)");
            assertThat(folder.resolve("b.nlc")).doesNotExist();
            assertThat(nlc("models")).isZero();
            assertThat(out).contains("tuned for psnr", "tuned for ms-ssim");
            assertThat(nlc("models", "--json")).isZero();
            assertThat(JsonParser.parseString(out).getAsJsonArray()).anySatisfy(pack -> {
                assertThat(pack.getAsJsonObject().get("name").getAsString()).isEqualTo("test-ms-ssim/tiny");
                assertThat(pack.getAsJsonObject().get("tune").getAsString()).isEqualTo("ms-ssim");
            });
        } finally {
            System.setProperty("nlc.models", before);
        }
    }

    @Test
    void packs_areLookedForInMoreDirectories() throws IOException {
        Path first = folder.resolve("first");
        Path second = folder.resolve("second");
        new EditedPack().name("extra", "one").write(first);
        new EditedPack().name("extra", "two").write(second);
        assertThat(nlc("models")).isZero();
        assertThat(out).contains(TinyPack.NAME).doesNotContain("extra/");
        assertThat(nlc("models", "--packs", first, "--packs", second)).as(err).isZero();
        assertThat(out).contains("extra/one", "extra/two", TinyPack.NAME);
        assertThat(nlc("--packs", first, "--packs", second, "models")).as(err).isZero();
        assertThat(out).contains("extra/one", "extra/two");
        assertThat(nlc("--packs", first, "models", "--packs", second)).as(err).isZero();
        assertThat(out).contains("extra/one", "extra/two");

        Path file = folder.resolve("extra.nlc");
        assertThat(nlc("encode", png, file, "--model", "extra/two", "--device", "cpu"))
                .isEqualTo(1);
        assertThat(err)
                .contains(
                        "model pack \"extra/two\" is not installed; put it below a directory that -Dnlc.models names");
        assertThat(nlc("--packs", second, "encode", png, file, "--model", "extra/two", "--device", "cpu"))
                .as(err)
                .isZero();
        assertThat(out).contains("extra/two");
        assertThat(nlc("info", file, "--packs", second)).isZero();
        assertThat(out).contains("installed: " + second.resolve("extra/two"));
        assertThat(nlc("decode", file, folder.resolve("b.png"), "--packs", second))
                .as(err)
                .isZero();
        assertThat(nlc("compare", png, file, "--packs", second)).as(err).isZero();
        assertThat(nlc("bench", folder, "--packs", second, "--entropy", "--model", "extra/two"))
                .as(err)
                .isZero();
        assertThat(nlc("models", "--help")).isZero();
        assertThat(out).contains("--packs=DIR");
    }

    @Test
    void packs_thatAreNoFolder_areWrongUsage() {
        assertThat(nlc("models", "--packs", folder.resolve("none"))).isEqualTo(2);
        assertThat(err).contains("--packs: " + folder.resolve("none") + " is not a folder");
    }

    @Test
    void missingPackOfOurs_namesItsArtifact() {
        assertThat(nlc("encode", png, folder.resolve("c.nlc"), "--model", "nlaic-128/none-such"))
                .isEqualTo(1);
        assertThat(err).contains("io.nlc:nlc-pack-nlaic-128");
    }

    @Test
    void models_listsThePack() {
        assertThat(nlc("models")).isZero();
        assertThat(out).contains(TinyPack.NAME, "levels");
        assertThat(out.lines().map(String::trim))
                .contains(
                        "context checkerboard, 2 coding steps at 768 x 512, mixtures of 3 Gaussians",
                        "context serial, 141 coding steps at 768 x 512, mixtures of 3 Gaussians",
                        "context context3d, 53 coding steps at 768 x 512, single Gaussians",
                        "context context3d-serial, 204 coding steps at 768 x 512, single Gaussians",
                        "context slices, 6 coding steps at 768 x 512, single Gaussians");
        assertThat(nlc("models", "--json")).isZero();
        JsonArray packs = JsonParser.parseString(out).getAsJsonArray();
        assertThat(packs).anySatisfy(pack -> {
            assertThat(pack.getAsJsonObject().get("name").getAsString()).isEqualTo(TinyPack.NAME);
            assertThat(pack.getAsJsonObject().get("digest").getAsString()).hasSize(64);
            assertThat(pack.getAsJsonObject().get("context").getAsString()).isEqualTo("checkerboard");
            assertThat(pack.getAsJsonObject().get("steps768x512").getAsLong()).isEqualTo(2);
            assertThat(pack.getAsJsonObject().get("mixture").getAsInt()).isEqualTo(3);
            assertThat(pack.getAsJsonObject().get("bytes").getAsLong())
                    .isEqualTo(45776 + 26430 + 26887 + 8399 + 28977 + 56363 + 89864);
            assertThat(pack.getAsJsonObject().get("preview").getAsBoolean()).isTrue();
        });
    }

    @Test
    void bench_measuresEveryLevel() throws IOException {
        ImageIO.write(
                Pictures.of(170, 165, BufferedImage.TYPE_BYTE_GRAY),
                "png",
                folder.resolve("gray.png").toFile());
        ImageIO.write(
                Pictures.of(60, 40, BufferedImage.TYPE_INT_ARGB),
                "png",
                folder.resolve("zz.png").toFile());
        Files.writeString(folder.resolve("notes.txt"), "not a picture");
        assertThat(nlc("bench", folder, "--model", TinyPack.NAME, "--json"))
                .as(err)
                .isZero();
        JsonObject result = json(out);
        assertThat(result.get("pictures").getAsInt()).isEqualTo(3);
        JsonArray points = result.getAsJsonArray("nlc");
        double[] bpp = points.asList().stream()
                .mapToDouble(p -> p.getAsJsonObject().get("bpp").getAsDouble())
                .toArray();
        assertThat(bpp).hasSizeGreaterThan(1).isSorted();
        assertThat(result.getAsJsonArray("runs"))
                .hasSize(3 * (points.size() + result.getAsJsonArray("jpeg").size()));
        assertThat(result.has("bdRatePsnr")).isTrue();
        assertThat(result.has("bdRateSsimulacra2")).isTrue();
        assertThat(result.get("synthesis").getAsString()).isEqualTo("float");
        assertThat(points.get(0).getAsJsonObject().get("ssimulacra2").getAsDouble())
                .isLessThan(100);
        assertThat(nlc("bench", folder, "--model", TinyPack.NAME, "--qualities", "0.25,0.75", "--limit", "1"))
                .as(err)
                .isZero();
        assertThat(out)
                .contains("float synthesis, means over 1 picture", "0.250", "0.750", "JPEG", "BD-rate", "SSIMULACRA 2");
    }

    @Test
    void bench_noJpeg_measuresThePackAlone() {
        assertThat(nlc("bench", folder, "--model", TinyPack.NAME, "--qualities", "0.5", "--no-jpeg", "--json"))
                .as(err)
                .isZero();
        JsonObject result = json(out);
        assertThat(result.getAsJsonArray("runs")).hasSize(1);
        assertThat(result.getAsJsonArray("jpeg")).isEmpty();
        assertThat(result.get("bdRatePsnr").isJsonNull()).isTrue();
        assertThat(nlc("bench", folder, "--model", TinyPack.NAME, "--qualities", "0.5", "--no-jpeg"))
                .as(err)
                .isZero();
        assertThat(out).contains("0.500").doesNotContain("JPEG", "BD-rate");
    }

    @Test
    void benchEntropy_measuresPacksSideBySide() throws IOException {
        ImageIO.write(
                Pictures.of(60, 200, BufferedImage.TYPE_INT_ARGB),
                "png",
                folder.resolve("zz.png").toFile());
        String packs = TinyPack.NAME + ",test/tiny-serial";
        assertThat(nlc("bench", folder, "--entropy", "--models", packs, "--qualities", "0.25,0.75", "--json"))
                .as(err)
                .isZero();
        JsonObject result = json(out);
        assertThat(result.get("pictures").getAsInt()).isEqualTo(2);
        JsonArray means = result.getAsJsonArray("means");
        assertThat(means.asList())
                .extracting(m -> m.getAsJsonObject().get("pack").getAsString()
                        + m.getAsJsonObject().get("quality").getAsDouble())
                .containsExactly("test/tiny0.25", "test/tiny0.75", "test/tiny-serial0.25", "test/tiny-serial0.75");
        assertThat(means.get(0).getAsJsonObject().get("steps").getAsDouble()).isEqualTo(2);
        // 192 x 192 pixels are 12 x 12 positions, 64 x 256 pixels 4 columns of 16
        assertThat(means.get(2).getAsJsonObject().get("steps").getAsDouble())
                .isEqualTo((12 + 3 * 11 + 4 + 3 * 15) / 2.0);
        JsonArray runs = result.getAsJsonArray("runs");
        assertThat(runs)
                .hasSize(8)
                .allSatisfy(r -> assertThat(r.getAsJsonObject().get("equal").getAsBoolean())
                        .isTrue());
        JsonObject first = runs.get(1).getAsJsonObject();
        Path file = encoded("--quality", "0.75");
        assertThat(first.get("file").getAsString()).isEqualTo("in.png");
        assertThat(first.get("latents").getAsString()).matches("[0-9a-f]{64}");
        // Of the nearest integers, while encoders round by rate and distortion.
        assertThat(first.get("bytes").getAsLong()).isBetween(Files.size(file) - 200, Files.size(file) + 50);
        assertThat(nlc("bench", folder, "--entropy", "--model", TinyPack.NAME, "--limit", "1"))
                .as(err)
                .isZero();
        assertThat(out)
                .contains("means over 1 picture", "steps", TinyPack.NAME + "   0.500      2", "yes")
                .doesNotContain("JPEG");
    }
}
