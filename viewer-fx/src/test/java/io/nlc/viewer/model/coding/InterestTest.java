package io.nlc.viewer.model.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.AreaMask;
import io.nlc.viewer.model.picture.MemoryPicture;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.IIOImage;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.junit.jupiter.api.Test;

class InterestTest {

    private static final BufferedImage SCENE = TestPictures.scene(384, 256);
    private static final String PACK = "minnen2018-128/serial";
    private static final Interest LEFT = new Interest(AreaMask.none(384, 256).brushed(64, 0, 64, 256, 20, true), 0.5);

    private static EncodeRequest request(Interest interest, RateTarget target) {
        return new EncodeRequest(new Codec.Nlc(PACK, interest), target);
    }

    @Test
    void theFileIsThatOfTheWriter_goodInsideAndSmallElsewhere() throws IOException {
        PictureCoder coder = new PictureCoder(SCENE, TestPictures.CPU, 64 << 20);
        RateTarget target = new RateTarget.Quality(0.7);
        Encoding plain = coder.encode(EncodeRequest.nlc(PACK, target), () -> false);
        Encoding mapped = coder.encode(request(LEFT, target), () -> false);
        assertThat(mapped.file()).isEqualTo(written(LEFT)).hasSizeLessThan(plain.file().length);
        Interest.Split before = LEFT.split(coder.rgb(), plain.rgb(), 384);
        assertThat(mapped.split()).isEqualTo(LEFT.split(coder.rgb(), mapped.rgb(), 384));
        assertThat(mapped.split().inside()).isCloseTo(before.inside(), within(0.6));
        assertThat(mapped.split().elsewhere()).isLessThan(before.elsewhere() - 1.5);
        assertThat(plain.split()).isNull();
        assertThat(mapped.withPsnr(1).split()).isEqualTo(mapped.split());
    }

    private static byte[] written(Interest interest) throws IOException {
        NlcImageWriter writer = PictureFiles.writer(TestPictures.CPU);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(file)) {
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setModel(PACK);
            param.setCompressionQuality(0.7f);
            param.setQualityMap(interest.map());
            writer.setOutput(out);
            writer.write(null, new IIOImage(SCENE, null, null), param);
        } finally {
            writer.dispose();
        }
        return file.toByteArray();
    }

    @Test
    void ofOneSize_theRegionGetsWhatIsSaved() throws IOException {
        PictureCoder coder = new PictureCoder(SCENE, TestPictures.CPU, 64 << 20);
        Encoding plain = coder.encode(EncodeRequest.nlc(PACK, new RateTarget.Quality(0.4)), () -> false);
        Encoding mapped = coder.encode(request(LEFT, Encoding.sameSize(plain)), () -> false);
        assertThat(mapped.targetReached()).isTrue();
        assertThat(mapped.file()).hasSizeLessThanOrEqualTo(plain.file().length);
        assertThat(mapped.split().inside())
                .isGreaterThan(LEFT.split(coder.rgb(), plain.rgb(), 384).inside() + 0.5);
    }

    @Test
    void encodings_areKeptByTheirRegions() throws IOException {
        PictureCoder coder = new PictureCoder(SCENE, TestPictures.CPU, 64 << 20);
        RateTarget target = new RateTarget.Quality(0.2);
        Encoding mapped = coder.encode(request(LEFT, target), () -> false);
        Interest same = new Interest(AreaMask.none(384, 256).brushed(64, 0, 64, 256, 20, true), 0.5);
        assertThat(coder.cached(request(same, target))).containsSame(mapped);
        assertThat(coder.cached(EncodeRequest.nlc(PACK, target))).isEmpty();
        assertThat(coder.cached(request(new Interest(LEFT.mask(), 0.3), target)))
                .isEmpty();
        assertThat(coder.cached(request(new Interest(LEFT.mask().with(5, 0, true), 0.5), target)))
                .isEmpty();
    }

    @Test
    void aPart_hasTheRegionsThatLieInIt() throws IOException {
        PictureCoder coder = new PictureCoder(SCENE, TestPictures.CPU, 64 << 20);
        RateTarget target = new RateTarget.Quality(0.7);
        Area right = new Area(192, 64, 192, 192);
        MemoryPicture lower = coder.part(right, request(LEFT, target), () -> false);
        assertThat(LEFT.crop(right).mask().count()).isZero();
        assertThat(error(lower, right))
                .as("nothing in it matters")
                .isGreaterThan(1.3 * error(coder.part(right, EncodeRequest.nlc(PACK, target), () -> false), right));
    }

    private static double error(MemoryPicture part, Area area) {
        double sum = 0;
        for (int i = 0; i < area.width() * area.height(); i++) {
            int x = i % area.width();
            int y = i / area.width();
            int original = SCENE.getRGB(area.x() + x, area.y() + y);
            for (int shift = 0; shift <= 16; shift += 8) {
                int difference = (part.argb(0, x, y) >> shift & 0xFF) - (original >> shift & 0xFF);
                sum += difference * difference;
            }
        }
        return sum;
    }

    @Test
    void codec_hasNoEffortThen_andNoRegionsOnCurves() {
        Codec.Nlc codec = new Codec.Nlc(PACK, LEFT);
        assertThat(codec.effort()).isZero();
        assertThat(codec.ofCurve()).isEqualTo(new Codec.Nlc(PACK));
        assertThatIllegalArgumentException().isThrownBy(() -> new Codec.Nlc(PACK, 1, LEFT));
        assertThatIllegalArgumentException().isThrownBy(() -> new Interest(LEFT.mask(), 1.1));
        assertThat(EncodeRequest.LOSSLESS.interest()).isNull();
    }
}
