package io.nlc.imageio;

import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.NlcMetadataFormat;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.ImageInputStream;

/** Makes readers of {@code .nlc} files. Every program that uses ImageIO makes one of these, so it loads nothing. */
public final class NlcImageReaderSpi extends ImageReaderSpi {

    private static final byte[] SIGNATURE = {(byte) 0x8E, 'N', 'L', 'C', 0x0D, 0x0A, 0x1A, 0x0A};

    /** For {@link java.util.ServiceLoader}. */
    public NlcImageReaderSpi() {
        super(
                NlcProviderInfo.vendor(),
                NlcProviderInfo.version(),
                NlcProviderInfo.NAMES,
                NlcProviderInfo.SUFFIXES,
                NlcProviderInfo.MIME_TYPES,
                NlcImageReader.class.getName(),
                new Class<?>[] {ImageInputStream.class},
                new String[] {"io.nlc.imageio.NlcImageWriterSpi"},
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

    /** True if the stream holds the signature of an NLC file at its position; the stream is left as it was. */
    @Override
    public boolean canDecodeInput(Object source) throws IOException {
        if (source == null) {
            throw new IllegalArgumentException("source is null");
        }
        if (!(source instanceof ImageInputStream stream)) {
            return false;
        }
        stream.mark();
        try {
            byte[] start = new byte[SIGNATURE.length];
            int length = 0;
            for (int n; length < start.length && (n = stream.read(start, length, start.length - length)) > 0; ) {
                length += n;
            }
            return length == start.length && Arrays.equals(start, SIGNATURE);
        } finally {
            stream.reset();
        }
    }

    /** @throws IllegalArgumentException naming the system property of NLC that makes no sense, if there is one */
    @Override
    public ImageReader createReaderInstance(Object extension) {
        return new NlcImageReader(this, NlcSettings.fromProperties());
    }

    @Override
    public String getDescription(Locale locale) {
        return "NLC learned image codec, reader";
    }
}
