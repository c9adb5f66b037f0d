package io.nlc.viewer.model.batch;

import io.nlc.viewer.model.PictureNames;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Finds the pictures in files and folders that were chosen or dropped. */
public final class BatchInputs {

    /**
     * A file to convert.
     *
     * @param file where it is
     * @param relative its name below an output folder: with the folders between it and the folder that was dropped,
     *     that one included
     */
    public record Input(Path file, Path relative) {}

    /**
     * What was found.
     *
     * @param inputs to convert
     * @param others files in folders that do not have the suffix of a picture
     * @param hidden files and folders in folders that are hidden
     */
    public record Found(List<Input> inputs, int others, int hidden) {}

    private final Map<Path, Input> found = new LinkedHashMap<>();
    private final BooleanSupplier cancelled;
    private int others;
    private int hidden;

    private BatchInputs(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    /**
     * Files that were named, whatever they are, and those in folders that have the suffix of a picture. Hidden ones are
     * left out, and links to folders are not followed; what is left out is counted. A folder that cannot be read is in
     * the list, so that the conversion says why.
     *
     * @throws CancellationException if that is asked for
     */
    public static Found find(List<Path> paths, BooleanSupplier cancelled) {
        BatchInputs search = new BatchInputs(cancelled);
        for (Path path : paths) {
            Path absolute = path.toAbsolutePath().normalize();
            if (Files.isDirectory(absolute)) {
                search.folder(absolute);
            } else {
                search.add(absolute, absolute.getFileName());
            }
        }
        return new Found(List.copyOf(search.found.values()), search.others, search.hidden);
    }

    private void add(Path file, Path relative) {
        found.putIfAbsent(file, new Input(file, relative));
    }

    private void folder(Path root) {
        List<Path> files = new ArrayList<>();
        try {
            Files.walkFileTree(root, new Visitor(root, files));
        } catch (IOException e) { // the visitor itself throws none
            files.add(root);
        }
        Collections.sort(files); // the order of a file system is no order
        Path base = root.getParent() == null ? root : root.getParent();
        files.forEach(file -> add(file, base.relativize(file)));
    }

    private static boolean hidden(Path path) {
        try {
            return Files.isHidden(path);
        } catch (IOException e) {
            return false;
        }
    }

    private final class Visitor extends SimpleFileVisitor<Path> {
        private final Path root;
        private final List<Path> files;

        Visitor(Path root, List<Path> files) {
            this.root = root;
            this.files = files;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            if (cancelled.getAsBoolean()) {
                throw new CancellationException("nobody wants the list any more");
            }
            if (hidden(folder) && !folder.equals(root)) {
                hidden++;
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (hidden(file)) {
                hidden++;
            } else if (PictureNames.matches(file) && Files.isRegularFile(file)) {
                files.add(file);
            } else {
                others++;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            files.add(file);
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, IOException e) {
            return FileVisitResult.CONTINUE;
        }
    }
}
