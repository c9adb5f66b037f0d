package io.nlc.runtime;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;

/** System properties of the JDK, of ONNX Runtime and of DJL. NLC's own are read by {@code NlcSettings} alone. */
final class LibraryProperties {

    private static final String NATIVES = "onnxruntime.native.";
    private static final String NATIVE_PATH = NATIVES + "path";
    private static final String LOADED = "io.nlc.runtime.nativesLoaded";
    private static final String OPT_OUT = "OPT_OUT_TRACKING";

    private LibraryProperties() {}

    /** The folder for temporary files. */
    static Path temporaryFolder() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** The user's name, fit for the name of a file. */
    static String user() {
        return System.getProperty("user.name", "").replaceAll("[^A-Za-z0-9._-]", "_");
    }

    /** ONNX Runtime's name of this platform, or an empty string where it has none. */
    static String platform() {
        String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "osx" : os.contains("win") ? "win" : os.contains("nux") ? "linux" : "";
        String processor =
                switch (arch) {
                    case "amd64", "x86_64", "x64" -> "x64";
                    case "aarch64" -> "aarch64";
                    default -> "";
                };
        return system.isEmpty() || processor.isEmpty() ? "" : system + "-" + processor;
    }

    /** Whether the user has said where ONNX Runtime's libraries come from, or that they are not to be loaded. */
    static boolean nativesAreChosen() {
        return System.getProperties().stringPropertyNames().stream().anyMatch(name -> name.startsWith(NATIVES));
    }

    /** Runs something while ONNX Runtime would load its libraries from a folder. */
    static void withNatives(Path folder, Runnable action) {
        System.setProperty(NATIVE_PATH, folder.toString());
        try {
            action.run();
        } finally {
            System.clearProperty(NATIVE_PATH);
        }
    }

    /**
     * Whether nobody in this process has asked before. Other class loaders have other copies of this class, but all
     * have the same properties.
     */
    static boolean firstInProcess() {
        return System.getProperties().putIfAbsent(LOADED, "true") == null;
    }

    /** Tells DJL not to report that it is used, unless the user has a say in it. */
    static void keepDjlSilent() {
        Map<String, String> environment = System.getenv();
        if (!environment.containsKey(OPT_OUT)) {
            System.getProperties().putIfAbsent(OPT_OUT, "true");
        }
    }
}
