package io.nlc.imageio.contract;

import io.nlc.imageio.NlcImageReaderSpi;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriterSpi;
import io.nlc.imageio.Pictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A plugin that is asked, with a file of its own.
 *
 * @param name for the table
 * @param file a picture of 48 x 32, RGB
 */
record Subject(String name, ImageReaderSpi readers, ImageWriterSpi writers, byte[] file) {

    static final int WIDTH = 48;
    static final int HEIGHT = 32;

    static List<Subject> all() throws IOException {
        return List.of(
                nlc("NLC", param -> {}),
                nlc("NLC lossless", param -> param.setLossless(true)),
                jdk("PNG", "com.sun.imageio.plugins.png.PNG"),
                jdk("JPEG", "com.sun.imageio.plugins.jpeg.JPEG"));
    }

    private static Subject nlc(String name, Consumer<NlcImageWriteParam> settings) throws IOException {
        Subject bare = new Subject(name, new NlcImageReaderSpi(), new NlcImageWriterSpi(), null);
        NlcImageWriteParam param = new NlcImageWriteParam();
        settings.accept(param);
        return bare.with(bare.written(param));
    }

    private static Subject jdk(String name, String prefix) throws IOException {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        Subject bare = new Subject(
                name,
                (ImageReaderSpi) registry.getServiceProviderByClass(type(prefix + "ImageReaderSpi")),
                (ImageWriterSpi) registry.getServiceProviderByClass(type(prefix + "ImageWriterSpi")),
                null);
        return bare.with(bare.written(null));
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private Subject with(byte[] bytes) {
        return new Subject(name, readers, writers, bytes);
    }

    static BufferedImage picture() {
        return Pictures.of(WIDTH, HEIGHT, BufferedImage.TYPE_3BYTE_BGR);
    }

    ImageReader bareReader() throws IOException {
        return readers.createReaderInstance();
    }

    ImageReader reader() throws IOException {
        ImageReader reader = bareReader();
        reader.setInput(input());
        return reader;
    }

    ImageInputStream input() {
        return stream(file);
    }

    static ImageInputStream stream(byte[] bytes) {
        return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
    }

    ImageWriter bareWriter() throws IOException {
        return writers.createWriterInstance();
    }

    ImageWriter writer() throws IOException {
        ImageWriter writer = bareWriter();
        writer.setOutput(new MemoryCacheImageOutputStream(new ByteArrayOutputStream()));
        return writer;
    }

    /** The picture in a file of this plugin. @param param null for the plugin's own wishes */
    byte[] written(ImageWriteParam param) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = bareWriter();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(picture(), null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    IIOMetadata metadata() throws IOException {
        return reader().getImageMetadata(0);
    }
}
