package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.vm.plot.PlotModel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javafx.collections.SetChangeListener;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

/** Items of a menu that stays open while curves are chosen in it. */
final class CurveItems {

    /** So that all curves there are fit into a small screen. */
    private static final String STYLE = "curve-item";

    private final PlotModel model;
    private final PackNames names;
    private List<CustomMenuItem> items = List.of();

    CurveItems(PlotModel model, Texts texts) {
        this.model = model;
        this.names = new PackNames(texts);
        model.series().addListener((SetChangeListener<Codec>) change -> mark());
    }

    /** Puts all curves there are into a menu, unless it has them already. */
    void fill(MenuButton menu) {
        List<Codec> there = ordered(model.available());
        if (items.stream().map(MenuItem::getUserData).toList().equals(there)) {
            return;
        }
        List<CustomMenuItem> made = new ArrayList<>();
        for (Codec codec : there) {
            String name = codec instanceof Codec.Nlc nlc ? names.name(nlc.pack()) : codec.label();
            CustomMenuItem item = new CustomMenuItem(new Mark(name, codec.label()), false);
            item.getStyleClass().add(STYLE);
            item.setUserData(codec);
            item.setMnemonicParsing(false); // names have underscores, perhaps
            item.setText(codec.label());
            item.setOnAction(e -> toggle(codec));
            made.add(item);
        }
        items = made;
        menu.getItems().setAll(made);
        mark();
    }

    // What people want to see comes first, what is for study last.
    private static List<Codec> ordered(List<Codec> codecs) {
        List<String> packs = PackNames.ordered(codecs.stream()
                .filter(Codec.Nlc.class::isInstance)
                .map(Codec::label)
                .toList());
        return codecs.stream()
                .sorted(Comparator.<Codec>comparingInt(
                                codec -> PackNames.isForUse(codec.label()) ? 0 : codec instanceof Codec.Nlc ? 2 : 1)
                        .thenComparingInt(codec -> packs.indexOf(codec.label())))
                .toList();
    }

    private void mark() {
        items.forEach(item ->
                ((CheckBox) item.getContent()).setSelected(model.series().contains(item.getUserData())));
    }

    private void toggle(Codec codec) {
        if (!model.series().remove(codec)) {
            model.series().add(codec);
        }
    }

    /** Shows whether its item is chosen; what toggles is the item, by mouse and by keys alike. */
    private static final class Mark extends CheckBox {

        Mark(String name, String id) {
            super(name);
            if (!id.equals(name)) {
                Label small = new Label(id);
                small.getStyleClass().add("curve-id");
                setGraphic(small);
                setContentDisplay(ContentDisplay.RIGHT);
            }
            setMnemonicParsing(false);
            setFocusTraversable(false);
        }

        @Override
        public void fire() {
            // the item does
        }
    }
}
