package io.nlc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.nlc.EditedPack;
import io.nlc.imageio.Pictures;
import io.nlc.imageio.TinyPack;
import io.nlc.model.PackSessions;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** One broken pack among others, as a shell sees it. */
@ExtendWith(TinyPack.class)
class BrokenPacksTest extends ProgramRuns {

    @TempDir
    private Path folder;

    /** A pack with a null where none may be, and one in control characters. */
    private Path packs() throws IOException {
        Path packs = folder.resolve("packs");
        EditedPack broken = new EditedPack().name("extra", "broken");
        broken.json().add("self_test", null);
        broken.write(packs);
        EditedPack loud = new EditedPack().name("extra", "loud");
        loud.json().addProperty("description", "\u001b[2J");
        loud.write(packs);
        new EditedPack().name("extra", "good").write(packs);
        return packs;
    }

    @Test
    void models_namesItAndGoesOn() throws IOException {
        Path packs = packs();
        assertThat(nlc("models", "--packs", packs)).isEqualTo(1);
        assertThat(out).contains("extra/good", TinyPack.NAME).doesNotContain("extra/broken", "\u001b");
        assertThat(err.lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("nlc: " + packs.resolve("extra/broken"))
                        && line.endsWith("self_test is missing"))
                .anyMatch(line -> line.startsWith("nlc: " + packs.resolve("extra/loud")) && !line.contains("\u001b"));
        assertThat(nlc("models", "--packs", packs, "--json")).isEqualTo(1);
        assertThat(JsonParser.parseString(out).getAsJsonArray())
                .anySatisfy(
                        pack -> assertThat(pack.getAsJsonObject().get("name").getAsString())
                                .isEqualTo("extra/good"));
        assertThat(err.lines()).hasSize(2);
    }

    @Test
    void otherPacks_encodeAndDecode() throws IOException {
        Path packs = packs();
        Path png = folder.resolve("in.png");
        Path file = folder.resolve("a.nlc");
        ImageIO.write(Pictures.of(70, 60, BufferedImage.TYPE_3BYTE_BGR), "png", png.toFile());
        assertThat(nlc("encode", png, file, "--packs", packs, "--model", "extra/good", "--device", "cpu"))
                .as(err)
                .isZero();
        assertThat(nlc("decode", file, folder.resolve("b.png"), "--packs", packs, "--device", "cpu"))
                .as(err)
                .isZero();
        assertThat(nlc("bench", folder, "--packs", packs, "--entropy", "--model", "extra/good"))
                .as(err)
                .isZero();
        assertThat(nlc("encode", png, file, "--force", "--packs", packs, "--model", "extra/broken"))
                .isEqualTo(1);
        assertThat(err)
                .contains("model pack \"extra/broken\" is not installed", "broken: " + packs.resolve("extra/broken"));
        assertThat(Files.size(file)).isPositive();
    }

    @Test
    void brokenNetwork_isNamed() throws IOException {
        Path packs = folder.resolve("packs");
        Path pack = new EditedPack().name("extra", "good").write(packs);
        Path png = folder.resolve("in.png");
        ImageIO.write(Pictures.of(70, 60, BufferedImage.TYPE_3BYTE_BGR), "png", png.toFile());
        Files.write(pack.resolve("analysis.onnx"), new byte[10]);
        PackSessions.closeIdle(); // another pack may have lent it its networks
        assertThat(nlc(
                        "encode",
                        png,
                        folder.resolve("a.nlc"),
                        "--packs",
                        packs,
                        "--model",
                        "extra/good",
                        "--networks-only"))
                .isEqualTo(1);
        assertThat(err).contains("pack extra/good: analysis.onnx of " + pack, "not the file that pack.json lists");
        assertThat(folder.resolve("a.nlc")).doesNotExist();
    }

    @Test
    void check_findsNetworksThatAreMissing() throws IOException {
        Path packs = folder.resolve("packs");
        Path pack = new EditedPack().name("extra", "good").write(packs);
        assertThat(nlc("models", "--check", "--packs", packs)).as(err).isZero();
        Files.delete(pack.resolve("synthesis.onnx"));
        assertThat(nlc("models", "--packs", packs)).isZero();
        assertThat(nlc("models", "--check", "--packs", packs)).isEqualTo(1);
        assertThat(err.lines()).singleElement().asString().contains("pack extra/good: synthesis.onnx", "is not there");
        assertThat(out).contains("extra/good", TinyPack.NAME);
    }
}
