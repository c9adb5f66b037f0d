package io.nlc.viewer.vm;

import io.nlc.viewer.model.PictureLoader;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import java.util.concurrent.Executor;

/**
 * What all parts of the viewer share.
 *
 * @param texts its words
 * @param settings what it remembers
 * @param ui runs what touches properties, such as {@code Platform::runLater}
 * @param device where networks run, as in {@link io.nlc.runtime.DeviceChoice#parse}
 * @param loader opens files
 */
public record ViewerContext(Texts texts, Settings settings, Executor ui, String device, PictureLoader loader) {

    /** Bytes for encodings of the open picture that can be had again at once. */
    private static final long CACHE = 256L << 20;

    /** The usual limits. */
    public static ViewerContext of(Texts texts, Settings settings, Executor ui) {
        String device = settings.get("device", "auto");
        return new ViewerContext(
                texts, settings, ui, device, new PictureLoader(device, PictureLoader.MAX_PIXELS, CACHE));
    }
}
