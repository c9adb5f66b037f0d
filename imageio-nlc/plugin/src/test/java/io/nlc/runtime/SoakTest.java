package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.imageio.SoakProgram;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Eight threads read, write, abort and free the networks of several packs for a long time, and everything that they get
 * is right; {@code mvn -Psoak}. Properties: {@code nlc.soak.reads} in all (2,000), {@code nlc.soak.seed},
 * {@code nlc.test.jdks} ({@link Jdks}).
 */
@EnabledIfSystemProperty(named = "nlc.soak", matches = "true", disabledReason = "takes long; mvn -Psoak")
class SoakTest {

    private static final String READS = System.getProperty("nlc.soak.reads", "2000");
    private static final String SEED = System.getProperty("nlc.soak.seed", "20261128");
    private static final int ROUNDS = 40;
    private static final int MINUTES = 180;
    private static final Pattern MEMORY =
            Pattern.compile("reads (\\d+) .* resident (\\d+) kB, trimmed (\\d+) kB, allocated (-?\\d+) kB");

    /** How much more native code may have allocated after 1,000 reads in the second half of the rounds, in kB. */
    private static final double ALLOCATED = 4 << 10;

    /**
     * The same of the memory that the process has. Much of it is fragments that the C library keeps in the arenas of
     * its threads, which come and go by 80 MiB from one round to the next, with no trend.
     */
    private static final double RESIDENT = 96 << 10;

    private static final int ENOUGH = 2000;

    @TempDir
    Path folder;

    private String run(ChildJvm jvm, String threads) throws Exception {
        // A heap that has its size from the beginning, so that whatever grows is something else.
        jvm.with("-Xms384m", "-Xmx384m", "-XX:+AlwaysPreTouch");
        int status = ChildJvm.end(jvm.start(SoakProgram.class, threads, READS, String.valueOf(ROUNDS), SEED), MINUTES);
        System.out.println(jvm.output());
        assertThat(status).as(jvm.output()).isZero();
        assertThat(jvm.output()).endsWith("done\n");
        return jvm.output();
    }

    /** In the second half: what is loaded once and for all has been by then, and code is compiled. */
    private static void assertFlat(String output) {
        List<double[]> rounds = MEMORY.matcher(output)
                .results()
                .map(m -> new double[] {number(m, 1), number(m, 2), number(m, 3), number(m, 4)})
                .toList();
        assumeTrue(!rounds.isEmpty(), "the system does not tell how much memory a process has");
        assertThat(rounds).hasSize(ROUNDS);
        List<double[]> second = rounds.subList(ROUNDS / 2, ROUNDS);
        double[] growth = new double[4];
        Arrays.setAll(growth, column -> 1000 * slope(second, column));
        System.out.printf(
                Locale.ROOT,
                "kB more in 1,000 reads: resident %.0f, trimmed %.0f, allocated %.0f%n",
                growth[1],
                growth[2],
                growth[3]);
        if (rounds.get(ROUNDS - 1)[0] >= ENOUGH) { // fragments gather in the first 700
            assertThat(growth[1]).as("kB more in 1,000 reads").isLessThan(RESIDENT);
            assertThat(growth[2]).as("kB more in 1,000 reads, trimmed").isLessThan(RESIDENT);
        }
        if (second.get(0)[3] >= 0) {
            assertThat(growth[3]).as("kB more allocated in 1,000 reads").isLessThan(ALLOCATED);
        }
    }

    private static double number(MatchResult match, int group) {
        return Double.parseDouble(match.group(group));
    }

    /** The median of those between every two points (Theil and Sen's), which single ones far off do not move. */
    private static double slope(List<double[]> points, int column) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (int j = 0; j < i; j++) {
                double[] one = points.get(j);
                double[] other = points.get(i);
                slopes.add((other[column] - one[column]) / (other[0] - one[0]));
            }
        }
        Collections.sort(slopes);
        return slopes.get(slopes.size() / 2);
    }

    @Test
    void threads_getWhatIsRight_inMemoryThatDoesNotGrow() throws Exception {
        assertFlat(run(new ChildJvm(folder), "platform"));
    }

    @Test
    void virtualThreads_getWhatIsRight_inMemoryThatDoesNotGrow() throws Exception {
        Path jdk = Jdks.installed().get(25);
        assumeTrue(jdk != null, "JDK 25 is not here; property nlc.test.jdks says where JDKs are");
        assertFlat(run(new ChildJvm(folder).javaHome(jdk).with("--enable-native-access=ALL-UNNAMED"), "virtual"));
    }
}
