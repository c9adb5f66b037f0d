package io.nlc.viewer.model.plot;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Rate-distortion points as text for spreadsheets and scripts: CSV by RFC 4180, numbers with a point in every language.
 */
public final class RateTable {

    private static final String HEADER = "codec,pack,quality,bytes,bpp,psnr_db,ms_ssim,ms_ssim_db,ssimulacra2";
    private static final String LINE_END = "\r\n";

    private RateTable() {}

    /** A line for each point, after one that says what the columns are; by series, then by rate. */
    public static String csv(Collection<RatePoint> points) {
        StringBuilder text = new StringBuilder(HEADER).append(LINE_END);
        List<RatePoint> sorted = points.stream()
                .sorted(Comparator.comparing((RatePoint p) -> p.codec().label()).thenComparingDouble(RatePoint::bpp))
                .toList();
        for (RatePoint p : sorted) {
            text.append(String.join(
                    ",",
                    field(p.nlc() ? "NLC" : p.codec().label()),
                    field(p.request().pack()),
                    number(p.quality(), 4),
                    Long.toString(p.bytes()),
                    number(p.bpp(), 5),
                    number(p.psnr(), 3),
                    number(p.scores().msSsim(), 6),
                    number(p.scores().msSsimDb(), 3),
                    number(p.scores().ssimulacra2(), 3)));
            text.append(LINE_END);
        }
        return text.toString();
    }

    /** A value in quotes if it needs them. */
    static String field(String value) {
        return value.matches("(?s).*[,\"\r\n].*") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }

    // What is not known stays empty: spreadsheets take NaN for a word.
    private static String number(double value, int digits) {
        return Double.isFinite(value) ? String.format(Locale.ROOT, "%." + digits + "f", value) : "";
    }
}
