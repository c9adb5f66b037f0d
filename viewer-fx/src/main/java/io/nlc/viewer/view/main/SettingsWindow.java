package io.nlc.viewer.view.main;

import io.nlc.imageio.NlcImageReadParam.Speed;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.model.rival.RivalTool;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.rival.RivalModel;
import java.util.EnumMap;
import java.util.Map;
import javafx.collections.ListChangeListener;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.stage.Window;

/** What can be set, and which programs of others were found. */
final class SettingsWindow {

    private static final double WIDTH = 560;

    private final Stage stage = new Stage();
    private final RivalModel rivals;
    private final Texts texts;
    private final Map<RivalFormat, Label> states = new EnumMap<>(RivalFormat.class);

    SettingsWindow(RivalModel rivals, Settings settings, Texts texts, Window owner) {
        this.rivals = rivals;
        this.texts = texts;
        VBox content = new VBox(
                heading("settings.rivals"),
                hint("settings.rivals.text"),
                formats(),
                folders(),
                heading("settings.colours"),
                hint("settings.colours.text"),
                heading("settings.speed"),
                hurry(settings));
        content.getStyleClass().add("settings");
        content.setPrefWidth(WIDTH);
        Scene scene = new Scene(content);
        for (String name : new String[] {"viewer.css", "focus.css"}) {
            scene.getStylesheets()
                    .add(SettingsWindow.class
                            .getResource("/io/nlc/viewer/" + name)
                            .toExternalForm());
        }
        scene.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.ESCAPE) {
                stage.close();
            }
        });
        ListChangeListener<RivalTool> follow = change -> fill();
        rivals.tools().addListener(follow);
        stage.setOnHidden(e -> rivals.tools().removeListener(follow));
        stage.initOwner(owner);
        stage.setTitle(texts.get("action.settings"));
        stage.setScene(scene);
        stage.setResizable(false);
        fill();
    }

    private CheckBox hurry(Settings settings) {
        CheckBox hurry = new CheckBox(texts.get("settings.hurry"));
        hurry.setId("hurry");
        hurry.setWrapText(true);
        hurry.setMinHeight(CheckBox.USE_PREF_SIZE);
        hurry.setSelected(ViewerContext.isFast(settings));
        hurry.setOnAction(e -> {
            settings.put(ViewerContext.SPEED, hurry.isSelected() ? Speed.FAST : Speed.FULL);
            settings.save();
        });
        return hurry;
    }

    private Label heading(String key) {
        Label heading = new Label(texts.get(key));
        heading.getStyleClass().add("section");
        return heading;
    }

    private Label hint(String key) {
        Label hint = new Label(texts.get(key));
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        hint.setMinHeight(Label.USE_PREF_SIZE);
        return hint;
    }

    private GridPane formats() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("settings-grid");
        for (RivalFormat format : RivalFormat.values()) {
            Label state = new Label();
            state.setId("rival-" + format.suffix());
            state.setWrapText(true);
            states.put(format, state);
            Label name = new Label(format.label());
            name.setMinWidth(Label.USE_PREF_SIZE);
            grid.addRow(format.ordinal(), name, state);
        }
        return grid;
    }

    private VBox folders() {
        TextField folders = new TextField();
        folders.setId("toolFolders");
        folders.setAccessibleText(texts.get("settings.folders"));
        folders.textProperty().bindBidirectional(rivals.foldersProperty());
        folders.setOnAction(e -> rivals.find());
        HBox.setHgrow(folders, Priority.ALWAYS);
        Button again = new Button(texts.get("settings.again"));
        again.setId("findTools");
        again.setMinWidth(Button.USE_PREF_SIZE);
        again.setOnAction(e -> rivals.find());
        again.disableProperty().bind(rivals.searchingProperty());
        ProgressIndicator busy = new ProgressIndicator();
        busy.getStyleClass().add("settings-busy");
        busy.visibleProperty().bind(rivals.searchingProperty());
        HBox row = new HBox(folders, again, busy);
        row.getStyleClass().add("settings-row");
        Label name = new Label(texts.get("settings.folders"));
        name.setLabelFor(folders);
        return new VBox(4, name, row);
    }

    private void fill() {
        states.forEach((format, state) -> {
            state.setText(rivals.of(format).map(this::installed).orElseGet(() -> missing(format)));
            state.getStyleClass().removeAll("hint");
            if (rivals.of(format).isEmpty()) {
                state.getStyleClass().add("hint");
            }
        });
    }

    private String installed(RivalTool tool) {
        return tool.version().isEmpty()
                ? tool.encoder().toString()
                : texts.get("settings.installed", tool.version(), tool.encoder());
    }

    private String missing(RivalFormat format) {
        return texts.get(
                "settings.missing", format.encoders().get(0), format.decoders().get(0));
    }

    void show() {
        stage.show();
    }
}
