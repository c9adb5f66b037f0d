package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.container.NlcReader;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TileKindsTest {

    /** The golden files of each form have a learned tile, a lossless one and two layered ones. */
    @ParameterizedTest
    @ValueSource(strings = {"layers-mixed.nlc", "squares-mixed.nlc", "softened-mixed.nlc"})
    void tilesOfEveryKind_areCounted(String name) throws IOException {
        try (InputStream in = getClass().getResourceAsStream("/nlc/" + name)) {
            TileKinds kinds = TileKinds.of(new NlcReader(new MemoryCacheImageInputStream(in)));
            assertThat(kinds).isEqualTo(new TileKinds(1, 2, 1, 0));
        }
    }
}
