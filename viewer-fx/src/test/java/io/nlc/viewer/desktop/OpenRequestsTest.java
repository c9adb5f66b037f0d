package io.nlc.viewer.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.glass.ui.Application;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javafx.stage.Stage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.testfx.api.FxRobot;
import org.testfx.framework.junit5.ApplicationExtension;
import org.testfx.framework.junit5.Start;

/** What macOS does, done to the same toolkit here. */
@ExtendWith(ApplicationExtension.class)
class OpenRequestsTest {

    @Start
    void start(Stage stage) {
        stage.show();
    }

    @Test
    void onlyMacOsHandsFilesOverByEvents() {
        assertThat(OpenRequests.of("Mac OS X")).isInstanceOf(GlassOpenRequests.class);
        assertThat(OpenRequests.of("Linux")).isInstanceOf(NoOpenRequests.class);
        assertThat(OpenRequests.of("Windows 11")).isInstanceOf(NoOpenRequests.class);
    }

    @Test
    void elsewhereTheToolkitIsLeftAlone(FxRobot robot) {
        robot.interact(() -> {
            Application.EventHandler before = Application.GetApplication().getEventHandler();
            new NoOpenRequests().listen(files -> {});
            assertThat(Application.GetApplication().getEventHandler()).isSameAs(before);
        });
    }

    @Test
    void withoutTheToolkitNothingIsHandedOver_andNothingFails() {
        // Not on the toolkit's thread, which Glass refuses as it would if it could not be reached.
        assertThatCode(() -> new GlassOpenRequests().listen(files -> {})).doesNotThrowAnyException();
    }

    @Test
    void filesOfAnEventAreOpened_otherEventsStayTheToolkits(FxRobot robot) {
        List<List<Path>> opened = new ArrayList<>();
        List<String> others = new ArrayList<>();
        robot.interact(() -> {
            Application glass = Application.GetApplication();
            Application.EventHandler toolkit = glass.getEventHandler();
            try {
                glass.setEventHandler(new Application.EventHandler() {
                    @Override
                    public void handleQuitAction(Application app, long time) {
                        others.add("quit");
                    }

                    @Override
                    public boolean handleThemeChanged(String theme) {
                        others.add(theme);
                        return true;
                    }
                });
                new GlassOpenRequests().listen(opened::add);
                Application.EventHandler now = glass.getEventHandler();
                now.handleOpenFilesAction(glass, 0, new String[] {"/pictures/a.nlc", "/pictures/b.nlc"});
                now.handleOpenFilesAction(glass, 0, new String[0]);
                now.handleQuitAction(glass, 0);
                assertThat(now.handleThemeChanged("dark")).isTrue();
            } finally {
                glass.setEventHandler(toolkit);
            }
        });
        assertThat(opened).containsExactly(List.of(Path.of("/pictures/a.nlc"), Path.of("/pictures/b.nlc")));
        assertThat(others).containsExactly("quit", "dark");
    }
}
