package io.nlc.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code encode} and {@code decode} read and write: one file, or with {@code --out} many. */
final class FileArguments {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "1..*",
            paramLabel = "FILE",
            description = "What to read and what to write; - is standard input or output. With --out what to read,"
                    + " any number of files and folders.")
    private List<String> files;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Write here; of folders with all that is below them, in the same tree.")
    private Path folder;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description =
                    "With --out: so many files at a time (default: as many as there are processors, and memory for).")
    private Integer jobs;

    @Option(names = "--skip-existing", description = "With --out: leave files that are there already.")
    private boolean skipExisting;

    @Option(
            names = "--force",
            description = "Write also over what is read, and under a name whose suffix is that of another format.")
    private boolean force;

    /** Fails if the options make no sense together. */
    void check() {
        if (folder == null && (jobs != null || skipExisting)) {
            throw wrong((jobs != null ? "--jobs" : "--skip-existing") + " needs --out");
        }
        if (folder == null && files.size() != 2) {
            throw wrong("either what to read and what to write are needed, or --out DIR");
        }
        if (jobs != null && jobs < 1) {
            throw wrong("--jobs must be at least 1, not " + jobs);
        }
        if (folder != null && files.contains("-")) {
            throw wrong("standard input has no name that a file in --out could get");
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /**
     * Converts all of them.
     *
     * @return the exit code
     */
    int convert(Conversion conversion, StandardStreams streams) throws IOException {
        if (folder != null) {
            BatchPlan plan = BatchPlan.of(conversion, files, folder);
            int width = Math.max(1, Math.min(plan.jobs().size(), jobs == null ? Batch.jobs() : jobs));
            return new Batch(
                            Batch.sideBySide(conversion, width),
                            plan,
                            streams,
                            spec.commandLine().getOut(),
                            spec.commandLine().getErr())
                    .run(width, skipExisting);
        }
        Input in = streams.input(files.get(0));
        Output out = streams.output(files.get(1));
        if (in.isFolder()) {
            throw new Failure(in + ": is a folder; --out DIR " + conversion.verb() + "s those");
        }
        if (!force) {
            if (out.isSame(in)) {
                throw new Failure(out + ": is what is read; --force writes over it");
            }
            checkName(conversion, out);
        }
        PrintWriter err = spec.commandLine().getErr();
        try (ProgressBar bar = ProgressBar.of(conversion.verb())) {
            Conversion.Converted done = conversion.convert(in, out, bar, warning -> {
                bar.close();
                err.println("nlc: warning: " + warning);
            });
            if (done.line() != null) {
                bar.close();
                spec.commandLine().getOut().println(done.line());
            }
        }
        return 0;
    }

    private void checkName(Conversion conversion, Output out) {
        try {
            conversion.checkName(out);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }
}
