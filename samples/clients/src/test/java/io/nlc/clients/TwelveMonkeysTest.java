package io.nlc.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriter;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TwelveMonkeys' plugins and ours in one registry: each takes its own files, and metadata go from one to the other. */
class TwelveMonkeysTest {

    private static final String THEIRS = "com.twelvemonkeys.";

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "tiff", "png", "bmp", "gif", "nlc"})
    void files_areReadByWhoKnowsThem(String format) throws IOException {
        byte[] file = Pictures.file(Pictures.quarters(40, 20), format);
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            boolean ours = readers.next() instanceof NlcImageReader;
            assertThat(ours).isEqualTo(format.equals("nlc"));
            readers.forEachRemaining(r -> assertThat(r).isNotInstanceOf(NlcImageReader.class));
        }
        assertThat(Pictures.read(file).getWidth()).isEqualTo(40);
    }

    @Test
    void writersOfTheFormat_areOurs() {
        Iterator<ImageWriter> writers = ImageIO.getImageWritersBySuffix("nlc");
        assertThat(writers.next()).isInstanceOf(NlcImageWriter.class);
        assertThat(writers.hasNext()).isFalse();
    }

    /** What their readers say of a file, our writer takes, and their writers take what ours says. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "tiff"})
    void metadata_goThere_andBack(String format) throws IOException {
        ImageReader theirs = first(ImageIO.getImageReadersByFormatName(format));
        IIOImage picture = all(theirs, Pictures.file(Pictures.quarters(40, 20), format));
        byte[] nlc = write(ImageIO.getImageWritersByFormatName("nlc").next(), picture);
        ImageReader ours = ImageIO.getImageReadersByFormatName("nlc").next();
        IIOImage back = all(ours, nlc);
        assertThat(back.getMetadata()).isNotNull();
        ImageWriter writer = first(ImageIO.getImageWritersByFormatName(format));
        BufferedImage again = Pictures.read(write(writer, new IIOImage(back.getRenderedImage(), null, null)));
        assertThat(again.getRGB(30, 15) >> 16 & 0xFF).isBetween(0xD8, 0xE8);
    }

    private static <T> T first(Iterator<T> all) {
        while (all.hasNext()) {
            T next = all.next();
            if (next.getClass().getName().startsWith(THEIRS)) {
                return next;
            }
        }
        throw new AssertionError("TwelveMonkeys has none");
    }

    private static IIOImage all(ImageReader reader, byte[] file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            reader.setInput(in);
            return reader.readAll(0, null);
        } finally {
            reader.dispose();
        }
    }

    private static byte[] write(ImageWriter writer, IIOImage picture) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, picture, null);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
