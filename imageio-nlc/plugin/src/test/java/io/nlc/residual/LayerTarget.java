package io.nlc.residual;

import io.nlc.failure.NlcException;
import io.nlc.fuzz.Checks;
import io.nlc.fuzz.FuzzInput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/** What fuzzing does to layers: width, height, planes, form and a coded layer. What is decoded is encoded anew. */
public final class LayerTarget {

    private static final int MAX_SIDE = 130;

    private LayerTarget() {}

    /** Golden layers, small ones. */
    public static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        for (Form form : Form.values()) {
            for (int planes : new int[] {1, 3}) {
                for (Mode mode : Mode.values()) {
                    seeds.add(seed(30, 20, planes, form, mode));
                }
                seeds.add(seed(70, 66, planes, form, Mode.EXACT, Mode.BASE, Mode.OWN));
            }
        }
        return seeds;
    }

    private static byte[] seed(int width, int height, int planes, Form form, Mode... modes) {
        byte[] coded = LayerCoder.encode(GoldenLayers.of(width, height, planes, form, modes));
        return ByteBuffer.allocate(3 + coded.length)
                .put((byte) (width - 1))
                .put((byte) (height - 1))
                .put((byte) (planes / 2 + 2 * form.ordinal()))
                .put(coded)
                .array();
    }

    /** Tries an input. */
    public static void run(byte[] input) throws NlcException {
        FuzzInput in = new FuzzInput(input);
        Parts parts = new Parts(1 + in.below(MAX_SIDE), 1 + in.below(MAX_SIDE));
        int kind = in.u8();
        int planes = (kind & 1) == 0 ? 1 : 3;
        Form form = Form.values()[(kind >> 1) % Form.values().length];
        Layer layer = LayerCoder.decode(ByteBuffer.wrap(in.rest()), parts, planes, form);
        for (int part = 0; part < parts.count(); part++) {
            Checks.that(
                    layer.step(part) >= 0 && layer.step(part) < Steps.COUNT, "step " + layer.step(part) + " of a part");
        }
        byte[] a = painted(layer);
        Layer back;
        try {
            back = LayerCoder.decode(ByteBuffer.wrap(LayerCoder.encode(layer)), parts, planes, form);
        } catch (NlcException e) {
            throw new AssertionError("our own layer is refused", e);
        }
        Checks.equal(check(layer), check(back), "check values of a layer and of what came back");
        Checks.that(Arrays.equals(a, painted(back)), "the layer that came back paints something else");
    }

    private static long check(Layer layer) {
        CRC32C crc = new CRC32C();
        LayerCoder.check(layer, crc);
        return crc.getValue();
    }

    private static byte[] painted(Layer layer) {
        byte[] rgb = new byte[3 * layer.parts().width() * layer.parts().height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7);
        }
        LayerPainter.paint(layer, rgb);
        return rgb;
    }
}
