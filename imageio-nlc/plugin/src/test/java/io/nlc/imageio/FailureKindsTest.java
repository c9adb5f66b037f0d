package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcWriter;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.ImageIO;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What users of ImageIO get is an IIOException, whose cause says what kind of failure it is. */
@ExtendWith(TinyPack.class)
class FailureKindsTest {

    private static void fails(ThrowingCallable work, FailureKind kind, Object... arguments) {
        Throwable failure = catchThrowable(work);
        assertThat(failure).isInstanceOf(IIOException.class);
        assertThat(failure.getCause()).isInstanceOf(NlcException.class).hasMessage(failure.getMessage());
        is(failure.getCause(), kind, arguments);
    }

    private static void is(Throwable failure, FailureKind kind, Object... arguments) {
        assertThat(failure).isInstanceOf(NlcException.class);
        assertThat(((NlcException) failure).kind()).as(failure.getMessage()).isEqualTo(kind);
        assertThat(((NlcException) failure).arguments()).containsExactly(arguments);
    }

    private static byte[] sample() throws IOException {
        try (var in = FailureKindsTest.class.getResourceAsStream("/nlc/rgb.nlc")) {
            return in.readAllBytes();
        }
    }

    private static byte[] with(int width, int height, int quality, String pack) throws IOException {
        NlcHeader header = new NlcHeader(width, height, Colour.RGB, false, quality, 2048, 2048, pack, new byte[16]);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new NlcWriter(out).write(header, List.of(), null, Collections.nCopies(header.tiles(), new byte[4]));
        return out.toByteArray();
    }

    private static BufferedImage read(byte[] file) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(file));
    }

    @Test
    void files() throws IOException {
        byte[] file = sample();
        fails(() -> read(Arrays.copyOf(file, 150)), FailureKind.TRUNCATED);
        fails(() -> read(changed(file, file.length - 30)), FailureKind.DAMAGED);
        fails(() -> read(changed(file, 20)), FailureKind.DAMAGED);
        NlcImageReader reader = PictureFiles.reader();
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(new byte[9])));
        fails(() -> reader.getWidth(0), FailureKind.NOT_NLC);
    }

    private static byte[] changed(byte[] file, int at) {
        byte[] changed = file.clone();
        changed[at] ^= 4;
        return changed;
    }

    @Test
    void packs() {
        fails(() -> read(with(64, 96, 0, "some/model")), FailureKind.PACK_MISSING, "some/model");
        fails(() -> read(with(64, 96, 0, TinyPack.NAME)), FailureKind.PACK_DIFFERS, TinyPack.NAME);
        BufferedImage image = new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB);
        fails(() -> Pictures.write(image, p -> p.setModel("no/such")), FailureKind.PACK_MISSING, "no/such");
        fails(() -> new RateExplorer(image, "no/such", "cpu"), FailureKind.PACK_MISSING, "no/such");
        fails(
                () -> Pictures.write(image, p -> {
                    p.setModel(TinyPack.NAME);
                    p.setTune("visual");
                }),
                FailureKind.NO_PACK);
    }

    @Test
    void sizes() {
        BufferedImage image = new BufferedImage(70_000, 1, BufferedImage.TYPE_BYTE_GRAY);
        fails(() -> Pictures.write(image, p -> {}), FailureKind.LIMIT, 70_000L, 1L);
    }

    @Test
    void pictureFiles(@TempDir Path folder) throws IOException {
        is(catchThrowable(() -> PictureFiles.save(folder, out -> {})), FailureKind.FOLDER);
        Path text = Files.writeString(folder.resolve("text.png"), "no picture");
        is(
                catchThrowable(() -> PictureFiles.read(text)),
                FailureKind.FORMAT,
                PictureFiles.formats(ImageIO.getReaderFileSuffixes()));
    }
}
