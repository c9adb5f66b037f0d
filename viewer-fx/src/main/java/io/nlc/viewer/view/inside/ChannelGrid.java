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
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.ImageView;
import javafx.scene.input.KeyEvent;
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
    private ScrollPane scroll;
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
        addEventFilter(KeyEvent.KEY_PRESSED, this::key); // before buttons take arrow keys for themselves
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

    // Arrow keys go from cell to cell as they lie, and choose; Home and End go to the first and the last.
    private void key(KeyEvent e) {
        int from = getChildren().indexOf(e.getTarget());
        int last = getChildren().size() - 1;
        if (from < 0 || e.isShortcutDown() || e.isAltDown()) {
            return;
        }
        int to =
                switch (e.getCode()) {
                    case LEFT -> from - 1;
                    case RIGHT -> from + 1;
                    case UP -> from - columns();
                    case DOWN -> from + columns();
                    case HOME -> 0;
                    case END -> last;
                    default -> Integer.MIN_VALUE;
                };
        if (to == Integer.MIN_VALUE) {
            return;
        }
        e.consume();
        if (to >= 0 && to <= last && to != from) {
            Node cell = getChildren().get(to);
            cell.requestFocus();
            select((Integer) cell.getUserData());
            reveal(cell);
        }
    }

    private int columns() {
        double top = getChildren().get(0).getLayoutY();
        return (int)
                getChildren().stream().filter(cell -> cell.getLayoutY() == top).count();
    }

    /** Says what scrolls the cells, so that the chosen one stays in sight. */
    void scrollIn(ScrollPane pane) {
        scroll = pane;
    }

    private void reveal(Node cell) {
        if (scroll == null) {
            return;
        }
        scroll.layout(); // what shows the chosen channel may just have taken some of the place
        double seen = scroll.getViewportBounds().getHeight();
        double beyond = scroll.getContent().getBoundsInLocal().getHeight() - seen;
        Bounds at = scroll.getContent().sceneToLocal(cell.localToScene(cell.getBoundsInLocal()));
        double top = scroll.getVvalue() * beyond;
        if (beyond > 0 && (at.getMinY() < top || at.getMaxY() > top + seen)) {
            double wanted = at.getMinY() < top ? at.getMinY() : at.getMaxY() - seen;
            scroll.setVvalue(Math.max(0, Math.min(1, wanted / beyond)));
        }
    }

    private void choose(int channel) {
        boolean again = model.selectedProperty().get() == channel;
        select(again ? -1 : channel);
    }

    private void select(int channel) {
        model.selectedProperty().set(channel);
        if (channel >= 0 && layer.get() == Layer.NONE) {
            layer.set(Layer.CHANNEL);
        }
    }
}
