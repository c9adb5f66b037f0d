package io.nlc.codec;

import io.nlc.codec.content.ContentCheck;
import io.nlc.codec.content.PartMap;
import io.nlc.codec.content.Price;
import io.nlc.codec.tile.TileGrid;
import io.nlc.model.ModelPack;
import io.nlc.picture.CodecProgress;
import io.nlc.picture.Region;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.util.List;

/** Tries what a look at the pixels cannot tell: whether networks or layers suit a picture better. For one thread. */
final class ContentTrial {

    /*
     * Two of the tiles in question are coded both ways in the middle of the scale, each as a picture of its own, and
     * compared by bits + lambda x error. What networks make of them must also be better than a flat colour, and of the
     * right mean. One answer is given for all of the picture, because it has one kind of content, and for all
     * qualities.
     */

    private static final int TRIALS = 2;
    private static final double QUALITY = 0.5;
    private static final double MEAN_ERROR = 1.2;

    private final ModelPack pack;
    private final RuntimeSettings settings;
    private final NlcEncoder encoder;
    private final Subject subject;
    private final ContentCheck check;

    ContentTrial(ModelPack pack, RuntimeSettings settings, NlcEncoder encoder, Subject subject, ContentCheck check) {
        this.pack = pack;
        this.settings = settings;
        this.encoder = encoder;
        this.subject = subject;
        this.check = check;
    }

    /** True if the suspects are to be taken for drawn. */
    boolean prefersLayers(CodecProgress progress) throws IOException {
        List<Integer> suspects = check.suspects();
        double saved = 0;
        for (int i = 0; i < Math.min(TRIALS, suspects.size()); i++) {
            Region area = check.map(true).area(suspects.get(i * (suspects.size() - 1) / Math.max(1, TRIALS - 1)));
            saved += savedByLayers(subject.crop(area), new Silent(progress));
        }
        return saved > 0;
    }

    /** Cost of networks less that of layers, in bits. */
    private double savedByLayers(Subject tile, CodecProgress progress) throws IOException {
        TileGrid grid = new TileGrid(tile.width(), tile.height(), side(tile.width()), side(tile.height()));
        ContentCheck parts = new ContentCheck(grid, tile.source());
        parts.check(0);
        PartMap map = parts.map(true);
        Price price = Price.at(QUALITY);
        LayeredEncoding learned = encoding(tile, new ContentCheck(grid, tile.source()).map(false), progress);
        EncodedPicture e = learned.learned(new RateTarget.Quality(QUALITY), 0, progress);
        byte[] out = learned.synthesise(e, progress)[0];
        byte[] rgb = new byte[out.length];
        tile.source().readRgb(0, 0, tile.width(), tile.height(), rgb);
        if (fails(rgb, out)) {
            return Double.POSITIVE_INFINITY;
        }
        CodedTiles layers = encoding(tile, map, progress).at(QUALITY, true, progress);
        return 8.0 * (e.tiles().get(0).length - layers.bytes())
                + price.lambda() * (squaredError(rgb, out) - layers.squaredError());
    }

    private LayeredEncoding encoding(Subject tile, PartMap map, CodecProgress progress) {
        return new LayeredEncoding(pack, settings, encoder, new PreparedPicture(tile, map, null), progress);
    }

    private static int side(int pixels) {
        return (pixels + 63) / 64 * 64;
    }

    private static boolean fails(byte[] rgb, byte[] out) {
        double flat = 0;
        for (int band = 0; band < 3; band++) {
            double sum = 0;
            double squares = 0;
            double shift = 0;
            int n = rgb.length / 3;
            for (int i = band; i < rgb.length; i += 3) {
                int v = rgb[i] & 0xFF;
                sum += v;
                squares += v * v;
                shift += (out[i] & 0xFF) - v;
            }
            flat += squares - sum * sum / n;
            if (Math.abs(shift) > MEAN_ERROR * n) {
                return true;
            }
        }
        return squaredError(rgb, out) > flat;
    }

    private static double squaredError(byte[] a, byte[] b) {
        long sum = 0;
        for (int i = 0; i < a.length; i++) {
            int d = (a[i] & 0xFF) - (b[i] & 0xFF);
            sum += d * d;
        }
        return sum;
    }
}
