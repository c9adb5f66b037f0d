package io.nlc.viewer.model.batch;

import io.nlc.viewer.model.Csv;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What came of a batch as a table, see {@link Csv}. */
public final class BatchTable {

    private BatchTable() {}

    /**
     * A file.
     *
     * @param file what was to be converted
     * @param state how far it is, in one word
     * @param done what came out, if anything did
     * @param remark why nothing did; empty for nothing to say
     */
    public record Row(Path file, String state, Optional<Outcome.Done> done, String remark) {}

    /** A line for each file, after one that says what the columns are. */
    public static String csv(List<Row> rows) {
        StringBuilder text = new StringBuilder(Csv.line(
                "file", "state", "output", "bytes_before", "bytes_after", "bpp", "psnr_db", "seconds", "remark"));
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(Row row) {
        Optional<Outcome.Done> done = row.done();
        return Csv.line(
                Csv.field(row.file().toString()),
                row.state(),
                Csv.field(done.map(one -> one.output().toString()).orElse("")),
                done.map(one -> Long.toString(one.before())).orElse(""),
                done.map(one -> Long.toString(one.after())).orElse(""),
                done.map(one -> Csv.number(one.bpp(), 5)).orElse(""),
                done.map(BatchTable::psnr).orElse(""),
                done.map(one -> Csv.number(one.time().toNanos() / 1e9, 3)).orElse(""),
                Csv.field(row.remark()));
    }

    private static String psnr(Outcome.Done done) {
        return done.psnr() == Double.POSITIVE_INFINITY ? "inf" : Csv.number(done.psnr(), 3);
    }
}
