package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import io.nlc.TestPacks;
import io.nlc.codec.inspect.AttentionInspector;
import io.nlc.imageio.NlcSettings;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A program that uses ONNX Runtime itself: DJL's engine then refuses to start, and NLC must work all the same. */
class ForeignEnvironmentTest {

    @TempDir
    Path folder;

    /** Such a program, run in a process of its own, because the environment lives as long as the process. */
    public static final class Program {
        public static void main(String[] args) throws IOException {
            try (OrtEnvironment environment = OrtEnvironment.getEnvironment("mine")) {
                ByteArrayOutputStream file = new ByteArrayOutputStream();
                ImageIO.write(new BufferedImage(80, 70, BufferedImage.TYPE_INT_RGB), "nlc", file);
                BufferedImage image = ImageIO.read(new ByteArrayInputStream(file.toByteArray()));
                int maps = new AttentionInspector(
                                NlcSettings.fromProperties().packs().byName("test/tiny-3d"), TestPacks.CPU)
                        .inspect(64, 64, (x, y, w, h, rgb) -> {}, new Region(0, 0, 64, 64), CodecProgress.NONE)
                        .size();
                System.out.println("DJL " + OrtRuntime.djlWorks() + ", read " + image.getWidth() + "x"
                        + image.getHeight() + ", " + maps + " maps");
            }
        }
    }

    @Test
    void programsOwnEnvironment_isNoObstacle() throws Exception {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dnlc.models=" + TestPacks.directory(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        String text = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(exit).as(text).isZero();
        assertThat(text).contains("DJL false, read 80x70, 7 maps");
    }
}
