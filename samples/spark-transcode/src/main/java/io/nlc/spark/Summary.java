package io.nlc.spark;

/**
 * What a run did, in pictures.
 *
 * @param encoded were made NLC files
 * @param found had one that was not in the table
 * @param skipped were done before
 * @param failed have an error in the table now
 */
record Summary(long encoded, long found, long skipped, long failed) {

    @Override
    public String toString() {
        return encoded + " encoded, " + found + " found, " + skipped + " skipped, " + failed + " failed";
    }
}
