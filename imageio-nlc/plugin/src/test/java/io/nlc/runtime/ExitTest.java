package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that ends while daemon threads read and write, at any moment, has the exit status that it asked for. There
 * are so many exits as property {@code nlc.test.exits} says, or 20.
 */
class ExitTest {

    private static final int EXITS = Integer.getInteger("nlc.test.exits", 20);
    private static final int STATUS = 3;
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    /** Reads and writes in daemon threads, and exits after so many milliseconds, or not by itself if they are 0. */
    public static final class Program {
        public static void main(String[] args) throws InterruptedException {
            for (String pack : new String[] {"cheng2020-128/serial", "test/tiny", "test/tiny-3d", "test/tiny-slices"}) {
                Thread thread = new Thread(() -> work(pack));
                thread.setDaemon(true);
                thread.start();
            }
            int delay = Integer.parseInt(args[0]);
            System.out.println("started");
            Thread.sleep(delay == 0 ? 60_000 : delay);
            System.exit(STATUS);
        }

        private static void work(String pack) {
            try {
                while (true) {
                    NlcImageWriter writer = PictureFiles.writer();
                    ByteArrayOutputStream file = new ByteArrayOutputStream();
                    try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
                        writer.setOutput(out);
                        NlcImageWriteParam param = writer.getDefaultWriteParam();
                        param.setModel(pack);
                        BufferedImage image = new BufferedImage(500, 400, BufferedImage.TYPE_INT_RGB);
                        writer.write(null, new IIOImage(image, null, null), param);
                    }
                    writer.dispose();
                    NlcImageReader reader = PictureFiles.reader();
                    try (ImageInputStream in =
                            ImageIO.createImageInputStream(new ByteArrayInputStream(file.toByteArray()))) {
                        reader.setInput(in);
                        reader.read(0);
                    }
                    reader.dispose();
                }
            } catch (IOException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    @Test
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void exits_keepTheirStatus() throws Exception {
        Random random = new Random(20260711);
        List<String> crashes = new ArrayList<>();
        for (int i = 0; i < EXITS; i++) {
            boolean terminated = i % 4 == 3;
            int delay = 300 + random.nextInt(2700);
            ChildJvm jvm = new ChildJvm(folder.resolve("exit" + i)).with("-Dnlc.djl=" + (i % 2 == 0));
            Process process = jvm.start(Program.class, terminated ? "0" : String.valueOf(delay));
            if (terminated) {
                Thread.sleep(500 + delay);
                process.destroy();
            }
            int status = ChildJvm.end(process);
            boolean crashed = // a crash at the very end may leave the status as it is
                    ChildJvm.below(folder.resolve("exit" + i)).stream()
                            .anyMatch(p -> p.getFileName().toString().startsWith("hs_err"));
            if (crashed || status != (terminated ? TERMINATED : STATUS)) {
                crashes.add("exit " + i + " after " + delay + " ms: status " + status + ", " + jvm.output());
            }
        }
        assertThat(crashes).as("%d of %d exits", crashes.size(), EXITS).isEmpty();
    }

    /** Uses networks after the end has begun. */
    public static final class LateProgram {
        public static void main(String[] args) throws Exception {
            System.out.println(ReadProgram.read());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                try {
                    Thread.sleep(500);
                    System.out.println(ReadProgram.read());
                } catch (Exception e) {
                    System.out.println(e);
                }
            }));
            System.exit(STATUS);
        }
    }

    @Test
    void readInShutdownHook_isRefused() throws Exception {
        ChildJvm jvm = new ChildJvm(folder);
        assertThat(jvm.run(LateProgram.class)).as(jvm.output()).isEqualTo(STATUS);
        assertThat(jvm.output()).startsWith("read 64x96").contains("RUNTIME: ", "the program is ending");
    }
}
