package io.nlc.onnx;

import static io.nlc.onnx.OnnxFiles.graph;
import static io.nlc.onnx.OnnxFiles.model;
import static io.nlc.onnx.OnnxFiles.node;
import static io.nlc.onnx.OnnxFiles.tensor;
import static io.nlc.onnx.OnnxFiles.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.failure.NlcException;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.TransformNetwork;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConstantsTest {

    /** y = x + other/w, whose w is in another file. */
    private static final byte[] INCOMPLETE = model(new Proto()
                    .text(2, "g")
                    .message(1, node("Add", List.of("x", "other/w"), "y"))
                    .message(11, value("x", 2))
                    .message(12, value("y", 2)))
            .toBytes();

    private static byte[] other(float... w) {
        ByteBuffer raw = ByteBuffer.allocate(4 * w.length).order(ByteOrder.LITTLE_ENDIAN);
        for (float v : w) {
            raw.putFloat(v);
        }
        return model(graph(tensor("w", 1, w.length).bytes(9, raw.array()))).toBytes();
    }

    @Test
    void completedFile_runs() throws NlcException {
        assertThatThrownBy(() -> OnnxModel.check(INCOMPLETE)).hasMessageContaining("nothing before it makes");
        byte[] whole = new Constants().add("other", other(3, 5)).completed(INCOMPLETE);
        assertThat(OnnxModel.check(whole)).isEqualTo(new Ends(List.of("x"), List.of("y")));
        TransformNetwork network =
                TransformNetwork.load("whole", () -> whole, TestPacks.CPU, new MemoryUse(1 << 20, 1 << 10), List.of());
        assertThat(network.run(new FloatTensor(2).put(new float[] {1, 1}))).containsExactly(4, 6);
        network.close();
    }

    @Test
    void namesThatAreThereAlready_areRefused() throws NlcException {
        Constants twice = new Constants().add("other", other(1, 2)).add("other", other(1, 2));
        assertThatThrownBy(() -> OnnxModel.check(twice.completed(INCOMPLETE)))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("two initialisers");
    }

    /** Whatever it makes of damaged files, the check that follows sees all that is run. */
    @Test
    void damagedFiles_areRefusedOrChecked() throws NlcException {
        Random random = new Random(3);
        byte[] good = other(3, 5);
        for (int i = 0; i < 5000; i++) {
            byte[] model = INCOMPLETE.clone();
            byte[] from = good.clone();
            byte[] damaged = random.nextBoolean() ? model : from;
            damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            int length = random.nextInt(4) == 0 ? random.nextInt(damaged.length) : damaged.length;
            byte[] cut = Arrays.copyOf(damaged, length);
            try {
                byte[] whole = new Constants()
                        .add("other", damaged == from ? cut : from)
                        .completed(damaged == model ? cut : model);
                OnnxModel.check(whole);
            } catch (NlcException e) {
                assertThat(e.getMessage()).isNotEmpty();
            }
        }
    }
}
