package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import javafx.collections.ListChangeListener;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.VBox;

/** What there is before a picture is: where to drop one, and those opened last. */
final class WelcomeView extends VBox {

    private static final int SHOWN = 5;

    private final ViewerModel viewer;
    private final VBox recent = new VBox();

    WelcomeView(ViewerModel viewer, Runnable open) {
        this.viewer = viewer;
        Texts texts = viewer.context().texts();
        getStyleClass().add("welcome");
        var icon = WelcomeView.class.getResourceAsStream("/io/nlc/viewer/icon-128.png");
        if (icon != null) {
            ImageView drawing = new ImageView(new Image(icon));
            drawing.setFitWidth(96);
            drawing.setPreserveRatio(true);
            getChildren().add(drawing);
        }
        Label title = new Label(texts.get("welcome.title"));
        title.getStyleClass().add("welcome-title");
        Label text = new Label(texts.get("welcome.text"));
        text.getStyleClass().add("welcome-text");
        text.setWrapText(true);
        Button button = new Button(texts.get("action.openFile"), Icons.OPEN.node());
        button.getStyleClass().add("accent");
        button.setId("welcomeOpen");
        button.setOnAction(e -> open.run());
        recent.getStyleClass().add("welcome-recent");
        getChildren().addAll(title, text, button, recent);
        viewer.document().recent().addListener((ListChangeListener<Path>) change -> fill());
        fill();
        visibleProperty().bind(viewer.document().documentProperty().isNull());
        managedProperty().bind(visibleProperty());
    }

    private void fill() {
        recent.getChildren().clear();
        viewer.document().recent().stream().limit(SHOWN).forEach(file -> {
            Hyperlink link = new Hyperlink(String.valueOf(file.getFileName()));
            link.setTooltip(new Tooltip(file.toString()));
            link.setOnAction(e -> viewer.document().open(file));
            recent.getChildren().add(link);
        });
    }
}
