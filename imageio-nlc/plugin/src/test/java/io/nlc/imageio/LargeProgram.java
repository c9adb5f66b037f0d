package io.nlc.imageio;

import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.RenderedImage;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.FileImageOutputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;

/**
 * Writes a picture that is never in memory, and makes a PNG file of what was written, which is not in memory either.
 * Arguments: pack or {@code default}, side of the picture in pixels, quality, folder. Prints what of memory it took.
 */
public final class LargeProgram {

    private LargeProgram() {}

    public static void main(String[] args) throws Exception {
        int side = Integer.parseInt(args[1]);
        Path folder = Path.of(args[3]);
        File nlc = folder.resolve("large.nlc").toFile();
        encode(args[0], new GeneratedImage(side, side), Float.parseFloat(args[2]), nlc);
        System.out.println("encoded " + nlc.length() + " bytes, " + resident());
        File png = folder.resolve("large.png").toFile();
        decode(nlc, png);
        System.out.println("decoded " + png.length() + " bytes, " + resident());
    }

    static void encode(String pack, RenderedImage image, float quality, File file) throws Exception {
        NlcImageWriter writer = PictureFiles.writer();
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        if (!pack.equals("default")) {
            param.setModel(pack);
        }
        param.setCompressionQuality(quality);
        try (ImageOutputStream out = new FileImageOutputStream(file)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        }
    }

    static void decode(File nlc, File png) throws Exception {
        NlcImageReader reader = PictureFiles.reader();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
        try (ImageInputStream in = new FileImageInputStream(nlc);
                ImageOutputStream out = new FileImageOutputStream(png)) {
            reader.setInput(in);
            RenderedImage image = reader.readAsRenderedImage(0, null);
            IIOImage given = PictureFiles.toWrite(writer, image, writer.getDefaultWriteParam());
            MetadataFiles.write(writer, given, null, PictureMetadata.NONE, out, warning -> {});
        } finally {
            writer.dispose();
            reader.dispose();
        }
    }

    /** The most that the process has had in memory, where the system tells. */
    private static String resident() throws Exception {
        Path status = Path.of("/proc/self/status");
        String peak = !Files.isReadable(status)
                ? "?"
                : Files.readAllLines(status).stream()
                        .filter(line -> line.startsWith("VmHWM"))
                        .findFirst()
                        .orElse("?")
                        .replaceAll("\\D+", "");
        return "peak " + peak + " kB";
    }
}
