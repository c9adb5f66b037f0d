package io.nlc.imageio;

import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.NlcMetadataFormat;
import java.util.Locale;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.spi.ImageWriterSpi;
import javax.imageio.stream.ImageOutputStream;

/** Makes writers of {@code .nlc} files. Every program that uses ImageIO makes one of these, so it loads nothing. */
public final class NlcImageWriterSpi extends ImageWriterSpi {

    /** For {@link java.util.ServiceLoader}. */
    public NlcImageWriterSpi() {
        super(
                NlcProviderInfo.vendor(),
                NlcProviderInfo.version(),
                NlcProviderInfo.NAMES,
                NlcProviderInfo.SUFFIXES,
                NlcProviderInfo.MIME_TYPES,
                NlcImageWriter.class.getName(),
                new Class<?>[] {ImageOutputStream.class},
                new String[] {"io.nlc.imageio.NlcImageReaderSpi"},
                false,
                null,
                null,
                null,
                null,
                true,
                NlcMetadata.NATIVE,
                NlcMetadataFormat.class.getName(),
                null,
                null);
    }

    /** False: files are lossless only with the compression type that says so. */
    @Override
    public boolean isFormatLossless() {
        return false;
    }

    /** True for all: whatever is not 8-bit gray or sRGB, with or without alpha, is converted. */
    @Override
    public boolean canEncodeImage(ImageTypeSpecifier type) {
        if (type == null) {
            throw new IllegalArgumentException("type is null");
        }
        return true;
    }

    /** @throws IllegalArgumentException naming the system property of NLC that makes no sense, if there is one */
    @Override
    public ImageWriter createWriterInstance(Object extension) {
        return new NlcImageWriter(this, NlcSettings.fromProperties());
    }

    @Override
    public String getDescription(Locale locale) {
        return "NLC learned image codec, writer";
    }
}
