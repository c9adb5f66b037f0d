package io.nlc.samples;

import io.nlc.imageio.BestJpeg;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.picture.CodecProgress;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.util.Locale;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Draws a part of a picture three times: as it is, as NLC keeps it at so many bits per pixel, and as JPEG at its best
 * does in as many bytes, or in the fewest that it can: {@code CompareSheet IN OUT.png BPP [X Y WIDTH HEIGHT]}. Made the
 * picture in the README.
 */
public final class CompareSheet {

    private static final int GAP = 8;
    private static final int CAPTION = 28;

    private CompareSheet() {}

    private record Coded(byte[] file, BufferedImage image) {
        static Coded of(byte[] file) throws IOException {
            return new Coded(file, ImageIO.read(new ByteArrayInputStream(file)));
        }
    }

    /** @param args the picture, the sheet to write, the rate, and the part of the picture to show */
    public static void main(String[] args) throws IOException {
        if (args.length != 3 && args.length != 7) {
            System.err.println("usage: CompareSheet IN OUT.png BPP [X Y WIDTH HEIGHT]");
            System.exit(2);
        }
        BufferedImage original = ImageIO.read(new File(args[0]));
        Coded nlc = Coded.of(nlc(original, Double.parseDouble(args[2])));
        Coded jpeg = Coded.of(
                BestJpeg.within(original, nlc.file().length, CodecProgress.NONE).file());
        int x = args.length == 7 ? Integer.parseInt(args[3]) : 0;
        int y = args.length == 7 ? Integer.parseInt(args[4]) : 0;
        int w = args.length == 7 ? Integer.parseInt(args[5]) : original.getWidth();
        int h = args.length == 7 ? Integer.parseInt(args[6]) : original.getHeight();

        BufferedImage sheet = new BufferedImage(3 * w + 4 * GAP, h + GAP + CAPTION, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = sheet.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 15));
        g.setColor(Color.DARK_GRAY);
        BufferedImage[] images = {original, nlc.image(), jpeg.image()};
        String[] captions = {"original", caption("NLC", nlc.file().length), caption("JPEG", jpeg.file().length)};
        for (int i = 0; i < images.length; i++) {
            int left = GAP + i * (w + GAP);
            g.drawImage(images[i].getSubimage(x, y, w, h), left, GAP, null);
            g.drawString(captions[i], left, GAP + h + 19);
        }
        g.dispose();
        ImageIO.write(sheet, "png", new File(args[1]));
    }

    private static String caption(String codec, int bytes) {
        return String.format(Locale.ROOT, "%s, %,d bytes", codec, bytes);
    }

    private static byte[] nlc(BufferedImage image, double bitsPerPixel) throws IOException {
        NlcImageWriteParam param = new NlcImageWriteParam();
        param.setTargetBitsPerPixel(bitsPerPixel);
        return write(image, "nlc", param);
    }

    private static byte[] write(BufferedImage image, String format, ImageWriteParam param) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName(format).next();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }
}
