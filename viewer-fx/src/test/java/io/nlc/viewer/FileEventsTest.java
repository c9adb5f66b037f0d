package io.nlc.viewer;

import static org.assertj.core.api.Assertions.assertThat;

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
class FileEventsTest {

    @Start
    void start(Stage stage) {
        stage.show();
    }

    @Test
    void onlyMacOsHandsFilesOverByEvents() {
        assertThat(FileEvents.expected("Mac OS X")).isTrue();
        assertThat(FileEvents.expected("Linux")).isFalse();
        assertThat(FileEvents.expected("Windows 11")).isFalse();
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
                FileEvents.listen(opened::add);
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
