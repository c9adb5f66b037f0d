package io.nlc.viewer.view.main;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.compare.CompareModel.Mode;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;

/** The ways to compare, one button each. */
final class ModeButtons extends HBox {

    private final Actions actions;
    private final Texts texts;
    private final ToggleGroup group = new ToggleGroup();
    private final Map<Mode, ToggleButton> buttons = new EnumMap<>(Mode.class);

    ModeButtons(CompareModel compare, Actions actions, Texts texts) {
        this.actions = actions;
        this.texts = texts;
        add(Mode.SINGLE, Icons.SINGLE, Shortcut.SINGLE, "left-pill");
        add(Mode.SPLIT, Icons.SPLIT, Shortcut.SPLIT, "center-pill");
        add(Mode.SIDE, Icons.SIDE, Shortcut.SIDE, "center-pill");
        add(Mode.DIFFERENCE, Icons.DIFFERENCE, Shortcut.DIFFERENCE, "right-pill");
        compare.modeProperty().addListener((o, was, is) -> buttons.get(is).setSelected(true));
        buttons.get(compare.modeProperty().get()).setSelected(true);
    }

    private void add(Mode mode, Icons icon, Shortcut shortcut, String pill) {
        String key = "mode." + mode.name().toLowerCase(Locale.ROOT);
        ToggleButton button = new ToggleButton(null, icon.node());
        button.setId(key.replace('.', '-'));
        button.getStyleClass().addAll(pill, "button-icon");
        button.setAccessibleText(texts.get(key));
        button.setTooltip(new Tooltip(texts.get(key) + "  " + shortcut.label(texts)));
        button.setAccessibleHelp(shortcut.label(texts));
        button.setToggleGroup(group);
        button.setOnAction(e -> {
            button.setSelected(true); // a second click is no way to have none
            actions.of(shortcut).run();
        });
        buttons.put(mode, button);
        getChildren().add(button);
    }
}
