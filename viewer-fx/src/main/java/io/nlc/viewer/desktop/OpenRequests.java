package io.nlc.viewer.desktop;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Files that the desktop hands to a running program: a double click on macOS is an event, not an argument. */
public interface OpenRequests {

    /**
     * Listens for files; on JavaFX's thread, once the toolkit has started.
     *
     * @param opened is told, on the same thread
     */
    void listen(Consumer<List<Path>> opened);

    /** Those of the system of this name. */
    static OpenRequests of(String osName) {
        return osName.toLowerCase(Locale.ROOT).startsWith("mac") ? new GlassOpenRequests() : new NoOpenRequests();
    }
}
