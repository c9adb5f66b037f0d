package io.nlc.viewer.model.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.Psnr;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class PictureCoderTest {

    private static final BufferedImage SCENE = TestPictures.scene(192, 128);

    private static PictureCoder coder() throws IOException {
        return new PictureCoder(SCENE, TestPictures.CPU, 64 << 20);
    }

    @Test
    void encode_isTheFileItself_andItsMeasures() throws IOException {
        PictureCoder coder = coder();
        Encoding e = coder.encode(EncodeRequest.nlc(ModelPacks.DEFAULT, new RateTarget.Quality(0.5)), () -> false);
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(e.file()));
        assertThat(PictureFiles.rgb(decoded)).isEqualTo(e.rgb());
        assertThat(e.psnr()).isEqualTo(Psnr.of(PictureFiles.rgb(SCENE), e.rgb()));
        assertThat(e.bpp()).isEqualTo(8.0 * e.file().length / (192 * 128));
        assertThat(e.work().device()).isEqualTo("cpu");
        assertThat(e.work().encodeTime()).isPositive();
        assertThat(coder.scores(e).msSsim()).isBetween(0.5, 1.0);
        assertThat(coder.scores(e).ssimulacra2()).isBetween(0.0, 100.0);
    }

    @Test
    void encode_again_isCached() throws IOException {
        PictureCoder coder = coder();
        EncodeRequest request = EncodeRequest.nlc(ModelPacks.DEFAULT, new RateTarget.Quality(0.25));
        assertThat(coder.cached(request)).isEmpty();
        Encoding e = coder.encode(request, () -> false);
        assertThat(coder.encode(request, () -> true)).isSameAs(e);
        assertThat(coder.cached(request)).containsSame(e);
    }

    @Test
    void encode_jpeg_ofTheSameSize_isNotLarger() throws IOException {
        PictureCoder coder = coder();
        Encoding nlc = coder.encode(EncodeRequest.nlc(ModelPacks.DEFAULT, new RateTarget.Quality(0.8)), () -> false);
        Encoding jpeg = coder.encode(EncodeRequest.jpeg(Encoding.sameSize(nlc)), () -> false);
        assertThat(jpeg.targetReached()).isTrue();
        assertThat(jpeg.file().length).isLessThanOrEqualTo(nlc.file().length).isGreaterThan(nlc.file().length * 8 / 10);
        Encoding tiny = coder.encode(EncodeRequest.jpeg(new RateTarget.Bytes(10)), () -> false);
        assertThat(tiny.targetReached()).isFalse();
        assertThatThrownBy(() -> coder.encode(EncodeRequest.jpeg(new RateTarget.Psnr(30)), () -> false))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void encode_cancelled_stops() {
        assertThatThrownBy(() ->
                        coder().encode(EncodeRequest.nlc(ModelPacks.DEFAULT, new RateTarget.Quality(0.5)), () -> true))
                .isInstanceOf(CancellationException.class);
    }

    @Test
    void cache_keepsWithinItsCapacity() throws IOException {
        PictureCoder coder = coder();
        Encoding e = coder.encode(EncodeRequest.jpeg(new RateTarget.Quality(0.5)), () -> false);
        EncodingCache cache = new EncodingCache(5 * e.memory() / 2);
        for (int i = 0; i < 5; i++) {
            cache.put(new Encoding(
                    EncodeRequest.jpeg(new RateTarget.Quality(i / 10.0)), e.file(), 0, true, e.decoded(), e.work()));
            cache.get(EncodeRequest.jpeg(new RateTarget.Quality(0)));
        }
        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get(EncodeRequest.jpeg(new RateTarget.Quality(0))))
                .as("used again and again")
                .isPresent();
        assertThat(cache.get(EncodeRequest.jpeg(new RateTarget.Quality(0.4)))).isPresent();
    }
}
