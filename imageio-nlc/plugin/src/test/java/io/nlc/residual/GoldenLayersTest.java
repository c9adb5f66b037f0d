package io.nlc.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.GoldenList;
import io.nlc.codec.GoldenSamples;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of a layer, and what it does to a tile, are law: the lists were made once, and stay. */
class GoldenLayersTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "layers-alone",
                "layers-alone-gray",
                "squares-alone",
                "squares-alone-gray",
                "softened-alone",
                "softened-alone-gray"
            })
    void layersOfGoldenFiles_paintWhatTheyDid(String name) throws IOException {
        String file = name + ".nlc";
        assertThat(GoldenSamples.digest(GoldenList.open(file)))
                .isEqualTo(GoldenList.digests().get(file));
    }

    /** What becomes of the pixels under a layer that does nothing. */
    private static final String NOTHING = "18b447cf";

    private static String crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    private static byte[] painted(Layer layer) {
        byte[] rgb = new byte[3 * layer.parts().width() * layer.parts().height()];
        for (int i = 0; i < rgb.length; i++) {
            rgb[i] = (byte) (i * 7 + i / 100);
        }
        LayerPainter.paint(layer, rgb);
        return rgb;
    }

    private static String check(Layer layer) {
        CRC32C crc = new CRC32C();
        LayerCoder.check(layer, crc);
        return String.format(Locale.ROOT, "%08x", crc.getValue());
    }

    /** Check value, coded bits without exact parts (which have more than one code), and pixels. */
    private static String outcome(Layer layer) {
        byte[] none = {};
        return check(layer) + " " + crc(LayerCoder.encode(layer, none)) + " " + crc(painted(layer));
    }

    private static Layer layer(String form, int width, int height, int planes, String modes) {
        Mode[] all = Stream.of(modes.split("\\+")).map(Mode::valueOf).toArray(Mode[]::new);
        return GoldenLayers.of(width, height, planes, Form.valueOf(form), all);
    }

    private static List<String[]> lines(String resource, Form form) throws IOException {
        try (InputStream in = GoldenLayersTest.class.getResourceAsStream(resource)) {
            List<String[]> lines = new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .map(line -> line.split(","))
                    .filter(words -> words[0].equals(form.toString()))
                    .toList();
            assertThat(lines).as("%s of %s", resource, form).hasSizeGreaterThanOrEqualTo(20);
            return lines;
        }
    }

    @ParameterizedTest
    @EnumSource
    void layers_haveTheBitsAndPixelsThatTheyHad(Form form) throws IOException {
        for (String[] w : lines("/nlc/layers.csv", form)) {
            int planes = Integer.parseInt(w[3]);
            Layer layer = layer(w[0], Integer.parseInt(w[1]), Integer.parseInt(w[2]), planes, w[4]);
            assertThat(outcome(layer)).as(String.join(",", w)).isEqualTo(w[5]);
            Layer back = LayerCoder.decode(ByteBuffer.wrap(LayerCoder.encode(layer)), layer.parts(), planes, form);
            assertThat(outcome(back)).as(String.join(",", w)).isEqualTo(w[5]);
        }
    }

    private static List<String> layers() {
        List<String> all = new ArrayList<>();
        for (Form form : Form.values()) {
            for (int planes : new int[] {1, 3}) {
                for (String modes : List.of("RESIDUAL", "OWN")) {
                    all.add(form + ",8,8," + planes + "," + modes);
                    all.add(form + ",41,27," + planes + "," + modes);
                    all.add(form + ",70,66," + planes + "," + modes);
                }
                all.add(form + ",20,15," + planes + ",EXACT");
                all.add(form + ",20,15," + planes + ",BASE");
                all.add(form + ",136,70," + planes + ",EXACT+OWN+BASE+RESIDUAL+OWN");
                all.add(form + ",70,136," + planes + ",OWN+RESIDUAL+OWN+OWN+EXACT");
            }
        }
        return all;
    }

    /** Bits that nobody coded are what the models expect, or damaged. */
    @ParameterizedTest
    @EnumSource
    void bitsThatNobodyCoded_decodeToWhatTheyDid(Form form) throws IOException {
        for (String[] w : lines("/nlc/dreams-layers.csv", form)) {
            assertThat(dream(w[0], Integer.parseInt(w[1]), Integer.parseInt(w[2])))
                    .as(String.join(",", w))
                    .isEqualTo(w[3]);
        }
    }

    private static String dream(String form, int planes, int seed) {
        byte[] data = new byte[1 << 14];
        new Random(seed).nextBytes(data);
        data[0] = data[1] = data[2] = data[3] = 0;
        try {
            Layer layer = LayerCoder.decode(ByteBuffer.wrap(data), new Parts(70, 44), planes, Form.valueOf(form));
            return check(layer) + " " + crc(painted(layer));
        } catch (NlcException e) {
            return e.getMessage();
        }
    }

    /** Made the lists. */
    public static void main(String[] args) {
        if (args[0].equals("layers")) {
            for (String line : layers()) {
                String[] w = line.split(",");
                System.out.println(line + ","
                        + outcome(layer(
                                w[0], Integer.parseInt(w[1]), Integer.parseInt(w[2]), Integer.parseInt(w[3]), w[4])));
            }
            return;
        }
        for (Form form : Form.values()) {
            for (int planes : new int[] {1, 3}) {
                int good = 0;
                for (int seed = 0; seed < 3000 && good < 8; seed++) {
                    String outcome = dream(form.toString(), planes, seed);
                    boolean picture = outcome.matches("[0-9a-f ]+") && !outcome.endsWith(NOTHING);
                    if (picture || seed < 12) {
                        System.out.println(form + "," + planes + "," + seed + "," + outcome);
                    }
                    good += picture ? 1 : 0;
                }
            }
        }
    }
}
