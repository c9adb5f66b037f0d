package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import javax.imageio.IIOException;

/** Counts what became of faults, and writes it down for docs/RELIABILITY.md. Whatever is no outcome fails the test. */
final class FaultTable {

    /** What may become of a fault. */
    enum Outcome {
        SAME("the right picture"),
        WARNED("a picture with a warning"),
        ENDED("ended as asked, with what was there"),
        OTHER("another picture, silently"),
        REFUSED("`IIOException`"),
        STREAM("the stream's own `IOException`");

        private final String text;

        Outcome(String text) {
            this.text = text;
        }
    }

    private final String name;
    private final Map<String, Map<Outcome, Integer>> rows = new LinkedHashMap<>();

    /** @param name of the file that is written */
    FaultTable(String name) {
        this.name = name;
    }

    /** A read: what it returns, and whether it warned. */
    interface Read {
        BufferedImage run() throws IOException;
    }

    /**
     * Tries a fault.
     *
     * @param expected the right picture
     * @param warnings how many there were, after the read
     */
    Outcome tried(String fault, String detail, Raster expected, java.util.function.IntSupplier warnings, Read read) {
        Outcome outcome;
        try {
            BufferedImage image = read.run();
            if (same(image.getRaster(), expected)) {
                outcome = Outcome.SAME;
            } else {
                outcome = warnings.getAsInt() > 0 ? Outcome.WARNED : Outcome.OTHER;
            }
        } catch (IIOException e) {
            assertThat(e.getMessage()).as(fault + ": " + detail).isNotBlank();
            outcome = Outcome.REFUSED;
        } catch (IOException e) {
            outcome = Outcome.STREAM;
        } catch (RuntimeException | Error e) {
            throw new AssertionError(fault + ": " + detail, e);
        }
        return count(fault, outcome);
    }

    /** Notes an outcome. */
    Outcome count(String fault, Outcome outcome) {
        rows.computeIfAbsent(fault, f -> new EnumMap<>(Outcome.class)).merge(outcome, 1, Integer::sum);
        return outcome;
    }

    static boolean same(Raster actual, Raster expected) {
        if (actual.getNumBands() != expected.getNumBands()
                || !actual.getBounds().equals(expected.getBounds())) {
            return false;
        }
        int[] one = null;
        int[] other = null;
        for (int y = 0; y < actual.getHeight(); y++) {
            one = actual.getPixels(0, y, actual.getWidth(), 1, one);
            other = expected.getPixels(0, y, actual.getWidth(), 1, other);
            if (!java.util.Arrays.equals(one, other)) {
                return false;
            }
        }
        return true;
    }

    /** Writes {@code target/faults/NAME.md}. */
    void write() throws IOException {
        Path folder = Files.createDirectories(Path.of("target", "faults"));
        Files.writeString(
                folder.resolve(name + ".md"),
                rows.entrySet().stream()
                        .map(row -> "| " + row.getKey() + " | "
                                + row.getValue().values().stream()
                                        .mapToInt(n -> n)
                                        .sum()
                                + " | "
                                + row.getValue().entrySet().stream()
                                        .map(e -> e.getValue() + " " + e.getKey().text)
                                        .collect(Collectors.joining(", "))
                                + " |\n")
                        .collect(Collectors.joining()));
    }
}
