package io.nlc.viewer.view.inside;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.view.Pictures;
import io.nlc.viewer.vm.inside.Channel;
import io.nlc.viewer.vm.inside.ChannelModel;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.inside.Layer;
import java.util.List;
import javafx.beans.property.ObjectProperty;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.image.ImageView;
import javafx.scene.layout.FlowPane;

/** The channels as small heatmaps, of which one can be chosen: the first ones, or all. */
final class ChannelGrid extends FlowPane {

    private static final PseudoClass CHOSEN = PseudoClass.getPseudoClass("chosen");
    private static final int FIRST = 40;
    private static final double THUMBNAIL = 62;

    private final ChannelModel model;
    private final ObjectProperty<Layer> layer;
    private final Texts texts;
    private final Button more = new Button();
    private boolean all;

    ChannelGrid(InsideModel inside, Texts texts) {
        this.model = inside.channels();
        this.layer = inside.overlay().layerProperty();
        this.texts = texts;
        getStyleClass().add("channel-grid");
        setId("channels");
        more.setOnAction(e -> {
            all = !all;
            fill();
        });
        more.setId("allChannels");
        more.setVisible(false);
        more.setText(texts.get("inside.all", 0));
        more.getStyleClass().add("flat");
        model.channels().addListener((ListChangeListener<Channel>) change -> fill());
        model.selectedProperty().addListener((o, was, is) -> mark());
    }

    /** The button for all of them. */
    Button more() {
        return more;
    }

    private void fill() {
        List<Channel> channels = model.channels();
        int count = all ? channels.size() : Math.min(FIRST, channels.size());
        getChildren().setAll(channels.subList(0, count).stream().map(this::cell).toList());
        more.setText(texts.get(all ? "inside.fewer" : "inside.all", channels.size()));
        more.setVisible(channels.size() > FIRST);
        mark();
    }

    private void mark() {
        Integer chosen = model.selectedProperty().get();
        for (Node cell : getChildren()) {
            cell.pseudoClassStateChanged(CHOSEN, chosen.equals(cell.getUserData()));
        }
    }

    private Node cell(Channel channel) {
        int factor = Math.max(1, (int) Math.ceil(THUMBNAIL / channel.heatmap().width()));
        ImageView image = new ImageView(Pictures.image(channel.heatmap(), factor));
        image.setFitWidth(THUMBNAIL);
        image.setPreserveRatio(true);
        String share = texts.number(100 * channel.share(), 1);
        Button cell = new Button(texts.get("inside.cell", channel.number(), share), image);
        cell.setContentDisplay(ContentDisplay.TOP);
        cell.getStyleClass().add("channel");
        cell.setId("channel" + channel.number());
        cell.setUserData(channel.number());
        cell.setAccessibleText(texts.get("inside.cellAccessible", channel.number(), share));
        cell.setOnAction(e -> choose(channel.number()));
        return cell;
    }

    private void choose(int channel) {
        boolean again = model.selectedProperty().get() == channel;
        model.selectedProperty().set(again ? -1 : channel);
        if (!again && layer.get() == Layer.NONE) {
            layer.set(Layer.CHANNEL);
        }
    }
}
