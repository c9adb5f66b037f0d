package io.nlc.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.nlc.EditedPack;
import io.nlc.TestPacks;
import io.nlc.context.ContextModel;
import io.nlc.runtime.SelfTest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackManifestTest {

    private static PackManifest tiny() throws IOException {
        return TestPacks.tiny().manifest();
    }

    @Test
    void saysWhatTheJsonSays() throws IOException {
        JsonObject json = new EditedPack().json();
        PackManifest m = tiny();
        assertThat(m.id())
                .isEqualTo(new PackId("test", "tiny", json.get("digest").getAsString()));
        assertThat(m.id().name()).isEqualTo("test/tiny");
        assertThat(m.latent()).isEqualTo(new LatentShape(16, 16, 8, 64, 32, 32));
        assertThat(m.context()).isEqualTo(new ContextModel.Checkerboard(5));
        assertThat(m.entropy().mixture()).isEqualTo(3);
        assertThat(m.entropy().symbolClip()).isEqualTo(json.get("symbol_clip").getAsInt());
        assertThat(m.gains().levels()).isEqualTo(json.get("levels").getAsInt());
        Matrix gains = m.gains().logGain();
        assertThat(gains.rows()).isEqualTo(m.gains().levels());
        assertThat(gains.columns()).isEqualTo(16);
        assertThat(gains.at(1, 2))
                .isEqualTo(json.getAsJsonArray("log_gain")
                        .get(1)
                        .getAsJsonArray()
                        .get(2)
                        .getAsDouble());
        assertThat(JsonParser.parseString(m.about().training())).isEqualTo(json.get("training"));
    }

    @Test
    void training_mayBeMissing() throws IOException {
        EditedPack edited = new EditedPack();
        edited.json().remove("training");
        edited.json().remove("description");
        PackManifest m = ModelPack.of(edited.source()).manifest();
        assertThat(m.about().training()).isNull();
        assertThat(m.about().description()).isEmpty();
    }

    @Test
    void nobodyChangesIt() throws IOException {
        PriorTables prior = tiny().entropy().prior();
        int low = prior.low()[0];
        int frequency = prior.frequencies()[0][0];
        prior.low()[0]++;
        prior.frequencies()[0][0]++;
        prior.frequencies()[1] = new int[0];
        assertThat(prior.low()[0]).isEqualTo(low);
        assertThat(prior.frequencies()[0][0]).isEqualTo(frequency);
        assertThat(prior.frequencies()[1]).isNotEmpty();

        Networks networks = tiny().networks();
        SelfTest test = networks.selfTests().get("head.onnx");
        SelfTest.Input input = test.inputs().values().iterator().next();
        long side = input.shape()[0];
        input.shape()[0]++;
        assertThat(input.shape()[0]).isEqualTo(side);
        for (Map<String, ?> map : List.of(networks.files(), networks.selfTests(), test.inputs())) {
            assertThatExceptionOfType(UnsupportedOperationException.class).isThrownBy(map::clear);
        }
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> tiny().gains().lambdas().clear());
    }
}
