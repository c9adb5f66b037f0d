package io.nlc.viewer.view.batch;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.batch.Outcome;
import io.nlc.viewer.vm.batch.BatchItem;
import io.nlc.viewer.vm.batch.BatchModel;
import java.io.File;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.SelectionMode;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Stage;
import javafx.stage.Window;

/** Converts many files: a list to drop them on, how to convert, and what came of it. */
public final class BatchView extends VBox {

    private static final PseudoClass DROP = PseudoClass.getPseudoClass("drop");
    private static final double WIDTH = 900;
    private static final double HEIGHT = 620;
    private static final double NAME_WIDTH = 230;
    private static final double STATE_WIDTH = 110;
    private static final double FIGURE_WIDTH = 92;
    private static final double RESULT_WIDTH = 210;

    private final BatchModel model;
    private final Texts texts;
    private final TableView<BatchItem> table = new TableView<>();

    /** Makes a view of a batch. */
    public BatchView(BatchModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        for (String name : new String[] {"batch.css", "focus.css"}) {
            getStylesheets()
                    .add(Objects.requireNonNull(BatchView.class.getResource("/io/nlc/viewer/" + name))
                            .toExternalForm());
        }
        getStyleClass().add("batch-view");
        fillTable();
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren()
                .addAll(files(), table, new BatchSettings(model, texts), new BatchQuestion(model, texts), bottom());
        setOnDragOver(this::over);
        setOnDragExited(e -> pseudoClassStateChanged(DROP, false));
        setOnDragDropped(this::dropped);
    }

    /** A window with such a view, not shown yet; closing it ends the work. */
    public static Stage window(Window owner, BatchModel model, Texts texts) {
        Stage stage = new Stage();
        stage.initOwner(owner);
        stage.setTitle(texts.get("batch.title"));
        stage.setScene(new Scene(new BatchView(model, texts), WIDTH, HEIGHT));
        stage.setOnHidden(e -> model.cancel());
        return stage;
    }

    private void over(DragEvent e) {
        if (e.getDragboard().hasFiles() && !model.runningProperty().get()) {
            e.acceptTransferModes(TransferMode.COPY);
            pseudoClassStateChanged(DROP, true);
        }
        e.consume();
    }

    private void dropped(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            model.add(e.getDragboard().getFiles().stream().map(File::toPath).toList());
        }
        e.setDropCompleted(e.getDragboard().hasFiles());
        e.consume();
    }

    private HBox files() {
        HBox bar = new HBox(
                button("batch.addFiles", this::addFiles),
                button("batch.addFolder", this::addFolder),
                space(),
                button("batch.clear", model::clear));
        bar.getStyleClass().add("batch-bar");
        bar.disableProperty().bind(model.runningProperty());
        return bar;
    }

    private Button button(String key, Runnable action) {
        Button button = new Button(texts.get(key));
        button.setId(key.replace('.', '-'));
        button.setMinWidth(USE_PREF_SIZE); // what stands beside it gives way
        button.setOnAction(e -> action.run());
        return button;
    }

    private static Region space() {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private void addFiles() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(texts.get("batch.addFiles"));
        List<File> files = chooser.showOpenMultipleDialog(getScene().getWindow());
        if (files != null) {
            model.add(files.stream().map(File::toPath).toList());
        }
    }

    private void addFolder() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(texts.get("batch.addFolder"));
        File folder = chooser.showDialog(getScene().getWindow());
        if (folder != null) {
            model.add(List.of(folder.toPath()));
        }
    }

    private void fillTable() {
        table.setId("batch-table");
        table.setItems(model.items());
        table.setAccessibleText(texts.get("batch.files"));
        table.setPlaceholder(placeholder());
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        table.getSelectionModel().setSelectionMode(SelectionMode.MULTIPLE);
        TableColumn<BatchItem, String> name = column("batch.column.file", NAME_WIDTH);
        name.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(cell.getValue().name()));
        name.setCellFactory(column -> new NameCell());
        TableColumn<BatchItem, BatchItem.State> state = column("batch.column.state", STATE_WIDTH);
        state.setCellValueFactory(cell -> cell.getValue().stateProperty());
        state.setCellFactory(column -> new BatchStateCell(texts));
        TableColumn<BatchItem, String> detail = column("batch.column.result", RESULT_WIDTH);
        detail.setCellValueFactory(cell -> cell.getValue().detailProperty());
        table.getColumns()
                .addAll(List.of(
                        name,
                        state,
                        figure("batch.column.bpp", done -> texts.number(done.bpp(), 3)),
                        figure("batch.column.psnr", this::psnr),
                        figure(
                                "batch.column.time",
                                done -> texts.seconds(done.time().toNanos() / 1e9)),
                        detail));
        table.setRowFactory(view -> row());
        table.setOnKeyPressed(e -> {
            if (e.getCode() == KeyCode.DELETE || e.getCode() == KeyCode.BACK_SPACE) {
                model.remove(table.getSelectionModel().getSelectedItems());
            }
        });
    }

    private TableColumn<BatchItem, String> figure(String key, Function<Outcome.Done, String> text) {
        TableColumn<BatchItem, String> column = column(key, FIGURE_WIDTH);
        column.getStyleClass().add("batch-figure");
        column.setCellValueFactory(cell -> cell.getValue().doneProperty().map(text));
        return column;
    }

    private String psnr(Outcome.Done done) {
        return Double.isInfinite(done.psnr()) ? "\u221E" : texts.number(done.psnr(), 2);
    }

    /** Of a long path its end says most. */
    private static final class NameCell extends TableCell<BatchItem, String> {
        NameCell() {
            setTextOverrun(OverrunStyle.LEADING_ELLIPSIS);
        }

        @Override
        protected void updateItem(String name, boolean empty) {
            super.updateItem(name, empty);
            setText(empty ? null : name);
        }
    }

    private <T> TableColumn<BatchItem, T> column(String key, double width) {
        TableColumn<BatchItem, T> column = new TableColumn<>(texts.get(key));
        column.setReorderable(false);
        column.setSortable(false); // the order is that of the work
        column.setPrefWidth(width);
        return column;
    }

    // Reasons are often longer than their column.
    private static TableRow<BatchItem> row() {
        TableRow<BatchItem> row = new TableRow<>();
        Tooltip tooltip = new Tooltip();
        tooltip.setWrapText(true);
        tooltip.setMaxWidth(WIDTH / 2);
        tooltip.setOnShowing(e -> {
            BatchItem item = row.getItem();
            tooltip.setText(
                    item == null
                            ? ""
                            : item.file() + "\n" + item.detailProperty().get());
        });
        row.itemProperty().addListener((o, was, is) -> row.setTooltip(is == null ? null : tooltip));
        return row;
    }

    private Node placeholder() {
        Region icon = new Region();
        icon.getStyleClass().add("batch-drop-icon");
        Label title = new Label(texts.get("batch.drop"));
        title.getStyleClass().add("batch-drop-title");
        Label text = new Label(texts.get("batch.drop.text"));
        text.getStyleClass().add("batch-drop-text");
        VBox box = new VBox(icon, title, text);
        box.getStyleClass().add("batch-drop");
        return box;
    }

    private HBox bottom() {
        Label summary = new Label();
        summary.setId("batch-summary");
        summary.textProperty().bind(model.summaryProperty());
        summary.setWrapText(true);
        summary.setMinHeight(USE_PREF_SIZE);
        ProgressBar progress = new ProgressBar();
        progress.setId("batch-progress");
        progress.setAccessibleText(texts.get("batch.progress"));
        progress.progressProperty().bind(model.progressProperty());
        progress.setMaxWidth(Double.MAX_VALUE);
        VBox state = new VBox(summary, progress);
        state.getStyleClass().add("batch-state");
        HBox.setHgrow(state, Priority.ALWAYS);
        Button start = button("batch.start", model::start);
        start.getStyleClass().add("accent");
        start.setDefaultButton(true);
        start.disableProperty().bind(model.readyProperty().not());
        Button cancel = button("batch.cancel", model::cancel);
        cancel.setCancelButton(true);
        show(start, model.runningProperty().not());
        show(cancel, model.runningProperty());
        Button csv = button("batch.csv", this::exportCsv);
        csv.setTooltip(new Tooltip(texts.get("batch.csv.hint")));
        csv.disableProperty().bind(Bindings.isEmpty(model.items()).or(model.runningProperty()));
        HBox bottom = new HBox(state, csv, start, cancel);
        bottom.getStyleClass().add("batch-bar");
        return bottom;
    }

    private void exportCsv() {
        FileChooser chooser = new FileChooser();
        chooser.setTitle(texts.get("batch.csv.hint"));
        chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter("CSV", "*.csv"));
        chooser.setInitialFileName("batch.csv");
        File file = chooser.showSaveDialog(getScene().getWindow()); // which asks before it gives an existing file
        if (file != null) {
            model.exportCsv(file.toPath());
        }
    }

    private static void show(Node node, ObservableValue<Boolean> when) {
        node.visibleProperty().bind(when);
        node.managedProperty().bind(when);
    }
}
