package io.nlc.lossless;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.GoldenList;
import io.nlc.codec.GoldenPictures;
import io.nlc.codec.GoldenSamples;
import io.nlc.container.NlcReader;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What blocks decode to is law, and how small they are must not get worse. */
class GoldenBlocksTest {

    private static final List<String> WAYS = List.of("photo", "graphics", "palette");
    private static final int WIDTH = 29;
    private static final int HEIGHT = 23;

    /** Kinds of golden files, by the beginnings of their names. */
    static Stream<String> kinds() throws IOException {
        return GoldenList.names(false)
                .filter(name -> name.matches("(block|joint|lossless)-.*"))
                .map(GoldenBlocksTest::kind)
                .distinct();
    }

    /** The first two words, as far as there are. */
    private static String kind(String name) {
        return name.replaceFirst("^([a-z]+-[a-z]+).*", "$1");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void blocksOfGoldenFiles_decodeToWhatTheyDid(String kind) throws IOException {
        for (Map.Entry<String, String> golden : GoldenList.digests().entrySet()) {
            if (kind(golden.getKey()).equals(kind)) {
                assertThat(GoldenSamples.digest(GoldenList.open(golden.getKey())))
                        .as(golden.getKey())
                        .isEqualTo(golden.getValue());
            }
        }
    }

    static Stream<String> drawings() {
        return GoldenPictures.blocks().keySet().stream()
                .map(GoldenBlocksTest::kind)
                .distinct();
    }

    /** Where two ways of coding do, encoders find the one that is shorter. */
    @ParameterizedTest
    @MethodSource("drawings")
    void blocksOfGoldenFiles_areAsSmallAsTheyWere(String kind) throws IOException {
        for (Map.Entry<String, List<Samples>> drawing : GoldenPictures.blocks().entrySet()) {
            if (kind(drawing.getKey()).equals(kind)) {
                NlcReader reader = GoldenList.open(drawing.getKey());
                List<Samples> blocks = drawing.getValue();
                for (int i = 0; i < blocks.size(); i++) {
                    assertThat(BlockCoder.encode(blocks.get(i)))
                            .as(drawing.getKey())
                            .hasSizeLessThanOrEqualTo(
                                    TilePayload.parse(reader.tile(i)).data().length);
                }
            }
        }
    }

    static Stream<String> dreams() {
        return IntStream.range(0, 64)
                .filter(head -> (head >> 2 & 3) < 3 && ((head & 3) < 2 || head < 4) && head != 3)
                .boxed()
                .flatMap(head -> IntStream.of(1, 2, 3, 4)
                        .filter(planes -> planes > 2 || (head >> 2 & 3) == 0)
                        .boxed()
                        .flatMap(planes -> IntStream.of(8, 16).mapToObj(depth -> head + " " + planes + " " + depth)));
    }

    /**
     * Bits that nobody coded are what the models expect, flat here and noise there, or damaged. Which of these, the
     * format says: the list was made once, and stays.
     */
    @ParameterizedTest
    @ValueSource(strings = {"photo", "graphics", "palette"})
    void bitsThatNobodyCoded_decodeToWhatTheyDid(String way) throws IOException {
        int tried = 0;
        for (String line : lines("/nlc/dreams-lossless.csv")) {
            String[] words = line.split(",");
            int[] w = Stream.of(words).limit(4).mapToInt(Integer::parseInt).toArray();
            if (WAYS.indexOf(way) == (w[0] & 3)) {
                assertThat(dream(w[0], w[1], w[2], w[3])).as(line).isEqualTo(words[4]);
                tried++;
            }
        }
        assertThat(tried).isPositive();
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = GoldenBlocksTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII)
                    .lines()
                    .toList();
        }
    }

    private static String dream(int head, int planes, int depth, int seed) {
        byte[] data = new byte[1 << 14];
        new Random(seed).nextBytes(data);
        data[0] = (byte) head;
        try {
            CRC32C crc = new CRC32C();
            for (int[] plane :
                    BlockCoder.decode(data, 0, WIDTH, HEIGHT, planes, depth).planes()) {
                for (int sample : plane) {
                    crc.update(sample >> 8);
                    crc.update(sample);
                }
            }
            return String.format(Locale.ROOT, "%08x", crc.getValue());
        } catch (NlcException e) {
            return e.kind().toString();
        }
    }

    /** Made the list: for each way the first that is no damage, if one of the first is none, and the first that is. */
    public static void main(String[] args) {
        dreams().forEach(dream -> {
            int[] way = Stream.of(dream.split(" ")).mapToInt(Integer::parseInt).toArray();
            boolean good = false;
            boolean bad = false;
            for (int seed = 0; seed < 3000 && !(good && bad); seed++) {
                String outcome = dream(way[0], way[1], way[2], seed);
                boolean damage = outcome.equals("DAMAGED");
                if (damage ? !bad : !good) {
                    System.out.println(dream.replace(' ', ',') + "," + seed + "," + outcome);
                }
                good |= !damage;
                bad |= damage;
            }
        });
    }
}
