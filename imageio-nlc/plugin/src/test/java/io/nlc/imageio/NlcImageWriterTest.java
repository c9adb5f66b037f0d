package io.nlc.imageio;

import com.twelvemonkeys.imageio.util.ImageWriterAbstractTest;
import java.awt.image.BufferedImage;
import java.awt.image.RenderedImage;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.spi.ImageWriterSpi;
import org.junit.jupiter.api.extension.ExtendWith;

/** TwelveMonkeys' contract of an ImageIO writer, with an image of every standard type. */
@ExtendWith(TinyPack.class)
class NlcImageWriterTest extends ImageWriterAbstractTest<NlcImageWriter> {

    @Override
    protected ImageWriterSpi createProvider() {
        return new NlcImageWriterSpi();
    }

    @Override
    protected List<? extends RenderedImage> getTestData() {
        return IntStream.rangeClosed(BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_BYTE_INDEXED)
                .mapToObj(type -> new BufferedImage(40, 30, type))
                .toList();
    }
}
