package io.nlc.lossless;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Prints the size and the speed of {@link BlockCoder} on the pictures of a folder, each as 8-bit RGB or RGBA and in
 * blocks of 512 x 512 (one block up to 768 x 768), beside the size of the file itself. Run its main method with the
 * folder and, if wanted, a number of rounds; no test.
 */
public final class LosslessBenchmark {
    private static final int BLOCK = 512;
    private static final int SINGLE = 768 * 768;

    private LosslessBenchmark() {}

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 1;
        List<Path> files;
        try (Stream<Path> list = Files.list(Path.of(args[0]))) {
            files = list.filter(Files::isRegularFile).sorted().toList();
        }
        long[] total = new long[5];
        for (Path file : files) {
            BufferedImage image = read(file);
            if (image != null) {
                for (int round = 1; round < rounds; round++) {
                    measure(file, image, new long[5], false);
                }
                measure(file, image, total, true);
            }
        }
        System.out.printf(
                "total: files %d bytes, lossless %d bytes (%.1f %%), encoding %.2f MP/s, decoding %.2f MP/s%n",
                total[0], total[1], 100.0 * total[1] / total[0], total[4] * 1e3 / total[2], total[4] * 1e3 / total[3]);
    }

    private static BufferedImage read(Path file) {
        try {
            return ImageIO.read(file.toFile());
        } catch (IOException | RuntimeException e) {
            return null; // not a picture
        }
    }

    private static void measure(Path file, BufferedImage image, long[] total, boolean print) throws Exception {
        long pixels = (long) image.getWidth() * image.getHeight();
        boolean single = pixels <= SINGLE;
        List<Samples> blocks = new ArrayList<>();
        for (int y = 0; y < image.getHeight(); y += single ? image.getHeight() : BLOCK) {
            for (int x = 0; x < image.getWidth(); x += single ? image.getWidth() : BLOCK) {
                int w = single ? image.getWidth() : Math.min(BLOCK, image.getWidth() - x);
                int h = single ? image.getHeight() : Math.min(BLOCK, image.getHeight() - y);
                blocks.add(samples(image, x, y, w, h));
            }
        }
        long start = System.nanoTime();
        List<byte[]> coded = blocks.stream().map(BlockCoder::encode).toList();
        long middle = System.nanoTime();
        List<Samples> decoded = new ArrayList<>();
        for (int i = 0; i < blocks.size(); i++) {
            Samples s = blocks.get(i);
            decoded.add(BlockCoder.decode(coded.get(i), 0, s.width(), s.height(), s.planes().length, 8));
        }
        long end = System.nanoTime();
        for (int i = 0; i < blocks.size(); i++) {
            if (!Arrays.deepEquals(blocks.get(i).planes(), decoded.get(i).planes())) {
                throw new IllegalStateException(file + " is not exact");
            }
        }
        long bytes = coded.stream().mapToLong(b -> b.length).sum();
        total[0] += Files.size(file);
        total[1] += bytes;
        total[2] += middle - start;
        total[3] += end - middle;
        total[4] += pixels;
        if (print) {
            System.out.printf(
                    "%s: %d x %d, file %d bytes, lossless %d bytes (%.1f %%), ways %s, %.2f and %.2f MP/s%n",
                    file.getFileName(),
                    image.getWidth(),
                    image.getHeight(),
                    Files.size(file),
                    bytes,
                    100.0 * bytes / Files.size(file),
                    coded.stream().map(b -> b[0] & 63).distinct().sorted().toList(),
                    pixels * 1e3 / (middle - start),
                    pixels * 1e3 / (end - middle));
        }
    }

    private static Samples samples(BufferedImage image, int x, int y, int width, int height) {
        int[] argb = image.getRGB(x, y, width, height, null, 0, width);
        boolean alpha = Arrays.stream(argb).anyMatch(c -> c >>> 24 != 255);
        int[][] planes = new int[alpha ? 4 : 3][argb.length];
        int[] shifts = {16, 8, 0, 24};
        for (int p = 0; p < planes.length; p++) {
            for (int i = 0; i < argb.length; i++) {
                planes[p][i] = argb[i] >>> shifts[p] & 255;
            }
        }
        return new Samples(width, height, 8, planes);
    }
}
