package io.nlc.viewer.view;

import io.nlc.codec.inspect.AttentionMap;
import io.nlc.codec.inspect.Inspection;
import io.nlc.codec.inspect.Inspection.Quantity;
import io.nlc.viewer.model.MemoryPicture;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.vm.InsideModel;
import io.nlc.viewer.vm.InsideModel.Channel;
import io.nlc.viewer.vm.InsideModel.Layer;
import io.nlc.viewer.vm.InsideModel.Sort;
import io.nlc.viewer.vm.ViewerModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Slider;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Duration;
import javafx.util.StringConverter;

/** Channels of the latent as heatmaps, one of them enlarged with its histogram, and what is laid over the picture. */
final class InsideView extends ScrollPane {

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final int FIRST = 40;
    private static final double THUMBNAIL = 62;
    private static final double ENLARGED = 290;
    private static final double ANIMATION_SECONDS = 6;

    private final InsideModel model;
    private final Texts texts;
    private final Label summary = new Label();
    private final FlowPane grid = new FlowPane();
    private final Button more = new Button();
    private final Label channelTitle = new Label();
    private final ImageView enlarged = new ImageView();
    private final HistogramView histogram;
    private final VBox channelBox;
    private final Slider step = new Slider();
    private final Label stepText = new Label();
    private final Button play = new Button(null, Icons.PLAY.node());
    private final Timeline animation = new Timeline();
    private boolean all;

    InsideView(ViewerModel viewer, InsideModel model) {
        this.model = model;
        this.texts = viewer.context().texts();
        this.histogram = new HistogramView(texts);
        getStyleClass().addAll("side-scroll", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        summary.setWrapText(true);
        summary.setId("insideSummary");
        summary.getStyleClass().add("hint");
        ProgressBar busy = new ProgressBar();
        busy.setMaxWidth(Double.MAX_VALUE);
        busy.visibleProperty().bind(model.waitingProperty());
        busy.managedProperty().bind(model.waitingProperty());
        grid.getStyleClass().add("channel-grid");
        grid.setId("channels");
        more.setOnAction(e -> {
            all = !all;
            fill();
        });
        more.setId("allChannels");
        more.setVisible(false);
        more.setText(texts.get("inside.all", 0));
        more.getStyleClass().add("flat");
        enlarged.setId("enlarged");
        enlarged.setPreserveRatio(true);
        channelTitle.getStyleClass().add("section");
        channelTitle.setWrapText(true);
        channelBox = new VBox(channelTitle, enlarged, histogram);
        channelBox.getStyleClass().add("channel-box");
        HBox choices = new HBox(
                labelled("inside.quantity", choice("quantity", Quantity.values(), model.quantityProperty())),
                labelled("inside.sort", choice("sort", Sort.values(), model.sortProperty())));
        choices.getStyleClass().add("choices");
        VBox content = new VBox(
                busy,
                summary,
                labelled("inside.layer", layers()),
                player(),
                attention(),
                choices,
                channelBox,
                grid,
                more);
        content.getStyleClass().add("side-content");
        setContent(content);
        model.inspectionProperty().addListener((o, was, is) -> show());
        model.selectedProperty().addListener((o, was, is) -> showChannel());
        model.quantityProperty().addListener((o, was, is) -> showChannel());
        model.channels().addListener((ListChangeListener<Channel>) change -> fill());
        viewer.currentProperty().addListener((o, was, is) -> animation.stop());
        show();
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
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(E value) {
                return value == null
                        ? ""
                        : texts.get("inside." + name + "." + value.name().toLowerCase(Locale.ROOT));
            }

            @Override
            public E fromString(String text) {
                throw new UnsupportedOperationException();
            }
        });
        box.valueProperty().bindBidirectional(property);
        return box;
    }

    // Attention can be chosen only where the pack shows it.
    private ComboBox<Layer> layers() {
        ComboBox<Layer> box = choice("layer", new Layer[0], model.layerProperty());
        Runnable fill = () -> {
            List<Layer> all = new ArrayList<>(List.of(Layer.values()));
            if (!model.attentionKnownProperty().get()) {
                all.remove(Layer.ATTENTION);
            }
            Layer chosen = model.layerProperty().get();
            box.getItems().setAll(all);
            box.setValue(all.contains(chosen) ? chosen : Layer.NONE);
        };
        model.attentionKnownProperty().addListener((o, was, is) -> fill.run());
        fill.run();
        return box;
    }

    private Node attention() {
        ComboBox<AttentionMap> box = new ComboBox<>(model.attention());
        box.setId("attention");
        box.setAccessibleText(texts.get("inside.attention"));
        box.setMaxWidth(Double.MAX_VALUE);
        box.setConverter(new StringConverter<>() {
            @Override
            public String toString(AttentionMap map) {
                return map == null ? "" : texts.get("inside.attention." + map.kind(), map.place(), map.stride());
            }

            @Override
            public AttentionMap fromString(String text) {
                throw new UnsupportedOperationException();
            }
        });
        box.valueProperty().bindBidirectional(model.attentionMapProperty());
        Node labelled = labelled("inside.attention", box);
        labelled.visibleProperty().bind(model.layerProperty().isEqualTo(Layer.ATTENTION));
        labelled.managedProperty().bind(labelled.visibleProperty());
        return labelled;
    }

    private Node player() {
        play.setId("play");
        play.getStyleClass().addAll("button-icon", "flat");
        play.setAccessibleText(texts.get("inside.play"));
        play.setOnAction(e -> play());
        step.setId("step");
        step.setAccessibleText(texts.get("inside.step"));
        step.setBlockIncrement(1);
        HBox.setHgrow(step, Priority.ALWAYS);
        step.valueProperty().addListener((o, was, is) -> model.stepProperty().set((int) Math.round(step.getValue())));
        model.stepProperty().addListener((o, was, is) -> {
            if (Math.round(step.getValue()) != model.stepProperty().get()) {
                step.setValue(model.stepProperty().get());
            }
            stepText.setText(texts.get("inside.stepOf", model.stepProperty().get(), steps()));
        });
        animation
                .statusProperty()
                .addListener((o, was, is) -> play.setGraphic(
                        (animation.getStatus() == Animation.Status.RUNNING ? Icons.PAUSE : Icons.PLAY).node()));
        HBox box = new HBox(play, step, stepText);
        box.getStyleClass().add("player");
        box.visibleProperty().bind(model.layerProperty().isEqualTo(Layer.ORDER));
        box.managedProperty().bind(box.visibleProperty());
        return box;
    }

    private int steps() {
        Inspection now = model.inspectionProperty().get();
        return now == null ? 0 : now.order().steps();
    }

    private void play() {
        if (animation.getStatus() == Animation.Status.RUNNING) {
            animation.stop();
            return;
        }
        int steps = steps();
        if (steps == 0) {
            return;
        }
        if (model.stepProperty().get() >= steps) {
            model.stepProperty().set(0);
        }
        // Two steps are shown a second each, a thousand several at a time.
        double interval = Math.min(1, Math.max(1 / 25.0, ANIMATION_SECONDS / steps));
        int stride = Math.max(1, (int) Math.round(steps * interval / ANIMATION_SECONDS));
        animation.getKeyFrames().setAll(new KeyFrame(Duration.seconds(interval), e -> {
            int next = Math.min(steps, model.stepProperty().get() + stride);
            model.stepProperty().set(next);
            if (next == steps) {
                animation.stop();
            }
        }));
        animation.setCycleCount(Animation.INDEFINITE);
        animation.play();
    }

    private void show() {
        Inspection now = model.inspectionProperty().get();
        step.setMax(Math.max(1, steps()));
        stepText.setText(texts.get("inside.stepOf", model.stepProperty().get(), steps()));
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
        showChannel();
    }

    private void showChannel() {
        MemoryPicture picture = model.enlarged();
        channelBox.setVisible(picture != null);
        channelBox.setManaged(picture != null);
        if (picture != null) {
            int factor = Math.max(1, (int) Math.ceil(2 * ENLARGED / picture.width()));
            enlarged.setImage(Pictures.image(picture, picture.width() > 2 * ENLARGED ? 1 : factor));
            enlarged.setFitWidth(ENLARGED);
            int c = model.selectedProperty().get();
            Inspection now = model.inspectionProperty().get();
            channelTitle.setText(texts.get(
                    "inside.channelTitle",
                    c,
                    texts.bytes(Math.round(now.bits(c) / 8)),
                    texts.number(now.energy(c), 2)));
            histogram.show(model.histogram());
        }
        for (Node cell : grid.getChildren()) {
            cell.pseudoClassStateChanged(
                    CHOSEN, Integer.valueOf(model.selectedProperty().get()).equals(cell.getUserData()));
        }
    }

    private void fill() {
        List<Channel> channels = model.channels();
        int count = all ? channels.size() : Math.min(FIRST, channels.size());
        grid.getChildren()
                .setAll(channels.subList(0, count).stream().map(this::cell).toList());
        more.setText(texts.get(all ? "inside.fewer" : "inside.all", channels.size()));
        more.setVisible(channels.size() > FIRST);
        showChannel();
    }

    private Node cell(Channel channel) {
        ImageView image = new ImageView(Pictures.image(channel.heatmap(), Math.max(1, (int)
                Math.ceil(THUMBNAIL / channel.heatmap().width()))));
        image.setFitWidth(THUMBNAIL);
        image.setPreserveRatio(true);
        Button cell =
                new Button(texts.get("inside.cell", channel.number(), texts.number(100 * channel.share(), 1)), image);
        cell.setContentDisplay(ContentDisplay.TOP);
        cell.getStyleClass().add("channel");
        cell.setId("channel" + channel.number());
        cell.setUserData(channel.number());
        cell.setAccessibleText(
                texts.get("inside.cellAccessible", channel.number(), texts.number(100 * channel.share(), 1)));
        cell.setOnAction(e -> {
            boolean again = model.selectedProperty().get() == channel.number();
            model.selectedProperty().set(again ? -1 : channel.number());
            if (!again && model.layerProperty().get() == Layer.NONE) {
                model.layerProperty().set(Layer.CHANNEL);
            }
        });
        return cell;
    }
}
