package io.nlc.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.TestPacks;
import io.nlc.container.NlcReader;
import io.nlc.model.PackSessions;
import io.nlc.runtime.Optimization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Files that our encoder made once decode to the same latents for ever: on every JDK, ONNX Runtime, thread count and
 * optimisation level. A change of a digest here is a change of the format.
 */
class GoldenFilesTest {

    @AfterAll
    static void free() {
        PackSessions.closeIdle();
    }

    @ParameterizedTest
    @CsvSource({
        "gray,  2ff06a6b4f9feab02a1b9bf176ed1b4bb4ce5d70523ae3209c99915c655f7d7e",
        "rgb,   d3fbce45c22db8f290f39ba52b2c055a2b631995696bc474357c3e7ddd15a91a",
        "rgba,  bee752bf126aaaabd1b050d6d11f812ca0b0638c0a324a88bbce84f6cec9062a",
        "tiles, 7d6adddbc7119500134da8bf8b14730e4c4188b8754b7198bf4fc4ca7c0dac07",
    })
    void latentDigest(String name, String digest) throws IOException {
        byte[] file;
        try (InputStream in = getClass().getResourceAsStream("/nlc/" + name + ".nlc")) {
            file = in.readAllBytes();
        }
        for (int threads : new int[] {1, 2}) {
            for (Optimization level : Optimization.values()) {
                try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
                    NlcReader reader = new NlcReader(stream);
                    assertThat(new NlcDecoder(TestPacks.tiny(), TestPacks.cpu(threads, level))
                                    .latentDigest(reader.header(), reader::tile))
                            .as("%s threads, optimisation %s", threads, level)
                            .isEqualTo(digest);
                }
            }
        }
    }
}
