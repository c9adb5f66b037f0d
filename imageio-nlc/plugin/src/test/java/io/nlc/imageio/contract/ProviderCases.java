package io.nlc.imageio.contract;

import static io.nlc.imageio.contract.Outcome.DONE;

import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.util.Locale;
import java.util.function.Function;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.spi.IIOServiceProvider;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageReaderWriterSpi;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageInputStream;

/** Every public method of the two service providers. */
final class ProviderCases {

    private final Contract all;

    ProviderCases(Contract all) {
        this.all = all;
    }

    private void both(String method, Function<ImageReaderWriterSpi, Object> asked) {
        all.method(method).on("reading", s -> asked.apply(s.readers())).on("writing", s -> asked.apply(s.writers()));
    }

    void add() {
        all.of(IIOServiceProvider.class);
        both("getVendorName()", IIOServiceProvider::getVendorName);
        both("getVersion()", IIOServiceProvider::getVersion);
        both("getDescription(Locale)", p -> p.getDescription(Locale.ENGLISH));
        all.on("reading, locale null", s -> s.readers().getDescription(null))
                .on("writing, locale null", s -> s.writers().getDescription(null));
        both("onRegistration(ServiceRegistry, Class)", p -> {
            p.onRegistration(null, null);
            return DONE;
        });
        both("onDeregistration(ServiceRegistry, Class)", p -> {
            p.onDeregistration(null, null);
            return DONE;
        });
        all.of(ImageReaderWriterSpi.class);
        both("getFormatNames()", ImageReaderWriterSpi::getFormatNames);
        both("getFileSuffixes()", ImageReaderWriterSpi::getFileSuffixes);
        both("getMIMETypes()", ImageReaderWriterSpi::getMIMETypes);
        both("getPluginClassName()", ImageReaderWriterSpi::getPluginClassName);
        both(
                "isStandardStreamMetadataFormatSupported()",
                ImageReaderWriterSpi::isStandardStreamMetadataFormatSupported);
        both("getNativeStreamMetadataFormatName()", ImageReaderWriterSpi::getNativeStreamMetadataFormatName);
        both("getExtraStreamMetadataFormatNames()", ImageReaderWriterSpi::getExtraStreamMetadataFormatNames);
        both("isStandardImageMetadataFormatSupported()", ImageReaderWriterSpi::isStandardImageMetadataFormatSupported);
        both("getNativeImageMetadataFormatName()", ImageReaderWriterSpi::getNativeImageMetadataFormatName);
        both("getExtraImageMetadataFormatNames()", ImageReaderWriterSpi::getExtraImageMetadataFormatNames);
        formats("getStreamMetadataFormat(String)", ImageReaderWriterSpi::getStreamMetadataFormat);
        formats("getImageMetadataFormat(String)", ImageReaderWriterSpi::getImageMetadataFormat);
        all.on(
                        "reading: its native one",
                        s -> s.readers().getImageMetadataFormat(s.readers().getNativeImageMetadataFormatName()))
                .on(
                        "writing: its native one",
                        s -> s.writers().getImageMetadataFormat(s.writers().getNativeImageMetadataFormatName()));
        readers();
        writers();
    }

    private interface Named {
        Object format(ImageReaderWriterSpi spi, String name);
    }

    private void formats(String method, Named named) {
        all.method(method);
        for (String name : new String[] {IIOMetadataFormatImpl.standardMetadataFormatName, "unknown", null}) {
            String what = name == null ? "null" : name.equals("unknown") ? name : "the standard one";
            all.on("reading: " + what, s -> named.format(s.readers(), name))
                    .on("writing: " + what, s -> named.format(s.writers(), name));
        }
    }

    private void readers() {
        all.of(ImageReaderSpi.class)
                .method("getInputTypes()")
                .on("", s -> s.readers().getInputTypes());
        all.method("canDecodeInput(Object)")
                .on("its file", s -> s.readers().canDecodeInput(s.input()))
                .on("its file, read already", s -> {
                    ImageInputStream in = s.input();
                    in.seek(1);
                    return s.readers().canDecodeInput(in);
                })
                .on("another file", s -> s.readers().canDecodeInput(Subject.stream(new byte[100])))
                .on("an empty file", s -> s.readers().canDecodeInput(Subject.stream(new byte[0])))
                .on("its first bytes", s -> s.readers().canDecodeInput(Subject.stream(new byte[] {s.file()[0]})))
                .on("text", s -> s.readers().canDecodeInput("text"))
                .on("null", s -> s.readers().canDecodeInput(null))
                .on("a closed stream", s -> {
                    ImageInputStream in = s.input();
                    in.close();
                    return s.readers().canDecodeInput(in);
                })
                .on("where it leaves the stream", s -> {
                    ImageInputStream in = s.input();
                    s.readers().canDecodeInput(in);
                    return in.getStreamPosition();
                });
        all.method("createReaderInstance()").on("", s -> s.readers().createReaderInstance());
        all.method("createReaderInstance(Object)")
                .on("null", s -> s.readers().createReaderInstance(null))
                .on("text", s -> s.readers().createReaderInstance("text"));
        all.method("isOwnReader(ImageReader)")
                .on("its own", s -> s.readers().isOwnReader(s.bareReader()))
                .on(
                        "another",
                        s -> s.readers()
                                .isOwnReader(javax.imageio.ImageIO.getImageReadersByFormatName("gif")
                                        .next()))
                .on("null", s -> s.readers().isOwnReader(null));
        all.method("getImageWriterSpiNames()").on("", s -> s.readers().getImageWriterSpiNames());
    }

    private void writers() {
        all.of(ImageWriterSpi.class)
                .method("isFormatLossless()")
                .on("", s -> s.writers().isFormatLossless());
        all.method("getOutputTypes()").on("", s -> s.writers().getOutputTypes());
        all.method("canEncodeImage(ImageTypeSpecifier)")
                .on("null", s -> s.writers().canEncodeImage((ImageTypeSpecifier) null));
        for (int type = BufferedImage.TYPE_INT_RGB; type <= BufferedImage.TYPE_BYTE_INDEXED; type++) {
            ImageTypeSpecifier specifier = ImageTypeSpecifier.createFromBufferedImageType(type);
            all.on(Destinations.name(type), s -> s.writers().canEncodeImage(specifier));
        }
        all.method("canEncodeImage(RenderedImage)")
                .on("null", s -> s.writers().canEncodeImage((RenderedImage) null))
                .on("RGB", s -> s.writers().canEncodeImage(Subject.picture()));
        all.method("createWriterInstance()").on("", s -> s.writers().createWriterInstance());
        all.method("createWriterInstance(Object)")
                .on("null", s -> s.writers().createWriterInstance(null))
                .on("text", s -> s.writers().createWriterInstance("text"));
        all.method("isOwnWriter(ImageWriter)")
                .on("its own", s -> s.writers().isOwnWriter(s.bareWriter()))
                .on(
                        "another",
                        s -> s.writers()
                                .isOwnWriter(javax.imageio.ImageIO.getImageWritersByFormatName("gif")
                                        .next()))
                .on("null", s -> s.writers().isOwnWriter(null));
        all.method("getImageReaderSpiNames()").on("", s -> s.writers().getImageReaderSpiNames());
    }
}
