package io.nlc.viewer.model;

import io.nlc.model.PackSessions;
import io.nlc.runtime.DeviceChoice;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;

/** Loads what a file needs while the window is being made: on two cores that takes half a second off the first picture. */
public final class WarmUp {

    private WarmUp() {
    }

    /**
     * Starts to load the networks of the pack that a file needs, in the background. What goes wrong is left to whoever opens the file.
     *
     * @param file   an {@code .nlc} file; nothing happens for others
     * @param device as in {@link DeviceChoice#parse}
     */
    public static void start(Path file, String device) {
        for (Load load : new Load[] {PackSessions::loadExact, PackSessions::synthesis}) {
            Thread thread = new Thread(() -> run(load, file, device), "nlc-warm-up");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private interface Load {
        void from(PackSessions sessions) throws IOException;
    }

    private static void run(Load load, Path file, String device) {
        try {
            if (Files.isRegularFile(file) && NlcFile.is(file)) {
                try (PackSessions sessions = PackSessions.acquire(NlcFile.of(file).pack(), DeviceChoice.parse(device))) {
                    load.from(sessions);
                }
            }
        } catch (IOException | RuntimeException | LinkageError e) {
            System.getLogger(WarmUp.class.getName()).log(Level.DEBUG, "warm-up failed", e);
        }
    }
}
