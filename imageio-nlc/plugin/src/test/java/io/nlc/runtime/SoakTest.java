package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.imageio.SoakProgram;
import java.nio.file.Path;
import java.util.List;
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
    private static final int ROUNDS = 20;
    private static final int MINUTES = 180;
    private static final Pattern RESIDENT = Pattern.compile("resident (\\d+) kB");

    /** What may be between the median of a quarter of the rounds and that of the last quarter, in kB. */
    private static final long GROWTH = 48 << 10;

    @TempDir
    Path folder;

    private String run(ChildJvm jvm, String threads) throws Exception {
        int status = ChildJvm.end(jvm.start(SoakProgram.class, threads, READS, String.valueOf(ROUNDS), SEED), MINUTES);
        System.out.println(jvm.output());
        assertThat(status).as(jvm.output()).isZero();
        assertThat(jvm.output()).endsWith("done\n");
        return jvm.output();
    }

    /** The second quarter of the rounds beside the last: what is loaded once and for all has been by then. */
    private static void assertFlat(String output) {
        List<Long> resident = RESIDENT.matcher(output)
                .results()
                .map(m -> Long.parseLong(m.group(1)))
                .toList();
        assumeTrue(!resident.isEmpty(), "the system does not tell how much memory a process has");
        assumeTrue(
                !output.contains("memory is not trimmed"),
                "what is in use cannot be told from what the C library keeps");
        assertThat(resident).hasSize(ROUNDS);
        int quarter = ROUNDS / 4;
        long early = median(resident.subList(quarter, 2 * quarter));
        long late = median(resident.subList(3 * quarter, ROUNDS));
        assertThat(late - early).as("kB more at the end; %s", resident).isLessThan(GROWTH);
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
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
