package io.nlc.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/**
 * How large a picture is in other formats without loss.
 *
 * @param png the JDK's, made smaller by {@code optipng -o2} where that is installed; null if the JDK cannot write it
 * @param webp by {@code cwebp -lossless}, of 8 bits; null if that is not installed or cannot do it
 */
record LosslessSizes(Long png, Long webp) {

    /**
     * Writes the files and counts their bytes.
     *
     * @param tools those that may be used
     */
    static LosslessSizes of(BufferedImage image, SystemTools tools) throws IOException {
        Path folder = Files.createTempDirectory("nlc-bench");
        Path png = folder.resolve("a.png");
        Path webp = folder.resolve("a.webp");
        try {
            if (!ImageIO.write(image, "png", png.toFile())) {
                return new LosslessSizes(null, null);
            }
            // -exact: what is invisible is kept, as PNG does
            boolean hasWebp = tools.run(
                    SystemTools.CWEBP, "-quiet", "-lossless", "-exact", png.toString(), "-o", webp.toString());
            tools.run(SystemTools.OPTIPNG, "-quiet", "-o2", png.toString());
            return new LosslessSizes(Files.size(png), hasWebp ? Files.size(webp) : null);
        } finally {
            Files.deleteIfExists(png);
            Files.deleteIfExists(webp);
            Files.delete(folder);
        }
    }
}
