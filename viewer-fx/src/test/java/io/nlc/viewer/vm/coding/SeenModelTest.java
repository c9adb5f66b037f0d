package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.vm.ViewerTest;
import java.awt.image.BufferedImage;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class SeenModelTest extends ViewerTest {

    private static final EncodeRequest REQUEST =
            EncodeRequest.nlc("minnen2018-128/serial", new RateTarget.Quality(0.1));

    private final BufferedImage image = TestPictures.scene(384, 256);
    private final MemoryPicture original = MemoryPicture.of(image);

    private PictureCoder coder() throws IOException {
        return new PictureCoder(image, TestPictures.CPU, 0);
    }

    @Test
    void thePartThatIsSeen_isEncodedBeforeTheRest() throws IOException {
        SeenModel seen = new SeenModel(viewer.context(), 0);
        PictureCoder coder = coder();
        seen.see(new Area(140, 70, 100, 100));
        seen.begin(coder, REQUEST, original);
        ui.until(() -> seen.patchedProperty().get() != null);
        PictureSource patched = seen.patchedProperty().get();
        MemoryPicture part = coder.part(new Area(128, 64, 128, 128), REQUEST, () -> false);
        assertThat(patched.argb(0, 150, 80)).isEqualTo(part.argb(0, 22, 16));
        assertThat(patched.argb(0, 255, 191)).isEqualTo(part.argb(0, 127, 127));
        assertThat(patched.argb(0, 127, 80)).isEqualTo(original.argb(0, 127, 80));
        seen.see(new Area(300, 0, 84, 64));
        ui.until(() -> seen.patchedProperty().get() != patched);
        assertThat(seen.patchedProperty().get().argb(0, 150, 80)).isEqualTo(original.argb(0, 150, 80));
        seen.end();
        assertThat(seen.patchedProperty().get()).isNull();
    }

    @Test
    void ofASmallPicture_orASizeOfTheWhole_thereAreNoParts() throws IOException {
        SeenModel small = new SeenModel(viewer.context());
        small.see(new Area(0, 0, 64, 64));
        small.begin(coder(), REQUEST, original);
        SeenModel sized = new SeenModel(viewer.context(), 0);
        sized.see(new Area(0, 0, 64, 64));
        sized.begin(coder(), EncodeRequest.nlc(REQUEST.pack(), new RateTarget.Bytes(1000)), original);
        assertThat(small.working()).isFalse();
        assertThat(sized.working()).isFalse();
    }

    @Test
    void aLargePicture_showsThePart_whileItIsEncoded() throws IOException {
        settings.put("pack", REQUEST.pack());
        viewer = viewer(24_000_000);
        viewer.encoding().seen().see(new Area(0, 0, 256, 256));
        viewer.document().open(TestPictures.png(folder, "large.png", 2500, 1700));
        ui.until(() -> viewer.encoding().waitingProperty().get());
        ui.until(() -> viewer.compare().panes().get(1).pictureProperty().get()
                == viewer.encoding().seen().patchedProperty().get());
        assertThat(viewer.compare().panes().get(1).encodingProperty().get())
                .as("it has no figures")
                .isNull();
        viewer.encoding().cancel();
        assertThat(viewer.compare().panes().get(1).pictureProperty().get())
                .isSameAs(viewer.document().originalProperty().get());
    }
}
