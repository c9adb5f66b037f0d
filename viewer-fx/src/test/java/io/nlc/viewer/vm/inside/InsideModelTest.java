package io.nlc.viewer.vm.inside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.coding.RateMode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InsideModelTest extends ViewerTest {

    @Test
    void inside_showsChannelsBitsAndOrder() throws IOException {
        viewer.packs().packProperty().set("cheng2020-128/checkerboard"); // two steps
        open(TestPictures.png(folder, "a.png", 192, 128));
        InsideModel inside = new InsideModel(viewer);
        assertThat(inside.inspections().inspectionProperty().get()).isNull();
        inside.activeProperty().set(true);
        ui.until(() -> !inside.channels().channels().isEmpty());
        assertThat(inside.inspections().inspectionProperty().get().latentBits()
                        + inside.inspections().inspectionProperty().get().hyperBits())
                .isCloseTo(8.0 * current().file().length, within(2400.0));
        assertThat(inside.channels().channels()).isSortedAccordingTo((a, b) -> Double.compare(b.bits(), a.bits()));
        inside.channels().sortProperty().set(Sort.NUMBER);
        assertThat(inside.channels().channels().get(5).number()).isEqualTo(5);
        assertThat(inside.overlay().overlayProperty().get()).isNull();
        inside.overlay().layerProperty().set(Layer.BITS);
        assertThat(inside.overlay().overlayProperty().get().grid().columns()).isEqualTo(12);
        inside.channels().selectedProperty().set(3);
        inside.channels().quantityProperty().set(Quantity.SCALE);
        inside.overlay().layerProperty().set(Layer.CHANNEL);
        assertThat(inside.overlay().overlayProperty().get().values()).hasSize(12 * 8);
        assertThat(inside.channels().enlarged().width()).isEqualTo(12);
        assertThat(inside.channels().histogram().counts().length)
                .isEqualTo(inside.channels().histogram().expected().length);
        inside.overlay().layerProperty().set(Layer.ORDER);
        assertThat(inside.overlay().overlayProperty().get().values()).doesNotContain(Float.NaN);
        inside.overlay().stepProperty().set(2);
        assertThat(inside.overlay().overlayProperty().get().values()).containsOnly(Float.NaN);
        inside.activeProperty().set(false);
        assertThat(inside.overlay().overlayProperty().get()).isNull();
    }

    @Test
    void drawnFile_hasNothingInside_andNothingIsWrong() throws IOException {
        InsideModel inside = new InsideModel(viewer);
        inside.activeProperty().set(true);
        open(TestPictures.drawnNlc(folder, "a.nlc", 150, 100));
        assertThat(current().request().pack()).isNotEmpty();
        assertThat(current().work().learned()).isFalse();
        assertThat(inside.inspections().inspectionProperty().get()).isNull();
        assertThat(inside.inspections().waitingProperty().get()).isFalse();
        assertThat(viewer.messages().messageProperty().get()).isNull();
    }

    @Test
    void attention_isShownWhereThePackKnowsIt() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        InsideModel inside = new InsideModel(viewer);
        inside.activeProperty().set(true);
        assertThat(inside.attention().knownProperty().get()).as("of cheng2020").isFalse();
        viewer.packs().packProperty().set("nlaic-128/context3d");
        settled();
        assertThat(inside.attention().knownProperty().get()).isTrue();
        inside.overlay().layerProperty().set(Layer.ATTENTION);
        ui.until(() -> !inside.attention().maps().isEmpty());
        assertThat(inside.attention().maps().get(0).width()).isEqualTo(192);
        assertThat(inside.overlay().overlayProperty().get().values())
                .hasSize(inside.attention().mapProperty().get().width()
                        * inside.attention().mapProperty().get().height());
        viewer.packs().packProperty().set(ModelPacks.DEFAULT);
        assertThat(inside.overlay().layerProperty().get()).isEqualTo(Layer.NONE);
        assertThat(inside.attention().maps()).isEmpty();
    }

    @Test
    void overlay_goesWithThePicture_andIsThatOfTheNext() throws IOException {
        InsideModel inside = new InsideModel(viewer);
        inside.activeProperty().set(true);
        inside.overlay().layerProperty().set(Layer.BITS);
        open(TestPictures.png(folder, "a.png", 192, 128));
        ui.until(() -> inside.overlay().overlayProperty().get() != null);
        List<Overlay> seen = new ArrayList<>();
        viewer.document()
                .previewProperty()
                .addListener((o, was, now) ->
                        seen.add(inside.overlay().overlayProperty().get()));
        open(TestPictures.nlc(folder, "b.nlc", 64, 48));
        assertThat(seen).as("over a preview, and what follows it").containsExactly(null, null);
        ui.until(() -> inside.overlay().overlayProperty().get() != null);
        assertThat(inside.overlay().overlayProperty().get().grid().columns()).isEqualTo(4);
    }

    @Test
    void overlay_ofWhatChangedWhileNobodyLooked_doesNotComeBack() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        InsideModel inside = new InsideModel(viewer);
        inside.overlay().layerProperty().set(Layer.BITS);
        inside.activeProperty().set(true);
        ui.until(() -> inside.overlay().overlayProperty().get() != null);
        Overlay before = inside.overlay().overlayProperty().get();
        inside.activeProperty().set(false);
        inside.activeProperty().set(true);
        assertThat(inside.overlay().overlayProperty().get())
                .as("nothing changed")
                .isNotNull();
        inside.activeProperty().set(false);
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        settled();
        inside.activeProperty().set(true);
        assertThat(inside.overlay().overlayProperty().get()).isNull();
        ui.until(() -> inside.overlay().overlayProperty().get() != null);
        assertThat(inside.overlay().overlayProperty().get().values()).isNotEqualTo(before.values());
    }
}
