package io.nlc.viewer.vm.batch;

/**
 * How many files were dropped or chosen and are not in the list, and why.
 *
 * @param others not pictures by their suffix
 * @param hidden files and folders
 * @param again in the list already
 */
record Passed(long others, long hidden, long again) {

    static final Passed NONE = new Passed(0, 0, 0);

    Passed and(Passed more) {
        return new Passed(others + more.others, hidden + more.hidden, again + more.again);
    }

    long all() {
        return others + hidden + again;
    }
}
