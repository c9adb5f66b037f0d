package io.nlc.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.LargeProgram;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Memory does not grow with the picture: it is written from tiles, and decoded while another file is written of it. */
class LargePictureTest {

    private static final Pattern PEAK = Pattern.compile("peak (\\d+) kB");

    @TempDir
    Path folder;

    /** 20 MB of samples; held in memory, they and the PNG file of them would not fit. */
    @Test
    void pictureOf6Megapixels_passesThroughAHeapOf40MB() throws Exception {
        ChildJvm jvm = new ChildJvm(folder).with("-Xmx40m", "-Dnlc.threads=1");

        int code = jvm.run(LargeProgram.class, "test/tiny", "2560", "0.5", folder.toString());

        assertThat(code).as(jvm.output()).isZero();
        assertThat(jvm.output()).contains("encoded").contains("decoded");
    }

    /** With the default pack; takes an hour or so: {@code mvn -Plarge}. */
    @Test
    @EnabledIfSystemProperty(named = "nlc.large", matches = "true", disabledReason = "takes an hour; mvn -Plarge")
    void pictureOf100Megapixels_passesThrough1GB_andStaysBelow3GB() throws Exception {
        ChildJvm jvm = new ChildJvm(folder).with("-Xmx1g");

        Process process = jvm.start(LargeProgram.class, "default", "10000", "0.5", folder.toString());

        assertThat(process.waitFor(12, TimeUnit.HOURS)).isTrue();
        assertThat(process.exitValue()).as(jvm.output()).isZero();
        Matcher peak = PEAK.matcher(jvm.output());
        while (peak.find()) {
            assertThat(Long.parseLong(peak.group(1))).as(jvm.output()).isLessThan(3L << 20);
        }
    }
}
