package io.nlc.viewer.view.inside;

import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Words;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.inside.Layer;
import io.nlc.viewer.vm.inside.Sort;
import io.nlc.viewer.vm.main.ViewerModel;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Channels of the latent as heatmaps, one of them enlarged with its histogram, and what is laid over the picture. */
public final class InsideView extends BorderPane {

    private static final double OPACITY_STEP = 0.05;

    private static final double BESIDE = 640;

    private final InsideModel model;
    private final Texts texts;
    private final Label summary = new Label();
    private final ChannelBox detail;

    /** A panel that follows a model. */
    public InsideView(ViewerModel viewer, InsideModel model) {
        this.model = model;
        this.texts = viewer.context().texts();
        ScrollPane scroll = new ScrollPane();
        scroll.getStyleClass().addAll("side-scroll", "edge-to-edge");
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        summary.setWrapText(true);
        summary.setId("insideSummary");
        summary.getStyleClass().add("hint");
        ProgressBar busy = new ProgressBar();
        busy.setAccessibleText(texts.get("inside.busy"));
        busy.setMaxWidth(Double.MAX_VALUE);
        busy.visibleProperty().bind(model.inspections().waitingProperty());
        busy.managedProperty().bind(model.inspections().waitingProperty());
        HBox choices = new HBox(
                labelled(
                        "inside.quantity",
                        choice("quantity", Quantity.values(), model.channels().quantityProperty())),
                labelled(
                        "inside.sort",
                        choice("sort", Sort.values(), model.channels().sortProperty())));
        choices.getStyleClass().add("choices");
        OrderPlayer player = new OrderPlayer(model, texts);
        ChannelGrid grid = new ChannelGrid(model, texts);
        VBox content = new VBox(
                busy,
                summary,
                labelled("inside.layer", layers()),
                opacity(),
                player,
                attention(),
                choices,
                grid,
                grid.more());
        content.getStyleClass().add("side-content");
        scroll.setContent(content);
        grid.scrollIn(scroll);
        detail = new ChannelBox(model, texts);
        setCenter(scroll);
        widthProperty().addListener((o, was, is) -> pin());
        pin();
        model.inspections().inspectionProperty().addListener((o, was, is) -> summarise());
        viewer.encoding().currentProperty().addListener((o, was, is) -> player.stop());
        summarise();
    }

    // The chosen channel stays in sight: beside the others where there is room, else below them.
    private void pin() {
        boolean beside = getWidth() >= BESIDE;
        if (beside != (getRight() == detail) || getBottom() == null && !beside) {
            setRight(null);
            setBottom(null);
            detail.place(beside);
            if (beside) {
                setRight(detail);
            } else {
                setBottom(detail);
            }
        }
    }

    private Node labelled(String key, Node node) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("caption");
        label.setLabelFor(node);
        VBox box = new VBox(4, label, node);
        HBox.setHgrow(box, Priority.ALWAYS);
        return box;
    }

    private <E extends Enum<E>> ComboBox<E> choice(String name, E[] values, ObjectProperty<E> property) {
        ComboBox<E> box = new ComboBox<>();
        box.setId(name);
        box.getItems().setAll(values);
        box.setMaxWidth(Double.MAX_VALUE);
        box.setAccessibleText(texts.get("inside." + name));
        box.setConverter(Words.of(texts, "inside." + name));
        box.valueProperty().bindBidirectional(property);
        return box;
    }

    // What there can be nothing of is not offered.
    private ComboBox<Layer> layers() {
        ObjectProperty<Layer> layer = model.overlay().layerProperty();
        ComboBox<Layer> box = choice("layer", new Layer[0], layer);
        Runnable fill = () -> {
            List<Layer> all = new ArrayList<>(List.of(Layer.values()));
            all.removeIf(which -> !model.overlay().offered(which));
            Layer chosen = layer.get();
            box.getItems().setAll(all);
            box.setValue(all.contains(chosen) ? chosen : Layer.NONE);
        };
        List.of(model.attention().knownProperty(), model.errors().knownProperty())
                .forEach(known -> known.addListener((o, was, is) -> fill.run()));
        fill.run();
        return box;
    }

    private Node opacity() {
        Slider opacity = new Slider(0, 1, model.overlay().opacityProperty().get());
        opacity.setId("opacity");
        opacity.setAccessibleText(texts.get("inside.opacity"));
        opacity.setBlockIncrement(OPACITY_STEP);
        opacity.valueProperty().bindBidirectional(model.overlay().opacityProperty());
        Label label = new Label(texts.get("inside.opacity"));
        label.getStyleClass().add("caption");
        label.setMinWidth(Label.USE_PREF_SIZE);
        label.setLabelFor(opacity);
        HBox.setHgrow(opacity, Priority.ALWAYS);
        HBox labelled = new HBox(label, opacity);
        labelled.getStyleClass().add("beside");
        labelled.visibleProperty().bind(model.overlay().layerProperty().isNotEqualTo(Layer.NONE));
        labelled.managedProperty().bind(labelled.visibleProperty());
        return labelled;
    }

    private Node attention() {
        ComboBox<AttentionMap> box = new ComboBox<>(model.attention().maps());
        box.setId("attention");
        box.setAccessibleText(texts.get("inside.attention"));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(Words.of(map -> texts.get("inside.attention." + map.kind(), map.place(), map.stride())));
        box.valueProperty().bindBidirectional(model.attention().mapProperty());
        Node labelled = labelled("inside.attention", box);
        labelled.visibleProperty().bind(model.overlay().layerProperty().isEqualTo(Layer.ATTENTION));
        labelled.managedProperty().bind(labelled.visibleProperty());
        return labelled;
    }

    private void summarise() {
        Inspection now = model.inspections().inspectionProperty().get();
        summary.setText(
                now == null
                        ? texts.get("inside.nothing")
                        : texts.get(
                                "inside.summary",
                                now.channels(),
                                now.height(),
                                now.width(),
                                texts.bytes(Math.round(now.latentBits() / 8)),
                                texts.bytes(Math.round(now.hyperBits() / 8)),
                                now.order().steps(),
                                texts.seconds(now.entropyTime().toNanos() / 1e9)));
    }
}
