package io.nlc.viewer.view.inside;

import io.nlc.codec.inspect.Inspection;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.view.Pictures;
import io.nlc.viewer.vm.inside.ChannelModel;
import io.nlc.viewer.vm.inside.InsideModel;
import io.nlc.viewer.vm.inside.InspectionModel;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.layout.VBox;

/** The chosen channel enlarged, with its figures and its histogram; there while one is chosen. */
final class ChannelBox extends VBox {

    private static final double ENLARGED = 290;

    private final InspectionModel inspections;
    private final ChannelModel channels;
    private final Texts texts;
    private final Label title = new Label();
    private final ImageView enlarged = new ImageView();
    private final HistogramView histogram;

    ChannelBox(InsideModel inside, Texts texts) {
        this.inspections = inside.inspections();
        this.channels = inside.channels();
        this.texts = texts;
        this.histogram = new HistogramView(texts);
        enlarged.setId("enlarged");
        enlarged.setPreserveRatio(true);
        title.getStyleClass().add("section");
        title.setWrapText(true);
        getChildren().addAll(title, enlarged, histogram);
        getStyleClass().add("channel-box");
        inspections.inspectionProperty().addListener((o, was, is) -> show());
        channels.selectedProperty().addListener((o, was, is) -> show());
        channels.quantityProperty().addListener((o, was, is) -> show());
        show();
    }

    private void show() {
        MemoryPicture picture = channels.enlarged();
        setVisible(picture != null);
        setManaged(picture != null);
        if (picture != null) {
            int factor = Math.max(1, (int) Math.ceil(2 * ENLARGED / picture.width()));
            enlarged.setImage(Pictures.image(picture, picture.width() > 2 * ENLARGED ? 1 : factor));
            enlarged.setFitWidth(ENLARGED);
            int channel = channels.selectedProperty().get();
            Inspection now = inspections.inspectionProperty().get();
            title.setText(texts.get(
                    "inside.channelTitle",
                    channel,
                    texts.bytes(Math.round(now.bits(channel) / 8)),
                    texts.number(now.energy(channel), 2)));
            histogram.show(channels.histogram());
        }
    }
}
