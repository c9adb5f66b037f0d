package io.nlc.viewer.view.compress;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.view.PackCell;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.List;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.control.ComboBox;

/** The names of the packs that are made for the same, one of which is chosen. */
final class PackChoice extends ComboBox<String> {

    /*
     * Not bound to the model: a box whose list changes moves its choice to another entry, and a bound choice would
     * then move the model's pack. So the box has a list of its own, and takes list and choice over together once the
     * model has come to rest.
     */

    private final ViewerModel viewer;
    private boolean following;

    PackChoice(ViewerModel viewer) {
        this.viewer = viewer;
        setButtonCell(new PackCell(viewer.context().texts(), false));
        setCellFactory(list -> new PackCell(viewer.context().texts(), true));
        follow();
        viewer.packs().tunes().packs().addListener((ListChangeListener<String>) c -> Platform.runLater(this::follow));
        viewer.packs().packProperty().addListener((o, was, is) -> Platform.runLater(this::follow));
        valueProperty().addListener((o, was, is) -> {
            if (!following && is != null) {
                viewer.packs().packProperty().set(is);
            }
        });
    }

    private void follow() {
        following = true;
        List<String> packs = PackNames.ordered(viewer.packs().tunes().packs());
        if (!getItems().equals(packs)) {
            getItems().setAll(packs);
        }
        setValue(viewer.packs().packProperty().get());
        following = false;
    }
}
