package io.nlc.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The JDKs of this machine: those that property {@code nlc.test.jdks} names, separated as in a class path, else the one
 * that runs and those in {@code /usr/lib/jvm}.
 */
final class Jdks {

    private static final Path USUAL = Path.of("/usr/lib/jvm");

    private Jdks() {}

    /** Homes by feature version (17, 25, ...); of several of one version the one that runs, or else the first. */
    static Map<Integer, Path> installed() throws IOException {
        Map<Integer, Path> found = new TreeMap<>();
        String given = System.getProperty("nlc.test.jdks", "");
        if (!given.isEmpty()) {
            for (String home : given.split(java.io.File.pathSeparator)) {
                add(Path.of(home), found);
            }
            return found;
        }
        add(Path.of(System.getProperty("java.home")), found);
        if (Files.isDirectory(USUAL)) {
            try (Stream<Path> homes = Files.list(USUAL)) {
                for (Path home : (Iterable<Path>) homes.sorted()::iterator) {
                    add(home, found);
                }
            }
        }
        return found;
    }

    private static void add(Path home, Map<Integer, Path> found) throws IOException {
        Path release = home.resolve("release");
        if (Files.isExecutable(home.resolve(Path.of("bin", "java"))) && Files.isReadable(release)) {
            Properties properties = new Properties();
            try (InputStream in = Files.newInputStream(release)) {
                properties.load(in);
            }
            String version = properties.getProperty("JAVA_VERSION", "").replace("\"", "");
            if (!version.isEmpty()) {
                found.putIfAbsent(Runtime.Version.parse(version).feature(), home);
            }
        }
    }
}
