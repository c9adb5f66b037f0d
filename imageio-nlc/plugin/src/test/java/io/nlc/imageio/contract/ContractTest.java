package io.nlc.imageio.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.TinyPack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * NLC beside the JDK's PNG and JPEG, call by call. What comes out is the table of docs/java-contract.md; where it is
 * what neither of them does, {@link Reasons} says why. After a change that is meant, copy
 * {@code target/java-contract.md} there.
 */
@ExtendWith(TinyPack.class)
class ContractTest {

    private static final Path PAGE = Path.of("../../docs/java-contract.md");
    private static final Path MADE = Path.of("target/java-contract.md");

    private static final Contract CONTRACT = new Contract();

    /** For each case what it comes to: NLC, NLC lossless, PNG, JPEG. */
    private static final Map<Contract.Case, List<String>> OUTCOMES = new LinkedHashMap<>();

    @BeforeAll
    static void ask() throws IOException {
        new ReaderCases(CONTRACT).add();
        new WriterCases(CONTRACT).add();
        new ParamCases(CONTRACT).add();
        new ProviderCases(CONTRACT).add();
        new MetadataCases(CONTRACT).add();
        new OwnCases(CONTRACT).add();
        List<Subject> subjects = Subject.all();
        for (Contract.Case c : CONTRACT.cases()) {
            OUTCOMES.put(c, subjects.stream().map(s -> Outcome.of(s, c.call())).toList());
        }
    }

    @Test
    void everyMethodIsAsked() {
        assertThat(CONTRACT.unasked()).isEmpty();
    }

    @Test
    void learnedAndLosslessFiles_areAlike() {
        OUTCOMES.forEach((c, outcomes) -> assertThat(outcomes.get(1))
                .as(c.type() + "." + c.method() + ": " + c.what())
                .isEqualTo(outcomes.get(0)));
    }

    @Test
    void whatNeitherPngNorJpegDoes_hasAReason() {
        TreeSet<String> without = new TreeSet<>();
        Reasons reasons = new Reasons();
        OUTCOMES.forEach((c, outcomes) -> {
            boolean odd = !outcomes.subList(2, 4).contains(outcomes.get(0));
            if (odd && reasons.of(c).isEmpty()) {
                without.add(c.type() + "." + c.method() + " | " + c.what() + " | " + outcomes);
            }
        });
        assertThat(without).isEmpty();
        assertThat(reasons.unused()).as("reasons for nothing").isEmpty();
    }

    /** Of other versions of the JDK only our column is compared: theirs may differ. */
    @Test
    void pageSaysWhatHappens() throws IOException {
        Page made = Page.of(OUTCOMES);
        Page kept = Page.parse(Files.readString(PAGE));
        String text = kept.intro() + made.table();
        Files.writeString(MADE, text);
        if (Runtime.version().feature() == 17) {
            assertThat(Files.readString(PAGE)).isEqualTo(text);
        } else {
            assertThat(kept.ours()).containsExactlyInAnyOrderEntriesOf(made.ours());
        }
    }
}
