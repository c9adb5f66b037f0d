package io.nlc.spark;

import io.nlc.imageio.NlcSettings;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Timestamp;
import java.time.Instant;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.util.SerializableConfiguration;

/** Makes the NLC file of a picture, on whichever machine, and a row of the table. */
final class PictureTask implements MapFunction<Row, Row> {

    private static final long serialVersionUID = 1L;

    private static final String THREADS = "nlc.threads";

    private final Broadcast<SerializableConfiguration> hadoop;
    private final OutputFolder files;
    private final float quality;
    private final Instant run;

    /**
     * A task that is sent to executors.
     *
     * @param files where NLC files go
     * @param quality 0 to 1
     * @param run when the run began
     */
    PictureTask(Broadcast<SerializableConfiguration> hadoop, OutputFolder files, float quality, Instant run) {
        this.hadoop = hadoop;
        this.files = files;
        this.quality = quality;
        this.run = run;
    }

    /** What is to be done. */
    private record Job(Path picture, Timestamp modified, long bytes, Path target, boolean known) {

        static Job of(Row row) {
            return new Job(
                    new Path(row.getString(0)),
                    row.getTimestamp(1),
                    row.getLong(2),
                    new Path(row.getString(3)),
                    row.getBoolean(4));
        }
    }

    /** The figures of an NLC file; without seconds if it was there. */
    private record Made(long bytes, double bpp, double psnr, Double seconds) {

        static Made of(Transcoder.Picture picture, byte[] nlc, double psnr, Double seconds) {
            return new Made(nlc.length, 8.0 * nlc.length / picture.pixels(), psnr, seconds);
        }
    }

    /**
     * Takes a row of path, time, length, path of the NLC file, and whether the table knows the picture.
     *
     * @return a row of the table, whatever is wrong with the picture
     */
    @Override
    public Row call(Row row) {
        Job job = Job.of(row);
        long start = System.nanoTime();
        try {
            return row(job, make(job, start));
        } catch (IOException | RuntimeException | OutOfMemoryError | StackOverflowError | LinkageError e) {
            TaskContext task = TaskContext.get();
            if (task.isInterrupted()) { // that is no fault of the picture's
                throw new IllegalStateException("the task is to end", e);
            }
            return row(job, e, seconds(start));
        }
    }

    private Made make(Job job, long start) throws IOException {
        Configuration configuration = hadoop.value().value();
        FileSystem in = job.picture().getFileSystem(configuration);
        Transcoder transcoder = new Transcoder(settings(), quality);
        Transcoder.Picture picture;
        try (InputStream file = in.open(job.picture())) {
            picture = transcoder.read(file);
        }
        if (!job.known()) {
            byte[] there = there(job, configuration);
            if (there.length > 0) {
                try {
                    return Made.of(picture, there, transcoder.psnr(picture, there), null);
                } catch (IOException e) {
                    // whatever it is, it is not of this picture, and is replaced
                }
            }
        }
        byte[] nlc = transcoder.encode(picture);
        double psnr = transcoder.psnr(picture, nlc); // before the file gets its name
        files.save(configuration, job.target(), nlc);
        return Made.of(picture, nlc, psnr, seconds(start));
    }

    /** The NLC file that a killed run has made; empty if there is none, or if the picture is newer. */
    private static byte[] there(Job job, Configuration configuration) throws IOException {
        FileSystem out = job.target().getFileSystem(configuration);
        try {
            FileStatus status = out.getFileStatus(job.target());
            if (status.getModificationTime() < job.modified().getTime()) {
                return new byte[0];
            }
            try (InputStream file = out.open(job.target())) {
                return file.readAllBytes();
            }
        } catch (FileNotFoundException e) {
            return new byte[0];
        }
    }

    /**
     * Networks are loaded once in a process and serve all of its tasks. Each run of a network takes as many threads as
     * a task has processors, one unless spark.task.cpus says otherwise: tasks side by side are faster than threads that
     * wait for one another.
     */
    private static NlcSettings settings() {
        NlcSettings settings = NlcSettings.fromProperties();
        return System.getProperty(THREADS) != null
                ? settings
                : settings.withThreads(TaskContext.get().cpus());
    }

    private static double seconds(long start) {
        return (System.nanoTime() - start) / 1e9;
    }

    private Row row(Job job, Made made) {
        return row(job, made.bytes(), made.bpp(), made.psnr(), made.seconds(), null);
    }

    private Row row(Job job, Throwable failure, double seconds) {
        String message = failure.getMessage();
        boolean says = failure instanceof IOException && message != null;
        return row(job, null, null, null, seconds, says ? message : failure.toString());
    }

    private Row row(Job job, Long bytes, Double bpp, Double psnr, Double seconds, String error) {
        return RowFactory.create(
                job.picture().toString(),
                job.modified(),
                job.bytes(),
                bytes,
                bpp,
                psnr,
                seconds,
                error,
                quality,
                Timestamp.from(run));
    }
}
