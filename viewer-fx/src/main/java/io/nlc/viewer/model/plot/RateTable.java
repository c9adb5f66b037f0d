package io.nlc.viewer.model.plot;

import io.nlc.viewer.model.Csv;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Rate-distortion points as a table, see {@link Csv}. */
public final class RateTable {

    private static final String HEADER = "codec,pack,quality,bytes,bpp,psnr_db,ms_ssim,ms_ssim_db,ssimulacra2";

    private RateTable() {}

    /** A line for each point, after one that says what the columns are; by series, then by rate. */
    public static String csv(Collection<RatePoint> points) {
        StringBuilder text = new StringBuilder(Csv.line(HEADER));
        List<RatePoint> sorted = points.stream()
                .sorted(Comparator.comparing((RatePoint p) -> p.codec().label()).thenComparingDouble(RatePoint::bpp))
                .toList();
        for (RatePoint p : sorted) {
            text.append(Csv.line(
                    Csv.field(p.nlc() ? "NLC" : p.codec().label()),
                    Csv.field(p.request().pack()),
                    Csv.number(p.quality(), 4),
                    Long.toString(p.bytes()),
                    Csv.number(p.bpp(), 5),
                    Csv.number(p.psnr(), 3),
                    Csv.number(p.scores().msSsim(), 6),
                    Csv.number(p.scores().msSsimDb(), 3),
                    Csv.number(p.scores().ssimulacra2(), 3)));
        }
        return text.toString();
    }
}
