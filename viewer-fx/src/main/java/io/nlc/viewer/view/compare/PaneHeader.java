package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.scene.control.MenuButton;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;

/** Says what a pane shows, and lets it show something else. */
final class PaneHeader extends VBox {

    private final ViewerModel viewer;
    private final PaneModel pane;
    private final Texts texts;
    private final PackNames names;
    private final MenuButton menu = new MenuButton();
    private final ProgressIndicator busy = new ProgressIndicator();

    /**
     * The header of a pane.
     *
     * @param files asks for a file that is to be shown
     */
    PaneHeader(ViewerModel viewer, PaneModel pane, int number, Supplier<Optional<Path>> files) {
        this.viewer = viewer;
        this.pane = pane;
        this.texts = viewer.context().texts();
        this.names = new PackNames(texts);
        getStyleClass().add("pane-header");
        setPickOnBounds(false);
        menu.getStyleClass().add("pane-menu");
        menu.setId("pane" + number);
        menu.setFocusTraversable(true);
        menu.setTextOverrun(OverrunStyle.LEADING_ELLIPSIS); // where there is little room the figures count
        menu.setTooltip(new Tooltip());
        menu.getTooltip().textProperty().bind(menu.textProperty());
        menu.setAccessibleText(texts.get("pane.accessible", number + 1));
        busy.getStyleClass().add("pane-busy");
        busy.setAccessibleText(texts.get("pane.encoding"));
        busy.visibleProperty().bind(pane.waitingProperty());
        busy.managedProperty().bind(pane.waitingProperty());
        HBox title = new HBox(menu, busy);
        title.getStyleClass().add("pane-title");
        title.setPickOnBounds(false);
        getChildren().addAll(title, new PaneSetting(pane, texts, number));
        PaneMenu choices = new PaneMenu(viewer, pane, files);
        menu.setOnShowing(e -> menu.getItems().setAll(choices.items()));
        menu.getItems().setAll(choices.items());
        pane.encodingProperty().addListener((o, was, is) -> name());
        pane.choiceProperty().addListener((o, was, is) -> name());
        pane.pictureProperty().addListener((o, was, is) -> name());
        pane.waitingProperty().addListener((o, was, is) -> name());
        viewer.document().documentProperty().addListener((o, was, is) -> name());
        viewer.document().originalFileProperty().addListener((o, was, is) -> name());
        viewer.compare().flickerProperty().addListener((o, was, is) -> name());
        name();
    }

    private void name() {
        // What is seen, which while the key is held is the first pane in the place of every other.
        menu.setText(title(
                viewer.compare().flickerProperty().get()
                        ? viewer.compare().panes().get(0)
                        : pane));
        pseudoClassStateChanged(
                PseudoClass.getPseudoClass("waiting"), pane.waitingProperty().get());
    }

    private String title(PaneModel seen) {
        Encoding shown = seen.encodingProperty().get();
        PaneChoice choice = seen.choiceProperty().get();
        if (choice instanceof PaneChoice.Original || shown == null) {
            return without(seen, choice);
        }
        String codec = codec(shown, choice);
        String size = texts.bytes(shown.file().length);
        String bpp = texts.number(shown.bpp(), 3);
        String figures = Double.isNaN(shown.psnr())
                ? texts.get("pane.fileRate", codec, size, bpp)
                : texts.get("pane.figures", codec, size, bpp, psnr(shown));
        return choice instanceof PaneChoice.Kept kept && kept.number() > 0
                ? texts.get("pane.keptTitle", kept.number(), figures)
                : figures;
    }

    private String without(PaneModel seen, PaneChoice choice) {
        if (!(choice instanceof PaneChoice.Original) && seen.waitingProperty().get()) {
            return texts.get("pane.encoding");
        }
        boolean known = viewer.document().originalKnown();
        return texts.get(
                seen.pictureProperty().get() == null ? "pane.nothing" : known ? "pane.original" : "pane.decoded");
    }

    private String psnr(Encoding shown) {
        return Double.isInfinite(shown.psnr())
                ? texts.get("pane.lossless")
                : texts.get("unit.db", texts.number(shown.psnr(), 2));
    }

    private String codec(Encoding shown, PaneChoice choice) {
        if (!shown.request().nlc()) {
            return shown.request().codec().label();
        }
        if (!shown.request().lossless() && !shown.work().learned()) {
            return texts.get("pane.nlcDrawn");
        }
        return choice instanceof PaneChoice.Coded
                ? texts.get("pane.nlc", names.name(shown.request().pack()))
                : "NLC";
    }
}
