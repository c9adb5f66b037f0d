package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.nlc.codec.RateTarget;
import javax.imageio.ImageWriteParam;
import org.junit.jupiter.api.Test;

class NlcImageWriteParamTest {

    private final NlcImageWriteParam param = new NlcImageWriteParam();

    @Test
    void fresh_hasModeTypeAndQuality() {
        assertThat(param.canWriteCompressed()).isTrue();
        assertThat(param.getCompressionTypes()).containsExactly("NLC", "lossless");
        assertThat(param.getCompressionMode()).isEqualTo(ImageWriteParam.MODE_EXPLICIT);
        assertThat(param.getCompressionType()).isEqualTo("NLC");
        assertThat(param.getCompressionQuality()).isEqualTo(0.5f);
        assertThat(param.isCompressionLossless()).isFalse();
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Quality(0.5));
    }

    @Test
    void quality_needsNoFurtherSetting() {
        param.setCompressionQuality(0.25f);
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Quality(0.25));
        param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT); // what careful users write first, or again
        param.setCompressionQuality(0.75f);
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Quality(0.75));
    }

    @Test
    void otherModes_meanTheDefault() {
        param.setCompressionQuality(0.9f);
        for (int mode : new int[] {
            ImageWriteParam.MODE_DISABLED, ImageWriteParam.MODE_DEFAULT, ImageWriteParam.MODE_COPY_FROM_METADATA
        }) {
            param.setCompressionMode(mode);
            assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Quality(0.5));
            assertThatIllegalStateException().isThrownBy(() -> param.setCompressionQuality(0.5f));
        }
    }

    @Test
    void lastSettingCounts() {
        param.setTargetBytes(1000);
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Bytes(1000));
        param.setTargetBitsPerPixel(0.5);
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.BitsPerPixel(0.5));
        param.setTargetPsnr(35);
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Psnr(35));
        param.clearTarget();
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Quality(0.5));
        param.setTargetPsnr(35);
        param.setCompressionQuality(0.5f);
        assertThat(param.getRateTarget()).isEqualTo(new RateTarget.Quality(0.5));
    }

    @Test
    void badValues_areNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setCompressionQuality(1.5f))
                .withMessageContaining("1.5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setCompressionQuality(Float.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setTargetBytes(0))
                .withMessageContaining("bytes");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setTargetBitsPerPixel(-1))
                .withMessageContaining("-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setTargetPsnr(Double.NaN))
                .withMessageContaining("NaN");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setDevice("tpu"))
                .withMessageContaining("tpu");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> param.setTune("vmaf"))
                .withMessage("tune must be one of psnr, ms-ssim, visual, not \"vmaf\"");
    }

    @Test
    void descriptions_lieBetweenValues() {
        assertThat(param.getCompressionQualityValues())
                .hasSize(param.getCompressionQualityDescriptions().length + 1)
                .startsWith(0f)
                .endsWith(1f)
                .isSorted();
    }

    @Test
    void effort() {
        assertThat(param.getEffort()).isZero().isEqualTo(NlcImageWriteParam.DEFAULT_EFFORT);
        param.setEffort(NlcImageWriteParam.MAX_EFFORT);
        assertThat(param.getEffort()).isEqualTo(9);
        for (int bad : new int[] {-1, 10}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> param.setEffort(bad))
                    .withMessage("effort must be 0 to 9, not " + bad);
        }
        assertThat(param.getEffort()).isEqualTo(9);
    }

    @Test
    void deviceAndModel() {
        assertThat(param.getDevice()).isEqualTo("auto");
        param.setDevice("CUDA:1");
        assertThat(param.getDevice()).isEqualTo("cuda:1");
        assertThat(param.getModel()).isNull();
        assertThat(param.getTune()).isNull();
        param.setTune("MS-SSIM");
        assertThat(param.getTune()).isEqualTo("ms-ssim");
        param.setTune(null);
        assertThat(param.getTune()).isNull();
        param.setModel("test/tiny");
        assertThat(param.getModel()).isEqualTo("test/tiny");
    }
}
