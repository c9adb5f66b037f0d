package io.nlc.viewer.view.plot;

import io.nlc.viewer.model.plot.RatePoint;
import java.util.function.Consumer;
import javafx.scene.AccessibleAction;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/**
 * The dot of a point in a plot: larger than it looks, so that it is easy to hit; takes the focus as a button does. The
 * chart replaces its style classes, so the dot inside has the colour; and it binds the accessible text, so the words
 * for that come by another way.
 */
final class PlotSymbol extends StackPane {

    private final RatePoint point;
    private final String description;
    private final Consumer<RatePoint> select;

    PlotSymbol(RatePoint point, String colour, String description, Consumer<RatePoint> select) {
        this.point = point;
        this.description = description;
        this.select = select;
        Region dot = new Region();
        dot.getStyleClass().addAll("plot-dot", colour);
        getChildren().add(dot);
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.BUTTON);
    }

    /** Selects the point. */
    void fire() {
        select.accept(point);
    }

    RatePoint point() {
        return point;
    }

    @Override
    public Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return attribute == AccessibleAttribute.TEXT
                ? description
                : super.queryAccessibleAttribute(attribute, parameters);
    }

    @Override
    public void executeAccessibleAction(AccessibleAction action, Object... parameters) {
        if (action == AccessibleAction.FIRE) {
            fire();
        } else {
            super.executeAccessibleAction(action, parameters);
        }
    }
}
