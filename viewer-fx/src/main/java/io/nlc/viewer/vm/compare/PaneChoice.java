package io.nlc.viewer.vm.compare;

import io.nlc.viewer.model.coding.Encoding;

/** What a pane shows. */
public sealed interface PaneChoice {

    /** The picture that encodings are compared with. */
    record Original() implements PaneChoice {}

    /** The encoding that the sliders ask for. */
    record Current() implements PaneChoice {}

    /** JPEG with the size of the current encoding. */
    record Jpeg() implements PaneChoice {}

    /**
     * Another model pack with the size of the current encoding.
     *
     * @param pack its name
     */
    record OtherPack(String pack) implements PaneChoice {}

    /**
     * The same model pack with another size.
     *
     * @param factor times the size of the current encoding
     */
    record OtherSize(double factor) implements PaneChoice {}

    /**
     * An encoding that was kept.
     *
     * @param number by which it is called
     * @param encoding what was kept
     */
    record Kept(int number, Encoding encoding) implements PaneChoice {}
}
