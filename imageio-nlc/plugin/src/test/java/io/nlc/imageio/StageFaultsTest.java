package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.nlc.imageio.FaultTable.Outcome;
import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.stream.ImageInputStreamImpl;
import javax.imageio.stream.ImageOutputStreamImpl;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What goes wrong around a file, at every stage of a read or a write. */
@ExtendWith(TinyPack.class)
class StageFaultsTest {

    private static final Duration LONG = Duration.ofMinutes(5);
    private static final FaultTable TABLE = new FaultTable("stages");
    private static final BufferedImage PICTURE = Pictures.of(70, 50, BufferedImage.TYPE_4BYTE_ABGR);

    @AfterAll
    static void write() throws IOException {
        TABLE.write();
    }

    private static byte[] file(boolean lossless) throws IOException {
        return Pictures.write(PICTURE, p -> {
            if (lossless) {
                p.setLossless(true);
            }
        });
    }

    private static String name(boolean lossless) {
        return lossless ? "lossless" : "learned";
    }

    /** What happens at the n-th call. */
    private interface Trouble {
        void at(int call) throws IOException;
    }

    /** A stream in memory of known length. */
    private static final class Source extends ImageInputStreamImpl {
        private final byte[] data;
        private final Trouble trouble;
        private int calls;

        Source(byte[] data, Trouble trouble) {
            this.data = data;
            this.trouble = trouble;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 255;
        }

        @Override
        public int read(byte[] b, int off, int len) throws IOException {
            trouble.at(calls++);
            int n = (int) Math.min(len, data.length - streamPos);
            if (n <= 0) {
                return -1;
            }
            System.arraycopy(data, (int) streamPos, b, off, n);
            streamPos += n;
            return n;
        }

        @Override
        public long length() {
            return data.length;
        }
    }

    /** A disk that is full from some byte on. */
    private static final class FullDisk extends ImageOutputStreamImpl {
        private final long room;

        FullDisk(long room) {
            this.room = room;
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
            if (streamPos + len > room) {
                throw new IOException("No space left on device");
            }
            streamPos += len;
        }
    }

    private static BufferedImage read(byte[] file, Trouble trouble, Consumer<NlcImageReader> preparation)
            throws IOException {
        NlcImageReader reader = PictureFiles.reader();
        try (Source in = new Source(file, trouble)) {
            preparation.accept(reader);
            reader.setInput(in);
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static int calls(byte[] file) throws IOException {
        int[] calls = new int[1];
        read(file, call -> calls[0]++, r -> {});
        return calls[0];
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyReadOfTheStream_fails(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            byte[] file = file(lossless);
            Raster right = Pictures.read(file).getRaster();
            int last = calls(file) - 1;
            for (int n = last; n >= 0; n--) {
                int bad = n;
                String row = name(lossless) + ": every read of the stream fails";
                Outcome outcome = TABLE.tried(
                        row,
                        "read " + n,
                        right,
                        () -> 0,
                        () -> read(
                                file,
                                call -> {
                                    if (call == bad) {
                                        throw new IOException("the disk is gone");
                                    }
                                },
                                r -> {}));
                if (n < last - 2 || outcome != Outcome.SAME) { // the end mark is not worth a picture
                    assertThat(outcome).as(row + " " + n).isIn(Outcome.STREAM, Outcome.REFUSED);
                }
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyReadOfTheStream_outOfMemory(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            byte[] file = file(lossless);
            Raster right = Pictures.read(file).getRaster();
            for (int n = calls(file) - 1; n >= 0; n--) {
                int bad = n;
                String row = name(lossless) + ": OutOfMemoryError at every read of the stream";
                Outcome outcome = TABLE.tried(
                        row,
                        "read " + n,
                        right,
                        () -> 0,
                        () -> read(
                                file,
                                call -> {
                                    if (call == bad) {
                                        throw new OutOfMemoryError("injected");
                                    }
                                },
                                r -> {}));
                assertThat(outcome).as(row + " " + n).isEqualTo(Outcome.REFUSED);
            }
            assertThat(FaultTable.same(Pictures.read(file).getRaster(), right)).isTrue();
        });
    }

    /** What a listener of each stage does. */
    private static IIOReadProgressListener listener(int stage, Consumer<ImageReader> action) {
        return new Stages(stage, action);
    }

    /** Counts calls, and does something at one of them. */
    private static final class Stages implements ReadAdapter {
        private final int stage;
        private final Consumer<ImageReader> action;
        private int calls;

        Stages(int stage, Consumer<ImageReader> action) {
            this.stage = stage;
            this.action = action;
        }

        private void call(ImageReader source) {
            if (calls++ == stage) {
                action.accept(source);
            }
        }

        @Override
        public void imageStarted(ImageReader source, int imageIndex) {
            call(source);
        }

        @Override
        public void imageProgress(ImageReader source, float percentageDone) {
            call(source);
        }

        @Override
        public void imageComplete(ImageReader source) {
            call(source);
        }
    }

    private static final int STAGES = 4;

    /** An abort gives what is there by then, and an interrupt nothing but the thread's flag. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void abortInterruptDispose_atEveryStage(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            byte[] file = file(lossless);
            Raster right = Pictures.read(file).getRaster();
            for (int stage = 0; stage < STAGES; stage++) {
                int at = stage;
                String row = name(lossless) + ": interrupt at every stage";
                assertThat(TABLE.tried(
                                row,
                                "stage " + at,
                                right,
                                () -> 0,
                                () -> read(
                                        file,
                                        call -> {},
                                        r -> r.addIIOReadProgressListener(listener(
                                                at,
                                                source -> Thread.currentThread().interrupt())))))
                        .isEqualTo(Outcome.SAME);
                assertThat(Thread.interrupted())
                        .as("the flag stays, stage " + at)
                        .isEqualTo(at < reached(file));
                row = name(lossless) + ": dispose at every stage";
                assertThat(TABLE.tried(
                                row,
                                "stage " + at,
                                right,
                                () -> 0,
                                () -> read(
                                        file,
                                        call -> {},
                                        r -> r.addIIOReadProgressListener(listener(at, ImageReader::dispose)))))
                        .isIn(Outcome.SAME, Outcome.REFUSED);
                BufferedImage aborted =
                        read(file, call -> {}, r -> r.addIIOReadProgressListener(listener(at, ImageReader::abort)));
                assertThat(aborted.getWidth()).isEqualTo(70);
                TABLE.count(name(lossless) + ": abort at every stage", Outcome.ENDED);
            }
        });
    }

    private static int reached(byte[] file) throws IOException {
        Stages counting = new Stages(-1, r -> {});
        read(file, call -> {}, r -> r.addIIOReadProgressListener(counting));
        return counting.calls;
    }

    /** The stream's own failure reaches whoever gave it, whichever write it is. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void diskFull_atEveryByte(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            int size = file(lossless).length;
            int step = Math.max(1, size / 60);
            for (int room = 0; room < size; room += step) {
                NlcImageWriter writer = PictureFiles.writer();
                NlcImageWriteParam param = writer.getDefaultWriteParam();
                param.setModel(TinyPack.NAME);
                param.setLossless(lossless);
                Outcome outcome;
                try (FullDisk disk = new FullDisk(room)) {
                    writer.setOutput(disk);
                    writer.write(null, new IIOImage(PICTURE, null, null), param);
                    outcome = Outcome.OTHER;
                } catch (IIOException e) {
                    outcome = Outcome.REFUSED;
                } catch (IOException e) {
                    assertThat(e).hasMessage("No space left on device");
                    outcome = Outcome.STREAM;
                } finally {
                    writer.dispose();
                }
                TABLE.count(name(lossless) + ": disk full while it is written", outcome);
                assertThat(outcome).as(room + " bytes").isEqualTo(Outcome.STREAM);
            }
        });
    }

    /** All or nothing: what was there before stays. */
    @Test
    void saveThatFails_leavesTheOldFile(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("a.nlc"), "old");
        for (int stage = 0; stage < 3; stage++) {
            Error error = new OutOfMemoryError("injected");
            IOException full = new IOException("No space left on device");
            boolean memory = stage == 1;
            int bytes = 100 * stage;
            Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(() -> PictureFiles.save(file, out -> {
                out.write(new byte[bytes]);
                if (memory) {
                    throw error;
                }
                throw full;
            }));
            assertThat(thrown).isNotNull();
            assertThat(Files.readString(file)).isEqualTo("old");
            try (var left = Files.list(folder)) {
                assertThat(left.toList()).containsExactly(file);
            }
            TABLE.count("a file replaced: the write fails (the old file stays, and nothing beside it)", Outcome.STREAM);
        }
    }

    /** Memory that runs out while the source is read. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encoder_outOfMemoryAtEveryReadOfThePicture(boolean lossless) {
        assertTimeoutPreemptively(LONG, () -> {
            for (int n = 0; n < 6; n++) {
                Starved picture = new Starved(n);
                Outcome outcome;
                try {
                    byte[] written = Pictures.write(picture, p -> p.setLossless(lossless));
                    outcome = Arrays.equals(written, file(lossless)) ? Outcome.SAME : Outcome.OTHER;
                } catch (IIOException e) {
                    outcome = Outcome.REFUSED;
                } catch (OutOfMemoryError e) { // which JUnit would end the process for
                    throw new AssertionError("read " + n, e);
                }
                TABLE.count(name(lossless) + ": OutOfMemoryError when the picture to be written is read", outcome);
                assertThat(outcome).isEqualTo(picture.failed() ? Outcome.REFUSED : Outcome.SAME);
            }
        });
    }

    /** A picture whose n-th read fails. */
    private static final class Starved extends BufferedImage {
        private final int bad;
        private int reads;

        Starved(int bad) {
            super(PICTURE.getColorModel(), PICTURE.getRaster(), false, null);
            this.bad = bad;
        }

        @Override
        public Raster getData(java.awt.Rectangle rect) {
            fail();
            return super.getData(rect);
        }

        @Override
        public java.awt.image.WritableRaster getRaster() {
            fail();
            return super.getRaster();
        }

        @Override
        public Raster getTile(int tileX, int tileY) {
            fail();
            return super.getTile(tileX, tileY);
        }

        private void fail() {
            if (reads++ == bad) {
                throw new OutOfMemoryError("injected");
            }
        }

        boolean failed() {
            return reads > bad;
        }
    }
}
