package io.nlc.cli;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.QualityMap;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Where {@code encode} makes a picture better than elsewhere. */
final class InterestOptions {

    private static final double DEFAULT_DROP = 0.4;

    @Option(
            names = "--roi",
            paramLabel = "X,Y,W,H",
            converter = RegionConverter.class,
            description =
                    "Region of interest, in pixels; may be given again. Where areas of 64 x 64 pixels touch one, the"
                            + " quality is what was asked for, and lower elsewhere.")
    private List<Rectangle> regions = new ArrayList<>();

    @Option(
            names = "--roi-drop",
            paramLabel = "D",
            description =
                    "How much lower outside of --roi: 0 to 1 of the scale of --quality; default " + DEFAULT_DROP + ".")
    private Double drop;

    @Option(
            names = "--adaptive",
            description =
                    "Better where the picture is calm and worse where it is busy, where eyes see errors less: fewer"
                            + " bits for the same look, but more for the same PSNR. So does --tune visual.")
    private boolean adaptive;

    /**
     * Tells an encoder.
     *
     * @param exact whether every sample is kept, so that there is nothing to say
     * @throws IllegalArgumentException naming what is wrong
     */
    void apply(NlcImageWriteParam param, boolean exact) {
        if (adaptive && !regions.isEmpty()) {
            throw new IllegalArgumentException("--adaptive and --roi exclude each other");
        }
        param.setQualityMap(map());
        param.setAdaptive(adaptive);
        if (exact && (adaptive || param.getQualityMap() != null)) {
            throw new IllegalArgumentException(
                    (adaptive ? "--adaptive" : "--roi") + " says nothing where every sample is kept");
        }
    }

    /**
     * What regions ask for, null for nothing.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    private QualityMap map() {
        if (drop != null && regions.isEmpty()) {
            throw new IllegalArgumentException("--roi-drop says nothing without --roi");
        }
        if (drop != null && !(drop >= 0 && drop <= 1)) {
            throw new IllegalArgumentException("--roi-drop must be 0 to 1, not " + drop);
        }
        return regions.isEmpty() ? null : QualityMap.regions(regions, 0, -(drop == null ? DEFAULT_DROP : drop));
    }
}
