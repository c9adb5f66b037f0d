package io.nlc.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;

/** Runs the program within the test's process. */
abstract class ProgramRuns {

    /** What the last run wrote to standard output. */
    String out;

    /** What it wrote to standard error. */
    String err;

    /** @param args as of the command line, by their {@code toString}. @return the exit status */
    int nlc(Object... args) {
        StringWriter o = new StringWriter();
        StringWriter e = new StringWriter();
        int code = Nlc.run(
                new PrintWriter(o),
                new PrintWriter(e),
                Arrays.stream(args).map(Object::toString).toArray(String[]::new));
        out = o.toString();
        err = e.toString();
        return code;
    }
}
