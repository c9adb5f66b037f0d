package io.nlc.samples;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/** Reads a {@code .nlc} file and saves it as PNG: {@code ReadNlc IN.nlc OUT.png}. */
public final class ReadNlc {

    private ReadNlc() {}

    /** @param args the file to read, the PNG file to write */
    public static void main(String[] args) throws IOException {
        if (args.length != 2) {
            System.err.println("usage: ReadNlc IN.nlc OUT.png");
            System.exit(2);
        }
        // Nothing here knows of NLC: with imageio-nlc on the class path, ImageIO reads one format more.
        BufferedImage image = ImageIO.read(new File(args[0]));
        if (image == null) {
            throw new IOException(args[0] + " is of no format that ImageIO knows; is imageio-nlc on the class path?");
        }
        ImageIO.write(image, "png", new File(args[1]));
        System.out.println(args[1] + ": " + image.getWidth() + " x " + image.getHeight());
    }
}
