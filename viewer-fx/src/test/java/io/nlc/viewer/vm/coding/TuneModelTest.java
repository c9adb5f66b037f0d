package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.Tune;
import io.nlc.viewer.TestUi;
import java.io.IOException;
import java.util.List;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** With whatever packs ship: for which tunes there are some is asked, not known. */
class TuneModelTest {

    private static final String FAST = "minnen2018-128/serial";
    private static final String FOR_MS_SSIM = Tune.MS_SSIM.relative(FAST);

    private final TestUi ui = new TestUi();
    private final StringProperty pack = new SimpleStringProperty(ModelPacks.DEFAULT);
    private final TuneModel model = new TuneModel(pack, ui);
    private List<ModelPack> installed;

    @BeforeEach
    void install() throws IOException {
        installed = NlcSettings.fromProperties().packs().all();
        model.installed(installed);
    }

    private List<String> names(Tune tune) {
        return installed.stream()
                .filter(one -> one.manifest().about().tune() == tune)
                .map(ModelPack::name)
                .sorted()
                .toList();
    }

    private void listed(Tune tune) {
        ui.until(() -> model.packs().equals(names(tune)));
    }

    @Test
    void onlyTunesThatSomePackHasAreOffered() {
        assertThat(model.offered())
                .isSorted()
                .containsExactlyElementsOf(installed.stream()
                        .map(one -> one.manifest().about().tune())
                        .distinct()
                        .sorted()
                        .toList());
        assertThat(model.tuneProperty().get()).isEqualTo(Tune.PSNR);
        listed(Tune.PSNR);
    }

    @Test
    void withoutItsPacksATuneIsNotOffered_andCannotBeChosen() {
        model.installed(installed.stream()
                .filter(one -> one.manifest().about().tune() == Tune.PSNR)
                .toList());
        assertThat(model.offered()).containsExactly(Tune.PSNR);
        model.choose(Tune.MS_SSIM);
        assertThat(pack.get()).isEqualTo(ModelPacks.DEFAULT);
    }

    @Test
    void choosing_takesThePackThatBelongsToThePresentOne_andBackTheOneBefore() {
        pack.set(FAST);
        model.choose(Tune.MS_SSIM);
        assertThat(pack.get()).isEqualTo(FOR_MS_SSIM);
        assertThat(model.tuneProperty().get()).isEqualTo(Tune.MS_SSIM);
        listed(Tune.MS_SSIM);
        model.choose(Tune.PSNR);
        assertThat(pack.get()).isEqualTo(FAST);
        listed(Tune.PSNR);
    }

    @Test
    void choosing_takesTheFirstWhereNoneBelongsToIt() {
        pack.set("swift/serial");
        model.choose(Tune.MS_SSIM);
        assertThat(names(Tune.MS_SSIM)).contains(pack.get());
        model.choose(Tune.PSNR);
        assertThat(pack.get()).isEqualTo("swift/serial");
    }

    @Test
    void aRememberedPackIsOfItsTune_onceThePacksAreKnown() {
        StringProperty remembered = new SimpleStringProperty(FOR_MS_SSIM);
        TuneModel fresh = new TuneModel(remembered, ui);
        fresh.installed(installed);
        assertThat(fresh.tuneProperty().get()).isEqualTo(Tune.MS_SSIM);
        fresh.choose(Tune.PSNR);
        assertThat(remembered.get()).isEqualTo(FAST);
    }

    @Test
    void thePackOfAFile_turnsToItsTune_andIsAlwaysListedAtOnce() {
        pack.set(FOR_MS_SSIM);
        assertThat(model.packs()).contains(FOR_MS_SSIM);
        assertThat(model.tuneProperty().get()).isEqualTo(Tune.MS_SSIM);
        listed(Tune.MS_SSIM);
    }
}
