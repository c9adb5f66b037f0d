package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nlc.imageio.FaultTable.Outcome;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.ImageOutputStreamImpl;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong at every stage of a write. */
@ExtendWith(TinyPack.class)
class WriteStagesTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final FaultTable TABLE = new FaultTable("writes");
    private static final BufferedImage PICTURE = Pictures.of(70, 50, BufferedImage.TYPE_4BYTE_ABGR);

    @AfterAll
    static void write() throws IOException {
        TABLE.write();
    }

    private static String name(boolean lossless) {
        return lossless ? "lossless" : "learned";
    }

    private static void write(ImageOutputStream out, boolean lossless, IIOWriteProgressListener listener)
            throws IOException {
        NlcImageWriter writer = PictureFiles.writer();
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setModel(TinyPack.NAME);
        param.setNetworksOnly(true);
        param.setLossless(lossless);
        writer.addIIOWriteProgressListener(listener);
        writer.setOutput(out);
        try {
            writer.write(null, new IIOImage(PICTURE, null, null), param);
        } finally {
            writer.dispose();
        }
    }

    private static byte[] bytes(boolean lossless, IIOWriteProgressListener listener) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            write(out, lossless, listener);
        }
        return bytes.toByteArray();
    }

    /** Counts calls, and does something at one of them. */
    private static final class Stages implements IIOWriteProgressListener {
        private final int stage;
        private final Consumer<ImageWriter> action;
        private int calls;

        Stages(int stage, Consumer<ImageWriter> action) {
            this.stage = stage;
            this.action = action;
        }

        private void call(ImageWriter source) {
            if (calls++ == stage) {
                action.accept(source);
            }
        }

        @Override
        public void imageStarted(ImageWriter source, int imageIndex) {
            call(source);
        }

        @Override
        public void imageProgress(ImageWriter source, float percentageDone) {
            call(source);
        }

        @Override
        public void imageComplete(ImageWriter source) {
            call(source);
        }

        @Override
        public void writeAborted(ImageWriter source) {}

        @Override
        public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {}

        @Override
        public void thumbnailProgress(ImageWriter source, float percentageDone) {}

        @Override
        public void thumbnailComplete(ImageWriter source) {}
    }

    /** A file or nothing, and an interrupted thread still knows that it was. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortInterruptDispose_atEveryStage(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            Stages counting = new Stages(-1, w -> {});
            byte[] right = bytes(lossless, counting);
            for (int stage = 0; stage < counting.calls; stage++) {
                assertThat(bytes(
                                lossless,
                                new Stages(stage, w -> Thread.currentThread().interrupt())))
                        .as("interrupt, stage " + stage)
                        .isEqualTo(right);
                assertThat(Thread.interrupted()).as("the flag stays").isTrue();
                TABLE.count(name(lossless) + ": interrupt at every stage of a write", Outcome.SAME);
                Outcome disposed = outcome(lossless, right, new Stages(stage, ImageWriter::dispose));
                assertThat(disposed).isIn(Outcome.SAME, Outcome.REFUSED);
                TABLE.count(name(lossless) + ": dispose at every stage of a write", disposed);
                byte[] aborted = bytes(lossless, new Stages(stage, ImageWriter::abort));
                if (aborted.length > 0) {
                    assertThat(aborted).isEqualTo(right);
                }
                TABLE.count(
                        name(lossless) + ": abort at every stage of a write (nothing is written, or all)",
                        aborted.length == 0 ? Outcome.ENDED : Outcome.SAME);
            }
        });
    }

    private static Outcome outcome(boolean lossless, byte[] right, IIOWriteProgressListener listener)
            throws IOException {
        try {
            return Arrays.equals(bytes(lossless, listener), right) ? Outcome.SAME : Outcome.OTHER;
        } catch (IIOException e) {
            return Outcome.REFUSED;
        }
    }

    /** A stream whose n-th write fails. */
    private static final class Starved extends ImageOutputStreamImpl {
        private final int bad;
        private int writes;

        Starved(int bad) {
            this.bad = bad;
        }

        @Override
        public int read() {
            return -1;
        }

        @Override
        public int read(byte[] b, int off, int len) {
            return -1;
        }

        @Override
        public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] b, int off, int len) throws IOException {
            if (writes++ == bad) {
                throw new OutOfMemoryError("injected");
            }
            streamPos += len;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void outOfMemory_atEveryWriteToTheStream(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            try (Starved counting = new Starved(-1)) {
                write(counting, lossless, new Stages(-1, w -> {}));
                for (int n = 0; n < counting.writes; n++) {
                    Outcome outcome = Outcome.OTHER;
                    try (Starved out = new Starved(n)) {
                        write(out, lossless, new Stages(-1, w -> {}));
                    } catch (IIOException e) {
                        outcome = Outcome.REFUSED;
                    } catch (OutOfMemoryError e) { // which JUnit would end the process for
                        throw new AssertionError("write " + n, e);
                    }
                    TABLE.count(name(lossless) + ": OutOfMemoryError at every write to the stream", outcome);
                    assertThat(outcome).as("write " + n).isEqualTo(Outcome.REFUSED);
                }
            }
        });
    }
}
