package io.nlc.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every target on its seeds, on whatever was found to be wrong once ({@code src/test/resources/fuzz}), and on a few
 * changes of its seeds, always the same. Looking for more is {@link FuzzRun}'s.
 */
@Timeout(120)
class FuzzRegressionTest {

    private static final int CHANGES = 100;

    /** Of files that are read with networks, or coded by trial, which takes longest. */
    private static final int FEW_CHANGES = 30;

    private static Path findings(FuzzTarget target) {
        return Path.of("src/test/resources/fuzz", target.id());
    }

    @ParameterizedTest
    @EnumSource
    void seeds_endWell(FuzzTarget target) throws IOException {
        List<byte[]> seeds = target.seeds();
        assertThat(seeds).isNotEmpty();
        for (int i = 0; i < seeds.size(); i++) {
            run(target, "seed " + i, seeds.get(i));
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasFoundOnce_endsWell(FuzzTarget target) throws IOException {
        if (!Files.isDirectory(findings(target))) {
            return; // nothing was
        }
        try (Stream<Path> files = Files.list(findings(target))) {
            for (Path file : files.sorted().toList()) {
                run(target, file.toString(), Files.readAllBytes(file));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void changesOfSeeds_endWell(FuzzTarget target) throws IOException {
        List<byte[]> seeds = target.seeds();
        Random random = new Random(target.id().hashCode());
        boolean slow = target == FuzzTarget.READER || target == FuzzTarget.LOSSLESS;
        for (int i = 0; i < (slow ? FEW_CHANGES : CHANGES); i++) {
            run(target, "change " + i, changed(seeds, random));
        }
    }

    /** Folders of findings belong to a target. */
    @Test
    void findings_haveATarget() throws IOException {
        Path root = Path.of("src/test/resources/fuzz");
        List<String> ids =
                Arrays.stream(FuzzTarget.values()).map(FuzzTarget::id).toList();
        try (Stream<Path> folders = Files.list(root)) {
            assertThat(folders.map(f -> f.getFileName().toString())).isSubsetOf(ids);
        }
    }

    private static byte[] changed(List<byte[]> seeds, Random random) {
        byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
        for (int n = random.nextInt(4); n > 0 && input.length > 0; n--) {
            int at = random.nextInt(input.length);
            switch (random.nextInt(4)) {
                case 0 -> input[at] = (byte) random.nextInt();
                case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> input = Arrays.copyOf(input, at);
                default -> {
                    int from = random.nextInt(input.length);
                    int length = random.nextInt(Math.min(64, input.length - Math.max(at, from)) + 1);
                    System.arraycopy(input.clone(), from, input, at, length);
                }
            }
        }
        return input;
    }

    private static void run(FuzzTarget target, String name, byte[] input) {
        try {
            target.run(input);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(target.id() + ", " + name + ": " + e, e);
        }
    }
}
