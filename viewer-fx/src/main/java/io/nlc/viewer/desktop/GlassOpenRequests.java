package io.nlc.viewer.desktop;

import com.sun.glass.ui.Application;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/** Where they are events of Glass, JavaFX's own part that talks to the desktop. */
final class GlassOpenRequests implements OpenRequests {

    /*
     * java.awt.Desktop has a handler of such events, but AWT installs it only where the application object is its
     * own, and in a JavaFX program that is Glass's; it would load AWT besides. So the handler is Glass's, which is
     * not public API: without --add-exports javafx.graphics/com.sun.glass.ui=ALL-UNNAMED (build-dmg.sh), where JavaFX
     * is a module, there are no such events and all else works. Glass keeps the files of an event that came before
     * the handler and hands them over when it is set.
     */

    @Override
    public void listen(Consumer<List<Path>> opened) {
        try {
            Handler.listen(opened);
        } catch (LinkageError | RuntimeException e) { // another JavaFX, or one that is closed to us
            System.getLogger(GlassOpenRequests.class.getName())
                    .log(Level.WARNING, "files that are double-clicked will not be shown", e);
        }
    }

    /** A class of its own, so that the one around it can be loaded where Glass cannot be reached. */
    private static final class Handler extends Application.EventHandler {
        private final Application.EventHandler toolkit;
        private final Consumer<List<Path>> opened;

        private Handler(Application.EventHandler toolkit, Consumer<List<Path>> opened) {
            this.toolkit = toolkit;
            this.opened = opened;
        }

        static void listen(Consumer<List<Path>> opened) {
            Application application = Application.GetApplication();
            Application.EventHandler before = application.getEventHandler();
            application.setEventHandler(new Handler(before == null ? new Application.EventHandler() : before, opened));
        }

        @Override
        public void handleOpenFilesAction(Application app, long time, String[] files) {
            List<Path> paths = Arrays.stream(files).map(Path::of).toList();
            if (!paths.isEmpty()) {
                opened.accept(paths);
            }
        }

        // The toolkit's own handler goes on with all the rest; of these it is quitting and the theme that it has a use
        // for.
        @Override
        public void handleQuitAction(Application app, long time) {
            toolkit.handleQuitAction(app, time);
        }

        @Override
        public boolean handleThemeChanged(String theme) {
            return toolkit.handleThemeChanged(theme);
        }

        @Override
        public void handleWillFinishLaunchingAction(Application app, long time) {
            toolkit.handleWillFinishLaunchingAction(app, time);
        }

        @Override
        public void handleDidFinishLaunchingAction(Application app, long time) {
            toolkit.handleDidFinishLaunchingAction(app, time);
        }

        @Override
        public void handleWillBecomeActiveAction(Application app, long time) {
            toolkit.handleWillBecomeActiveAction(app, time);
        }

        @Override
        public void handleDidBecomeActiveAction(Application app, long time) {
            toolkit.handleDidBecomeActiveAction(app, time);
        }

        @Override
        public void handleWillResignActiveAction(Application app, long time) {
            toolkit.handleWillResignActiveAction(app, time);
        }

        @Override
        public void handleDidResignActiveAction(Application app, long time) {
            toolkit.handleDidResignActiveAction(app, time);
        }

        @Override
        public void handleWillHideAction(Application app, long time) {
            toolkit.handleWillHideAction(app, time);
        }

        @Override
        public void handleDidHideAction(Application app, long time) {
            toolkit.handleDidHideAction(app, time);
        }

        @Override
        public void handleWillUnhideAction(Application app, long time) {
            toolkit.handleWillUnhideAction(app, time);
        }

        @Override
        public void handleDidUnhideAction(Application app, long time) {
            toolkit.handleDidUnhideAction(app, time);
        }
    }
}
