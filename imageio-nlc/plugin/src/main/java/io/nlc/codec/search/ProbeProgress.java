package io.nlc.codec.search;

import io.nlc.picture.CodecProgress;

/** Progress of a search whose number of probes is not known beforehand. */
final class ProbeProgress {

    /** Probes that a search usually takes. */
    private static final int PROBES = 5;

    private final CodecProgress progress;
    private final float from;
    private final int tiles;
    private int done;

    /**
     * @param from share of the whole work that lies behind, 0 to 1
     * @param tiles of a probe
     */
    ProbeProgress(CodecProgress progress, float from, int tiles) {
        this.progress = progress;
        this.from = from;
        this.tiles = tiles;
    }

    /** One more tile of a probe is done. However many there will be, the end is never reached. */
    void tileDone() {
        float probes = ++done / (float) tiles;
        progress.progress(from + (1 - from) * probes / (probes + PROBES / 2f));
    }
}
