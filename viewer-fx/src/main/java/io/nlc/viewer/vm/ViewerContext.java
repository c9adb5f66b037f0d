package io.nlc.viewer.vm;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcSettings;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.document.PictureLoader;
import java.lang.System.Logger.Level;
import java.util.concurrent.Executor;

/**
 * What all parts of the viewer share.
 *
 * @param texts its words
 * @param settings what it remembers
 * @param ui runs what touches properties, such as {@code Platform::runLater}
 * @param jobs what works in the background
 * @param codecSettings how NLC is run: limits, device, where model packs are
 * @param loader opens files
 */
public record ViewerContext(
        Texts texts, Settings settings, Executor ui, Jobs jobs, NlcSettings codecSettings, PictureLoader loader) {

    /** Bytes for encodings of the open picture that can be had again at once. */
    private static final long CACHE = 256L << 20;

    /** The usual limits, and jobs that are this viewer's own. */
    public static ViewerContext of(Texts texts, Settings settings, Executor ui) {
        return of(texts, settings, ui, new Jobs());
    }

    /** Key of the setting how pictures are decoded; it is read at the start. */
    public static final String SPEED = "speed";

    /** The usual limits. */
    public static ViewerContext of(Texts texts, Settings settings, Executor ui, Jobs jobs) {
        NlcSettings codec = codecSettings(settings);
        PictureLoader loader = new PictureLoader(codec, PictureLoader.MAX_PIXELS, CACHE, jobs);
        return new ViewerContext(texts, settings, ui, jobs, codec, loader);
    }

    /** A lane for work whose results come on {@link #ui}, see {@link LatestJob}. */
    public LatestJob lane(String name) {
        return new LatestJob(name, jobs, ui);
    }

    /** Whether pictures are decoded in a hurry, see {@link #SPEED}. */
    public static boolean isFast(Settings settings) {
        return settings.get(SPEED, NlcImageReadParam.Speed.FULL) == NlcImageReadParam.Speed.FAST;
    }

    /**
     * What the system properties say, at the speed and on the device that are set; on any that works if there is no
     * such device.
     */
    public static NlcSettings codecSettings(Settings settings) {
        NlcSettings codec = NlcSettings.fromProperties();
        if (isFast(settings)) {
            codec = codec.withSpeed(NlcImageReadParam.Speed.FAST);
        }
        try {
            return codec.withDevice(settings.get("device", "auto"));
        } catch (IllegalArgumentException e) { // the file was edited by hand
            System.getLogger(ViewerContext.class.getName()).log(Level.WARNING, "settings: {0}", e.getMessage());
            return codec;
        }
    }
}
