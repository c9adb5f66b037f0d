package io.nlc.viewer.model.document;

import io.nlc.imageio.NlcSettings;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.runtime.RuntimeSettings;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.coding.NlcFile;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads what a file needs while the window is being made: on two cores that takes half a second off the first picture.
 */
public final class WarmUp {

    private WarmUp() {}

    /**
     * Starts to load the networks of the pack that a file needs, in the background. What goes wrong is left to whoever
     * opens the file.
     *
     * @param file an {@code .nlc} file; nothing happens for others
     * @param codecSettings how NLC is run
     * @param jobs start the threads
     */
    public static void start(Path file, NlcSettings codecSettings, Jobs jobs) {
        thread(jobs, () -> load(file, codecSettings, jobs));
    }

    private interface Load {
        void run() throws IOException;
    }

    // The manifest is parsed once: each thread that needs it does so for itself until one has done it.
    private static void load(Path file, NlcSettings codecSettings, Jobs jobs) throws IOException {
        if (Files.isRegularFile(file) && NlcFile.is(file) && NlcFile.isLearned(file, codecSettings)) {
            ModelPack pack = NlcFile.of(file, codecSettings).pack();
            RuntimeSettings settings = codecSettings.runtime();
            thread(jobs, () -> {
                try (PackSessions sessions = PackSessions.acquire(pack, settings)) {
                    sessions.synthesis(settings.precision());
                }
            });
            try (PackSessions sessions = PackSessions.acquire(pack, settings)) {
                sessions.loadExact();
            }
        }
    }

    private static void thread(Jobs jobs, Load load) {
        jobs.start("nlc-warm-up", () -> {
            try {
                load.run();
            } catch (IOException | RuntimeException | LinkageError e) {
                System.getLogger(WarmUp.class.getName()).log(Level.DEBUG, "warm-up failed", e);
            }
        });
    }
}
