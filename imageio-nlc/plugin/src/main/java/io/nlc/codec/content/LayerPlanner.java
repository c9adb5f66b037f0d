package io.nlc.codec.content;

import io.nlc.container.TilePayload;
import io.nlc.lossless.BlockCoder;
import io.nlc.lossless.Samples;
import io.nlc.residual.Form;
import io.nlc.residual.Layer;
import io.nlc.residual.LayerCoder;
import io.nlc.residual.LayerPainter;
import io.nlc.residual.Mode;
import io.nlc.residual.PartTransform;
import io.nlc.residual.Parts;
import io.nlc.residual.Steps;
import java.util.Arrays;

/** Decides for one tile what its layer does, and codes it. For one thread. */
public final class LayerPlanner {

    /*
     * A part that is not for networks is coded with the step, or exactly, whatever costs less by bits + lambda x error.
     * All of its choices and their costs are known from its pixels alone, the same at every price: as the price of
     * errors rises, errors can only fall and bits rise, which is what makes qualities monotonous on any picture. No
     * choice is taken that is worse than the part's mean colour.
     *
     * What is for networks as long as they are good enough has a step that the price tells, because all parts must have
     * about the same one for the least error.
     *
     * Edges of squares are softened last, and only if that makes errors smaller than what was chosen by (Softening).
     * A tile is coded without loss as well, unless a look at its samples tells that this needs more bits.
     *
     * What exact samples of a part cost is its share of what those of all such parts cost together, by what each costs
     * alone. Drawn parts, which are exact from low prices on, share what they cost without soft ones: these are dear
     * together, and drawn parts are not.
     *
     * Where quality is to differ from part to part, each has the price of its own quality.
     */

    /** So much finer are steps while a tile's error is too large. */
    private static final int FINER = 8;

    /** Every other step is tried. */
    private static final int STRIDE = 2;

    /** Drawn parts are those that are better exact from this quality on. */
    private static final double DRAWN_FROM = 0.3;

    /** A part's mean colour is off by no more, in 8-bit samples. */
    private static final double MEAN_ERROR = 1.2;

    private final Parts parts;
    private final int planes;
    private final byte[] rgb;
    private final boolean[] graphic;
    private final boolean[] visible;
    private final double[] offsets;
    private final Softening softening;
    private Layer trial;
    private double[] exactBits;
    private Samples samples;
    private TilePayload lossless;
    private long leastExactBits = -1;
    private final PartTransform[] own;
    private PartTransform.Outcome[][] outcomes;

    /**
     * Takes a tile on.
     *
     * @param planes 1 for gray, 3 for RGB
     * @param rgb of the tile inside the picture, interleaved; kept
     * @param graphic which parts are not for networks
     * @param visible which pixels can be seen; kept
     * @param offsets by how much the quality of each part is to differ, -1 to 1; null for nowhere
     */
    public LayerPlanner(Parts parts, int planes, byte[] rgb, boolean[] graphic, boolean[] visible, double[] offsets) {
        this.parts = parts;
        this.planes = planes;
        this.rgb = rgb;
        this.graphic = graphic.clone();
        this.visible = visible;
        this.offsets = offsets;
        this.own = new PartTransform[graphic.length];
        this.softening = new Softening(rgb, visible, MEAN_ERROR);
    }

    /**
     * What became of a tile.
     *
     * @param payload without its place
     * @param learned whether it has latents
     * @param squaredError of its samples, gray counted three times; only if the base is known or not needed
     */
    public record Plan(TilePayload payload, boolean learned, long squaredError) {

        /** A tile of latents alone. */
        public static Plan of(TilePayload learned) {
            return new Plan(learned, true, 0);
        }
    }

    /**
     * A tile of latents alone under a layer that changes nothing: decoders synthesise it in full precision, as they do
     * whatever has a layer.
     *
     * @param plan of latents alone
     * @param planes 1 for gray, 3 for RGB
     */
    public static Plan inFullPrecision(Plan plan, Parts parts, int planes) {
        Layer nothing = new Layer(parts, planes, Form.SQUARES);
        return new Plan(ContentCoder.encode(plan.payload, nothing), plan.learned, plan.squaredError);
    }

    /** The tile without loss. */
    public Plan exact() {
        if (lossless == null) {
            samples = samples == null ? samples() : samples;
            lossless = ContentCoder.encode(samples);
        }
        return new Plan(lossless, false, 0);
    }

    /**
     * A tile that no network has seen.
     *
     * @param price of errors; must ask for more than networks are good for, if some part is for these
     */
    public Plan alone(Price price) {
        boolean any = graphic(true);
        boolean rest = graphic(false);
        if (any) {
            prepare();
        }
        Price chosen = price;
        for (Price now = price; ; now = now.finer(FINER), chosen = chosen.stricter()) {
            Layer layer = new Layer(parts, planes, Form.SQUARES);
            if (any) {
                choose(layer, chosen, false);
            }
            for (int part = 0; rest && part < graphic.length; part++) {
                if (!graphic[part]) {
                    transform(part).store(layer, at(part, now).step(part));
                }
            }
            if (!layer.has(Mode.OWN)) {
                return exact();
            }
            byte[] out = new byte[rgb.length];
            finish(layer);
            softening.choose(layer);
            LayerPainter.paint(layer, out);
            long error = error(out);
            // What choices go by is the error of coefficients, to which rounding and the ends of samples add.
            boolean good = keeps(out, error, price);
            if (!good && now.step() == 0) {
                return exact();
            }
            if (good) {
                TilePayload layered = ContentCoder.encode(null, layer);
                double cost = cost(out, error, price);
                if (!any && 8.0 * layered.length() + cost < leastExactBits()) {
                    return new Plan(layered, false, error);
                }
                double saved = 8.0 * (exact().payload().length() - layered.length());
                return saved > cost ? new Plan(layered, false, error) : exact();
            }
        }
    }

    private long leastExactBits() {
        if (leastExactBits < 0) {
            leastExactBits = LosslessBits.atLeast(parts, planes, rgb);
        }
        return leastExactBits;
    }

    private boolean graphic(boolean which) {
        for (boolean g : graphic) {
            if (g == which) {
                return true;
            }
        }
        return false;
    }

    /**
     * A tile over what networks synthesise.
     *
     * @param learned its base, without a place
     * @param base the pixels that gives; null if errors do not matter
     * @param price of errors
     */
    public Plan over(TilePayload learned, byte[] base, Price price) {
        boolean any = graphic(true);
        if (!any && base == null) {
            return Plan.of(learned);
        }
        if (!any) {
            return new Plan(learned, true, error(base));
        }
        prepare();
        Trial trial = over(learned, base, price, false);
        if (trial.own) {
            // The exact parts of one tile are cheaper together than their shares say.
            Plan exact = over(learned, base, price, true).plan;
            double saved =
                    8.0 * (exact.payload().length() - trial.plan.payload().length());
            return saved > price.lambda() * trial.ownError ? trial.plan : exact;
        }
        return trial.plan;
    }

    /**
     * A plan, and what is in it that might be exact.
     *
     * @param own whether there are such parts
     * @param ownError their squared error, about, weighted by what it costs in its part
     */
    private record Trial(Plan plan, boolean own, double ownError) {}

    private Trial over(TilePayload learned, byte[] base, Price price, boolean exact) {
        Layer layer = new Layer(parts, planes, Form.SQUARES);
        double ownError = choose(layer, price, exact);
        finish(layer);
        softening.choose(layer);
        long error = 0;
        if (base != null) {
            byte[] out = base.clone();
            LayerPainter.paint(layer, out);
            error = error(out);
        }
        return new Trial(new Plan(ContentCoder.encode(learned, layer), true, error), layer.has(Mode.OWN), ownError);
    }

    /** Finds out what does not depend on the price. */
    private void prepare() {
        if (outcomes != null) {
            return;
        }
        samples = samples();
        trial = new Layer(parts, planes, Form.SQUARES);
        outcomes = new PartTransform.Outcome[graphic.length][];
        for (int part = 0; part < graphic.length; part++) {
            if (graphic[part]) {
                outcomes[part] = new PartTransform.Outcome[Steps.COUNT];
                for (int step = 0; step < Steps.COUNT; step += STRIDE) {
                    outcomes[part][step] = transform(part).outcome(step);
                }
            }
        }
        exactBits = exactBits();
    }

    private PartTransform transform(int part) {
        if (own[part] == null) {
            own[part] = new PartTransform(parts, part, Mode.OWN, planes, rgb, rgb);
        }
        return own[part];
    }

    private Samples samples() {
        int[][] to = new int[planes][parts.width() * parts.height()];
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < to[p].length; i++) {
                to[p][i] = rgb[3 * i + p] & 0xFF;
            }
        }
        return new Samples(parts.width(), parts.height(), 8, to);
    }

    /**
     * Chooses for all parts that are not for networks.
     *
     * @param exact whether all of them are to be exact
     * @return squared error, about, weighted by what it costs in its part
     */
    private double choose(Layer layer, Price price, boolean exact) {
        double error = 0;
        for (int part = 0; part < graphic.length; part++) {
            Price own = at(part, price);
            int step = graphic[part] && !exact ? step(part, exactBits[part], own) : -1;
            if (step >= 0) {
                error += own.lambda() / price.lambda() * outcomes[part][step].error();
                transform(part).store(layer, step);
            } else if (graphic[part]) {
                layer.set(part, Mode.EXACT, 0);
            }
        }
        return error;
    }

    /** The step of a part that costs the least, -1 if exact samples do. */
    private int step(int part, double exactBits, Price price) {
        double limit = Math.min(flatError(part), price.maxError() * 3 * parts.width(part) * parts.height(part));
        while (true) {
            double least = exactBits;
            int chosen = -1;
            for (int step = 0; step < Steps.COUNT; step += STRIDE) {
                PartTransform.Outcome o = outcomes[part][step];
                double cost = o == null ? Double.POSITIVE_INFINITY : o.bits() + price.lambda(part) * o.error();
                if (cost < least && o.error() <= limit) {
                    least = cost;
                    chosen = step;
                }
            }
            if (chosen < 0 || keepsMean(part, chosen)) {
                return chosen;
            }
            outcomes[part][chosen] = null;
        }
    }

    /** Whether the mean of a part's visible samples stays, which are limited to 0..255. */
    private boolean keepsMean(int part, int step) {
        byte[] out = new byte[rgb.length];
        transform(part).store(trial, step);
        LayerPainter.paint(trial, part, out);
        for (int band = 0; band < 3; band++) {
            long sum = 0;
            int seen = 0;
            for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y++) {
                for (int x = parts.x(part); x < parts.x(part) + parts.width(part); x++) {
                    int pixel = y * parts.width() + x;
                    if (visible[pixel]) {
                        sum += (out[3 * pixel + band] & 0xFF) - (rgb[3 * pixel + band] & 0xFF);
                        seen++;
                    }
                }
            }
            if (Math.abs(sum) > MEAN_ERROR * seen) {
                return false;
            }
        }
        return true;
    }

    /** Bits of exact samples of each part that is not for networks. */
    private double[] exactBits() {
        double[] bits = new double[graphic.length];
        for (int part = 0; part < graphic.length; part++) {
            if (graphic[part]) {
                bits[part] = 8.0 * BlockCoder.encode(samples(part)).length;
            }
        }
        share(
                bits,
                graphic,
                graphic(false) ? together(graphic) : 8.0 * exact().payload().data().length);
        boolean[] drawn = drawn(bits);
        if (!Arrays.equals(drawn, graphic) && !Arrays.equals(drawn, new boolean[drawn.length])) {
            share(bits, drawn, together(drawn));
        }
        return bits;
    }

    private boolean[] drawn(double[] bits) {
        Price price = Price.at(DRAWN_FROM);
        boolean[] drawn = new boolean[graphic.length];
        for (int part = 0; part < graphic.length; part++) {
            drawn[part] = graphic[part];
            for (int step = 0; graphic[part] && step < Steps.COUNT; step += STRIDE) {
                PartTransform.Outcome o = outcomes[part][step];
                drawn[part] &= bits[part] <= o.bits() + price.lambda() * o.error();
            }
        }
        return drawn;
    }

    /** Makes the costs of some parts the shares of what these cost together. */
    private static void share(double[] bits, boolean[] which, double together) {
        double sum = 0;
        for (int part = 0; part < bits.length; part++) {
            sum += which[part] ? bits[part] : 0;
        }
        for (int part = 0; part < bits.length; part++) {
            bits[part] *= which[part] ? together / sum : 1;
        }
    }

    /** Bits of the exact samples of some parts. */
    private double together(boolean[] which) {
        Layer layer = new Layer(parts, planes, Form.SQUARES);
        for (int part = 0; part < which.length; part++) {
            if (which[part]) {
                layer.set(part, Mode.EXACT, 0);
            }
        }
        finish(layer);
        return 8.0 * BlockCoder.encode(layer.exact()).length;
    }

    private Samples samples(int part) {
        int width = parts.width(part);
        int[][] to = new int[planes][width * parts.height(part)];
        for (int p = 0; p < planes; p++) {
            for (int i = 0; i < to[p].length; i++) {
                int from = (parts.y(part) + i / width) * parts.width() + parts.x(part) + i % width;
                to[p][i] = samples.planes()[p][from];
            }
        }
        return new Samples(width, parts.height(part), 8, to);
    }

    /** Squared error of the mean of a part's visible colours; infinite where nothing can be seen. */
    private double flatError(int part) {
        double error = 0;
        int seen = 0;
        for (int band = 0; band < 3; band++) {
            long sum = 0;
            long squares = 0;
            seen = 0;
            for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y++) {
                for (int x = parts.x(part); x < parts.x(part) + parts.width(part); x++) {
                    int pixel = y * parts.width() + x;
                    if (visible[pixel]) {
                        int v = rgb[3 * pixel + band] & 0xFF;
                        sum += v;
                        squares += v * v;
                        seen++;
                    }
                }
            }
            error += squares - (double) sum * sum / Math.max(1, seen);
        }
        return seen == 0 ? Double.POSITIVE_INFINITY : error;
    }

    /** Gives a layer the samples of its exact parts. */
    private void finish(Layer layer) {
        Samples strip = LayerCoder.strip(layer);
        if (strip == null) {
            return;
        }
        int row = 0;
        for (int part = 0; part < graphic.length; part++) {
            if (layer.mode(part) != Mode.EXACT) {
                continue;
            }
            for (int y = 0; y < parts.height(part); y++, row++) {
                for (int x = 0; x < strip.width(); x++) {
                    int from = (parts.y(part) + y) * parts.width() + Math.min(parts.x(part) + x, parts.width() - 1);
                    for (int p = 0; p < planes; p++) {
                        strip.planes()[p][row * strip.width() + x] = samples.planes()[p][from];
                    }
                }
            }
        }
        layer.setExact(strip);
    }

    /** The price of a part. */
    private Price at(int part, Price price) {
        return offsets == null ? price : price.moved(offsets[part]);
    }

    /** Whether no more is lost than the price allows, of all parts that it counts for. */
    private boolean keeps(byte[] out, long error, Price price) {
        if (offsets == null) {
            return error <= price.maxError() * rgb.length;
        }
        double lost = 0;
        double most = 0;
        for (int part = 0; part < offsets.length; part++) {
            if (at(part, price).maxError() < Double.POSITIVE_INFINITY) {
                lost += error(out, part);
                most += price.maxError() * 3 * parts.width(part) * parts.height(part);
            }
        }
        return lost <= most;
    }

    /** What errors cost, in bits. @param error of all parts */
    private double cost(byte[] out, long error, Price price) {
        if (offsets == null) {
            return price.lambda() * error;
        }
        double cost = 0;
        for (int part = 0; part < offsets.length; part++) {
            cost += at(part, price).lambda() * error(out, part);
        }
        return cost;
    }

    private long error(byte[] out, int part) {
        long sum = 0;
        for (int y = parts.y(part); y < parts.y(part) + parts.height(part); y++) {
            for (int i = 3 * (y * parts.width() + parts.x(part)), end = i + 3 * parts.width(part); i < end; i++) {
                int d = (rgb[i] & 0xFF) - (out[i] & 0xFF);
                sum += d * d;
            }
        }
        return sum;
    }

    private long error(byte[] out) {
        long sum = 0;
        for (int i = 0; i < rgb.length; i++) {
            int d = (rgb[i] & 0xFF) - (out[i] & 0xFF);
            sum += d * d;
        }
        return sum;
    }
}
