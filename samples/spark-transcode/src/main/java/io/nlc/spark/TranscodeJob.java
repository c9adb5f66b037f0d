package io.nlc.spark;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.isnotnull;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.substring;

import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/** Looks what is left to do, has it done, and adds it to the table. */
final class TranscodeJob {

    /*
     * The table is a log: every picture that was tried has a row of the run, and of several the last one counts. A
     * picture is done if it is as its row says, was made with the quality that is asked for, and either its NLC file is
     * there in the size that the row says, or the row has an error.
     *
     * Rows come into the table task by task (version 2 of Hadoop's committer), not when all is finished: so a job that
     * is killed loses no more rows than its tasks were about to write. Their NLC files are there, and the next run, which
     * finds a file without a row, decodes that to have its figures instead of making it again. Should a task be
     * committed twice, its rows are there twice, which does no harm to a log.
     *
     * The source binaryFile lists the folder. Tasks open the files themselves, though the source has a column of their
     * content, for three reasons: a file that cannot be read, or is larger than 2 GB, would fail its task and then the
     * job; pictures would be sent between machines when rows are spread over tasks; and a row would lie in memory beside
     * the picture made of it.
     */

    /** Few, so that a task that fails has little to do again; a machine that is free gets the next. */
    private static final int LARGEST_TASK = 64;

    /** Tasks for each processor in small jobs, since pictures differ in size. */
    private static final int TASKS = 4;

    private final SparkSession spark;
    private final Configuration hadoop;
    private final JobOptions options;
    private final Path in;
    private final Path out;
    private final Path table;

    /**
     * Prepares a job; nothing is looked at yet.
     *
     * @throws IOException if there is no file system of a folder's kind
     */
    TranscodeJob(SparkSession spark, JobOptions options) throws IOException {
        this.spark = spark;
        this.options = options;
        hadoop = spark.sparkContext().hadoopConfiguration();
        in = qualified(options.in());
        out = qualified(options.out());
        table = qualified(options.table());
        for (Path folder : new Path[] {out, table}) {
            if ((folder + "/").startsWith(in + "/")) {
                throw new IllegalArgumentException(
                        folder + " must not be in " + in + ", where pictures are looked for");
            }
        }
    }

    private Path qualified(String folder) throws IOException {
        Path path = new Path(folder);
        return path.getFileSystem(hadoop).makeQualified(path);
    }

    /**
     * Does what is left to do.
     *
     * @return what became of the pictures
     * @throws IOException if a folder cannot be read or written
     */
    Summary run() throws IOException {
        OutputFolder files = new OutputFolder(out);
        files.prepare(hadoop);
        table.getFileSystem(hadoop).mkdirs(table);
        Instant start = Instant.now().truncatedTo(ChronoUnit.MICROS); // which is what Spark keeps
        Dataset<Row> pictures = files(in);
        Dataset<Row> left = left(pictures).persist();
        long count = left.count();
        if (count > 0) {
            transcode(left, files, start, tasks(count));
        }
        Summary summary = summary(pictures.count() - count, start);
        left.unpersist(); // not after a failure, which may be that Spark has gone and cannot do that
        return summary;
    }

    private int tasks(long pictures) {
        long tasks = Math.max(
                (long) TASKS * spark.sparkContext().defaultParallelism(), (pictures + LARGEST_TASK - 1) / LARGEST_TASK);
        return (int) Math.min(pictures, tasks);
    }

    /**
     * Path, time and length of all files below a folder, but for those whose names begin with a point or underscore.
     */
    private Dataset<Row> files(Path folder) {
        return spark.read()
                .format("binaryFile")
                .option("recursiveFileLookup", "true")
                .load(folder.toString())
                .select("path", "modificationTime", "length");
    }

    /** Those pictures that are not done. */
    private Dataset<Row> left(Dataset<Row> pictures) {
        String root = in.toString();
        Column below = substring(col("path"), root.codePointCount(0, root.length()) + 1, Integer.MAX_VALUE);
        Dataset<Row> there =
                files(out).select(col("path").as("there"), col("length").as("bytes_there"));
        return pictures.select(
                        col("path"),
                        col("modificationTime").as("modified_now"),
                        col("length").as("bytes_now"),
                        // all of the name stays, because a.jpg and a.png may differ
                        concat(lit(out.toString()), below, lit(".nlc")).as("target"))
                .join(there, col("target").equalTo(col("there")), "left")
                .join(known(), col("path").equalTo(col("known." + Table.PATH)), "left")
                .where(not(coalesce(isDone(), lit(false))))
                .select(col("path"), col("modified_now"), col("bytes_now"), col("target"), isnotnull(col("known")));
    }

    /** The last row of every picture, in a column {@code known}. */
    private Dataset<Row> known() {
        Column all = struct(col("*"));
        return rows().groupBy(col(Table.PATH).as("key"))
                .agg(max_by(all, col(Table.RUN)).as("known"))
                .drop("key");
    }

    private Column isDone() {
        Column same = col("known." + Table.MODIFIED)
                .equalTo(col("modified_now"))
                .and(col("known." + Table.BYTES_IN).equalTo(col("bytes_now")))
                .and(col("known." + Table.QUALITY).equalTo(lit(options.quality())));
        Column written = col("known." + Table.BYTES_OUT).equalTo(col("bytes_there"));
        Column failed =
                lit(!options.retryFailed()).and(col("known." + Table.ERROR).isNotNull());
        return same.and(coalesce(written, lit(false)).or(failed));
    }

    /** All rows of the table as it is now. */
    private Dataset<Row> rows() {
        return spark.read().schema(Table.SCHEMA).parquet(table.toString());
    }

    private void transcode(Dataset<Row> left, OutputFolder files, Instant start, int tasks) {
        JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
        Broadcast<SerializableConfiguration> conf = context.broadcast(new SerializableConfiguration(hadoop));
        MapFunction<Row, Row> task = new PictureTask(conf, files, options.quality(), start);
        left.repartition(tasks)
                .map(task, Encoders.row(Table.SCHEMA))
                .write()
                .mode(SaveMode.Append)
                .option("mapreduce.fileoutputcommitter.algorithm.version", "2")
                .parquet(table.toString());
    }

    private Summary summary(long skipped, Instant start) {
        Dataset<Row> run = rows().where(col(Table.RUN).equalTo(lit(start))).dropDuplicates(Table.PATH);
        Row counts = run.agg(count(lit(1)), count(col(Table.SECONDS)), count(col(Table.ERROR)))
                .first();
        long failed = counts.getLong(2);
        return new Summary(counts.getLong(1) - failed, counts.getLong(0) - counts.getLong(1), skipped, failed);
    }
}
