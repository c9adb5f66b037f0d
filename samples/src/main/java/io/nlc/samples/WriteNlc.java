package io.nlc.samples;

import io.nlc.imageio.NlcImageWriteParam;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes a picture as {@code .nlc} file: {@code WriteNlc IN OUT.nlc [QUALITY | BYTESbytes]}, such as {@code 0.7} or
 * {@code 20000bytes}.
 */
public final class WriteNlc {

    private WriteNlc() {}

    /** @param args the picture to read, the file to write, and what is wanted of it */
    public static void main(String[] args) throws IOException {
        if (args.length != 2 && args.length != 3) {
            System.err.println("usage: WriteNlc IN OUT.nlc [QUALITY | BYTESbytes]");
            System.exit(2);
        }
        BufferedImage image = ImageIO.read(new File(args[0]));
        File file = new File(args[1]);
        String wish = args.length == 3 ? args[2] : "0.5";

        // ImageIO.write(image, "nlc", file) does as well, if the default quality is good enough.
        ImageWriter writer = ImageIO.getImageWritersByFormatName("nlc").next();
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (wish.endsWith("bytes")) {
            // What ImageIO has no words for needs the plugin's own class.
            ((NlcImageWriteParam) param).setTargetBytes(Long.parseLong(wish.replace("bytes", "")));
        } else {
            param.setCompressionQuality(Float.parseFloat(wish)); // 0 is the smallest file, 1 the best picture
        }
        writer.addIIOWriteWarningListener(
                (source, index, warning) -> System.err.println(warning)); // a target out of reach
        Files.deleteIfExists(file.toPath()); // a longer old file would show through
        try (ImageOutputStream out = ImageIO.createImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        System.out.println(file + ": " + file.length() + " bytes");
    }
}
