package io.nlc.viewer.view.compare;

import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.inside.Overlays;
import io.nlc.viewer.model.picture.Colormap;
import io.nlc.viewer.model.picture.Overlay;
import io.nlc.viewer.model.picture.Overlay.Meaning;
import java.util.Locale;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.image.ImageView;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.shape.Rectangle;

/** What the colours over a picture mean, and the number under the pointer. */
final class ColourBar extends VBox {

    private static final int STEPS = 200;
    private static final double BAR_HEIGHT = 10;
    private static final double SWATCH = 10;
    private static final double MARK_WIDTH = 2;

    private final Texts texts;
    private final Label title = new Label();
    private final Label value = new Label();
    private final Label low = new Label();
    private final Label high = new Label();
    private final ImageView bar = new ImageView();
    private final Rectangle mark = new Rectangle(MARK_WIDTH, BAR_HEIGHT + 4, Color.WHITE);
    private final Node continuous;
    private final Node steps;
    private Overlay overlay;
    private Point2D at;

    ColourBar(Texts texts) {
        this.texts = texts;
        getStyleClass().add("colour-bar");
        setId("colourBar");
        setMouseTransparent(true);
        setManaged(false);
        value.setId("overlayValue");
        value.getStyleClass().add("colour-bar-value");
        title.getStyleClass().add("colour-bar-title");
        mark.setManaged(false);
        mark.setY(-2);
        mark.getStyleClass().add("colour-bar-mark");
        continuous = new VBox(2, new Pane(bar, mark), spread(low, high));
        steps = new HBox(
                14, swatch(Overlays.now(), "overlay.step.now"), swatch(Overlays.later(), "overlay.step.later"));
        getChildren().addAll(spread(title, value), continuous, steps);
    }

    private static HBox spread(Node left, Node right) {
        Region space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        space.setMinWidth(12);
        return new HBox(left, space, right);
    }

    private Node swatch(int argb, String key) {
        Rectangle colour = new Rectangle(SWATCH, SWATCH, colour(argb));
        colour.getStyleClass().add("colour-bar-swatch");
        return new Label(texts.get(key), colour);
    }

    private static Color colour(int argb) {
        return Color.rgb(argb >> 16 & 0xFF, argb >> 8 & 0xFF, argb & 0xFF);
    }

    /** Explains an overlay; null for none. */
    void show(Overlay now) {
        boolean another = now != null && (overlay == null || overlay.scale() != now.scale());
        overlay = now;
        if (another) {
            Overlay.Scale scale = now.scale();
            boolean stepwise = scale.meaning() == Meaning.STEP;
            title.setText(texts.get("overlay." + scale.meaning().name().toLowerCase(Locale.ROOT)));
            low.setText(number(scale.low()));
            high.setText(number(scale.high()));
            only(continuous, !stepwise);
            only(steps, stepwise);
            bar.setImage(gradient(now.colours()));
        }
        point(at);
    }

    private static void only(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private static WritableImage gradient(Colormap colours) {
        WritableImage image = new WritableImage(STEPS, (int) BAR_HEIGHT);
        for (int x = 0; x < STEPS; x++) {
            int colour = colours.argb(x / (STEPS - 1.0));
            for (int y = 0; y < BAR_HEIGHT; y++) {
                image.getPixelWriter().setArgb(x, y, colour);
            }
        }
        return image;
    }

    /** Says the number under a pixel of the picture; null for none. */
    void point(Point2D pixel) {
        at = pixel;
        double number = pixel == null || overlay == null ? Double.NaN : overlay.number(pixel.getX(), pixel.getY());
        value.setText(Double.isNaN(number) ? "" : number(number));
        mark.setVisible(!Double.isNaN(number));
        if (mark.isVisible()) {
            Overlay.Scale scale = overlay.scale();
            double share = (number - scale.low()) / (scale.high() - scale.low());
            mark.setX(Math.max(0, Math.min(1, share)) * (STEPS - MARK_WIDTH));
        }
    }

    // Numbers of one overlay have as many digits as its range asks for.
    private String number(double number) {
        Overlay.Scale scale = overlay.scale();
        if (scale.meaning() == Meaning.STEP || scale.meaning() == Meaning.SYMBOL) {
            return signed(texts.number(number, 0));
        }
        double range = Math.abs(scale.high() - scale.low());
        return signed(texts.number(number, range >= 1000 ? 0 : range >= 10 ? 1 : range >= 1 ? 2 : 3));
    }

    private static String signed(String number) {
        return number.replace('-', '\u2212');
    }
}
