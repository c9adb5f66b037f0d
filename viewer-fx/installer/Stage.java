import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Sorts the runtime class path for jlink and jpackage: {@code java Stage.java LIB VIEWER_JAR OUT}.
 * OUT/modules: the JavaFX modules without their native libraries, for jlink. OUT/natives: these libraries, which belong beside the
 * runtime's own. OUT/app: everything else, the class path; ONNX Runtime's libraries for this platform are in OUT/app/native and
 * for other platforms nowhere, which saves 160 MB and unpacking them to a temporary folder at each start.
 */
public final class Stage {

    private static final String OS = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    private static final boolean ARM = System.getProperty("os.arch").matches("aarch64|arm64");

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[2]);
        Path app = Files.createDirectories(out.resolve("app"));
        Path modules = Files.createDirectories(out.resolve("modules"));
        Path natives = Files.createDirectories(out.resolve("natives"));
        Path ort = Files.createDirectories(app.resolve("native"));
        copy(Path.of(args[1]), app);
        List<Path> jars;
        try (Stream<Path> files = Files.list(Path.of(args[0]))) {
            jars = files.filter(f -> f.toString().endsWith(".jar")).sorted().toList();
        }
        for (Path jar : jars) {
            String name = jar.getFileName().toString();
            if (name.startsWith("javafx-")) {
                // Central has an empty jar beside the platform's own.
                if (Files.size(jar) > 1000) {
                    split(jar, modules, natives, "", "", e -> e.matches("[^/]*\\.(so|dylib|dll)"));
                }
            } else if (name.startsWith("onnxruntime-1") || name.startsWith("onnxruntime_gpu")) {
                split(jar, app, ort, "ai/onnxruntime/native/", ortPlatform(), e -> e.startsWith("ai/onnxruntime/native/"));
            } else if (name.startsWith("jna-")) {
                split(jar, app, null, "com/sun/jna/", jnaPlatform(),
                        e -> e.matches("com/sun/jna/.*/(lib)?jnidispatch\\..*") && !e.startsWith("com/sun/jna/" + jnaPlatform() + "/"));
            } else {
                copy(jar, app);
            }
        }
        try (Stream<Path> files = Files.list(ort)) {
            if (files.findAny().isEmpty()) {
                throw new IOException("ONNX Runtime has no libraries for " + ortPlatform());
            }
        }
    }

    private static String ortPlatform() {
        return OS.contains("windows") ? "win-x64" : OS.contains("mac") ? ARM ? "osx-aarch64" : "osx-x64" : ARM ? "linux-aarch64" : "linux-x64";
    }

    private static String jnaPlatform() {
        String arch = ARM ? "aarch64" : "x86-64";
        return (OS.contains("windows") ? "win32-" : OS.contains("mac") ? "darwin-" : "linux-") + arch;
    }

    private static void copy(Path jar, Path to) throws IOException {
        Files.copy(jar, to.resolve(jar.getFileName()));
    }

    private interface Taken {
        boolean test(String entry);
    }

    // Copies a jar without the entries that are taken out, of which those for the platform go to a folder.
    private static void split(Path jar, Path to, Path libraries, String root, String platform, Taken taken) throws IOException {
        String prefix = platform.isEmpty() ? root : root + platform + "/";
        try (JarFile in = new JarFile(jar.toFile(), false); OutputStream file = Files.newOutputStream(to.resolve(jar.getFileName()));
                JarOutputStream copy = new JarOutputStream(file)) {
            for (Enumeration<JarEntry> entries = in.entries(); entries.hasMoreElements();) {
                JarEntry entry = entries.nextElement();
                String name = entry.getName();
                boolean inPlatform = libraries != null && name.startsWith(prefix) && !name.substring(prefix.length()).contains("/");
                try (InputStream bytes = in.getInputStream(entry)) {
                    if (!taken.test(name)) {
                        JarEntry same = new JarEntry(name);
                        same.setTime(entry.getTime());
                        copy.putNextEntry(same);
                        bytes.transferTo(copy);
                        copy.closeEntry();
                    } else if (inPlatform && !entry.isDirectory()) {
                        Files.copy(bytes, libraries.resolve(name.substring(prefix.length())));
                    }
                }
            }
        }
    }
}
