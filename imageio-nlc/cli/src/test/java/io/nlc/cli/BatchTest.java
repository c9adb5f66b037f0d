package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class BatchTest {

    private static final String THREADS = "nlc.threads";
    private static final int PROCESSORS = Runtime.getRuntime().availableProcessors();

    /** @param threads for each file; 0 for what the settings say */
    private record Recorded(int threads) implements Conversion {

        @Override
        public Conversion withThreads(int more) {
            return new Recorded(more);
        }

        @Override
        public String verb() {
            return "record";
        }

        @Override
        public boolean takes(Path file) {
            return false;
        }

        @Override
        public String resultName(Path file) {
            return null;
        }

        @Override
        public String distinctName(Path file) {
            return null;
        }

        @Override
        public void checkName(Output out) {}

        @Override
        public Converted convert(Input in, Output out, ProgressBar bar, Consumer<String> warnings) {
            return null;
        }
    }

    @Test
    void processorsAreSharedOut_butNotAgainstTheUser() {
        String before = System.clearProperty(THREADS);
        try {
            assertThat(Batch.sideBySide(new Recorded(0), 1)).isEqualTo(new Recorded(PROCESSORS));
            assertThat(Batch.sideBySide(new Recorded(0), PROCESSORS)).isEqualTo(new Recorded(1));
            assertThat(Batch.sideBySide(new Recorded(0), 10 * PROCESSORS)).isEqualTo(new Recorded(1));
            System.setProperty(THREADS, "3");
            assertThat(Batch.sideBySide(new Recorded(0), PROCESSORS)).isEqualTo(new Recorded(0));
        } finally {
            if (before == null) {
                System.clearProperty(THREADS);
            } else {
                System.setProperty(THREADS, before);
            }
        }
    }

    @Test
    void thereIsAFileForEachProcessor_thatHasMemory() {
        assertThat(Batch.jobs()).isBetween(1, PROCESSORS);
    }
}
