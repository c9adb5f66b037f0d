package io.nlc.imageio;

import com.twelvemonkeys.imageio.util.ImageReaderAbstractTest;
import java.awt.Dimension;
import java.util.List;
import javax.imageio.spi.ImageReaderSpi;
import org.junit.jupiter.api.extension.ExtendWith;

/** TwelveMonkeys' contract of an ImageIO reader. */
@ExtendWith(TinyPack.class)
class NlcImageReaderTest extends ImageReaderAbstractTest<NlcImageReader> {

    @Override
    protected ImageReaderSpi createProvider() {
        return new NlcImageReaderSpi();
    }

    @Override
    protected List<TestData> getTestData() {
        return List.of(
                new TestData(getClassLoaderResource("/nlc/rgb.nlc"), new Dimension(64, 96)),
                new TestData(getClassLoaderResource("/nlc/rgba.nlc"), new Dimension(61, 47)),
                new TestData(getClassLoaderResource("/nlc/gray.nlc"), new Dimension(33, 65)),
                new TestData(getClassLoaderResource("/nlc/accompanied.nlc"), new Dimension(40, 30)));
    }

    @Override
    protected List<String> getFormatNames() {
        return List.of("nlc", "NLC");
    }

    @Override
    protected List<String> getSuffixes() {
        return List.of("nlc");
    }

    @Override
    protected List<String> getMIMETypes() {
        return List.of("image/x-nlc");
    }
}
