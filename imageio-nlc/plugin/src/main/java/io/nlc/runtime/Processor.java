package io.nlc.runtime;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

/** What is known of the processor without asking it. */
public final class Processor {

    /** Dot products of bytes, as Linux names them: of x86 (VNNI, AMX) and of ARM. */
    private static final Set<String> DOT_PRODUCTS = Set.of("avx512_vnni", "avx_vnni", "amx_int8", "asimddp");

    private Processor() {}

    /** Whether it is known to multiply bytes several times as fast as floats. */
    public static boolean isFastWithBytes() {
        return isFastWithBytes(Path.of("/proc/cpuinfo"));
    }

    /** The same by a file that lists the processor's features as Linux does; false if there is none. */
    static boolean isFastWithBytes(Path features) {
        try {
            return Files.readString(features, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> line.startsWith("flags") || line.startsWith("Features"))
                    .limit(1)
                    .flatMap(line -> Arrays.stream(line.split("[\\s:]+")))
                    .anyMatch(DOT_PRODUCTS::contains);
        } catch (IOException e) {
            return false;
        }
    }
}
