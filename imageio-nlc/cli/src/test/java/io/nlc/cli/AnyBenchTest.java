package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.TinyPack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntBinaryOperator;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** {@code bench --any}. */
@ExtendWith(TinyPack.class)
class AnyBenchTest extends ProgramRuns {

    @TempDir
    private Path folder;

    private static BufferedImage drawn(int width, int height, int type, IntBinaryOperator argb) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, argb.applyAsInt(x, y));
            }
        }
        return image;
    }

    private Path save(String name, int width, int height, int type, IntBinaryOperator argb) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(drawn(width, height, type, argb), "png", file.toFile());
        return file;
    }

    private void saveThree() throws IOException {
        save("checks.png", 70, 50, BufferedImage.TYPE_3BYTE_BGR, (x, y) -> (x + y) % 2 == 0 ? 0xE0E0E0 : 0x202020);
        save("green.png", 130, 20, BufferedImage.TYPE_3BYTE_BGR, (x, y) -> 0xFF00);
        save(
                "icon, \"old\".png",
                32,
                32,
                BufferedImage.TYPE_INT_ARGB,
                (x, y) -> x < y ? 0x123456 : 0xFF000000 | x << 3);
        Files.writeString(folder.resolve("broken.png"), "no picture");
    }

    @Test
    void drawnPictures_keepAllPromises() throws IOException {
        saveThree();
        Path csv = folder.resolve("any.csv");
        assertThat(nlc("bench", folder, "--any", "--model", TinyPack.NAME, "--csv", csv))
                .as(out + err)
                .isZero();
        assertThat(out)
                .contains("3 pictures (1 files not readable): 0 violations", "checks.png, 70 x 50", "alpha is above 0");
        assertThat(Files.readAllLines(csv))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).startsWith("\"green.png\",130,20,false,Infinity,Infinity,"))
                .anySatisfy(line -> assertThat(line).startsWith("\"icon, \"\"old\"\".png\",32,32,true,"))
                .allSatisfy(line ->
                        assertThat(line.replaceAll("\".*\"", "").split(",", -1)).hasSize(19));
    }

    @Test
    void json_hasEveryPicture() throws IOException {
        saveThree();
        assertThat(nlc("bench", folder, "--any", "--model", TinyPack.NAME, "--json"))
                .as(out + err)
                .isZero();
        JsonObject result = JsonParser.parseString(out).getAsJsonObject();
        assertThat(result.get("violations").getAsInt()).isZero();
        assertThat(result.getAsJsonArray("unreadable")).hasSize(1);
        long bytes = 0;
        for (var picture : result.getAsJsonArray("pictures")) {
            var points = picture.getAsJsonObject().getAsJsonArray("points");
            assertThat(points).hasSize(3);
            bytes += points.get(2).getAsJsonObject().get("bytes").getAsLong();
            assertThat(picture.getAsJsonObject().get("sourceBytes").getAsLong())
                    .isEqualTo(Files.size(
                            folder.resolve(picture.getAsJsonObject().get("file").getAsString())));
        }
        assertThat(result.getAsJsonObject("bytes").get("nlc").getAsLong()).isEqualTo(bytes);
    }

    @Test
    void wrongUsage_isTwo() {
        for (List<Object> args : List.<List<Object>>of(
                List.of("bench", folder, "--any", "--entropy"),
                List.of("bench", folder, "--any", "--no-jpeg"),
                List.of("bench", folder, "--any", "--qualities", "0.5"),
                List.of("bench", folder, "--csv", folder.resolve("a.csv")))) {
            assertThat(nlc(args.toArray())).as(args.toString()).isEqualTo(2);
        }
    }

    /** Writes sizes that fall as quality rises, and gives back pictures of one colour. */
    private record Careless() implements BenchCodec {

        @Override
        public String name() {
            return "careless";
        }

        @Override
        public byte[] encode(BufferedImage image, double quality) throws IOException {
            StringWriter o = new StringWriter();
            Path in = Files.createTempFile("nlc-test", ".png");
            Path nlc = Files.createTempFile("nlc-test", ".nlc");
            try {
                ImageIO.write(drawn(40 - (int) (30 * quality), 1, 5, (x, y) -> x * 0x53A1F), "png", in.toFile());
                assertThat(io.nlc.cli.Nlc.run(
                                new PrintWriter(o), new PrintWriter(o), "encode", "--lossless", "" + in, "" + nlc))
                        .as(o.toString())
                        .isZero();
                return Files.readAllBytes(nlc);
            } finally {
                Files.delete(in);
                Files.delete(nlc);
            }
        }

        @Override
        public BufferedImage decode(byte[] file) {
            return drawn(64, 64, BufferedImage.TYPE_3BYTE_BGR, (x, y) -> 0);
        }
    }

    @Test
    void brokenPromises_areCounted() throws IOException {
        Path file = save("ramp.png", 64, 64, BufferedImage.TYPE_3BYTE_BGR, (x, y) -> 0x010101 * (x + y));
        AnyBench bench = new AnyBench(NlcSettings.defaults(), new Careless(), new SystemTools(""));
        AnyReport report;
        try (ProgressBar bar = ProgressBar.of("bench")) {
            report = bench.measure("none", List.of(file), bar);
        }
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text, true));
        // flat colours at three qualities, 40 dB, bytes twice, means at two
        assertThat(report.violations()).isEqualTo(3 + 1 + 2 + 2);
        assertThat(text.toString())
                .contains(
                        "ramp.png: below the flat colours: ",
                        "8 violations (below the flat colours 3, quality 1 below 40 dB 1, PSNR not monotone 0, "
                                + "bytes not monotone 2, mean colour off 2)",
                        "cwebp is not installed");
    }

    @Test
    void visiblePixels_areThoseThatCount() throws IOException {
        BufferedImage two = drawn(128, 10, BufferedImage.TYPE_3BYTE_BGR, (x, y) -> x < 64 ? 0x102030 : 0xA0B0C0);
        assertThat(new VisiblePixels(two).flatPsnr()).isInfinite();
        BufferedImage moved = drawn(128, 10, BufferedImage.TYPE_3BYTE_BGR, (x, y) -> x < 96 ? 0x102030 : 0xA0B0C0);
        assertThat(new VisiblePixels(moved).flatPsnr()).isLessThan(20);
        assertThat(new VisiblePixels(two).meanShift(moved)).isCloseTo(0x90 / 4.0, within(1e-9));
        BufferedImage half = drawn(8, 8, BufferedImage.TYPE_INT_ARGB, (x, y) -> x < 4 ? 0x00FFFFFF : 0xFF808080);
        BufferedImage other = drawn(8, 8, BufferedImage.TYPE_INT_ARGB, (x, y) -> x < 4 ? 0x00123456 : 0xFF818080);
        VisiblePixels visible = new VisiblePixels(half);
        assertThat(visible.flatPsnr()).isInfinite();
        assertThat(visible.meanShift(other)).isEqualTo(1);
        assertThat(visible.psnr(other)).isCloseTo(10 * Math.log10(255 * 255 * 3), within(1e-9));
    }

    @Test
    void sizes_withoutTools_areThoseOfTheJdk() throws IOException {
        BufferedImage image = drawn(20, 20, BufferedImage.TYPE_INT_RGB, (x, y) -> x * 3);
        LosslessSizes sizes = LosslessSizes.of(image, new SystemTools(folder.toString()));
        Path file = folder.resolve("a.png");
        ImageIO.write(image, "png", file.toFile());
        assertThat(sizes).isEqualTo(new LosslessSizes(Files.size(file), null));
    }
}
