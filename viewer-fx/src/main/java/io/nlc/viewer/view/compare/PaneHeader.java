package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import javafx.css.PseudoClass;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressIndicator;
import javafx.scene.layout.HBox;

/** Says what a pane shows, and lets it show something else. */
final class PaneHeader extends HBox {

    private final ViewerModel viewer;
    private final PaneModel pane;
    private final Texts texts;
    private final MenuButton menu = new MenuButton();
    private final ProgressIndicator busy = new ProgressIndicator();

    PaneHeader(ViewerModel viewer, PaneModel pane, int number) {
        this.viewer = viewer;
        this.pane = pane;
        this.texts = viewer.context().texts();
        getStyleClass().add("pane-header");
        setPickOnBounds(false);
        menu.getStyleClass().add("pane-menu");
        menu.setId("pane" + number);
        menu.setFocusTraversable(true);
        menu.setAccessibleText(texts.get("pane.accessible", number + 1));
        busy.getStyleClass().add("pane-busy");
        busy.visibleProperty().bind(pane.waitingProperty());
        busy.managedProperty().bind(pane.waitingProperty());
        getChildren().addAll(menu, busy);
        menu.setOnShowing(e -> fill());
        fill();
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
        if (seen.choiceProperty().get() instanceof PaneChoice.Original || shown == null) {
            if (!(seen.choiceProperty().get() instanceof PaneChoice.Original)
                    && seen.waitingProperty().get()) {
                return texts.get("pane.encoding");
            }
            boolean known = viewer.document().originalKnown();
            return texts.get(
                    seen.pictureProperty().get() == null ? "pane.nothing" : known ? "pane.original" : "pane.decoded");
        }
        String codec = shown.request().nlc() ? "NLC" : shown.request().codec().label();
        if (seen.choiceProperty().get() instanceof PaneChoice.OtherPack) {
            codec = shown.request().pack();
        }
        String figures = Double.isNaN(shown.psnr())
                ? texts.get("pane.rate", codec, texts.number(shown.bpp(), 3))
                : texts.get("pane.figures", codec, texts.number(shown.bpp(), 3), texts.number(shown.psnr(), 2));
        return seen.choiceProperty().get() instanceof PaneChoice.Kept kept && kept.number() > 0
                ? texts.get("pane.keptTitle", kept.number(), figures)
                : figures;
    }

    private void fill() {
        menu.getItems()
                .setAll(
                        item("pane.original", new PaneChoice.Original()),
                        item("pane.current", new PaneChoice.Current()),
                        item("pane.jpeg", new PaneChoice.Jpeg()),
                        item("pane.half", new PaneChoice.OtherSize(0.5)),
                        item("pane.double", new PaneChoice.OtherSize(2)));
        Menu packs = new Menu(texts.get("pane.packs"));
        viewer.packs().names().forEach(pack -> packs.getItems().add(item(pack, pack, new PaneChoice.OtherPack(pack))));
        menu.getItems().add(packs);
        viewer.compare()
                .kept()
                .forEach(kept -> menu.getItems()
                        .add(item(
                                "kept" + kept.number(),
                                texts.get(
                                        "pane.keptTitle",
                                        kept.number(),
                                        texts.get(
                                                "pane.rate",
                                                kept.encoding().request().pack(),
                                                texts.number(kept.encoding().bpp(), 3))),
                                kept)));
    }

    private MenuItem item(String key, PaneChoice choice) {
        return item(key, texts.get(key), choice);
    }

    private MenuItem item(String id, String text, PaneChoice choice) {
        MenuItem item = new MenuItem(text);
        item.setId(id);
        item.setMnemonicParsing(false);
        item.setOnAction(e -> pane.choiceProperty().set(choice));
        return item;
    }
}
