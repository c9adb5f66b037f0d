package io.nlc.viewer.model.rival;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.FakeTools;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RivalFinderTest {

    @TempDir
    private Path folder;

    private List<RivalTool> find(Duration limit) throws IOException {
        return new RivalFinder(List.of(folder.resolve("nowhere"), folder), limit).find(() -> false);
    }

    @Test
    void programsOfAFolder_withTheirVersions() throws IOException {
        FakeTools fake = new FakeTools(folder);
        assertThat(find(Duration.ofMinutes(1))).containsExactly(fake.tool());
    }

    @Test
    void onlyIfBothAreThere_andCanBeRun() throws IOException {
        FakeTools fake = new FakeTools(folder);
        Files.delete(fake.tool().decoder());
        assertThat(find(Duration.ofMinutes(1))).isEmpty();
        Files.writeString(fake.tool().decoder(), "no program");
        assertThat(find(Duration.ofMinutes(1))).isEmpty();
    }

    @Test
    void oneThatTellsNoVersionInTime_isThereAllTheSame() throws IOException {
        FakeTools fake = new FakeTools(folder);
        fake.encoder("#!/bin/sh\nsleep 600\n");
        assertThat(find(Duration.ofMillis(300)))
                .singleElement()
                .satisfies(tool -> assertThat(tool.version()).isEmpty());
    }

    @Test
    void foldersOfTheUser_comeFirst_andOnlyWholePathsCount() {
        String chosen = folder + File.pathSeparator + "." + File.pathSeparator + "bin";
        List<Path> folders = RivalFinder.of(chosen).folders();
        assertThat(folders).startsWith(folder).allMatch(Path::isAbsolute).doesNotHaveDuplicates();
    }
}
