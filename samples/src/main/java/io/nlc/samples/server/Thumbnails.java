package io.nlc.samples.server;

import io.nlc.imageio.ExifOrientation;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageReaderSpi;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import java.awt.Dimension;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads pictures and makes them small. */
final class Thumbnails {

    /** A file with a picture, wherever it is. */
    @FunctionalInterface
    interface Source {

        /** A stream of its own, to be closed by whoever asks. */
        ImageInputStream open() throws IOException;
    }

    private final Limits limits;

    Thumbnails(Limits limits) {
        this.limits = limits;
    }

    /**
     * A picture, upright, in sRGB, made to fit a square; smaller ones stay as they are.
     *
     * @param picture its file
     * @param side of the square, in pixels
     * @throws Refusal if it is not a picture, or has more pixels than is allowed
     * @throws IOException if it is damaged
     */
    BufferedImage read(Source picture, int side) throws IOException, Refusal {
        Dimension size;
        try (ImageInputStream in = picture.open()) {
            size = size(in);
        }
        try (ImageInputStream in = picture.open()) { // another, because readers need not leave it where it was
            boolean nlc = new NlcImageReaderSpi().canDecodeInput(in);
            BufferedImage image = nlc && Math.max(size.width, size.height) >= 2 * side
                    ? softly(in)
                    : PictureFiles.read(in, NlcSettings.fromProperties());
            return scale(PictureFiles.srgb(image), side);
        }
    }

    /** The soft picture of an NLC file, which is good enough to be made half as large, and is had much faster. */
    private static BufferedImage softly(ImageInputStream in) throws IOException {
        int orientation = ExifOrientation.of(in);
        NlcImageReader reader = PictureFiles.reader();
        try {
            reader.setInput(in);
            ImageReadParam param = reader.getDefaultReadParam();
            param.setSourceProgressivePasses(0, 1);
            return ExifOrientation.turn(reader.read(0, param), orientation);
        } finally {
            reader.dispose();
        }
    }

    /** By the header, before anything is decoded. */
    private Dimension size(ImageInputStream in) throws IOException, Refusal {
        Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
        if (!readers.hasNext()) {
            throw new Refusal(Status.UNSUPPORTED_TYPE, "not a picture of a format that is known here");
        }
        ImageReader reader = readers.next();
        try {
            reader.setInput(in, true, true);
            Dimension size = new Dimension(reader.getWidth(0), reader.getHeight(0));
            long pixels = (long) size.width * size.height;
            if (pixels > limits.pixels()) {
                throw new Refusal(
                        Status.TOO_LARGE,
                        "a picture of " + pixels + " pixels, at most " + limits.pixels() + " are taken");
            }
            return size;
        } finally {
            reader.dispose();
        }
    }

    /** By halves as long as it goes, so that no pixel is left out, and then by the rest. */
    private static BufferedImage scale(BufferedImage image, int side) {
        double factor = (double) side / Math.max(image.getWidth(), image.getHeight());
        if (factor >= 1) {
            return image;
        }
        int width = Math.max(1, (int) Math.round(image.getWidth() * factor));
        int height = Math.max(1, (int) Math.round(image.getHeight() * factor));
        BufferedImage scaled = image;
        while (scaled.getWidth() > width || scaled.getHeight() > height) {
            scaled = draw(
                    scaled,
                    Math.max(width, (scaled.getWidth() + 1) / 2),
                    Math.max(height, (scaled.getHeight() + 1) / 2));
        }
        return scaled;
    }

    private static BufferedImage draw(Image image, int width, int height) {
        boolean alpha = image instanceof BufferedImage b && b.getColorModel().hasAlpha();
        BufferedImage drawn =
                new BufferedImage(width, height, alpha ? BufferedImage.TYPE_INT_ARGB : BufferedImage.TYPE_INT_RGB);
        Graphics2D g = drawn.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        g.drawImage(image, 0, 0, width, height, null);
        g.dispose();
        return drawn;
    }
}
