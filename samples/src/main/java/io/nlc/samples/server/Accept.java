package io.nlc.samples.server;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a client takes: the header {@code Accept} (RFC 9110, section 12.5.1), such as {@code image/x-nlc,
 * image/png;q=0.5}.
 *
 * @param ranges media types and wildcards, each with how much it is liked
 */
record Accept(List<Range> ranges) {

    private static final String ANY = "*/*";

    /**
     * @param type {@code type/subtype}, {@code type/*} or {@code *}{@code /*}
     * @param weight 0 (not at all) to 1
     */
    record Range(String type, double weight) {

        /** 0 if it does not speak of the type, else the more the more precisely it does. */
        private int precision(String mediaType) {
            if (type.equals(mediaType)) {
                return 3;
            }
            if (type.endsWith("/*") && !type.equals(ANY)) {
                return mediaType.startsWith(type.substring(0, type.length() - 1)) ? 2 : 0;
            }
            return type.equals(ANY) ? 1 : 0;
        }
    }

    /**
     * Reads the header; a part that is malformed is passed over.
     *
     * @param header null or empty if there is none, which takes anything
     */
    static Accept parse(String header) {
        if (header == null || header.isBlank()) {
            return new Accept(List.of(new Range(ANY, 1)));
        }
        List<Range> ranges = new ArrayList<>();
        for (String part : header.split(",")) {
            String[] parameters = part.trim().toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
            double weight = Stream.of(parameters)
                    .filter(p -> p.startsWith("q="))
                    .mapToDouble(p -> weight(p.substring(2)))
                    .findFirst()
                    .orElse(1);
            if (parameters[0].indexOf('/') > 0 && weight >= 0 && weight <= 1) {
                ranges.add(new Range(parameters[0], weight));
            }
        }
        return new Accept(List.copyOf(ranges));
    }

    private static double weight(String number) {
        try {
            return Double.parseDouble(number);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * What is sent: what is liked best. Of formats that are liked equally NLC, which is smaller, if the client names
     * it; who takes just anything gets PNG, which everybody can read.
     *
     * @return empty if the client takes none
     */
    Optional<ThumbnailFormat> choose() {
        double nlc = liking(ThumbnailFormat.NLC);
        double png = liking(ThumbnailFormat.PNG);
        if (nlc <= 0 && png <= 0) {
            return Optional.empty();
        }
        boolean named = ranges.stream().anyMatch(r -> r.precision(ThumbnailFormat.NLC.mediaType()) == 3);
        return Optional.of(nlc > png || nlc == png && named ? ThumbnailFormat.NLC : ThumbnailFormat.PNG);
    }

    /** What the most precise of the ranges says. */
    private double liking(ThumbnailFormat format) {
        return ranges.stream()
                .filter(r -> r.precision(format.mediaType()) > 0)
                .max(Comparator.comparingInt(r -> r.precision(format.mediaType())))
                .map(Range::weight)
                .orElse(0.0);
    }
}
