package io.nlc.viewer.view.details;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.details.ExifEntry;
import io.nlc.viewer.model.details.FileDetails;
import io.nlc.viewer.model.details.ProfileSummary;
import io.nlc.viewer.vm.details.DetailsModel;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** The histogram, camera data, colour profile and parts of the open file. */
public final class DetailsView extends ScrollPane {

    private static final double NAME_SHARE = 42;

    private final DetailsModel model;
    private final Texts texts;
    private final GridPane profile = pairs();
    private final GridPane exif = pairs();
    private final Label noProfile = hint("profile");
    private final Label noExif = hint("exif");
    private final Label parts = hint("parts");
    private final PartTable table;

    /** A panel that follows a model. */
    public DetailsView(DetailsModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
        this.table = new PartTable(texts);
        getStyleClass().addAll("side-scroll", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        exif.setId("exif");
        profile.setId("profile");
        VBox content = new VBox(
                section("details.histogram", new SpreadView(model.spread(), texts)),
                section("details.profile", profile, noProfile),
                section("details.exif", exif, noExif),
                section("details.parts", parts, table));
        content.getStyleClass().add("side-content");
        setContent(content);
        model.detailsProperty().addListener((o, was, is) -> show());
        show();
    }

    private Node section(String key, Node... nodes) {
        Label title = new Label(texts.get(key));
        title.getStyleClass().add("section");
        VBox box = new VBox(title);
        box.getChildren().addAll(nodes);
        box.getStyleClass().add("details-section");
        return box;
    }

    private static GridPane pairs() {
        GridPane grid = new GridPane();
        grid.getStyleClass().add("details-pairs");
        ColumnConstraints name = new ColumnConstraints();
        name.setPercentWidth(NAME_SHARE);
        ColumnConstraints value = new ColumnConstraints();
        value.setHgrow(Priority.ALWAYS);
        value.setPercentWidth(100 - NAME_SHARE);
        grid.getColumnConstraints().addAll(name, value);
        return grid;
    }

    private static Label hint(String name) {
        Label label = new Label();
        label.setId(name + "Hint");
        label.setWrapText(true);
        label.getStyleClass().add("hint");
        return label;
    }

    private static void pair(GridPane grid, String name, String value) {
        Label left = new Label(name);
        left.getStyleClass().add("caption");
        left.setWrapText(true);
        Label right = new Label(value);
        right.setWrapText(true);
        for (Label label : List.of(left, right)) {
            GridPane.setValignment(label, VPos.TOP);
            label.setMinHeight(USE_PREF_SIZE);
        }
        grid.addRow(grid.getRowCount(), left, right);
    }

    private void show() {
        FileDetails details = model.detailsProperty().get();
        profile.getChildren().clear();
        exif.getChildren().clear();
        if (details == null) {
            table.show(List.of());
            only(noProfile, "details.none");
            only(noExif, "details.none");
            only(parts, "details.none");
            return;
        }
        ProfileSummary colours = details.profile();
        if (colours != null) {
            pair(profile, texts.get("profile.name"), colours.description());
            pair(profile, texts.get("profile.space"), colours.space());
            pair(profile, texts.get("profile.version"), colours.version());
            pair(profile, texts.get("profile.bytes"), texts.bytes(colours.bytes()));
        }
        only(noProfile, colours == null ? "profile.none" : "profile.shown");
        for (ExifEntry entry : details.exif()) {
            pair(exif, ExifWords.name(texts, entry), ExifWords.value(texts, entry));
        }
        only(noExif, details.exif().isEmpty() ? "exif.none" : "");
        for (GridPane grid : List.of(profile, exif)) {
            grid.setManaged(!grid.getChildren().isEmpty());
        }
        table.show(details.parts());
        only(
                parts,
                details.format().isEmpty()
                        ? "parts.unknown"
                        : PartTable.damaged(details.parts())
                                ? "parts.damaged"
                                : details.complete() ? "" : "parts.incomplete");
    }

    private void only(Label label, String key) {
        label.setText(key.isEmpty() ? "" : texts.get(key));
        label.setVisible(!key.isEmpty());
        label.setManaged(label.isVisible());
    }
}
