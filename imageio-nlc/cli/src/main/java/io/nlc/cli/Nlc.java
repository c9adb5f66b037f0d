package io.nlc.cli;

import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.UnfinishedFiles;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/**
 * The command line {@code nlc}. Exit codes: 0 success, 1 failure (one line on the error stream says why), 2 wrong
 * usage.
 */
@Command(
        name = "nlc",
        description = "A learned image codec: encodes pictures to .nlc files and back.",
        mixinStandardHelpOptions = true,
        versionProvider = Nlc.Version.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        sortOptions = false,
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:success", "1:failure; the error stream says why", "2:wrong usage"})
public final class Nlc implements Runnable {

    /** Libraries whose notices are of no use to somebody at a terminal; held, because loggers are kept weakly. */
    private static final Logger[] CHATTY = {Logger.getLogger("ai.djl"), Logger.getLogger("ai.onnxruntime")};

    private static final String HELP = "help";

    /** Each makes a command; in the order of the help. */
    private static final Map<String, Supplier<?>> COMMANDS = commands();

    private static final String LOG_FORMAT = "java.util.logging.SimpleFormatter.format";

    @Spec
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "On failure print the stack trace, too.")
    private boolean debug;

    private final Set<Path> packs = new LinkedHashSet<>();
    private final StandardStreams streams;
    private NlcSettings settings;

    private Nlc(StandardStreams streams) {
        this.streams = streams;
    }

    // A field would forget what was said before the subcommand as soon as more is said behind it. Picocli gives null
    // at first, and then all that was said in one of the two places, again and again.
    @Option(
            names = "--packs",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "A directory with model packs, besides those of -Dnlc.models; may be given again.")
    void addPacks(List<Path> directories) {
        if (directories != null) {
            packs.addAll(directories);
        }
    }

    /** Runs one command and ends the program with its exit code. */
    public static void main(String[] args) {
        System.setProperty("java.awt.headless", "true");
        if (System.getProperty(LOG_FORMAT) == null) {
            System.setProperty(LOG_FORMAT, "nlc: %5$s%n");
        }
        for (Logger logger : CHATTY) {
            logger.setLevel(Level.SEVERE);
        }
        Locale.setDefault(Locale.ROOT); // programs read what we say, and picocli and the JDK say some of it
        // not System.out, which keeps its failures to itself
        WatchedStream standard = new WatchedStream(new FileOutputStream(FileDescriptor.out));
        PrintWriter out = new PrintWriter(standard, true, Charset.defaultCharset());
        PrintWriter err = new PrintWriter(System.err, true, Charset.defaultCharset());
        UnfinishedFiles unfinished = new UnfinishedFiles();
        Signals.endWith(unfinished::discard);
        System.exit(run(new StandardStreams(System.in, standard, unfinished), out, err, args));
    }

    /** As {@link #run(StandardStreams, PrintWriter, PrintWriter, String...)} with the program's own streams. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        try (UnfinishedFiles unfinished = new UnfinishedFiles()) {
            return run(new StandardStreams(System.in, System.out, unfinished), out, err, args);
        }
    }

    /**
     * Runs one command.
     *
     * @param streams for pictures
     * @param out for results
     * @param err for failures and warnings
     * @param args as on the command line
     * @return the exit code
     */
    static int run(StandardStreams streams, PrintWriter out, PrintWriter err, String... args) {
        Nlc nlc = new Nlc(streams);
        CommandLine line = withCommands(new CommandLine(nlc), args)
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExpandAtFiles(false) // @2x.png is a picture like any other
                .registerConverter(Path.class, new Names.Converter())
                .setParameterExceptionHandler((e, a) -> usage(e))
                .setExecutionExceptionHandler((e, command, result) -> nlc.failed(e, command.getErr()));
        int code;
        try {
            code = line.execute(args);
        } catch (Error e) {
            code = nlc.failed(e, err);
        }
        if (out.checkError() && code == CommandLine.ExitCode.OK) {
            code = nlc.failed(nlc.unwritten(), err);
        }
        err.flush();
        return code;
    }

    private static Map<String, Supplier<?>> commands() {
        Map<String, Supplier<?>> commands = new LinkedHashMap<>();
        commands.put("encode", EncodeCommand::new);
        commands.put("decode", DecodeCommand::new);
        commands.put("info", InfoCommand::new);
        commands.put("compare", CompareCommand::new);
        commands.put("models", ModelsCommand::new);
        commands.put("bench", BenchCommand::new);
        commands.put(HELP, HelpCommand::new);
        return Collections.unmodifiableMap(commands);
    }

    /** Adds the command that is asked for; looking at those that are not takes as long as starting the JVM. */
    private static CommandLine withCommands(CommandLine line, String... args) {
        boolean one = args.length > 0 && COMMANDS.containsKey(args[0]) && !args[0].equals(HELP);
        COMMANDS.forEach((name, command) -> {
            if (!one || name.equals(args[0])) {
                line.addSubcommand(name, command.get());
            }
        });
        return line;
    }

    private Failure unwritten() {
        String what = "standard output";
        return streams.out() instanceof WatchedStream watched && watched.failure() != null
                ? Failure.about(what, watched.failure())
                : new Failure(what + ": cannot be written");
    }

    /** Where {@code -} leads. */
    StandardStreams streams() {
        return streams;
    }

    private static int usage(ParameterException e) {
        CommandLine command = e.getCommandLine();
        command.getErr().println("nlc: " + e.getMessage());
        command.getErr().println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
        return CommandLine.ExitCode.USAGE;
    }

    private int failed(Throwable e, PrintWriter err) {
        err.println("nlc: " + Failure.message(e));
        if (debug) {
            e.printStackTrace(err);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    /**
     * What the system properties and the options say, read once.
     *
     * @throws ParameterException if an option or a property makes no sense
     */
    NlcSettings settings() {
        if (settings == null) {
            for (Path directory : packs) {
                if (!Files.isDirectory(directory)) {
                    throw new ParameterException(spec.commandLine(), "--packs: " + directory + " is not a folder");
                }
            }
            try {
                settings = NlcSettings.fromProperties().withPacks(List.copyOf(packs));
            } catch (IllegalArgumentException e) {
                throw new ParameterException(spec.commandLine(), e.getMessage(), e);
            }
        }
        return settings;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command?");
    }

    /** From the jar's manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "nlc "
                        + Optional.ofNullable(Nlc.class.getPackage().getImplementationVersion())
                                .orElse("development")
            };
        }
    }
}
