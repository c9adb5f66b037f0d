package io.nlc.viewer.view.main;

import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.Message;
import io.nlc.viewer.vm.main.ViewerModel;
import javafx.css.PseudoClass;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** What went wrong or was done, over the picture where one looks, until it is closed. */
final class MessageBar extends HBox {

    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private static final double WIDTH = 480;
    private static final double BELOW_HEADERS = 52;
    private static final double ASIDE = 16;

    private final Label text = new Label();
    private final Label detail = new Label();

    MessageBar(ViewerModel viewer) {
        getStyleClass().add("message-bar");
        setId("message");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        text.setMaxWidth(WIDTH);
        detail.setMaxWidth(WIDTH);
        StackPane.setAlignment(this, Pos.TOP_CENTER);
        StackPane.setMargin(this, new Insets(BELOW_HEADERS, ASIDE, 0, ASIDE));
        text.setWrapText(true);
        text.setId("messageText");
        detail.setWrapText(true);
        detail.setId("messageDetail");
        detail.getStyleClass().add("message-detail");
        VBox both = new VBox(text, detail);
        both.setAlignment(Pos.CENTER);
        HBox.setHgrow(both, Priority.ALWAYS);
        Button close = new Button(null, Icons.CLOSE.node());
        close.getStyleClass().addAll("button-icon", "flat", "small");
        close.setAccessibleText(viewer.context().texts().get("action.close"));
        close.setOnAction(e -> viewer.messages().messageProperty().set(null));
        getChildren().addAll(both, close);
        viewer.messages().messageProperty().addListener((o, before, now) -> show(now));
        show(viewer.messages().messageProperty().get());
    }

    private void show(Message message) {
        setVisible(message != null);
        setManaged(message != null);
        if (message != null) {
            text.setText(message.text());
            detail.setText(message.detail());
            detail.setVisible(!message.detail().isEmpty());
            detail.setManaged(detail.isVisible());
            pseudoClassStateChanged(ERROR, message.error());
        }
    }
}
