package io.nlc.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.nlc.context.ContextModel.Head;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContextModelTest {

    @ParameterizedTest
    @CsvSource({
        "none,0,SELDOM,false,none 0,ParallelOrder",
        "checkerboard,5,SELDOM,true,checkerboard 5,CheckerboardOrder",
        "serial,7,EVERY_STEP,false,serial 7,WavefrontOrder",
        "context3d,3,SMALL_ROWS,false,context3d 3,VolumeRowOrder",
        "context3d-serial,5,SMALL_ROWS,false,context3d-serial 5,VolumeWavefrontOrder"
    })
    void modelsWithAHead(String type, int kernel, Head head, boolean network, String signature, String order) {
        ContextModel model = ContextModel.of(type, kernel, null);
        assertThat(model.type()).isEqualTo(type);
        assertThat(model.kernel()).isEqualTo(kernel);
        assertThat(model.slices()).isEmpty();
        assertThat(model.head()).isEqualTo(head);
        assertThat(model.hasNetwork()).isEqualTo(network);
        assertThat(model.signature()).isEqualTo(signature);
        assertThat(model.order().getClass().getSimpleName()).isEqualTo(order);
        assertThat(model.networks()).isEqualTo(network ? List.of("context.onnx", "head.onnx") : List.of("head.onnx"));
    }

    @Test
    void slicesHaveTwoNetworksEach() {
        List<Integer> sizes = new ArrayList<>(List.of(3, 5));
        ContextModel model = ContextModel.of("slices", 0, sizes);
        sizes.set(0, 7);
        assertThat(model.slices()).containsExactly(3, 5);
        assertThat(model.kernel()).isZero();
        assertThat(model.head()).isEqualTo(Head.NONE);
        assertThat(model.signature()).isEqualTo("slices 3,5");
        assertThat(model.order()).isEqualTo(new SliceOrder(List.of(3, 5)));
        assertThat(model.networks())
                .containsExactly(
                        "slice0-anchors.onnx", "slice0-others.onnx", "slice1-anchors.onnx", "slice1-others.onnx");
        assertThat(((ContextModel.Slices) model).channels()).isEqualTo(8);
    }

    private static void isRefused(String message, String type, int kernel, List<Integer> slices) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContextModel.of(type, kernel, slices))
                .withMessageContaining(message);
    }

    @Test
    void whatIsWrongIsNamed() {
        isRefused("context.type \"spiral\" is not known", "spiral", 5, null);
        isRefused("context.type \"null\" is not known", null, 5, null);
        isRefused("context.kernel must be odd and 3 to 15, not 4", "serial", 4, null);
        isRefused("context.kernel must be odd and 3 to 15, not 17", "context3d", 17, null);
        isRefused("context.kernel must be odd and 3 to 15, not 1", "context3d-serial", 1, null);
        isRefused("context.kernel must be 0 for none, not 5", "none", 5, null);
        isRefused("context.kernel must be 0 for slices, not 5", "slices", 5, List.of(1));
        isRefused("context.slices is missing", "slices", 0, null);
        isRefused("context.slices is only for context.type \"slices\", not \"serial\"", "serial", 5, List.of(1));
        isRefused("1 to 64 slices, not 0", "slices", 0, List.of());
        isRefused("out of range", "slices", 0, List.of(4, 0));
        isRefused("out of range", "slices", 0, List.of(4097));
        isRefused("out of range", "slices", 0, Arrays.asList(4, null));
    }
}
