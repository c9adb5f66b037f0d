package io.nlc.viewer.view.inside;

import io.nlc.codec.inspect.Inspection;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.view.Pictures;
import io.nlc.viewer.vm.inside.ChannelModel;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.inside.InspectionModel;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** The chosen channel enlarged, with its figures and its histogram; there while one is chosen. */
final class ChannelBox extends VBox {

    private static final double SMALL = 118;
    private static final double LARGE = 298;
    private static final double LOW = 124;
    private static final double HIGH = 220;
    private static final double GAP = 10;
    private static final double WIDTH = 330;
    private static final int HEAD = 2; // what is above in any place

    private final InspectionModel inspections;
    private final ChannelModel channels;
    private final Texts texts;
    private final Label title = new Label();
    private final Label figures = new Label();
    private final ImageView enlarged = new ImageView();
    private final HistogramView histogram;

    ChannelBox(InsideModel inside, Texts texts) {
        this.inspections = inside.inspections();
        this.channels = inside.channels();
        this.texts = texts;
        this.histogram = new HistogramView(texts);
        setId("channelBox");
        enlarged.setId("enlarged");
        enlarged.setPreserveRatio(true);
        title.getStyleClass().add("section");
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        figures.setId("channelFigures");
        figures.setWrapText(true);
        figures.getStyleClass().add("channel-figures");
        Button close = new Button(null, Icons.CLOSE.node());
        close.setId("closeChannel");
        close.getStyleClass().addAll("button-icon", "flat", "small");
        close.setAccessibleText(texts.get("inside.closeChannel"));
        close.setOnAction(e -> channels.selectedProperty().set(-1));
        HBox head = new HBox(
                title, key("inside.counted", "histogram-counted"), key("inside.expected", "histogram-expected"), close);
        head.getStyleClass().add("channel-head");
        getChildren().addAll(head, figures);
        HBox.setHgrow(histogram, Priority.ALWAYS);
        place(false);
        getStyleClass().add("channel-box");
        inspections.inspectionProperty().addListener((o, was, is) -> show());
        channels.selectedProperty().addListener((o, was, is) -> show());
        channels.quantityProperty().addListener((o, was, is) -> show());
        show();
    }

    private Label key(String key, String style) {
        Region swatch = new Region();
        swatch.getStyleClass().addAll("histogram-key", style);
        return new Label(texts.get(key), swatch);
    }

    /** Takes a place beside the others, where it has all the height, or below them, where it takes little of it. */
    void place(boolean beside) {
        double side = beside ? LARGE : SMALL;
        enlarged.setFitWidth(side);
        enlarged.setFitHeight(side);
        histogram.setMinHeight(beside ? HIGH : LOW);
        histogram.setPrefHeight(beside ? HIGH : LOW);
        setMaxWidth(beside ? WIDTH : Double.MAX_VALUE);
        setPrefWidth(beside ? WIDTH : USE_COMPUTED_SIZE);
        if (getChildren().size() > HEAD) {
            getChildren().remove(HEAD);
        }
        getChildren().add(beside ? new VBox(GAP, enlarged, histogram) : new HBox(GAP, enlarged, histogram));
    }

    private void show() {
        MemoryPicture picture = channels.enlarged();
        setVisible(picture != null);
        setManaged(picture != null);
        if (picture != null) {
            int longest = Math.max(picture.width(), picture.height());
            int factor = Math.max(1, (int) Math.ceil(2 * LARGE / longest));
            enlarged.setImage(Pictures.image(picture, longest > 2 * LARGE ? 1 : factor));
            int channel = channels.selectedProperty().get();
            Inspection now = inspections.inspectionProperty().get();
            double all = now.latentBits() + now.hyperBits();
            title.setText(texts.get("inside.channel", channel));
            figures.setText(texts.get(
                    "inside.channelFigures",
                    texts.bytes(Math.round(now.bits(channel) / 8)),
                    texts.number(all > 0 ? 100 * now.bits(channel) / all : 0, 1),
                    texts.number(now.energy(channel), 2)));
            enlarged.setAccessibleText(texts.get("inside.channel", channel));
            histogram.show(channels.histogram());
        }
    }
}
