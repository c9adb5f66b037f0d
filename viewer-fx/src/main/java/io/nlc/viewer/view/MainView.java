package io.nlc.viewer.view;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.BatchModel;
import io.nlc.viewer.vm.CompareModel;
import io.nlc.viewer.vm.CompareModel.Mode;
import io.nlc.viewer.vm.InsideModel;
import io.nlc.viewer.vm.PlotModel;
import io.nlc.viewer.vm.RateMode;
import io.nlc.viewer.vm.ViewerModel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ChangeListener;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Slider;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitMenuButton;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.ToolBar;
import javafx.scene.control.Tooltip;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/** The window's content: tools above, pictures in the middle, what is done with them on the right, status below. */
public final class MainView extends BorderPane {

    private static final double SIDE_WIDTH = 350;
    private static final double SIDE_MIN = 280;

    // What is around the picture takes so much, for its place before all that is there.
    private static final double TOOLS_HEIGHT = 48;
    private static final double STATUS_HEIGHT = 31; // whatever the fonts of the system would make of it
    private static final double HALF_DIVIDER = 2;

    private static final int PULSES = 3;

    private final ViewerModel viewer;
    private final CompareModel compare;
    private final Texts texts;
    private final FileDialogs files;
    private final CompareView pictures;
    private final TabPane side = new TabPane();
    private final SplitPane split = new SplitPane();
    private final InsideModel inside;
    private final PlotModel plot;
    private PlotView plotView;
    private final BatchModel batch;
    private Stage batchWindow;
    private Runnable furnished = () -> {};
    private final Map<Mode, ToggleButton> modes = new LinkedHashMap<>();

    /** A view of the model that asks for files with the toolkit's dialogs. */
    public MainView(ViewerModel viewer) {
        this(viewer, new FileDialogs(viewer));
    }

    MainView(ViewerModel viewer, FileDialogs files) {
        this.viewer = viewer;
        this.compare = viewer.compare();
        this.texts = viewer.context().texts();
        this.files = files;
        this.pictures = new CompareView(viewer);
        this.inside = new InsideModel(viewer);
        this.plot = new PlotModel(viewer);
        this.batch = new BatchModel(viewer);
        getStyleClass().add("main-view");
        getStylesheets()
                .add(MainView.class.getResource("/io/nlc/viewer/viewer.css").toExternalForm());
        if (viewer.openingProperty().get()) {
            showPictureFirst();
        } else {
            furnish();
        }
    }

    /*
     * Controls are dear: to make, style and lay out those around the picture takes a second of processor time in a
     * viewer that has just been started. With a file to show they can wait until it is on the screen; the picture has
     * its place between them from the beginning.
     */
    private void showPictureFirst() {
        setCenter(pictures);
        setMargin(
                pictures,
                new Insets(
                        TOOLS_HEIGHT,
                        viewer.context().settings().get("side", SIDE_WIDTH) + HALF_DIVIDER,
                        STATUS_HEIGHT,
                        0));
        viewer.openingProperty().addListener(new ChangeListener<Boolean>() {
            @Override
            public void changed(ObservableValue<? extends Boolean> opening, Boolean before, Boolean now) {
                if (!viewer.openingProperty().get()) {
                    viewer.openingProperty().removeListener(this);
                    furnishAfterPulses();
                }
            }
        });
    }

    // The pulse after the next one begins when the picture has been drawn.
    private void furnishAfterPulses() {
        new AnimationTimer() {
            private int pulses;

            @Override
            public void handle(long now) {
                if (++pulses > PULSES) {
                    stop();
                    furnish();
                }
            }
        }.start();
    }

    /** Makes everything but the pictures. */
    private void furnish() {
        boolean focused = pictures.isFocused();
        setCenter(null);
        pictures.addControls();
        StackPane middle = new StackPane(pictures, new WelcomeView(viewer, this::open));
        middle.setMinSize(0, 0);
        VBox centre = new VBox(new MessageBar(viewer), middle);
        VBox.setVgrow(middle, Priority.ALWAYS);
        fillSide();
        split.getItems().addAll(centre, side);
        split.setId("split");
        SplitPane.setResizableWithParent(side, false);
        placeDivider();
        setTop(tools());
        setCenter(split);
        StatusBar status = new StatusBar(viewer, pictures);
        status.setMinHeight(STATUS_HEIGHT);
        status.setMaxHeight(STATUS_HEIGHT);
        status.setPrefHeight(STATUS_HEIGHT);
        setBottom(status);
        addEventHandler(DragEvent.DRAG_OVER, this::accept);
        addEventHandler(DragEvent.DRAG_DROPPED, this::drop);
        addEventFilter(KeyEvent.ANY, this::flicker);
        addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        if (focused) {
            pictures.requestFocus();
        }
        furnished.run();
    }

    /** Is told when the controls are there, at once if they are already. */
    public void whenFurnished(Runnable listener) {
        if (getTop() != null) {
            listener.run();
        } else {
            furnished = listener;
        }
    }

    // A SplitPane knows shares only, and takes none before it has a width.
    private void placeDivider() {
        double wanted = viewer.context().settings().get("side", SIDE_WIDTH);
        split.widthProperty().addListener(new ChangeListener<Number>() {
            @Override
            public void changed(ObservableValue<? extends Number> width, Number before, Number now) {
                if (split.getWidth() > 0) {
                    split.widthProperty().removeListener(this);
                    split.setDividerPositions(1 - wanted / split.getWidth());
                    side.widthProperty()
                            .addListener((o, was, is) ->
                                    viewer.context().settings().put("side", Math.max(SIDE_MIN, side.getWidth())));
                }
            }
        });
    }

    /** Ends what runs beside the pictures. */
    public void close() {
        if (plotView != null) {
            plotView.closeLarge();
        }
        plot.close();
        batch.close();
    }

    /** The list of files to be converted. */
    BatchModel batch() {
        return batch;
    }

    /** The curves. */
    PlotModel plot() {
        return plot;
    }

    /** What is inside the current encoding. */
    InsideModel inside() {
        return inside;
    }

    /** Turns to a tab of the side panel. */
    void showTab(int index) {
        side.getSelectionModel().select(index);
    }

    /** Shows the window of the batch. */
    void showBatch() {
        viewer.listPacks();
        if (batchWindow == null) {
            batchWindow = BatchView.window(getScene().getWindow(), batch, texts);
        }
        batchWindow.show();
        batchWindow.toFront();
    }

    /** The pictures. */
    public CompareView pictures() {
        return pictures;
    }

    /** Is told after every painting of a picture. */
    public void whenPainted(Runnable listener) {
        pictures.whenPainted(listener);
    }

    private void fillSide() {
        side.setId("side");
        side.disableProperty()
                .bind(viewer.previewProperty().isNotNull()); // it is about another picture than the one that is seen
        side.getStyleClass().addAll("side");
        side.setMinWidth(SIDE_MIN);
        side.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        side.getTabs()
                .add(new Tab(texts.get("tab.compress"), new CompressView(viewer, this::save, this::chooseOriginal)));
        Tab insideTab = lazy("tab.inside", () -> new InsideView(viewer, inside));
        inside.activeProperty().bind(insideTab.selectedProperty());
        Tab plotTab = lazy("tab.plot", () -> {
            plotView = new PlotView(plot, texts);
            return plotView;
        });
        plot.activeProperty().bind(plotTab.selectedProperty());
        side.getTabs().addAll(insideTab, plotTab);
    }

    // Charts and lists are dear to make and to style, and the first picture should not wait for what nobody has asked
    // for.
    private Tab lazy(String key, Supplier<Node> content) {
        Tab tab = new Tab(texts.get(key));
        tab.selectedProperty().addListener((o, was, is) -> {
            if (tab.getContent() == null) {
                tab.setContent(content.get());
            }
        });
        return tab;
    }

    private ToolBar tools() {
        SplitMenuButton open = new SplitMenuButton();
        open.setText(texts.get("action.open"));
        open.setGraphic(Icons.OPEN.node());
        open.setId("open");
        open.setOnAction(e -> open());
        open.setTooltip(new Tooltip(texts.get("action.openFile") + "  Ctrl+O"));
        viewer.recent().addListener((ListChangeListener<Path>) change -> fillRecent(open));
        fillRecent(open);
        Button save = button("saveTool", "action.saveTool", Icons.SAVE, this::save, "Ctrl+S");
        save.disableProperty()
                .bind(viewer.currentProperty()
                        .isNull()
                        .or(viewer.previewProperty().isNotNull()));
        ToggleGroup group = new ToggleGroup();
        mode(group, Mode.SINGLE, Icons.SINGLE, "left-pill");
        mode(group, Mode.SPLIT, Icons.SPLIT, "center-pill");
        mode(group, Mode.SIDE, Icons.SIDE, "center-pill");
        mode(group, Mode.DIFFERENCE, Icons.DIFFERENCE, "right-pill");
        HBox modeBox = new HBox();
        modeBox.getChildren().addAll(modes.values());
        compare.modeProperty()
                .addListener(
                        (o, was, is) -> modes.get(compare.modeProperty().get()).setSelected(true));
        modes.get(compare.modeProperty().get()).setSelected(true);
        Button out = button("zoomOut", "action.zoomOut", Icons.OUT, () -> pictures.zoom(false), "\u2212");
        Button in = button("zoomIn", "action.zoomIn", Icons.IN, () -> pictures.zoom(true), "+");
        Button fit = button("fit", "action.fit", Icons.FIT, pictures::fit, "0");
        Button actual = new Button(texts.get("action.actual"));
        actual.setId("actual");
        actual.getStyleClass().add("flat");
        actual.setTooltip(new Tooltip(texts.get("action.actualTip") + "  1"));
        actual.setOnAction(e -> pictures.actualSize());
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        Button theme = button(
                "theme",
                "action.theme",
                Icons.THEME,
                () -> viewer.darkProperty().set(!viewer.darkProperty().get()),
                "T");
        Button help = button("help", "action.help", Icons.HELP, this::help, "F1");
        Button panel = button("panel", "action.panel", Icons.PANEL, this::togglePanel, "P");
        Button many = button("batch", "action.batch", Icons.BATCH, this::showBatch, "B");
        ToolBar bar = new ToolBar(
                open, save, many, gap(), modeBox, options(), gap(), out, in, fit, actual, space, theme, help, panel);
        bar.getStyleClass().add("tools");
        return bar;
    }

    private static Region gap() {
        Region gap = new Region();
        gap.getStyleClass().add("tool-gap");
        return gap;
    }

    // What belongs to one mode only.
    private Node options() {
        Spinner<Integer> count = new Spinner<>(
                2, CompareModel.MAX_PANES, compare.paneCountProperty().get());
        count.setId("paneCount");
        count.setPrefWidth(90);
        count.setAccessibleText(texts.get("compare.panes"));
        count.getValueFactory()
                .valueProperty()
                .addListener((o, before, now) -> compare.paneCountProperty().set(now));
        compare.paneCountProperty()
                .addListener((o, before, now) -> count.getValueFactory().setValue(now.intValue()));
        Slider gain = new Slider(0, 5, Math.log(compare.gainProperty().get()) / Math.log(2));
        gain.setId("gain");
        gain.setPrefWidth(110);
        gain.setAccessibleText(texts.get("compare.gain"));
        Label factor = new Label();
        gain.valueProperty().addListener((o, was, is) -> compare.gainProperty().set(Math.pow(2, gain.getValue())));
        compare.gainProperty()
                .addListener((o, was, is) -> factor.setText(
                        "\u00D7" + texts.number(compare.gainProperty().get(), 0)));
        factor.setText("\u00D7" + texts.number(compare.gainProperty().get(), 0));
        HBox gainBox = new HBox(gain, factor);
        HBox options = new HBox(count, gainBox);
        options.getStyleClass().add("options");
        gainBox.getStyleClass().add("options");
        shownIn(count, Mode.SIDE);
        shownIn(gainBox, Mode.DIFFERENCE);
        return options;
    }

    private void shownIn(Node node, Mode mode) {
        node.visibleProperty().bind(compare.modeProperty().isEqualTo(mode));
        node.managedProperty().bind(node.visibleProperty());
    }

    private Button button(String id, String key, Icons icon, Runnable action, String keys) {
        Button button = new Button(null, icon.node());
        button.setId(id);
        button.getStyleClass().addAll("button-icon", "flat");
        button.setAccessibleText(texts.get(key));
        button.setTooltip(new Tooltip(texts.get(key) + "  " + keys));
        button.setOnAction(e -> action.run());
        return button;
    }

    private void mode(ToggleGroup group, Mode mode, Icons icon, String pill) {
        String key = "mode." + mode.name().toLowerCase(Locale.ROOT);
        ToggleButton button = new ToggleButton(null, icon.node());
        button.setId(key.replace('.', '-'));
        button.getStyleClass().addAll(pill, "button-icon");
        button.setAccessibleText(texts.get(key));
        button.setTooltip(new Tooltip(texts.get(key) + "  " + "QWER".charAt(mode.ordinal())));
        button.setToggleGroup(group);
        button.setOnAction(e -> {
            button.setSelected(true); // a second click is no way to have none
            compare.modeProperty().set(mode);
        });
        modes.put(mode, button);
    }

    private void fillRecent(SplitMenuButton open) {
        open.getItems().clear();
        for (Path file : viewer.recent()) {
            MenuItem item = new MenuItem(file.toString());
            item.setMnemonicParsing(false);
            item.setOnAction(e -> viewer.open(file));
            open.getItems().add(item);
        }
        if (open.getItems().isEmpty()) {
            MenuItem none = new MenuItem(texts.get("recent.none"));
            none.setDisable(true);
            open.getItems().add(none);
        }
    }

    private void open() {
        open(files.open(getScene().getWindow()));
    }

    /** Opens pictures, the first of them at once; folders are for the batch. */
    public void open(List<Path> chosen) {
        if (chosen.stream().anyMatch(Files::isDirectory)) {
            batch.add(chosen);
            showBatch();
        } else if (!chosen.isEmpty()) {
            viewer.open(chosen);
        }
    }

    private void save() {
        if (viewer.currentProperty().get() != null && viewer.previewProperty().get() == null) {
            files.save(getScene().getWindow()).ifPresent(viewer::save);
        }
    }

    private void chooseOriginal() {
        files.open(getScene().getWindow()).stream().findFirst().ifPresent(viewer::chooseOriginal);
    }

    private void togglePanel() {
        if (!split.getItems().remove(side)) {
            split.getItems().add(side);
            split.setDividerPositions(1 - viewer.context().settings().get("side", SIDE_WIDTH) / split.getWidth());
        }
    }

    private void help() {
        new HelpWindow(texts, getScene()).show();
    }

    private void accept(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            e.acceptTransferModes(TransferMode.COPY);
        }
        e.consume();
    }

    private void drop(DragEvent e) {
        if (e.getDragboard().hasFiles()) {
            open(e.getDragboard().getFiles().stream().map(File::toPath).toList());
            e.setDropCompleted(true);
        }
        e.consume();
    }

    private static boolean typing(KeyEvent e) {
        return e.getTarget() instanceof TextInputControl;
    }

    // Held, not pressed: the original as long as the key is down.
    private void flicker(KeyEvent e) {
        boolean space = e.getCode() == KeyCode.SPACE
                && !(e.getTarget() instanceof ButtonBase)
                && !(e.getTarget() instanceof Slider);
        if ((e.getCode() == KeyCode.X || space) && !typing(e) && !e.isShortcutDown()) {
            if (e.getEventType() == KeyEvent.KEY_PRESSED) {
                compare.flickerProperty().set(true);
                e.consume();
            } else if (e.getEventType() == KeyEvent.KEY_RELEASED) {
                compare.flickerProperty().set(false);
                e.consume();
            }
        }
    }

    private void key(KeyEvent e) {
        if (typing(e)) {
            return;
        }
        boolean done = true;
        if (new KeyCodeCombination(KeyCode.O, KeyCombination.SHORTCUT_DOWN).match(e)) {
            open();
        } else if (new KeyCodeCombination(KeyCode.S, KeyCombination.SHORTCUT_DOWN).match(e)) {
            save();
        } else if (e.isShortcutDown() || e.isAltDown()) {
            done = false;
        } else {
            done = plainKey(e.getCode(), e.getText());
        }
        if (done) {
            e.consume();
        }
    }

    private boolean plainKey(KeyCode code, String text) {
        switch (text) { // by what is typed, for these lie elsewhere on other keyboards
            case "+", "=" -> pictures.zoom(true);
            case "-" -> pictures.zoom(false);
            case "[" -> slide(-0.05);
            case "]" -> slide(0.05);
            case "," ->
                compare.dividerProperty()
                        .set(Math.max(0, compare.dividerProperty().get() - 0.02));
            case "." ->
                compare.dividerProperty()
                        .set(Math.min(1, compare.dividerProperty().get() + 0.02));
            default -> {
                return letterKey(code);
            }
        }
        return true;
    }

    private boolean letterKey(KeyCode code) {
        switch (code) {
            case Q -> compare.modeProperty().set(Mode.SINGLE);
            case W -> compare.modeProperty().set(Mode.SPLIT);
            case E -> compare.modeProperty().set(Mode.SIDE);
            case R -> compare.modeProperty().set(Mode.DIFFERENCE);
            case DIGIT0, NUMPAD0 -> pictures.fit();
            case DIGIT1, NUMPAD1 -> pictures.actualSize();
            case PAGE_UP -> viewer.turn(-1);
            case PAGE_DOWN -> viewer.turn(1);
            case K -> viewer.keep();
            case B -> showBatch();
            case T -> viewer.darkProperty().set(!viewer.darkProperty().get());
            case P -> togglePanel();
            case F1 -> help();
            case ESCAPE -> viewer.messageProperty().set(null);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void slide(double by) {
        RateMode mode = viewer.modeProperty().get();
        var rate = viewer.rateProperty(mode);
        rate.set(Math.max(mode.min(), Math.min(mode.max(), rate.get() + by * (mode.max() - mode.min()))));
    }
}
