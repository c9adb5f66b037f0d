package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.mockito.Mockito;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The plugin as programs meet it: through ImageIO, by service files. */
@ExtendWith(TinyPack.class)
class PluginTest {

    @TempDir
    private Path folder;

    @Test
    void imageIo_readsFileStreamAndUrl() throws IOException {
        URL url = PluginTest.class.getResource("/nlc/rgb.nlc");
        BufferedImage fromUrl = ImageIO.read(url);
        BufferedImage fromFile = ImageIO.read(new File(url.getPath()));
        BufferedImage fromStream;
        try (var in = url.openStream()) {
            fromStream = ImageIO.read(in);
        }
        for (BufferedImage image : List.of(fromUrl, fromFile, fromStream)) {
            assertThat(image.getWidth()).isEqualTo(64);
            assertThat(image.getHeight()).isEqualTo(96);
            assertThat(Pictures.rgb(image)).isEqualTo(Pictures.rgb(fromUrl));
        }
    }

    /** Stored once, decoded by every later version: the picture is the one that was stored. */
    @Test
    void storedFiles_showTheirPictures() throws IOException {
        assertThat(psnr("rgb", Pictures.of(64, 96, BufferedImage.TYPE_3BYTE_BGR)))
                .isGreaterThan(22);
        assertThat(psnr("gray", Pictures.of(33, 65, BufferedImage.TYPE_BYTE_GRAY)))
                .isGreaterThan(22);
        BufferedImage rgba = ImageIO.read(PluginTest.class.getResource("/nlc/rgba.nlc"));
        assertThat(rgba.getAlphaRaster().getSamples(0, 0, 61, 47, 0, (int[]) null))
                .isEqualTo(Pictures.of(61, 47, BufferedImage.TYPE_4BYTE_ABGR)
                        .getAlphaRaster()
                        .getSamples(0, 0, 61, 47, 0, (int[]) null));
    }

    private static double psnr(String name, BufferedImage expected) throws IOException {
        return io.nlc.metrics.Psnr.of(
                Pictures.rgb(expected),
                Pictures.rgb(ImageIO.read(PluginTest.class.getResource("/nlc/" + name + ".nlc"))));
    }

    @Test
    void imageIo_writesByNameSuffixAndMimeType() throws IOException {
        File file = folder.resolve("a.nlc").toFile();
        assertThat(ImageIO.write(Pictures.of(20, 10, BufferedImage.TYPE_INT_ARGB), "nlc", file))
                .isTrue();
        assertThat(ImageIO.read(file).getWidth()).isEqualTo(20);
        assertThat(ImageIO.getImageWritersBySuffix("nlc").next()).isInstanceOf(NlcImageWriter.class);
        assertThat(ImageIO.getImageWritersByMIMEType("image/x-nlc").next()).isInstanceOf(NlcImageWriter.class);
    }

    @Test
    void provider_leavesTheStreamAsItWas() throws IOException {
        NlcImageReaderSpi spi = new NlcImageReaderSpi();
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(new byte[] {1, 2, 3}))) {
            assertThat(spi.canDecodeInput(in)).isFalse();
            assertThat(in.getStreamPosition()).isZero();
        }
        assertThat(spi.canDecodeInput(new byte[8])).isFalse();
    }

    @Test
    void metadata_saysWhatTheFileIs() throws IOException {
        NlcImageReader reader = reader("rgba.nlc");
        IIOMetadata metadata = reader.getImageMetadata(0);
        Element tree = (Element) metadata.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        Map<String, String> values = new HashMap<>();
        NodeList all = tree.getElementsByTagName("*");
        for (int i = 0; i < all.getLength(); i++) {
            Element e = (Element) all.item(i);
            values.put(
                    e.getTagName() + e.getAttribute("keyword"),
                    e.hasAttribute("name") ? e.getAttribute("name") : e.getAttribute("value"));
        }
        assertThat(values)
                .containsEntry("ColorSpaceType", "RGB")
                .containsEntry("NumChannels", "4")
                .containsEntry("CompressionTypeName", "NLC")
                .containsEntry("Lossless", "FALSE")
                .containsEntry("BitsPerSample", "8 8 8 8")
                .containsEntry("Alpha", "nonpremultiplied");
        Element own = (Element) metadata.getAsTree("io_nlc_1.0").getFirstChild();
        assertThat(own.getAttribute("pack")).isEqualTo("test/tiny");
        assertThat(own.getAttribute("digest")).hasSize(32);
        assertThat(Double.parseDouble(own.getAttribute("level"))).isGreaterThan(0);
        assertThat(values.keySet()).noneMatch(name -> name.startsWith("TextEntry"));
        assertThat(metadata.getMetadataFormat(IIOMetadataFormatImpl.standardMetadataFormatName))
                .isNotNull();
        assertThatThrownBy(() -> metadata.getAsTree("other"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("other");
    }

    @Test
    void bitRate_isThatOfTheFile() throws IOException {
        NlcImageReader reader = reader("rgb.nlc");
        Element tree = (Element) reader.getImageMetadata(0).getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        double bits = Double.parseDouble(
                ((Element) tree.getElementsByTagName("BitRate").item(0)).getAttribute("value"));
        long length = new File(PluginTest.class.getResource("/nlc/rgb.nlc").getPath()).length();
        assertThat(bits).isCloseTo(8.0 * length / (64 * 96), org.assertj.core.api.Assertions.within(1e-4));
    }

    private static NlcImageReader reader(String name) throws IOException {
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.setInput(ImageIO.createImageInputStream(
                new File(PluginTest.class.getResource("/nlc/" + name).getPath())));
        return reader;
    }

    @Test
    void progress_risesToAHundred() throws IOException {
        List<Float> shares = new ArrayList<>();
        IIOReadProgressListener listener = Mockito.mock(IIOReadProgressListener.class);
        Mockito.doAnswer(call -> shares.add(call.getArgument(1)))
                .when(listener)
                .imageProgress(Mockito.any(), Mockito.anyFloat());
        NlcImageReader reader = reader("rgba.nlc");
        reader.addIIOReadProgressListener(listener);
        reader.read(0);
        assertThat(shares).isSorted().endsWith(100f);
        Mockito.verify(listener).imageComplete(reader);
    }

    @Test
    void abortWhileWriting_leavesNothingWritten() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = new NlcImageWriterSpi().createWriterInstance(null);
        IIOWriteProgressListener listener = Mockito.mock(IIOWriteProgressListener.class);
        Mockito.doAnswer(call -> {
                    writer.abort();
                    return null;
                })
                .when(listener)
                .imageStarted(Mockito.any(), Mockito.anyInt());
        writer.addIIOWriteProgressListener(listener);
        try (var out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(Pictures.of(200, 200, BufferedImage.TYPE_3BYTE_BGR));
        }
        assertThat(bytes.size()).isZero();
        Mockito.verify(listener).writeAborted(writer);
        Mockito.verify(listener, Mockito.never()).imageComplete(writer);
    }

    @Test
    void abortOnProgress_endsTheReadNormally() throws IOException {
        NlcImageReader reader = reader("rgb.nlc");
        IIOReadProgressListener listener = Mockito.mock(IIOReadProgressListener.class);
        Mockito.doAnswer(call -> {
                    ((ImageReader) call.getArgument(0)).abort();
                    return null;
                })
                .when(listener)
                .imageStarted(Mockito.any(), Mockito.anyInt());
        reader.addIIOReadProgressListener(listener);
        assertThat(reader.read(0)).isNotNull();
        Mockito.verify(listener).readAborted(reader);
        reader.removeAllIIOReadProgressListeners();
        assertThat(Pictures.rgb(reader.read(0)))
                .isEqualTo(Pictures.rgb(reader("rgb.nlc").read(0)));
    }

    @Test
    void destinationOfAnotherKind_isRefused() throws IOException {
        NlcImageReader reader = reader("rgb.nlc");
        NlcImageReadParam param = reader.getDefaultReadParam();
        param.setDestination(new BufferedImage(64, 96, BufferedImage.TYPE_BYTE_GRAY));
        assertThatThrownBy(() -> reader.read(0, param)).isInstanceOf(IllegalArgumentException.class);
        param.setDestination(new BufferedImage(64, 96, BufferedImage.TYPE_INT_ARGB_PRE));
        assertThatThrownBy(() -> reader.read(0, param))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("destination");
    }

    @Test
    void rasters_andNothing_areRefusedByTheWriter() throws IOException {
        ImageWriter writer = new NlcImageWriterSpi().createWriterInstance(null);
        assertThatThrownBy(() -> writer.write(Pictures.of(2, 2, BufferedImage.TYPE_INT_RGB)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("output");
        writer.setOutput(ImageIO.createImageOutputStream(new ByteArrayOutputStream()));
        IIOImage raster =
                new IIOImage(Pictures.of(2, 2, BufferedImage.TYPE_INT_RGB).getRaster(), null, null);
        assertThatThrownBy(() -> writer.write(raster)).isInstanceOf(UnsupportedOperationException.class);
        assertThat(writer.canWriteRasters()).isFalse();
        assertThat(writer.canWriteSequence()).isFalse();
    }

    @Test
    void missingPack_isNamedByTheWriter() {
        assertThatThrownBy(
                        () -> Pictures.write(Pictures.of(2, 2, BufferedImage.TYPE_INT_RGB), p -> p.setModel("no/such")))
                .isInstanceOf(IIOException.class)
                .hasMessageContaining("no/such")
                .hasMessageContaining("test/tiny");
    }
}
