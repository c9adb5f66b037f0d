package io.nlc.viewer.vm.main;

import io.nlc.viewer.model.Settings;

/**
 * How large the window is; never too small to work in, whatever was remembered.
 *
 * @param width of what it holds
 * @param height of what it holds
 */
public record WindowSize(double width, double height) {

    /** So much it takes to see picture, figures and tools. */
    public static final WindowSize LEAST = new WindowSize(760, 520);

    private static final WindowSize FIRST = new WindowSize(1280, 800);

    /** The size that was remembered, or one to begin with. */
    public static WindowSize of(Settings settings) {
        return new WindowSize(
                Math.max(LEAST.width, settings.get("width", FIRST.width)),
                Math.max(LEAST.height, settings.get("height", FIRST.height)));
    }

    /** Remembers it. */
    public void remember(Settings settings) {
        settings.put("width", width);
        settings.put("height", height);
    }
}
