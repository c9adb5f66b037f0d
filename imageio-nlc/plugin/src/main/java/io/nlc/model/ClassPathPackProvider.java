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
    private static final int MAX_LIST = 1 << 16;

    /** For {@link java.util.ServiceLoader}. */
    public ClassPathPackProvider() {}

    @Override
    public List<PackSource> packs() {
        Map<String, PackSource> found = new LinkedHashMap<>();
        for (ClassLoader loader : loaders()) {
            try {
                for (URL list : Collections.list(loader.getResources(ROOT + "packs.list"))) {
                    add(list, loader, found);
                }
            } catch (IOException | RuntimeException e) {
                found.put(loader.toString(), new UnreadableSource("class path", e));
            }
        }
        return new ArrayList<>(found.values());
    }

    // A list that is broken costs its own packs alone.
    private static void add(URL list, ClassLoader loader, Map<String, PackSource> found) {
        try {
            for (String line : read(list)
                    .lines()
                    .map(String::trim)
                    .filter(s -> !s.isEmpty() && !s.startsWith("#"))
                    .toList()) {
                if (ManifestParser.NAME.matcher(line).matches()) {
                    found.putIfAbsent(line, new Resources(loader, ROOT + "packs/" + line + "/"));
                } else {
                    found.putIfAbsent(list + " " + line, unreadable(list, "\"" + line + "\" names no pack"));
                }
            }
        } catch (IOException | RuntimeException e) {
            found.put(list.toString(), new UnreadableSource(list.toString(), e));
        }
    }

    private static PackSource unreadable(URL list, String why) {
        return new UnreadableSource(list.toString(), new IOException(why));
    }

    // The plugin may sit in a parent class loader (an application server) and the packs in the application's.
    private static List<ClassLoader> loaders() {
        ClassLoader own = ClassPathPackProvider.class.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context == null || context == own ? List.of(own) : List.of(own, context);
    }

    private static String read(URL url) throws IOException {
        try (InputStream in = url.openStream()) {
            byte[] text = in.readNBytes(MAX_LIST + 1);
            if (text.length > MAX_LIST) {
                throw new IOException("a list of packs is larger than " + MAX_LIST + " bytes");
            }
            return new String(text, StandardCharsets.UTF_8);
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
