package io.nlc.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The networks' natives are freed when Java ends; whoever is inside them then takes the process down. */
class QuitTest {

    /** Long enough to be loading, encoding, decoding, or measuring, and not to be done. */
    private static final int MOST_MILLIS = 1500;

    @TempDir
    Path folder;

    /** A viewer without a window, which is left at some moment after it has begun to open a picture. */
    static final class Program {

        private Program() {}

        public static void main(String[] args) throws InterruptedException {
            TestUi ui = new TestUi();
            ViewerModel viewer = new ViewerModel(ViewerContext.of(new Texts(Locale.ENGLISH), new Settings(null), ui));
            viewer.document().open(List.of(Path.of(args[0])));
            long end = System.nanoTime() + Long.parseLong(args[1]) * 1_000_000;
            boolean encoding = false;
            while (System.nanoTime() < end || !encoding) {
                ui.until(ui::idle);
                encoding = viewer.encoding().waitingProperty().get()
                        || viewer.encoding().currentProperty().get() != null;
                Thread.sleep(1);
            }
            NlcViewer.quit(viewer);
        }
    }

    static IntStream moments() {
        return new Random(7).ints(10, 1, MOST_MILLIS);
    }

    @ParameterizedTest
    @MethodSource("moments")
    void quit_whileItEncodes_endsInPeace(int millis) throws Exception {
        Path picture = TestPictures.png(folder, "a.png", 700, 500);
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-XX:-CreateCoredumpOnCrash",
                        "-XX:ErrorFile=" + folder.resolve("crash"),
                        "-Dnlc.djl=false",
                        "-Dnlc.optimization=quick",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName(),
                        picture.toString(),
                        Integer.toString(millis))
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int exit = process.waitFor();
        assertThat(exit).as(Files.readString(output, StandardCharsets.UTF_8)).isZero();
        assertThat(folder.resolve("crash")).doesNotExist();
    }
}
