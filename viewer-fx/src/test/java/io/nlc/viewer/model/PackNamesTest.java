package io.nlc.viewer.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.model.ModelPack;
import io.nlc.viewer.TestPictures;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackNamesTest {

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everyPackThatShips_hasANameOfItsOwn_andSaysWhatToExpect(String language) throws IOException {
        PackNames names = new PackNames(new Texts(Locale.forLanguageTag(language)));
        List<String> packs =
                TestPictures.CPU.packs().all().stream().map(ModelPack::name).toList();
        assertThat(packs).isNotEmpty();
        assertThat(packs).allSatisfy(pack -> {
            assertThat(names.name(pack)).isNotEqualTo(pack);
            assertThat(names.hint(pack)).isNotEmpty();
            assertThat(names.both(pack)).contains(names.name(pack)).endsWith("(" + pack + ")");
        });
        assertThat(packs.stream().map(names::name)).doesNotHaveDuplicates();
        assertThat(names.name("my/own")).isEqualTo("my/own");
        assertThat(names.both("my/own")).isEqualTo("my/own");
        assertThat(names.hint("my/own")).isEmpty();
    }

    @Test
    void whatIsOfUse_comesFirst() {
        assertThat(PackNames.ordered(List.of(
                        "a/b", "minnen2018-128/serial", "cheng2020-128/mlic", "swift/serial", "cheng2020-128/serial")))
                .containsExactly(
                        "cheng2020-128/serial", "swift/serial", "minnen2018-128/serial", "a/b", "cheng2020-128/mlic");
    }
}
