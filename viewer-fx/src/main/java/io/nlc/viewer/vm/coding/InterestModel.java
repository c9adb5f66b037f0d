package io.nlc.viewer.vm.coding;

import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.coding.Interest;
import io.nlc.viewer.model.picture.AreaMask;
import java.util.Objects;
import java.util.function.UnaryOperator;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanExpression;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;

/** Regions of interest: what is painted over the open picture, and how much lower the quality is elsewhere. */
public final class InterestModel {

    /*
     * While a stroke is painted only the mask changes. At its end it becomes what is asked for: to encode at every area
     * would only be given up at the next one.
     */

    private static final String DROP = "interest.drop";
    private static final double USUAL_DROP = 0.4;
    private static final double STEPS = 20;

    private final BooleanProperty brush = new SimpleBooleanProperty();
    private final DoubleProperty drop = new SimpleDoubleProperty();
    private final ReadOnlyObjectWrapper<AreaMask> mask = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Interest> interest = new ReadOnlyObjectWrapper<>();
    private final BooleanExpression offered;
    private final Runnable changed;
    private boolean following;

    /**
     * Nothing is open yet.
     *
     * @param lossless whether nothing is lost anywhere
     * @param changed is told when somebody asks for something else
     */
    InterestModel(Settings settings, ReadOnlyBooleanProperty lossless, Runnable changed) {
        this.changed = changed;
        drop.set(rounded(settings.get(DROP, USUAL_DROP)));
        drop.addListener((o, was, is) -> {
            if (is.doubleValue() != rounded(is.doubleValue())) {
                drop.set(rounded(is.doubleValue()));
            } else if (!following) {
                settings.put(DROP, drop.get());
                done();
            }
        });
        offered = Bindings.createBooleanBinding(
                () -> !lossless.get() && mask.get() != null && mask.get().areas() > 1, lossless, mask);
        offered.addListener((o, was, is) -> {
            if (!offered.get()) {
                brush.set(false);
            }
        });
        brush.addListener((o, was, is) -> {
            if (brush.get() && !offered.get()) {
                brush.set(false);
            } else if (!brush.get()) {
                done();
            }
        });
    }

    private static double rounded(double drop) {
        return Math.rint(Math.max(0, Math.min(1, drop)) * STEPS) / STEPS;
    }

    /** Whether the mouse paints; never where {@link #offered nothing can be painted}. */
    public BooleanProperty brushProperty() {
        return brush;
    }

    /** Whether there can be regions of interest: in a picture of more than one area that is not to be kept whole. */
    public BooleanExpression offered() {
        return offered;
    }

    /** How much lower the quality is where nothing is painted, 0 to 1 of its scale, in steps of 1/20; remembered. */
    public DoubleProperty dropProperty() {
        return drop;
    }

    /** What is painted, also while that goes on; null where there is no picture to be encoded. */
    public ReadOnlyObjectProperty<AreaMask> maskProperty() {
        return mask.getReadOnlyProperty();
    }

    /** What is asked for; null as long as all of the picture matters alike. */
    public ReadOnlyObjectProperty<Interest> interestProperty() {
        return interest.getReadOnlyProperty();
    }

    /** Whether anything is painted. */
    public boolean painted() {
        return mask.get() != null && mask.get().count() > 0;
    }

    /** Another picture is open, in which nothing is painted. */
    public void open(int width, int height) {
        interest.set(null);
        mask.set(AreaMask.none(width, height)); // before the brush, which would ask for what it has painted
        brush.set(false);
    }

    /** No picture is open that could be encoded. */
    public void leave() {
        interest.set(null);
        mask.set(null);
    }

    /**
     * Paints, or takes away, all areas that a round brush touches on its way; {@link #done} ends the stroke.
     *
     * @param radius in pixels of the picture
     * @param mark false to take away
     */
    public void stroke(double fromX, double fromY, double x, double y, double radius, boolean mark) {
        change(m -> m.brushed(fromX, fromY, x, y, radius, mark));
    }

    /** Paints an area, or takes it away. */
    public void turn(int column, int row) {
        change(m -> m.with(column, row, !m.marked(column, row)));
        done();
    }

    /** Takes everything away. */
    public void clear() {
        change(AreaMask::cleared);
        done();
    }

    private void change(UnaryOperator<AreaMask> how) {
        if (mask.get() != null) {
            mask.set(how.apply(mask.get()));
        }
    }

    /** What is painted is asked for from now on. */
    public void done() {
        Interest wanted = wanted();
        if (!Objects.equals(wanted, interest.get())) {
            interest.set(wanted);
            changed.run();
        }
    }

    // Where all areas or none are painted, no quality differs from the other.
    private Interest wanted() {
        boolean differs = mask.get() != null && mask.get().divides() && drop.get() > 0;
        return differs ? new Interest(mask.get(), drop.get()) : null;
    }

    /**
     * Takes what an encoding was made with, which is nobody's wish.
     *
     * @param made null for all of the picture alike
     */
    void follow(Interest made) {
        if (mask.get() == null || Objects.equals(made, interest.get()) && Objects.equals(made, wanted())) {
            return;
        }
        following = true;
        try {
            interest.set(made);
            if (made == null) {
                change(AreaMask::cleared);
            } else {
                mask.set(made.mask());
                drop.set(made.drop());
            }
        } finally {
            following = false;
        }
    }
}
