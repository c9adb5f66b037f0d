package io.nlc.clients;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;

/** Jars of the plugin and of the tests' programs. */
final class Jars {

    /** One file of each jar that a program with the plugin has. */
    private static final List<String> PLUGIN = List.of(
            "io/nlc/imageio/NlcImageReaderSpi.class",
            "META-INF/nlc/packs.list",
            "ai/onnxruntime/OrtEnvironment.class",
            "ai/djl/engine/Engine.class",
            "ai/djl/onnxruntime/engine/OrtEngineProvider.class",
            "com/google/gson/Gson.class",
            "com/sun/jna/Native.class",
            "org/slf4j/Logger.class",
            "org/slf4j/jul/JULServiceProvider.class");

    private Jars() {}

    /**
     * The plugin with everything that it brings, as jars.
     *
     * @param folder for jars of what a build has as folders of classes
     */
    static List<Path> plugin(Path folder) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String resource : PLUGIN) {
            Path place = place(resource);
            if (Files.isDirectory(place)) {
                Path jar = folder.resolve("part-" + jars.size() + ".jar");
                try (Writer writer = new Writer(jar, new Manifest())) {
                    writer.tree(place, "");
                }
                place = jar;
            }
            jars.add(place);
        }
        return jars;
    }

    /** The jar, or the folder of classes, that a class comes from. */
    static Path of(Class<?> type) throws IOException {
        return place(type.getName().replace('.', '/') + ".class");
    }

    private static Path place(String resource) throws IOException {
        URL url = Jars.class.getClassLoader().getResource(resource);
        if (url == null) {
            throw new IOException(resource + " is not on the class path");
        }
        try {
            if (url.openConnection() instanceof JarURLConnection jar) {
                return Path.of(jar.getJarFileURL().toURI());
            }
            Path file = Path.of(url.toURI());
            int names = Path.of(resource).getNameCount();
            for (int i = 0; i < names; i++) {
                file = file.getParent();
            }
            return file;
        } catch (URISyntaxException e) {
            throw new IOException(url + " is no file", e);
        }
    }

    /** Copies classes into a folder of classes. */
    static Path copy(Path folder, Class<?>... types) throws IOException {
        for (Class<?> type : types) {
            String name = type.getName().replace('.', '/') + ".class";
            Path target = folder.resolve(name);
            Files.createDirectories(target.getParent());
            Files.copy(of(type).resolve(name), target);
        }
        return folder;
    }

    /** A manifest with these attributes. */
    static Manifest manifest(Map<String, String> attributes) {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.forEach((name, value) -> manifest.getMainAttributes().putValue(name, value));
        return manifest;
    }

    /** Writes a jar. */
    static final class Writer implements AutoCloseable {
        private final JarOutputStream out;

        Writer(Path jar, Manifest manifest) throws IOException {
            if (manifest.getMainAttributes().isEmpty()) {
                manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
            }
            OutputStream file = Files.newOutputStream(jar);
            out = new JarOutputStream(file, manifest);
        }

        /** All files below a folder, with those folders that lead to them. */
        void tree(Path folder, String prefix) throws IOException {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path file : all.sorted().toList()) {
                    String name = prefix + folder.relativize(file).toString().replace('\\', '/');
                    if (Files.isDirectory(file)) {
                        folder(name);
                    } else if (!name.equals("META-INF/MANIFEST.MF")) {
                        out.putNextEntry(new ZipEntry(name));
                        Files.copy(file, out);
                    }
                }
            }
        }

        void folder(String name) throws IOException {
            String folder = name.isEmpty() || name.endsWith("/") ? name : name + "/";
            if (!folder.isEmpty() && !folder.equals("META-INF/")) {
                out.putNextEntry(new ZipEntry(folder));
            }
        }

        /** A file that is not compressed, as jars in jars must be. */
        void stored(Path file, String name) throws IOException {
            byte[] bytes = Files.readAllBytes(file);
            CRC32 checksum = new CRC32();
            checksum.update(bytes);
            ZipEntry entry = new ZipEntry(name);
            entry.setMethod(ZipEntry.STORED);
            entry.setSize(bytes.length);
            entry.setCrc(checksum.getValue());
            out.putNextEntry(entry);
            out.write(bytes);
        }

        /** What another jar has, but for its manifest. */
        void unpacked(Path jar) throws IOException {
            try (JarFile opened = new JarFile(jar.toFile())) {
                for (ZipEntry entry : Collections.list(opened.entries())) {
                    if (entry.getName().startsWith("META-INF/MANIFEST")
                            || entry.getName().equals("META-INF/")) {
                        continue;
                    }
                    out.putNextEntry(new ZipEntry(entry.getName()));
                    try (InputStream in = opened.getInputStream(entry)) {
                        in.transferTo(out);
                    }
                }
            }
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }
}
