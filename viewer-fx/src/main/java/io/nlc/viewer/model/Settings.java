package io.nlc.viewer.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** What the viewer remembers from start to start, in one small properties file. Thread-safe. */
public final class Settings {

    /** System property: another place for the file. */
    public static final String PROPERTY = "nlc.viewer.settings";

    private static final int RECENT = 10;

    private final Path file;
    private final Properties values = new Properties();

    /**
     * Reads the settings; without a file, or with one that cannot be read, all of them are the default.
     *
     * @param file where they are kept, null for nowhere
     */
    public Settings(Path file) {
        this.file = file;
        if (file != null && Files.isReadable(file)) {
            try (InputStream in = Files.newInputStream(file)) {
                values.load(in);
            } catch (IOException | IllegalArgumentException e) {
                log("cannot be read", e);
            }
        }
    }

    /**
     * The settings of this user: {@code $XDG_CONFIG_HOME/nlc-viewer}, {@code %APPDATA%} or
     * {@code ~/Library/Preferences}.
     */
    public static Settings ofUser() {
        String given = System.getProperty(PROPERTY);
        if (given != null) {
            return new Settings(Path.of(given));
        }
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        Path home = Path.of(System.getProperty("user.home"));
        Path base;
        if (os.startsWith("windows")) {
            base = Optional.ofNullable(System.getenv("APPDATA")).map(Path::of).orElse(home);
        } else if (os.startsWith("mac")) {
            base = home.resolve("Library/Preferences");
        } else {
            base = Optional.ofNullable(System.getenv("XDG_CONFIG_HOME"))
                    .filter(s -> !s.isEmpty())
                    .map(Path::of)
                    .orElse(home.resolve(".config"));
        }
        return new Settings(base.resolve("nlc-viewer").resolve("settings.properties"));
    }

    /** A text. */
    public synchronized String get(String key, String otherwise) {
        return values.getProperty(key, otherwise);
    }

    /** A number; {@code otherwise} too where the text is none. */
    public synchronized double get(String key, double otherwise) {
        try {
            double value = Double.parseDouble(values.getProperty(key, ""));
            return Double.isFinite(value) ? value : otherwise;
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    /** A choice. */
    public <E extends Enum<E>> E get(String key, E otherwise) {
        try {
            return Enum.valueOf(otherwise.getDeclaringClass(), get(key, otherwise.name()));
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    /** Remembers a value, by its text. */
    public synchronized void put(String key, Object value) {
        values.setProperty(key, String.valueOf(value));
    }

    /** The files opened last, newest first. */
    public synchronized List<Path> recent() {
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < RECENT && values.containsKey("recent." + i); i++) {
            files.add(Path.of(values.getProperty("recent." + i)));
        }
        return files;
    }

    /** Puts a file in front of the recent ones. */
    public synchronized void addRecent(Path opened) {
        Path absolute = opened.toAbsolutePath();
        List<Path> files = recent();
        files.remove(absolute);
        files.add(0, absolute);
        setRecent(files);
    }

    /** Forgets a recent file, because it is no longer there. */
    public synchronized void removeRecent(Path gone) {
        List<Path> files = recent();
        files.remove(gone.toAbsolutePath());
        setRecent(files);
    }

    private void setRecent(List<Path> files) {
        for (int i = 0; i < RECENT; i++) {
            if (i < files.size()) {
                values.setProperty("recent." + i, files.get(i).toString());
            } else {
                values.remove("recent." + i);
            }
        }
    }

    /** Writes the file. Not being able to is no reason to trouble anybody. */
    public synchronized void save() {
        if (file == null) {
            return;
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(part)) {
                values.store(
                        out, "NLC viewer. Screens are taken for sRGB ones: colours of other profiles are converted.");
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            log("cannot be written", e);
        }
    }

    private void log(String what, Exception e) {
        System.getLogger(Settings.class.getName()).log(Level.WARNING, file + " " + what, e);
    }
}
