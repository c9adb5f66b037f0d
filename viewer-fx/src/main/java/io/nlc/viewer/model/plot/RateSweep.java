package io.nlc.viewer.model.plot;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Which encodings make a rate-distortion curve, in an order in which the curves are there soon and get finer. */
public final class RateSweep {

    // Thousandths, as the quality slider has them: a point that was shown already is in the coder's cache then.
    // They end where networks do: from 0.9 up a residual takes over, whose curve is another.
    private static final List<Double> NLC = List.of(0.5, 0.0, 0.89, 0.167, 0.767, 0.333, 0.633);
    private static final List<Double> JPEG = List.of(0.5, 0.1, 0.9, 0.2, 0.8, 0.35, 0.65, 0.05, 0.95);

    private RateSweep() {}

    /**
     * The encodings of some series: first one of each, then the second of each, and so on.
     *
     * @param series model packs, JPEG and codecs of others
     */
    public static List<EncodeRequest> of(Collection<Codec> series) {
        List<EncodeRequest> requests = new ArrayList<>();
        for (int i = 0; i < Math.max(NLC.size(), JPEG.size()); i++) {
            for (Codec codec : series) {
                List<Double> qualities = qualities(codec);
                if (i < qualities.size()) {
                    requests.add(new EncodeRequest(codec, new RateTarget.Quality(qualities.get(i))));
                }
            }
        }
        return requests;
    }

    private static List<Double> qualities(Codec codec) {
        if (codec instanceof Codec.Jpeg) {
            return JPEG;
        }
        return codec instanceof Codec.Rival rival ? rival.tool().format().curve() : NLC;
    }
}
