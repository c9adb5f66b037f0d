package io.nlc.cli;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * What is read and where it is written. Two files that would be written to one (a.png, a.jpg) get names with their
 * suffixes (a.png.nlc, a.jpg.nlc); where these are the same, too, neither is converted.
 *
 * @param jobs by input
 * @param problems of what cannot be converted, one line each
 */
record BatchPlan(List<Job> jobs, List<String> problems) {

    /** One file. */
    record Job(Path in, Path out) {}

    /**
     * A plan for these files and folders.
     *
     * @param out the folder that is written to
     */
    static BatchPlan of(Conversion conversion, List<String> names, Path out) throws IOException {
        if (Files.exists(out) && !Files.isDirectory(out)) {
            throw new Failure(out + ": is not a folder");
        }
        Search search = new Search(conversion, out);
        for (String name : names) {
            try {
                search.add(Names.path(name));
            } catch (IOException e) {
                search.problems.add(Failure.message(e));
            }
        }
        return search.plan();
    }

    /** A file, and the folder that its result is written to. */
    private record Found(Path in, Path folder) {}

    /** Finds the files. */
    private static final class Search extends SimpleFileVisitor<Path> {
        private final Conversion conversion;
        private final Path out;
        private final List<String> problems = new ArrayList<>();
        /** By the whole path, so that nothing is converted twice. */
        private final Map<Path, Found> found = new LinkedHashMap<>();

        private final List<Path> present = new ArrayList<>();
        private Path root;

        Search(Conversion conversion, Path out) {
            this.conversion = conversion;
            this.out = out;
        }

        void add(Path file) throws IOException {
            if (!Files.isDirectory(file)) {
                add(file, out);
                return;
            }
            root = file;
            present.clear();
            Files.walkFileTree(file, this);
            if (present.isEmpty()) {
                problems.add(file + ": holds nothing to " + conversion.verb());
            }
            present.stream().sorted().forEach(f -> {
                Path below = root.relativize(f).getParent();
                add(f, below == null ? out : out.resolve(below));
            });
        }

        private void add(Path file, Path folder) {
            found.putIfAbsent(file.toAbsolutePath().normalize(), new Found(file, folder));
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (conversion.takes(file) && Files.isRegularFile(file)) {
                present.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            problems.add(Failure.message(e));
            return FileVisitResult.CONTINUE;
        }

        BatchPlan plan() {
            List<Job> jobs = new ArrayList<>();
            List<Found> clashing = new ArrayList<>();
            for (List<Job> same : byOutput(found.values(), conversion::resultName)) {
                if (same.size() == 1) {
                    jobs.add(same.get(0));
                } else {
                    same.forEach(job -> clashing.add(new Found(job.in, job.out.getParent())));
                }
            }
            for (List<Job> same : byOutput(clashing, conversion::distinctName)) {
                boolean taken = jobs.stream().anyMatch(j -> key(j.out).equals(key(same.get(0).out)));
                if (same.size() == 1 && !taken) {
                    jobs.add(same.get(0));
                } else {
                    same.forEach(
                            job -> problems.add(job.in + ": another file would be written to " + job.out + ", too"));
                }
            }
            jobs.sort((a, b) -> a.in.compareTo(b.in));
            return new BatchPlan(List.copyOf(jobs), List.copyOf(problems));
        }

        private Collection<List<Job>> byOutput(Collection<Found> files, Function<Path, String> name) {
            Map<String, List<Job>> jobs = new TreeMap<>();
            for (Found file : files) {
                try {
                    Path result = file.folder.resolve(name.apply(file.in));
                    jobs.computeIfAbsent(key(result), k -> new ArrayList<>()).add(new Job(file.in, result));
                } catch (InvalidPathException e) {
                    problems.add(Failure.message(e));
                }
            }
            return jobs.values();
        }

        /** Some file systems hold A.nlc and a.nlc for the same. */
        private static String key(Path file) {
            return file.toAbsolutePath().normalize().toString().toLowerCase(Locale.ROOT);
        }
    }
}
