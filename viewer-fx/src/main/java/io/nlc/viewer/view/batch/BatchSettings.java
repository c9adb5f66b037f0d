package io.nlc.viewer.view.batch;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.batch.Existing;
import io.nlc.viewer.view.PackCell;
import io.nlc.viewer.view.Words;
import io.nlc.viewer.vm.batch.BatchModel;
import java.io.File;
import java.nio.file.Path;
import javafx.beans.binding.Bindings;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Slider;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.stage.DirectoryChooser;

/** How a batch is converted. */
final class BatchSettings extends GridPane {

    private final BatchModel model;
    private final Texts texts;

    BatchSettings(BatchModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        getStyleClass().add("batch-settings");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(names, values);
        ComboBox<Existing> existing = existing();
        row(0, "batch.pack", packs(), name("batch.existing", existing), existing, measure());
        row(1, "batch.rate", quality(), sameRate());
        row(2, "batch.folder", folder(), choose(), beside());
        disableProperty().bind(model.runningProperty());
    }

    private void row(int row, String key, Control main, Node... others) {
        HBox values = new HBox(main);
        values.getStyleClass().add("batch-bar");
        values.getChildren().addAll(others);
        addRow(row, name(key, main), values);
    }

    private Label name(String key, Control of) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("batch-name");
        label.setMinWidth(USE_PREF_SIZE);
        label.setLabelFor(of);
        return label;
    }

    private ComboBox<String> packs() {
        ComboBox<String> box = new ComboBox<>(model.options().packs());
        box.setId("batch-pack");
        box.setAccessibleText(texts.get("batch.pack"));
        box.valueProperty().bindBidirectional(model.options().packProperty());
        box.setButtonCell(new PackCell(texts, false));
        box.setCellFactory(list -> new PackCell(texts, true));
        return box;
    }

    private Slider quality() {
        Slider slider = new Slider(0, 1, model.options().qualityProperty().get());
        slider.setId("batch-quality");
        slider.setAccessibleText(texts.get("batch.quality"));
        slider.setBlockIncrement(0.05);
        slider.valueProperty().bindBidirectional(model.options().qualityProperty());
        slider.disableProperty().bind(model.options().sameRateProperty());
        return slider;
    }

    private Node sameRate() {
        Label value = new Label();
        value.getStyleClass().add("batch-value");
        value.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> texts.number(model.options().qualityProperty().get(), 2),
                        model.options().qualityProperty()));
        value.disableProperty().bind(model.options().sameRateProperty());
        CheckBox same = new CheckBox(texts.get("batch.sameRate"));
        same.setId("batch-same-rate");
        same.setMinWidth(USE_PREF_SIZE);
        same.selectedProperty().bindBidirectional(model.options().sameRateProperty());
        HBox box = new HBox(value, same);
        box.getStyleClass().add("batch-bar");
        return box;
    }

    private CheckBox measure() {
        CheckBox box = new CheckBox(texts.get("batch.measure"));
        box.setId("batch-measure");
        box.setMinWidth(USE_PREF_SIZE);
        box.setTooltip(new Tooltip(texts.get("batch.measureTip")));
        box.selectedProperty().bindBidirectional(model.options().measureProperty());
        return box;
    }

    private Label folder() {
        Label label = new Label();
        label.setId("batch-folder");
        label.getStyleClass().add("batch-folder");
        label.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        label.setMinWidth(0);
        label.textProperty()
                .bind(Bindings.createStringBinding(
                        this::folderText, model.options().folderProperty()));
        label.setTooltip(new Tooltip());
        label.getTooltip().textProperty().bind(label.textProperty());
        return label;
    }

    private String folderText() {
        Path folder = model.options().folderProperty().get();
        return folder == null ? texts.get("batch.folder.beside") : folder.toString();
    }

    private Button choose() {
        Button button = new Button(texts.get("batch.folder.choose"));
        button.setId("batch-folder-choose");
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(e -> {
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(texts.get("batch.folder.title"));
            File folder = chooser.showDialog(getScene().getWindow());
            if (folder != null) {
                model.options().folderProperty().set(folder.toPath());
            }
        });
        return button;
    }

    private Button beside() {
        Button button = new Button(texts.get("batch.folder.reset"));
        button.setMinWidth(USE_PREF_SIZE);
        button.visibleProperty().bind(model.options().folderProperty().isNotNull());
        button.managedProperty().bind(button.visibleProperty());
        button.setOnAction(e -> model.options().folderProperty().set(null));
        return button;
    }

    private ComboBox<Existing> existing() {
        ComboBox<Existing> box = new ComboBox<>();
        box.setId("batch-existing");
        box.setAccessibleText(texts.get("batch.existing"));
        box.getItems().setAll(Existing.values());
        box.setConverter(Words.of(texts, "batch.existing"));
        box.valueProperty().bindBidirectional(model.options().existingProperty());
        return box;
    }
}
