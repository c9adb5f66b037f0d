package io.nlc.cli;

import io.nlc.imageio.UnfinishedFiles;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What {@code -} stands for, and the names that systems have for the same.
 *
 * @param in standard input
 * @param out standard output, where also the results for people go if no picture does
 * @param unfinished files that are being written
 */
record StandardStreams(InputStream in, OutputStream out, UnfinishedFiles unfinished) {

    private static final Pattern IN = Pattern.compile("-|/dev/stdin|(/dev|/proc/self)/fd/0");
    private static final Pattern OUT = Pattern.compile("-|/dev/stdout|(/dev|/proc/self)/fd/1");

    /** What an argument names to read from. */
    Input input(String argument) throws Failure {
        return IN.matcher(argument).matches() ? Input.standard(in) : Input.of(Names.path(argument));
    }

    /** What an argument names to write to. */
    Output output(String argument) throws Failure {
        return OUT.matcher(argument).matches() ? Output.standard(out) : output(Names.path(argument));
    }

    /** A file to write to. */
    Output output(Path file) {
        return Output.of(file, unfinished);
    }
}
