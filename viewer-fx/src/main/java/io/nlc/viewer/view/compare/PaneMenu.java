package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.PackNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.vm.compare.PaneChoice;
import io.nlc.viewer.vm.compare.PaneModel;
import io.nlc.viewer.vm.main.ViewerModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/** What a pane can show, as a menu. */
final class PaneMenu {

    private final ViewerModel viewer;
    private final PaneModel pane;
    private final Supplier<Optional<Path>> files;
    private final Texts texts;
    private final PackNames names;

    /**
     * The menu of a pane.
     *
     * @param files asks for a file
     */
    PaneMenu(ViewerModel viewer, PaneModel pane, Supplier<Optional<Path>> files) {
        this.viewer = viewer;
        this.pane = pane;
        this.files = files;
        this.texts = viewer.context().texts();
        this.names = new PackNames(texts);
    }

    /** Everything that can be shown now. */
    List<MenuItem> items() {
        List<MenuItem> items = new ArrayList<>();
        items.add(item("pane.original", new PaneChoice.Original()));
        items.add(item("pane.current", new PaneChoice.Current()));
        items.add(item("pane.half", new PaneChoice.OtherSize(0.5)));
        items.add(item("pane.double", new PaneChoice.OtherSize(2)));
        Menu packs = new Menu(texts.get("pane.packs"));
        packs.setId("pane.packs");
        PackNames.ordered(viewer.packs().names())
                .forEach(pack -> packs.getItems()
                        .add(item(pack, names.both(pack), PaneChoice.Coded.sameSize(new Codec.Nlc(pack)))));
        items.add(packs);
        items.add(new SeparatorMenuItem());
        items.add(item("pane.jpeg", PaneChoice.Coded.sameSize(Codec.JPEG)));
        viewer.rivals()
                .tools()
                .forEach(tool -> items.add(item(
                        "pane." + tool.format().suffix(),
                        texts.get("pane.rival", tool.format().label()),
                        PaneChoice.Coded.sameSize(new Codec.Rival(tool)))));
        items.add(new SeparatorMenuItem());
        viewer.compare()
                .kept()
                .forEach(kept -> items.add(item(
                        "kept" + kept.number(),
                        texts.get(
                                "pane.keptTitle",
                                kept.number(),
                                texts.get(
                                        "pane.rate",
                                        names.name(kept.encoding()
                                                .request()
                                                .codec()
                                                .label()),
                                        texts.number(kept.encoding().bpp(), 3))),
                        kept)));
        MenuItem file = new MenuItem(texts.get("pane.file"));
        file.setId("pane.file");
        file.setOnAction(
                e -> files.get().ifPresent(path -> pane.choiceProperty().set(new PaneChoice.FromFile(path))));
        items.add(file);
        return items;
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
