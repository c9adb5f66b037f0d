package io.nlc.samples.server;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How large a thumbnail is to be: the query {@code side=N}.
 *
 * @param pixels of the larger side at most
 */
record Side(int pixels) {

    private static final int SMALLEST = 8;
    private static final int USUAL = 160;
    private static final int LARGEST = 1024;
    private static final Pattern QUERY = Pattern.compile("side=(\\d{1,9})");

    /**
     * Reads the query.
     *
     * @param query null or empty if there is none
     * @throws Refusal if it is something else, or out of range
     */
    static Side parse(String query) throws Refusal {
        if (query == null || query.isEmpty()) {
            return new Side(USUAL);
        }
        Matcher m = QUERY.matcher(query);
        int side = m.matches() ? Integer.parseInt(m.group(1)) : 0;
        if (side < SMALLEST || side > LARGEST) {
            throw new Refusal(
                    Status.BAD_REQUEST, "the query must be side=" + SMALLEST + " to " + LARGEST + ", or none");
        }
        return new Side(side);
    }
}
