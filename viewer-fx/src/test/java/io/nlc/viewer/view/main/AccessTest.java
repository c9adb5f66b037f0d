package io.nlc.viewer.view.main;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.TestPictures;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import io.nlc.viewer.vm.inside.Layer;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.event.ActionEvent;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.chart.Chart;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToolBar;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;
import org.testfx.util.WaitForAsyncUtils;

/** Whoever hears the viewer instead of seeing it hears of every control what it is. */
@ExtendWith(ApplicationExtension.class)
class AccessTest {

    @TempDir
    Path folder;

    private final Set<String> nameless = new TreeSet<>();
    private final Set<String> named = new TreeSet<>();
    private Stage stage;
    private Screenshots shots;
    private ViewerModel viewer;
    private MainView view;

    @Start
    void start(Stage shown) {
        stage = shown;
    }

    @AfterEach
    void close(FxRobot robot) {
        robot.interact(() -> {
            view.close();
            viewer.close();
            List.copyOf(Window.getWindows()).stream()
                    .filter(window -> window != stage)
                    .forEach(Window::hide);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "de"})
    void everyControlHasAName(String language, FxRobot robot) throws Exception {
        robot.interact(() -> {
            shots = new Screenshots(stage, 1280, 800, Locale.forLanguageTag(language));
            viewer = shots.viewer();
            view = shots.view();
            viewer.packs().packProperty().set("swift/serial"); // a fast one
        });
        walk(robot);
        Path picture = TestPictures.png(folder, "a.png", 128, 96);
        robot.interact(() -> viewer.document().open(picture));
        shots.settled();
        for (Mode mode : Mode.values()) {
            robot.interact(() -> viewer.compare().modeProperty().set(mode));
            shots.settled();
            walk(robot);
        }
        for (SidePanel.Page page : SidePanel.Page.values()) {
            robot.interact(() -> view.side().show(page));
            if (page == SidePanel.Page.INSIDE) {
                until(() -> !view.inside().channels().channels().isEmpty());
                robot.interact(() -> view.inside().channels().selectedProperty().set(0));
            } else if (page == SidePanel.Page.PLOT) {
                until(() -> !view.plot().runningProperty().get()
                        && view.plot().points().size() > 10);
            } else if (page == SidePanel.Page.DETAILS) {
                until(() -> view.details().detailsProperty().get() != null);
            }
            walk(robot);
        }
        for (Layer layer : Layer.values()) {
            robot.interact(() -> {
                view.side().show(SidePanel.Page.INSIDE);
                view.inside().overlay().layerProperty().set(layer);
            });
            walk(robot);
        }
        robot.interact(() -> {
            view.side().show(SidePanel.Page.PLOT);
            view.lookup("#plot-enlarge").fireEvent(new ActionEvent());
            view.actions().showBatch();
            view.actions().of(Shortcut.HELP).run();
        });
        walk(robot);
        assertThat(named).as("what was met").hasSizeGreaterThan(60);
        assertThat(nameless).isEmpty();
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(240, TimeUnit.SECONDS, condition);
        WaitForAsyncUtils.waitForFxEvents();
    }

    private void walk(FxRobot robot) {
        WaitForAsyncUtils.waitForFxEvents();
        robot.interact(() -> Window.getWindows().stream()
                .map(Window::getScene)
                .filter(Objects::nonNull)
                .forEach(this::walk));
    }

    private void walk(Scene scene) {
        List<Node> all = new ArrayList<>();
        collect(scene.getRoot(), all);
        for (Node node : all) {
            if (!asked(node)) {
                continue;
            }
            String who = node.getClass().getSimpleName() + " " + node.getId() + " " + node.getStyleClass();
            boolean ok = has(node.getAccessibleText())
                    || node instanceof Labeled labeled && has(labeled.getText())
                    || all.stream().anyMatch(other -> other instanceof Label label && label.getLabelFor() == node);
            (ok ? named : nameless).add(who);
            if (node instanceof MenuButton menu) {
                menu.getItems().stream()
                        .filter(item -> !(item instanceof SeparatorMenuItem))
                        .map(MenuItem::getText)
                        .filter(text -> !has(text))
                        .forEach(text -> nameless.add(who + ": an item"));
            }
        }
    }

    private static boolean has(String text) {
        return text != null && !text.isBlank();
    }

    // What a skin is made of speaks for itself, or not at all.
    private static void collect(Node node, List<Node> all) {
        all.add(node);
        boolean leaf = node instanceof Spinner
                || node instanceof ComboBoxBase
                || node instanceof IndexedCell
                || node instanceof ScrollBar
                || node instanceof MenuButton;
        if (!leaf && node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, all));
        }
    }

    private static boolean asked(Node node) {
        boolean arranges = node instanceof ScrollPane
                || node instanceof ScrollBar
                || node instanceof SplitPane
                || node instanceof ToolBar
                || node instanceof Separator
                || node instanceof IndexedCell
                || node instanceof Label;
        boolean skin = node.getStyleClass().contains("arrow-button")
                || node.getStyleClass().contains("control-buttons-tab")
                || node.getClass().getName().startsWith("javafx.scene.control.skin");
        return !arranges && !skin && (node instanceof Control || node instanceof Chart || node.isFocusTraversable());
    }
}
