package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.vm.plot.PlotModel;
import java.util.ArrayList;
import java.util.List;
import javafx.collections.SetChangeListener;
import javafx.scene.control.CheckBox;
import javafx.scene.control.CustomMenuItem;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;

/** Items of a menu that stays open while curves are chosen in it. */
final class CurveItems {

    private final PlotModel model;
    private List<CustomMenuItem> items = List.of();

    CurveItems(PlotModel model) {
        this.model = model;
        model.series().addListener((SetChangeListener<Codec>) change -> mark());
    }

    /** Puts all curves there are into a menu, unless it has them already. */
    void fill(MenuButton menu) {
        if (items.stream().map(MenuItem::getUserData).toList().equals(model.available())) {
            return;
        }
        List<CustomMenuItem> made = new ArrayList<>();
        for (Codec codec : model.available()) {
            CustomMenuItem item = new CustomMenuItem(new Mark(codec.label()), false);
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

        Mark(String text) {
            super(text);
            setMnemonicParsing(false);
            setFocusTraversable(false);
        }

        @Override
        public void fire() {
            // the item does
        }
    }
}
