package io.nlc.cli;

import io.nlc.imageio.BestJpeg;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.picture.CodecProgress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** What {@code bench} measures. */
interface BenchCodec {

    /** Its name in tables for programs. */
    String name();

    /**
     * Makes a file.
     *
     * @param quality 0 to 1
     */
    byte[] encode(BufferedImage image, double quality) throws IOException;

    /** Reads a file. */
    BufferedImage decode(byte[] file) throws IOException;

    /**
     * NLC, through the plugin.
     *
     * @param settings how it is run
     * @param pack name of the model pack
     * @param effort 0 to {@link NlcImageWriteParam#MAX_EFFORT}
     * @param adaptive as of {@link NlcImageWriteParam#setAdaptive}
     * @param networksOnly or else it is not packs that are compared
     */
    record Nlc(NlcSettings settings, String pack, int effort, boolean adaptive, boolean networksOnly)
            implements BenchCodec {

        @Override
        public String name() {
            return "nlc";
        }

        @Override
        public byte[] encode(BufferedImage image, double quality) throws IOException {
            NlcImageWriter writer = PictureFiles.writer(settings);
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setNetworksOnly(networksOnly);
            param.setModel(pack);
            param.setCompressionQuality((float) quality);
            param.setEffort(effort);
            param.setAdaptive(adaptive);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
                writer.setOutput(out);
                writer.write(null, new IIOImage(image, null, null), param);
            } finally {
                writer.dispose();
            }
            return bytes.toByteArray();
        }

        @Override
        public BufferedImage decode(byte[] file) throws IOException {
            NlcImageReader reader = PictureFiles.reader(settings);
            try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
                reader.setInput(in);
                return reader.read(0, reader.getDefaultReadParam());
            } finally {
                reader.dispose();
            }
        }
    }

    /** The JDK's JPEG, with its hands free. */
    record Jpeg() implements BenchCodec {

        @Override
        public String name() {
            return "jpeg";
        }

        @Override
        public byte[] encode(BufferedImage image, double quality) throws IOException {
            return BestJpeg.of(image, quality, CodecProgress.NONE).file();
        }

        @Override
        public BufferedImage decode(byte[] file) throws IOException {
            return ImageIO.read(new ByteArrayInputStream(file));
        }
    }
}
