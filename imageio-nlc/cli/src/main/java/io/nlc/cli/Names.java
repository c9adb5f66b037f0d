package io.nlc.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Names of files and what their suffixes say. */
final class Names {

    static final String NLC = "nlc";

    private Names() {}

    /** Paths of the options that take one. */
    static final class Converter implements ITypeConverter<Path> {
        @Override
        public Path convert(String value) {
            try {
                return path(value);
            } catch (Failure e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }

    /**
     * The path of this name.
     *
     * @throws Failure if it has characters that Java cannot pass on to the system
     */
    static Path path(String name) throws Failure {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw inexpressible(name, e);
        }
    }

    /** A name with a character that the encoding of file names does not have. */
    static Failure inexpressible(Object name, InvalidPathException e) {
        String encoding = System.getProperty("sun.jnu.encoding", "");
        return new Failure(
                name
                        + (encoding.startsWith("UTF")
                                ? ": no name for a file"
                                : ": the encoding of the locale, " + encoding
                                        + ", cannot express this name; LC_ALL=C.UTF-8 can"),
                e);
    }

    /** In lower case; empty if there is none. */
    static String suffix(Path file) {
        String name = name(file);
        return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    }

    /** Without the suffix if it is one of those. */
    static String stem(Path file, Set<String> suffixes) {
        String name = name(file);
        return name.lastIndexOf('.') > 0 && suffixes.contains(suffix(file))
                ? name.substring(0, name.lastIndexOf('.'))
                : name;
    }

    private static String name(Path file) {
        String name = file.getFileName() == null ? "" : file.getFileName().toString();
        return name.indexOf('.') < 0 ? name + "." : name;
    }

    /** In lower case, without that of {@code .nlc} files. */
    static Set<String> ofPictures(String[] suffixes) {
        return Arrays.stream(suffixes)
                .map(s -> s.toLowerCase(Locale.ROOT))
                .filter(s -> !s.isEmpty() && !s.equals(NLC))
                .collect(Collectors.toSet());
    }
}
