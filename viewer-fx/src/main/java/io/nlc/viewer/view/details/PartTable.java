package io.nlc.viewer.view.details;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.details.Part;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

/** The chunks or segments of a file. */
final class PartTable extends TableView<Part> {

    private static final double HEIGHT = 260;

    private final Texts texts;

    PartTable(Texts texts) {
        this.texts = texts;
        setId("parts");
        getStyleClass().addAll("parts", "dense", "striped");
        setAccessibleText(texts.get("details.parts"));
        setPlaceholder(new Label(texts.get("parts.empty")));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY);
        setPrefHeight(HEIGHT);
        column("type", Part::type, false);
        column("offset", part -> texts.number(part.offset(), 0), true);
        column("bytes", part -> texts.number(part.bytes(), 0), true);
        column("check", part -> texts.get("parts.check." + part.check().name().toLowerCase(Locale.ROOT)), false);
    }

    private void column(String name, Function<Part, String> text, boolean number) {
        TableColumn<Part, String> column = new TableColumn<>(texts.get("parts." + name));
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        column.setSortable(false);
        column.setReorderable(false);
        if (number) {
            column.getStyleClass().add("number");
        }
        getColumns().add(column);
    }

    void show(List<Part> parts) {
        getItems().setAll(parts);
    }

    /** Whether a check value says that a part is damaged. */
    static boolean damaged(List<Part> parts) {
        return parts.stream().anyMatch(part -> part.check() == Part.Check.WRONG);
    }
}
