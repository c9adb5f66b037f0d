package io.nlc.runtime;

import io.nlc.failure.NlcException;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.PictureFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import javax.imageio.stream.FileImageInputStream;

/** A program that reads a picture once or, with an argument, so many times and says what came of it. */
public final class ReadProgram {

    private ReadProgram() {}

    public static void main(String[] args) throws Exception {
        for (int i = args.length == 0 ? 1 : Integer.parseInt(args[0]); i > 0; i--) {
            System.out.println(read());
        }
    }

    /** The size of the picture, or the failure with its kind. */
    static String read() throws URISyntaxException {
        try {
            Path file = Path.of(ReadProgram.class.getResource("/nlc/rgb.nlc").toURI());
            NlcImageReader reader = PictureFiles.reader();
            try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
                reader.setInput(in);
                BufferedImage image = reader.read(0);
                return "read " + image.getWidth() + "x" + image.getHeight();
            } finally {
                reader.dispose();
            }
        } catch (IOException e) {
            return NlcException.in(e).map(f -> f.kind() + ": " + f.getMessage()).orElse(e.toString());
        }
    }
}
