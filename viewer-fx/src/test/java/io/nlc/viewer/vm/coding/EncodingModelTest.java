package io.nlc.viewer.vm.coding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.nlc.imageio.ExifOrientation;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.Density;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.metrics.Psnr;
import io.nlc.model.ModelPacks;
import io.nlc.viewer.FakeTools;
import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Scores;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.vm.ViewerTest;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import java.awt.color.ICC_ColorSpace;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EncodingModelTest extends ViewerTest {

    @Test
    void open_png_encodesAtTheRememberedQuality() throws IOException {
        settings.put("quality", 0.25);
        viewer = viewer(PictureLoader.MAX_PIXELS);
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(current().quality()).isCloseTo(0.25, within(0.001));
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SPLIT);
        assertThat(viewer.rate().rateProperty(RateMode.BPP).get())
                .isEqualTo(current().bpp());
        assertThat(viewer.rate().rateProperty(RateMode.PSNR).get())
                .isEqualTo(current().psnr());
        ui.until(() -> !Double.isNaN(viewer.scores().scoresProperty().get().msSsim())
                && viewer.scores().jpegProperty().get() != null);
        assertThat(viewer.scores().jpegProperty().get().request().codec()).isEqualTo(Codec.JPEG);
        assertThat(viewer.document().recent())
                .containsExactly(folder.resolve("a.png").toAbsolutePath());
    }

    @Test
    void open_nlc_showsItWithoutEncoding() throws IOException {
        Path file = TestPictures.nlc(folder, "a.nlc", 192, 128);
        open(file);
        assertThat(current().file()).isEqualTo(Files.readAllBytes(file));
        assertThat(viewer.encoding().measured()).isFalse();
        assertThat(viewer.compare().modeProperty().get()).isEqualTo(Mode.SINGLE);
        assertThat(viewer.packs().packProperty().get()).isEqualTo(ModelPacks.DEFAULT);
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.1);
        assertThat(viewer.encoding().waitingProperty().get()).isTrue();
        assertThat(current().quality())
                .as("the last result stays while the new one is made")
                .isEqualTo(0.5);
        settled();
        assertThat(current().quality()).isCloseTo(0.1, within(0.001));
        assertThat(viewer.encoding().measured())
                .as("measured against what the file decodes to")
                .isTrue();
    }

    @Test
    void slide_more_isMoreBitsAndBetter_forEverySlider() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        double[][] values = {{0.1, 0.5, 0.9}, {0.3, 0.6, 1.2}, {26, 29, 32}};
        for (RateMode mode : RateMode.values()) {
            double bpp = 0;
            double psnr = 0;
            for (double value : values[mode.ordinal()]) {
                viewer.rate().rateProperty(mode).set(value);
                settled();
                assertThat(viewer.rate().modeProperty().get()).isEqualTo(mode);
                assertThat(current().bpp()).as("%s %s", mode, value).isGreaterThan(bpp);
                assertThat(current().psnr()).as("%s %s", mode, value).isGreaterThan(psnr);
                bpp = current().bpp();
                psnr = current().psnr();
                assertThat(viewer.rate().rateProperty(mode).get())
                        .as("the leading slider stays")
                        .isEqualTo(value);
            }
        }
    }

    @Test
    void slide_fast_onlyTheNewestArrives() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        int[] changes = new int[1];
        viewer.encoding().currentProperty().addListener((o, was, is) -> changes[0]++);
        for (int i = 0; i <= 40; i++) {
            viewer.rate().rateProperty(RateMode.QUALITY).set(i / 40.0);
        }
        settled();
        assertThat(current().quality()).isEqualTo(1);
        assertThat(changes[0]).isEqualTo(1);
    }

    @Test
    void slide_back_isInstant() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        Encoding first = current();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        settled();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.5);
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        assertThat(current()).isSameAs(first);
    }

    @Test
    void pack_changed_encodesAnew() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.packs().packProperty().set("minnen2018-128/serial");
        settled();
        assertThat(current().request().pack()).isEqualTo("minnen2018-128/serial");
        assertThat(settings.get("pack", "")).isEqualTo("minnen2018-128/serial");
    }

    @Test
    void save_writesWhatIsShown() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(viewer.document().proposedName()).isEqualTo("a.nlc");
        Path file = folder.resolve("out.nlc");
        viewer.encoding().save(file);
        ui.until(() -> viewer.messages().messageProperty().get() != null);
        assertThat(viewer.messages().messageProperty().get().error()).isFalse();
        assertThat(Files.readAllBytes(file)).isEqualTo(current().file());
        assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(192);
        viewer.encoding().save(folder.resolve("none/out.nlc"));
        ui.until(() -> viewer.messages().messageProperty().get().error());
        assertThat(viewer.messages().messageProperty().get().text()).contains("out.nlc");
    }

    @Test
    void open_another_forgetsTheScores() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        ui.until(() -> Double.isFinite(viewer.scores().scoresProperty().get().ssimulacra2())
                && viewer.scores().jpegProperty().get() != null);
        viewer.document().open(TestPictures.png(folder, "b.png", 192, 128));
        ui.until(() -> viewer.document().documentProperty().get().name().equals("b.png"));
        assertThat(viewer.encoding().currentProperty().get()).isNull();
        assertThat(viewer.scores().scoresProperty().get()).isEqualTo(Scores.UNKNOWN);
        assertThat(viewer.scores().jpegProperty().get()).isNull();
    }

    @Test
    void encoding_saysHowFarItIs() throws IOException {
        List<Double> seen = new ArrayList<>();
        viewer.encoding().progressProperty().addListener((o, was, is) -> seen.add(is.doubleValue()));
        viewer.document().open(TestPictures.png(folder, "a.png", 700, 500));
        settled();
        assertThat(seen).isSorted().allMatch(done -> done >= 0 && done <= 1);
        assertThat(seen.stream().distinct().count()).as("%s", seen).isGreaterThan(1);
    }

    @Test
    void cancel_goesBackToTheEncodingThatIsThere() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        Encoding before = current();
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.9);
        assertThat(viewer.encoding().waitingProperty().get()).isTrue();
        viewer.encoding().cancel();
        assertThat(viewer.encoding().waitingProperty().get()).isFalse();
        assertThat(current()).isSameAs(before);
        assertThat(viewer.rate().rateProperty(RateMode.QUALITY).get()).isEqualTo(0.5);
        ui.until(() -> Double.isFinite(viewer.scores().scoresProperty().get().msSsim()));
        assertThat(current()).isSameAs(before);
    }

    private String saved(String name) {
        viewer.messages().clear();
        viewer.encoding().save(folder.resolve(name));
        ui.until(() -> viewer.messages().messageProperty().get() != null);
        return (viewer.messages().messageProperty().get().error() ? "error: " : "")
                + viewer.messages().messageProperty().get().text();
    }

    @ParameterizedTest
    @CsvSource({"out.png,png", "out.JPG,JPEG", "out.jpeg,JPEG", "out.tif,tif", "out.TIFF,tif", "out.bmp,bmp"})
    void save_underThatSuffix_writesTheDecodedPicture(String name, String format) throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(saved(name)).startsWith("Saved " + name);
        try (ImageInputStream in =
                ImageIO.createImageInputStream(folder.resolve(name).toFile())) {
            assertThat(ImageIO.getImageReaders(in).next().getFormatName()).startsWith(format);
        }
        byte[] rgb = PictureFiles.rgb(ImageIO.read(folder.resolve(name).toFile()));
        assertThat(Psnr.of(rgb, current().rgb())).isGreaterThan(format.equals("JPEG") ? 34 : 1000);
    }

    /** As the command line does: upright, with what the camera said, from each format into each. */
    @ParameterizedTest
    @ValueSource(strings = {"out.nlc", "out.jpg", "out.png", "out.tif"})
    void save_carriesWhatAccompaniesThePicture(String name) throws IOException {
        Path photo = TestPictures.photo(folder, "photo.jpg", 192, 128);
        PictureMetadata before = PictureFiles.metadata(photo);
        open(photo);
        assertThat(current().picture().width()).as("turned").isEqualTo(128);
        assertThat(saved(name)).startsWith("Saved");
        PictureMetadata after = PictureFiles.metadata(folder.resolve(name));
        assertThat(ExifOrientation.of(folder.resolve(name))).isEqualTo(1);
        assertThat(after.orientation()).isEqualTo(1);
        assertThat(new String(after.exif(), StandardCharsets.ISO_8859_1)).contains("Camera");
        assertThat(after.xmp()).isEqualTo(before.xmp());
        assertThat(after.iptc()).isEqualTo(before.iptc());
        assertThat(after.density().horizontal(Density.Unit.INCH)).isCloseTo(300, within(0.1));
        assertThat(after.texts())
                .singleElement()
                .satisfies(text -> assertThat(text.value()).contains("what it shows"));
        assertThat(PictureFiles.read(folder.resolve(name)).getColorModel().getColorSpace())
                .isInstanceOfSatisfying(
                        ICC_ColorSpace.class,
                        space -> assertThat(space.getProfile().getData()).isEqualTo(before.profile()));
    }

    /** What was opened keeps what it has, and so does what is encoded anew. */
    @Test
    void save_ofAnNlcFile_carriesWhatItHad() throws IOException {
        Path photo = TestPictures.photo(folder, "photo.jpg", 192, 128);
        open(photo);
        assertThat(saved("first.nlc")).startsWith("Saved");
        viewer.messages().clear();
        open(folder.resolve("first.nlc"));
        assertThat(saved("same.nlc")).startsWith("Saved");
        assertThat(folder.resolve("same.nlc")).hasSameBinaryContentAs(folder.resolve("first.nlc"));
        viewer.rate().rateProperty(RateMode.QUALITY).set(0.2);
        settled();
        assertThat(saved("second.nlc")).startsWith("Saved");
        PictureMetadata after = PictureFiles.metadata(folder.resolve("second.nlc"));
        assertThat(after).isEqualTo(PictureFiles.metadata(folder.resolve("first.nlc")));
        assertThat(after.iptc()).isNotNull();
    }

    @Test
    void save_transparent_asEveryKind() throws IOException {
        BufferedImage image = new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB);
        image.setRGB(20, 20, 0x80FF0000);
        Path file = folder.resolve("t.png");
        ImageIO.write(image, "png", file.toFile());
        open(file);
        for (String suffix : List.of("png", "jpg", "tif", "bmp")) {
            assertThat(saved("t2." + suffix)).startsWith("Saved");
            boolean alpha = ImageIO.read(folder.resolve("t2." + suffix).toFile())
                    .getColorModel()
                    .hasAlpha();
            assertThat(alpha).isEqualTo(suffix.equals("png") || suffix.equals("tif"));
        }
    }

    @Test
    void save_withoutSuffix_addsIt_butReplacesNothing() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(saved("out")).startsWith("Saved out.nlc");
        assertThat(Files.readAllBytes(folder.resolve("out.nlc")))
                .isEqualTo(current().file());
        assertThat(saved("out")).startsWith("error: out.nlc exists");
        assertThat(saved("out.nlc")).startsWith("Saved");
    }

    @Test
    void save_underAnUnknownSuffix_isRefused() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(saved("out.gif"))
                .startsWith("error: out.gif")
                .contains(".nlc, .png")
                .doesNotContain(".webp");
        assertThat(folder.resolve("out.gif")).doesNotExist();
    }

    @Test
    void save_asWebp_isForThoseWhoHaveTheProgram() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        assertThat(saved("out.webp")).startsWith("error: out.webp").contains("cwebp");
        assertThat(folder.resolve("out.webp")).doesNotExist();
        new FakeTools(folder).encoder("""
                #!/bin/sh
                if [ "$1" = -version ]; then echo 1.2.3; exit 0; fi
                [ "$2" = -lossless ] && cat "$6" > "$8"
                """);
        find(folder);
        assertThat(saved("out.webp")).startsWith("Saved out.webp");
        byte[] rgb = PictureFiles.rgb(ImageIO.read(folder.resolve("out.webp").toFile()));
        assertThat(rgb).as("PNG, by the fake program").isEqualTo(current().rgb());
        assertThat(saved("out.gif")).contains(".webp");
    }

    @Test
    void save_asWebp_byTheRealProgram_losesNothing() throws IOException {
        viewer.rivals().find();
        ui.until(() -> !viewer.rivals().searchingProperty().get());
        assumeTrue(viewer.rivals().of(RivalFormat.WEBP).isPresent(), "there is no cwebp");
        open(TestPictures.photo(folder, "photo.jpg", 192, 128));
        assertThat(saved("out.webp")).startsWith("Saved out.webp");
        assertThat(PictureFiles.rgb(PictureFiles.read(folder.resolve("out.webp"))))
                .isEqualTo(current().rgb());
        assertThat(ExifOrientation.of(folder.resolve("out.webp"))).isEqualTo(1);
    }

    private void find(Path tools) {
        viewer.rivals().foldersProperty().set(tools.toString());
        viewer.rivals().find();
        ui.until(() -> !viewer.rivals().searchingProperty().get());
    }

    @Test
    void target_outOfReach_isSaid() throws IOException {
        open(TestPictures.png(folder, "a.png", 192, 128));
        viewer.rate().rateProperty(RateMode.PSNR).set(40);
        settled();
        viewer.rate().rateProperty(RateMode.BPP).set(0.05);
        settled();
        assertThat(viewer.messages().messageProperty().get().text()).contains("nearest");
    }
}
