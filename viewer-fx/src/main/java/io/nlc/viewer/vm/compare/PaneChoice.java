package io.nlc.viewer.vm.compare;

import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.Encoding;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What a pane shows. */
public sealed interface PaneChoice {

    /** The picture that encodings are compared with. */
    record Original() implements PaneChoice {}

    /** The encoding that the sliders ask for. */
    record Current() implements PaneChoice {}

    /**
     * The picture by a codec of the pane's own.
     *
     * @param codec which one
     * @param quality 0 to 1 on its scale; empty for the size of the current encoding
     */
    record Coded(Codec codec, OptionalDouble quality) implements PaneChoice {

        /** In the size of the current encoding. */
        public static Coded sameSize(Codec codec) {
            return new Coded(codec, OptionalDouble.empty());
        }

        /** At a quality of its own. */
        public Coded at(double own) {
            return new Coded(codec, OptionalDouble.of(own));
        }

        /** Whether it is to have the size of the current encoding. */
        public boolean isSameSize() {
            return quality.isEmpty();
        }
    }

    /**
     * The same model pack as the sliders with another size.
     *
     * @param factor times the size of the current encoding
     */
    record OtherSize(double factor) implements PaneChoice {}

    /**
     * A picture of any file, of the same width and height.
     *
     * @param file where it is
     */
    record FromFile(Path file) implements PaneChoice {}

    /**
     * An encoding that was kept.
     *
     * @param number by which it is called
     * @param encoding what was kept
     */
    record Kept(int number, Encoding encoding) implements PaneChoice {}

    /** Whether it becomes another one with what the sliders ask for. */
    default boolean followsCurrent() {
        return this instanceof Current || this instanceof OtherSize || this instanceof Coded c && c.isSameSize();
    }
}
