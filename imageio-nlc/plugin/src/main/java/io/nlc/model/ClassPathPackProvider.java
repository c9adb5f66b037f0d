package io.nlc.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Packs in jars: every {@code META-INF/nlc/packs.list} on the class path names those of its jar. */
public final class ClassPathPackProvider implements PackProvider {

    private static final String ROOT = "META-INF/nlc/";

    /** For {@link java.util.ServiceLoader}. */
    public ClassPathPackProvider() {}

    @Override
    public List<PackSource> packs() throws IOException {
        Map<String, PackSource> found = new LinkedHashMap<>();
        for (ClassLoader loader : loaders()) {
            for (URL list : Collections.list(loader.getResources(ROOT + "packs.list"))) {
                for (String line : read(list)
                        .lines()
                        .map(String::trim)
                        .filter(s -> !s.isEmpty() && !s.startsWith("#"))
                        .toList()) {
                    found.putIfAbsent(line, new Resources(loader, ROOT + "packs/" + line + "/"));
                }
            }
        }
        return new ArrayList<>(found.values());
    }

    // The plugin may sit in a parent class loader (an application server) and the packs in the application's.
    private static List<ClassLoader> loaders() {
        ClassLoader own = ClassPathPackProvider.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null || context == own ? List.of(own) : List.of(own, context);
    }

    private static String read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            return new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8);
        }
    }

    private record Resources(ClassLoader loader, String folder) implements PackSource {

        @Override
        public InputStream open(String file) throws IOException {
            return resource(folder + file);
        }

        @Override
        public InputStream openSibling(String entropyModel, String file) throws IOException {
            String family = folder.substring(0, folder.lastIndexOf('/', folder.length() - 2) + 1);
            return resource(family + entropyModel + "/" + file);
        }

        private InputStream resource(String name) throws IOException {
            InputStream in = loader.getResourceAsStream(name);
            if (in == null) {
                throw new FileNotFoundException(name + " is not on the class path");
            }
            return in;
        }

        @Override
        public String location() {
            return "class path " + folder;
        }
    }
}
