package io.nlc.fuzz;

import io.nlc.TestPacks;
import io.nlc.container.Limits;
import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.runtime.Optimization;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import javax.imageio.IIOException;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * A whole read, as an application does it, with the tiny packs: as the file is, then with its check values repaired. A
 * picture that is whole is the same where damage would be concealed.
 */
final class ReaderTarget {

    private static final NlcSettings SETTINGS = new NlcSettings(
            new Limits(4096, 1 << 15, 200_000, 1 << 16, 1 << 26),
            TestPacks.cpu(1, Optimization.BASIC).withMaxMemory(1L << 30),
            List.of(TestPacks.directory()),
            Duration.ofMinutes(2));

    private ReaderTarget() {}

    static void run(byte[] input) throws IOException {
        byte[] repaired = Checks.repaired(input);
        if (!Arrays.equals(input, repaired)) {
            try {
                one(input);
            } catch (IIOException e) {
                Checks.that(!e.getMessage().isBlank(), "no message");
            }
        }
        one(repaired);
    }

    private static void one(byte[] file) throws IOException {
        BufferedImage strict = null;
        try {
            strict = read(new ArrayStream(file), false);
        } catch (IIOException e) {
            Checks.that(!e.getMessage().contains("java."), "what is for people names a class: " + e.getMessage());
        }
        BufferedImage concealed = read(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)), true);
        if (strict != null) {
            Checks.that(
                    same(
                            strict.getRaster().getDataBuffer(),
                            concealed.getRaster().getDataBuffer()),
                    "pictures");
        }
    }

    private static BufferedImage read(ImageInputStream in, boolean conceal) throws IOException {
        NlcImageReader reader = PictureFiles.reader(SETTINGS);
        try (in) {
            reader.setInput(in);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            NlcImageReadParam param = (NlcImageReadParam) reader.getDefaultReadParam();
            param.setDamagedTiles(
                    conceal ? NlcImageReadParam.DamagedTiles.CONCEAL : NlcImageReadParam.DamagedTiles.FAIL);
            BufferedImage image = reader.read(0, param);
            Checks.that(image.getWidth() == width && image.getHeight() == height, "another size");
            reader.getImageMetadata(0).getAsTree("javax_imageio_1.0");
            return image;
        } finally {
            reader.dispose();
        }
    }

    private static boolean same(DataBuffer a, DataBuffer b) {
        boolean same = a.getSize() == b.getSize();
        for (int i = 0; same && i < a.getSize(); i++) {
            same = a.getElem(i) == b.getElem(i);
        }
        return same;
    }
}
