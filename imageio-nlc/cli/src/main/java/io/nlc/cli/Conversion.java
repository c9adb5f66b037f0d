package io.nlc.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/** What {@code encode} and {@code decode} do to one file. May be used by several threads. */
interface Conversion {

    /** "encode" or "decode". */
    String verb();

    /** Whether the files of a folder that have this name are converted. */
    boolean takes(Path file);

    /** The name that the result of this file gets in another folder. */
    String resultName(Path file);

    /** As {@link #resultName} where two files would get the same: with the suffix of the one that it comes from. */
    String distinctName(Path file);

    /**
     * Fails if the output's name promises something else than it would get.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    void checkName(Output out);

    /** The same with another number of threads for each file. */
    Conversion withThreads(int threads);

    /** Converts one file. */
    Converted convert(Input in, Output out, ProgressBar bar, Consumer<String> warnings) throws IOException;

    /**
     * What was done.
     *
     * @param read bytes
     * @param written bytes; 0 where it is no file
     * @param pixels of the picture written
     * @param line what there is to say to people; null for nothing
     */
    record Converted(long read, long written, long pixels, String line) {}
}
