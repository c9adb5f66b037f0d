package io.nlc.viewer.model.batch;

import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.batch.BatchInputs.Input;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Where the results of one batch go, and what becomes of the files that are there already. */
final class Outputs {

    /*
     * Two files of one batch may want the same name (a.png and a.jpg both a.nlc), and a picture may lie beside its
     * own encoding (a.png and a.nlc). Whoever says "replace all" thinks of older results and not of these: what this
     * batch has written gets a neighbour with another name, and what this batch reads is never written to.
     */

    /** Where a result may go. */
    sealed interface Place {

        /** The file. */
        Path file();

        /** To this file, whether it exists or not. */
        record Free(Path file) implements Place {}

        /**
         * Nowhere.
         *
         * @param file what is there
         * @param input whether that is a file of this batch
         */
        record Taken(Path file, boolean input) implements Place {}
    }

    private final Path folder;
    private final Function<Path, Decision> ask;
    private final Set<Path> reading = new HashSet<>();
    private final Set<Path> written = new HashSet<>();
    private Existing existing;

    /**
     * Makes the outputs of a batch.
     *
     * @param ask says what to do with an existing file
     */
    Outputs(BatchOptions options, List<Input> inputs, Function<Path, Decision> ask) {
        this.folder = options.folder();
        this.existing = options.existing();
        this.ask = ask;
        inputs.forEach(input -> reading.add(real(input.file())));
    }

    /** A place for what a file becomes. */
    Place place(Input input, String suffix) {
        Path wanted = wanted(input, suffix);
        if (!Files.exists(wanted)) {
            return new Place.Free(wanted);
        }
        Path key = real(wanted);
        Existing decision =
                written.contains(key) ? Existing.RENAME : reading.contains(key) ? Existing.SKIP : decide(wanted);
        return switch (decision) {
            case SKIP -> new Place.Taken(wanted, reading.contains(key));
            case RENAME -> new Place.Free(free(wanted));
            case REPLACE, ASK -> new Place.Free(wanted);
        };
    }

    /** Remembers that a file is this batch's own. */
    void wrote(Path file) {
        written.add(real(file));
    }

    private Path wanted(Input input, String suffix) {
        Path place =
                folder == null ? input.file() : folder.resolve(input.relative()).toAbsolutePath();
        return place.resolveSibling(FileNames.stem(place) + suffix);
    }

    private Existing decide(Path output) {
        if (existing != Existing.ASK) {
            return existing;
        }
        Decision decision = ask.apply(output);
        if (decision.all()) {
            existing = decision.existing();
        }
        return decision.existing();
    }

    /** The first of "name (2).suffix", "name (3).suffix" ... that does not exist. */
    private static Path free(Path output) {
        String name = output.getFileName().toString();
        String stem = FileNames.stem(output);
        String suffix = name.substring(stem.length());
        for (int i = 2; ; i++) {
            Path other = output.resolveSibling(stem + " (" + i + ")" + suffix);
            if (!Files.exists(other)) {
                return other;
            }
        }
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath().normalize();
        }
    }
}
