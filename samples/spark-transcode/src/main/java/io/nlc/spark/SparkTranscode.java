package io.nlc.spark;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * Makes an NLC file of every picture in a folder and in those below it, on Spark: {@code SparkTranscode IN OUT TABLE
 * [--quality Q] [--retry-failed]}. See {@code samples/docs/spark.md}.
 */
public final class SparkTranscode {

    private SparkTranscode() {}

    /** @param args the folders of pictures, of NLC files, and of the table, and options */
    public static void main(String[] args) throws IOException {
        JobOptions options;
        try {
            options = JobOptions.parse(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.println("usage: SparkTranscode IN OUT TABLE [--quality Q] [--retry-failed]");
            System.exit(2);
            return;
        }
        try (SparkSession spark = SparkSession.builder().appName("NLC").getOrCreate()) {
            System.out.println(new TranscodeJob(spark, options).run());
        }
    }
}
