package io.nlc.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * What a job is told. Folders are of any file system that Hadoop knows: {@code file:}, {@code hdfs:}, {@code s3a:}.
 *
 * @param in the folder of pictures
 * @param out the folder of NLC files
 * @param table the folder of the Parquet table
 * @param quality 0 to 1
 * @param retryFailed whether pictures that failed are tried again, though they have not changed
 */
record JobOptions(String in, String out, String table, float quality, boolean retryFailed) {

    private static final float USUAL = 0.5f;

    JobOptions {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("the quality must be from 0 to 1, not " + quality);
        }
    }

    /** Of the usual quality. */
    JobOptions(String in, String out, String table) {
        this(in, out, table, USUAL, false);
    }

    /**
     * What a command line says.
     *
     * @throws IllegalArgumentException if that makes no sense
     */
    static JobOptions parse(String[] args) {
        List<String> folders = new ArrayList<>();
        float quality = USUAL;
        boolean retryFailed = false;
        for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
            String arg = rest.next();
            if (arg.equals("--retry-failed")) {
                retryFailed = true;
            } else if (arg.equals("--quality") && rest.hasNext()) {
                quality = Float.parseFloat(rest.next()); // whose exception is an IllegalArgumentException
            } else if (arg.startsWith("-")) {
                throw new IllegalArgumentException("unknown or incomplete option " + arg);
            } else {
                folders.add(arg);
            }
        }
        if (folders.size() != 3) {
            throw new IllegalArgumentException("three folders are needed, not " + folders.size());
        }
        return new JobOptions(folders.get(0), folders.get(1), folders.get(2), quality, retryFailed);
    }
}
