package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.model.picture.Viewport;
import io.nlc.viewer.view.Shots;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.inside.Layer;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.text.Text;
import javafx.stage.Stage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** In windows of several sizes and in both languages nothing is cut, and nothing lies over something else. */
@ExtendWith(ApplicationExtension.class)
class LooksTest {

    private static final String ELLIPSIS = "...";

    @TempDir
    Path folder;

    private Stage stage;
    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;
    private String name;

    @Start
    void start(Stage shown) {
        stage = shown;
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            view.close();
            viewer.close();
        });
    }

    private void make(FxRobot robot, int width, int height, String language) {
        robot.interact(() -> {
            shots = new Screenshots(stage, width, height, Locale.forLanguageTag(language));
            viewer = shots.viewer();
            view = shots.view();
            viewer.packs().packProperty().set("swift/serial"); // a fast one
        });
        name = "looks-" + width + "-" + language;
    }

    @ParameterizedTest
    @CsvSource({"1024, 670, en", "1024, 670, de", "1280, 800, de", "2560, 1440, de"})
    void nothingIsCutAndNothingOverlaps(int width, int height, String language, FxRobot robot) throws Exception {
        make(robot, width, height, language);
        look(robot, "welcome");
        Path picture = TestPictures.png(folder, "picture.png", 384, 256);
        robot.interact(() -> viewer.document().open(picture));
        shots.settled();
        look(robot, "compress");
        assertThat(inSide("#psnrFigure")).as("figures are above the fold").isTrue();
        robot.interact(() -> viewer.messages().inform("info.copied", 768, 512));
        look(robot, "message");
        robot.interact(() -> viewer.messages().clear());
        robot.interact(() -> {
            viewer.compare().modeProperty().set(Mode.SIDE);
            viewer.compare().paneCountProperty().set(4);
        });
        shots.settled();
        look(robot, "four");
        robot.interact(() -> viewer.compare().modeProperty().set(Mode.SPLIT));
        robot.interact(() -> view.side().show(SidePanel.Page.INSIDE));
        until(() -> !view.inside().channels().channels().isEmpty());
        robot.interact(() -> {
            view.inside()
                    .channels()
                    .selectedProperty()
                    .set(view.inside().channels().channels().get(0).number());
            view.inside().overlay().layerProperty().set(Layer.CHANNEL);
        });
        look(robot, "inside");
        for (Layer layer : List.of(Layer.SQUARED_ERROR, Layer.SSIM, Layer.COLOUR_DIFFERENCE, Layer.ORDER)) {
            robot.interact(() -> view.inside().overlay().layerProperty().set(layer));
            until(() -> view.inside().overlay().overlayProperty().get() != null);
            look(robot, layer.name().toLowerCase(Locale.ROOT));
        }
        robot.interact(() -> view.inside().overlay().layerProperty().set(Layer.NONE));
        robot.interact(() -> view.side().show(SidePanel.Page.DETAILS));
        until(() -> view.details().detailsProperty().get() != null
                && view.details().spread().histogramProperty().get() != null);
        look(robot, "details");
        robot.interact(() -> view.side().show(SidePanel.Page.PLOT));
        until(() -> !view.plot().runningProperty().get() && view.plot().points().size() > 10);
        look(robot, "curves");
        robot.interact(() -> {
            viewer.compare().fittedProperty().set(false);
            viewer.compare().viewportProperty().set(new Viewport(45.25, 200, 100));
        });
        look(robot, "numbers");
        robot.interact(() -> view.side().show(SidePanel.Page.COMPRESS));
        Path file = TestPictures.nlc(folder, "Ein Bild, das woanders gemacht wurde.nlc", 300, 200);
        robot.interact(() -> viewer.document().open(file));
        shots.settled();
        look(robot, "nlc");
        assertThat(inSide("#original")).as("the button is above the fold").isTrue();
    }

    private boolean inSide(String query) {
        Bounds side = view.side().localToScene(view.side().getLayoutBounds());
        Node node = view.lookup(query);
        return side.contains(node.localToScene(node.getLayoutBounds()));
    }

    private void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(240, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void look(FxRobot robot, String what) throws Exception {
        for (boolean dark : new boolean[] {true, false}) {
            robot.interact(() -> viewer.darkProperty().set(dark));
            Shots.take(robot, stage.getScene(), name + "-" + what + (dark ? "-dark" : ""), dark);
        }
        List<String> faults = new ArrayList<>();
        robot.interact(() -> {
            faults.addAll(cut(stage.getScene()));
            faults.addAll(overlapping(stage.getScene()));
            faults.addAll(hiddenTabs());
        });
        assertThat(faults).as(name + " " + what).isEmpty();
    }

    private List<String> hiddenTabs() {
        Bounds side = view.side().localToScene(view.side().getLayoutBounds());
        return view.side().lookupAll(".tab-label").stream()
                .filter(label -> !side.contains(label.localToScene(label.getLayoutBounds())))
                .map(label -> "hidden tab: " + ((Labeled) label).getText())
                .toList();
    }

    private static boolean shown(Node node) {
        for (Node n = node; n != null; n = n.getParent()) {
            if (!n.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** Labels whose words end in an ellipsis that nobody wrote. */
    private static List<String> cut(Scene scene) {
        List<String> found = new ArrayList<>();
        for (Node node : scene.getRoot().lookupAll("*")) {
            if (node instanceof Labeled label
                    && shown(node)
                    && own(label) instanceof Text text
                    && text.getText() // of several lines any may be cut
                            .contains(label.getEllipsisString().isEmpty() ? ELLIPSIS : label.getEllipsisString())
                    && !text.getText().equals(label.getText())
                    && !"status".equals(node.getId())) {
                found.add("cut: " + label.getText());
            } else if (node instanceof Labeled label
                    && shown(node)
                    && label.getText() != null
                    && !label.getText().isEmpty()
                    && label.getHeight() + 1 < label.prefHeight(label.isWrapText() ? label.getWidth() : -1)) {
                found.add("too low: " + label.getText());
            }
        }
        return found;
    }

    // A graphic may have texts of its own.
    private static Node own(Labeled label) {
        return label.getChildrenUnmodifiable().stream()
                .filter(Text.class::isInstance)
                .findFirst()
                .orElse(null);
    }

    /** Things over the pictures that lie over each other. */
    private static List<String> overlapping(Scene scene) {
        List<Node> above = new ArrayList<>();
        for (String style : List.of(".pane-header", ".colour-bar", ".message-bar", ".preview-mark")) {
            above.addAll(scene.getRoot().lookupAll(style));
        }
        above.removeIf(node -> !shown(node));
        List<String> found = new ArrayList<>();
        for (int i = 0; i < above.size(); i++) {
            for (int j = 0; j < i; j++) {
                Bounds a = bounds(above.get(i));
                Bounds b = bounds(above.get(j));
                if (a.intersects(b)) {
                    found.add(above.get(i).getStyleClass() + " over "
                            + above.get(j).getStyleClass());
                }
            }
        }
        return found;
    }

    private static Bounds bounds(Node node) {
        Bounds b = node.localToScene(node.getLayoutBounds());
        return new BoundingBox(b.getMinX() + 1, b.getMinY() + 1, b.getWidth() - 2, b.getHeight() - 2);
    }
}
