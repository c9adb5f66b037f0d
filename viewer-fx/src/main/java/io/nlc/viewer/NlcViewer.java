package io.nlc.viewer;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.nlc.model.PackSessions;
import io.nlc.viewer.desktop.OpenRequests;
import io.nlc.viewer.model.IdleMemory;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.LateExecutor;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.WorkFolder;
import io.nlc.viewer.model.document.WarmUp;
import io.nlc.viewer.view.main.MainView;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.main.ViewerModel;
import io.nlc.viewer.vm.main.WindowSize;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.Image;
import javafx.stage.Stage;

/** The viewer: {@code nlc-viewer FILE...}. */
public final class NlcViewer extends Application {

    /**
     * System property: when set, the times of the first preview and the first picture, and the processor time up to
     * then, are printed. Times count from the start of the process, which the system knows to a second or so, or from
     * the milliseconds since 1970 that the property gives.
     */
    static final String TRACE = "nlc.viewer.trace";

    /** How long to wait for work that has been told to end, before Java's own end begins. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** And how long while that goes on. */
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);

    // JavaFX makes the instance itself, and has its name and its arguments from launch(): this is the way from main to
    // it.
    private static volatile Early early;

    private final LateExecutor ui;
    private final ViewerModel viewer;
    private MainView view;
    private Stage stage;

    /** What works before the toolkit is there. */
    private record Early(LateExecutor ui, ViewerModel viewer) {
        static Early of(Settings settings, List<Path> files, Jobs jobs) {
            LateExecutor ui = new LateExecutor();
            Texts texts = new Texts(Locale.forLanguageTag(
                    settings.get("language", Locale.getDefault().toLanguageTag())));
            ViewerModel viewer = new ViewerModel(ViewerContext.of(texts, settings, ui, jobs));
            if (!files.isEmpty()) {
                // It decodes while the toolkit and the window are being made; what else there is to do waits until it
                // is shown.
                viewer.packs().listLater();
                viewer.document().open(files);
            }
            return new Early(ui, viewer);
        }
    }

    /** For JavaFX. */
    public NlcViewer() {
        Early made = early == null ? Early.of(Settings.ofUser(), List.of(), new Jobs()) : early;
        early = null;
        ui = made.ui;
        viewer = made.viewer;
    }

    /** Starts the viewer; arguments are files to show. */
    public static void main(String[] args) {
        quickStart();
        List<Path> files = Stream.of(args)
                .filter(argument -> !argument.startsWith("--"))
                .map(Path::of)
                .toList();
        Settings settings = Settings.ofUser();
        Jobs jobs = new Jobs();
        // What runs comes to an end first, and takes programs and temporary files with it.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> jobs.end(LAST_PATIENCE), "nlc-viewer-end"));
        if (!files.isEmpty()) {
            WarmUp.start(files.get(0), ViewerContext.codecSettings(settings), jobs);
        }
        early = Early.of(settings, files, jobs);
        launch(args);
    }

    // How networks are loaded soonest; whoever set these properties keeps them.
    private static void quickStart() {
        Map.of("nlc.djl", "false", "nlc.optimization", "quick").forEach((key, value) -> {
            if (System.getProperty(key) == null) {
                System.setProperty(key, value);
            }
        });
    }

    @Override
    public void start(Stage stage) {
        ui.open(Platform::runLater);
        show(stage, viewer.context().settings(), viewer.context().texts());
        OpenRequests.of(System.getProperty("os.name")).listen(view::open);
    }

    private void show(Stage window, Settings settings, Texts texts) {
        stage = window;
        theme(); // first: a control that finds no theme loads JavaFX's own
        view = new MainView(viewer);
        viewer.darkProperty().addListener((o, was, is) -> theme());
        WindowSize size = WindowSize.of(settings);
        Scene scene = new Scene(view, size.width(), size.height());
        stage.setScene(scene);
        stage.setMinWidth(WindowSize.LEAST.width());
        stage.setMinHeight(WindowSize.LEAST.height());
        scene.widthProperty().addListener((o, was, is) -> remember(scene, settings));
        scene.heightProperty().addListener((o, was, is) -> remember(scene, settings));
        stage.setTitle(texts.get("app.title"));
        viewer.document()
                .documentProperty()
                .addListener((o, before, now) ->
                        stage.setTitle(now == null ? texts.get("app.title") : texts.get("app.titleFile", now.name())));
        stage.setFullScreenExitHint(texts.get("app.fullScreen"));
        if (System.getProperty(TRACE) != null) {
            trace();
        }
        stage.show();
        view.pictures().requestFocus();
        view.whenFurnished(() -> {
            viewer.packs().list();
            viewer.rivals().find();
            icons(stage);
            viewer.context().jobs().start("nlc-sweep", WorkFolder::sweep);
            IdleMemory.watch(viewer.context().jobs());
        });
    }

    private static void remember(Scene scene, Settings settings) {
        new WindowSize(scene.getWidth(), scene.getHeight()).remember(settings);
    }

    private static void icons(Stage stage) {
        for (int size : new int[] {64, 128, 256}) {
            InputStream icon = NlcViewer.class.getResourceAsStream("icon-" + size + ".png");
            if (icon != null) {
                stage.getIcons().add(new Image(icon));
            }
        }
    }

    private void trace() {
        String asked = System.getProperty(TRACE);
        long start = asked.matches("\\d{1,15}")
                ? Long.parseLong(asked)
                : ProcessHandle.current()
                        .info()
                        .startInstant()
                        .map(Instant::toEpochMilli)
                        .orElseGet(System::currentTimeMillis);
        Set<String> told = new HashSet<>();
        view.whenPainted(() -> {
            String what = viewer.document().previewProperty().get() == null
                    ? "shown " + viewer.document().documentProperty().get().file()
                    : "preview shown";
            if (told.add(what)) {
                long now = System.currentTimeMillis();
                long cpu = ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .orElse(-1L);
                System.err.println(
                        "nlc-viewer: " + what + " after " + (now - start) + " ms, processor time " + cpu + " ms");
            }
        });
    }

    private void theme() {
        Application.setUserAgentStylesheet(
                viewer.darkProperty().get()
                        ? new PrimerDark().getUserAgentStylesheet()
                        : new PrimerLight().getUserAgentStylesheet());
    }

    @Override
    public void stop() {
        stage.hide(); // nobody looks at a window that does nothing any more
        view.close();
        quit(viewer);
    }

    /**
     * Ends all work, after which Java may end. Networks that are still at it are stopped by the codec when Java does:
     * that takes less time than waiting for them, and to halt would pull away from under them what they work on.
     */
    static void quit(ViewerModel viewer) {
        viewer.context().jobs().end();
        viewer.close();
        if (viewer.context().jobs().end(PATIENCE)) {
            PackSessions.closeIdle();
        }
    }
}
