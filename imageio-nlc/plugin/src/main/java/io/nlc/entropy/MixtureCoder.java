package io.nlc.entropy;

/**
 * Codes integers under mixtures of K Gaussians whose parameters are integers. Everything between the parameters and the
 * bits is integer arithmetic, so both ends agree on every machine. Allocates nothing per symbol. One object per thread.
 *
 * <p>Every method takes the parameters of one symbol as an array and four indices: component {@code k} has the mean
 * {@code params[mean + k * step]} (1/16), the scale {@code params[scale + k * step]} (log2 sigma, 1/16) and, for K
 * above 1, the log-weight {@code params[weight + k * step]} (log2, 1/16); with K = 1 {@code weight} is ignored.
 * Parameters are integers carried in float32; anything outside the coder's ranges is clamped (means to +-8191) and NaN
 * counts as 0, so no input can make it fail.
 */
public final class MixtureCoder {
    /*
     * A table of all frequencies per symbol would cost more than the coding. Only the cumulative frequency at a few
     * edges is needed:
     *
     * - two around the likeliest value c, which tell whether the symbol is deterministic (most are, at low rates) and catch
     *   most others;
     * - when encoding, two around the value;
     * - when decoding, a gallop away from c by doubling steps until the target is passed, then a binary search in the
     *   last step:
     *   O(log |v - c|) edges, so typically two or three.
     *
     * Each edge is K look-ups in the table of Phi. cum() is strictly increasing whatever the parameters, because each
     * value gets one of n = hi - lo + 2 reserved units and the rest of the total is spread by a non-decreasing
     * function; so searches terminate. A frequency above 2^16 - 16 can only be that of c: the component with the
     * largest weight has at least 1/K of the mass, and at least half of that lies on c's side of any other value.
     *
     * A symbol that is corrected is coded in two steps: whether it is c, under the probability that somebody else has
     * for that, and if it is not which it is, in a table without c whose slots are those of the table in proportion.
     *
     * Mixture: Cheng et al. 2020, section 3.2. Exactness: Balle, Johnston, Minnen, "Integer networks for data
     * compression with latent-variable models", 2019. JPEG AI, too, does not code what is nearly certain, by its
     * scale; here the table itself decides.
     */
    private static final int MAX_MEAN = 8191;
    private static final int TOTAL = RangeEncoder.TOTAL;
    private static final int NETWORK = 0;

    private final int components;
    private final int[] means;
    private final int[] scales;
    private final int[][] phi;
    private final long[] weights;
    private int lo;
    private int hi;
    private int candidate;
    /** 2^16 - n: what is left to spread after each slot has its one unit. */
    private int spread;

    /** Probability that the value is not the candidate if it is another one than the parameters say, or NETWORK. */
    private int doubt = NETWORK;

    private int candidateStart;
    private int candidateEnd;
    private final Distribution distribution = new Distribution();

    /** @param components K, 1..64 */
    public MixtureCoder(int components) {
        if (components < 1 || components > 64) {
            throw new IllegalArgumentException("components: " + components + " is not within 1..64");
        }
        this.components = components;
        this.means = new int[components];
        this.scales = new int[components];
        this.phi = new int[components][];
        this.weights = new long[components];
    }

    /**
     * Codes any {@code int}.
     *
     * @return the value a decoder will see: {@code value}, or the likeliest one where the parameters leave no doubt
     */
    public int encode(RangeEncoder out, float[] params, int mean, int scale, int weight, int step, int value) {
        return distribution(params, mean, scale, weight, step).encode(out, value);
    }

    /** Decodes one value; reads nothing where the parameters leave no doubt. */
    public int decode(RangeDecoder in, float[] params, int mean, int scale, int weight, int step)
            throws CorruptStreamException {
        return distribution(params, mean, scale, weight, step).decode(in);
    }

    private int decodeAbove(RangeDecoder in, int target) throws CorruptStreamException {
        int below = candidate + 1;
        int start = edge(below);
        int above = below;
        int end;
        for (int stride = 1; ; stride <<= 1) {
            above = Math.min(above + stride, hi + 1);
            end = edge(above);
            if (end > target) {
                break;
            }
            if (above == hi + 1) {
                in.consume(end, TOTAL - end);
                return EscapeCode.decode(in, lo, hi);
            }
            below = above;
            start = end;
        }
        return search(in, target, below, start, above, end);
    }

    private int decodeBelow(RangeDecoder in, int target) throws CorruptStreamException {
        int above = candidate;
        int end = edge(above);
        int below = above;
        int start;
        for (int stride = 1; ; stride <<= 1) {
            below = Math.max(below - stride, lo);
            start = edge(below);
            if (start <= target) {
                break;
            }
            above = below;
            end = start;
        }
        return search(in, target, below, start, above, end);
    }

    /** start = edge(below) <= target < end = edge(above). */
    private int search(RangeDecoder in, int target, int below, int start, int above, int end)
            throws CorruptStreamException {
        while (above - below > 1) {
            int middle = (below + above) >> 1;
            int middleEdge = edge(middle);
            if (middleEdge <= target) {
                below = middle;
                start = middleEdge;
            } else {
                above = middle;
                end = middleEdge;
            }
        }
        in.consume(start, end - start);
        return below;
    }

    /**
     * The value that is not coded because the parameters leave no doubt, or {@link Integer#MIN_VALUE} if the symbol is
     * coded.
     */
    public int deterministic(float[] params, int mean, int scale, int weight, int step) {
        return prepare(params, mean, scale, weight, step) ? candidate : Integer.MIN_VALUE;
    }

    /**
     * Cost of a value in bits: -log2 of its frequency by the tables, plus the escape code's length outside the support,
     * and 0 for every value of a deterministic symbol.
     */
    public double bits(float[] params, int mean, int scale, int weight, int step, int value) {
        return distribution(params, mean, scale, weight, step).bits(value);
    }

    /**
     * What the parameters say of one symbol. It is always the same object, and good until the coder is used for another
     * symbol.
     */
    public Distribution distribution(float[] params, int mean, int scale, int weight, int step) {
        distribution.deterministic = prepare(params, mean, scale, weight, step);
        doubt = NETWORK;
        return distribution;
    }

    /**
     * The distribution of one symbol, to be looked at, corrected and coded with: its parameters are read once for all.
     */
    public final class Distribution {
        private boolean deterministic;

        private Distribution() {}

        /** Whether the symbol is not coded, because the parameters leave no doubt. */
        public boolean deterministic() {
            return deterministic;
        }

        /** The value nearest to the mean of the component with the largest weight: nearly always the likeliest. */
        public int candidate() {
            return candidate;
        }

        /** Probability, in 1/65536, that the value is not the {@link #candidate}, as the parameters have it. */
        public int doubt() {
            return TOTAL - (candidateEnd - candidateStart);
        }

        /**
         * Puts another probability in the place of {@link #doubt}; other values keep their shares of it.
         *
         * @param corrected in 1/65536, 1 to 65535
         */
        public void correct(int corrected) {
            doubt = corrected;
        }

        /**
         * Codes any {@code int}.
         *
         * @return the value a decoder will see
         */
        public int encode(RangeEncoder out, int value) {
            if (deterministic) {
                return candidate;
            }
            if (doubt == NETWORK) {
                encodeSlot(out, value);
            } else if (value == candidate) {
                out.encode(doubt, TOTAL - doubt);
            } else {
                out.encode(0, doubt);
                encodeSlot(out, value);
            }
            return value;
        }

        /** Decodes one value; reads nothing where the parameters leave no doubt. */
        public int decode(RangeDecoder in) throws CorruptStreamException {
            if (deterministic || doubt != NETWORK && in.decodeBit(doubt) == 0) {
                return candidate;
            }
            int target = in.target();
            int end = edge(candidate + 1);
            if (target >= end) {
                return decodeAbove(in, target);
            }
            int start = edge(candidate);
            if (target < start) {
                return decodeBelow(in, target);
            }
            in.consume(start, end - start);
            return candidate;
        }

        /** Cost of a value in bits, as {@link MixtureCoder#bits}. */
        public double bits(int value) {
            if (deterministic) {
                return 0;
            }
            if (doubt == NETWORK) {
                return slotBits(value);
            }
            return value == candidate ? bitsOf(TOTAL - doubt) : bitsOf(doubt) + slotBits(value);
        }

        /** Probability of zero by the tables, 0 to 1; 1 where the parameters leave no doubt. */
        public double zero() {
            if (deterministic) {
                return 1;
            }
            if (doubt != NETWORK && candidate == 0) {
                return (double) (TOTAL - doubt) / TOTAL;
            }
            double slot = lo <= 0 && 0 <= hi ? (double) (edge(1) - edge(0)) / TOTAL : 0;
            return doubt == NETWORK ? slot : slot * doubt / TOTAL;
        }

        /** Mean of the mixture of real Gaussians, in symbols. */
        public double mean() {
            double sum = 0;
            for (int k = 0; k < components; k++) {
                sum += (double) weights[k] * means[k];
            }
            return sum / (16.0 * TOTAL);
        }

        /** Standard deviation of the mixture of real Gaussians, in symbols. */
        public double deviation() {
            double mean = mean();
            double sum = 0;
            for (int k = 0; k < components; k++) {
                double sigma = GaussianTables.sigma(scales[k]);
                double offset = means[k] / 16.0 - mean;
                sum += weights[k] * (sigma * sigma + offset * offset);
            }
            return Math.sqrt(sum / TOTAL);
        }

        /**
         * Adds the probability of each value by the tables, 1 in all. A deterministic symbol has its one value; the
         * escape's probability counts half for the value below the support and half for the one above it.
         *
         * @param from value of {@code sum[0]}
         * @param sum its first entry also takes all values below it, its last one all above it; at least 1 entry
         */
        public void addProbabilities(int from, double[] sum) {
            int last = from + sum.length - 1;
            if (deterministic) {
                sum[clamp(candidate, from, last) - from]++;
                return;
            }
            double share = 1.0 / TOTAL;
            if (doubt != NETWORK) {
                sum[clamp(candidate, from, last) - from] += (double) (TOTAL - doubt) / TOTAL;
                share *= (double) doubt / TOTAL;
            }
            int end = clamp(hi, from, last);
            int below = 0;
            for (int v = clamp(lo, from, last); v < end; v++) {
                int above = edge(v + 1);
                sum[v - from] += share * (above - below);
                below = above;
            }
            int inside = edge(hi + 1);
            sum[end - from] += share * (inside - below);
            double half = share * (TOTAL - inside) / 2;
            sum[clamp(lo - 1, from, last) - from] += half;
            sum[clamp(hi + 1, from, last) - from] += half;
        }
    }

    /** Codes a value in its slot; of a corrected symbol, one that is not the candidate. */
    private void encodeSlot(RangeEncoder out, int value) {
        if (value >= lo && value <= hi) {
            int start = edge(value);
            out.encode(start, edge(value + 1) - start);
        } else {
            int start = edge(hi + 1);
            out.encode(start, TOTAL - start);
            EscapeCode.encode(out, lo, hi, value);
        }
    }

    private double slotBits(int value) {
        if (value >= lo && value <= hi) {
            return bitsOf(edge(value + 1) - edge(value));
        }
        return bitsOf(TOTAL - edge(hi + 1)) + EscapeCode.bits(lo, hi, value);
    }

    /**
     * Where the slot of a value begins, for {@code lo <= v <= hi + 1}. Of a corrected symbol the candidate has none,
     * and the others share the total: none becomes smaller by it, so each keeps at least its one unit.
     */
    private int edge(int v) {
        int cumulative = v == candidate ? candidateStart : v == candidate + 1 ? candidateEnd : cumulative(v);
        if (doubt == NETWORK) {
            return cumulative;
        }
        int size = candidateEnd - candidateStart;
        long without = v <= candidate ? cumulative : cumulative - size;
        return (int) ((without << RangeEncoder.TOTAL_BITS) / (TOTAL - size));
    }

    static double bitsOf(int frequency) {
        return RangeEncoder.TOTAL_BITS - Math.log(frequency) / Math.log(2);
    }

    /** Reads one symbol's parameters; true if the symbol is deterministic. */
    private boolean prepare(float[] params, int mean, int scale, int weight, int step) {
        if (components == 1) {
            read(0, params[mean], params[scale]);
            weights[0] = TOTAL;
            if (Certain.is(means[0], scales[0])) {
                candidate = nearest(means[0]);
                return true;
            }
            return prepareTables(0);
        }
        for (int k = 0; k < components; k++) {
            read(k, params[mean + k * step], params[scale + k * step]);
        }
        return prepareTables(prepareWeights(params, weight, step));
    }

    private void read(int k, float mean, float scale) {
        means[k] = clamp((int) mean, -MAX_MEAN, MAX_MEAN);
        scales[k] = clamp((int) scale >> 1, GaussianTables.MIN_SCALE, GaussianTables.MAX_SCALE);
    }

    private static int nearest(int mean) {
        return (mean + 8) >> 4;
    }

    /** Goes on where means, scales and weights are read. first: the component with the largest weight. */
    private boolean prepareTables(int first) {
        int low = Integer.MAX_VALUE;
        int high = Integer.MIN_VALUE;
        for (int k = 0; k < components; k++) {
            int reach = GaussianTables.reach(scales[k]);
            low = Math.min(low, means[k] - reach);
            high = Math.max(high, means[k] + reach);
            phi[k] = GaussianTables.upperHalf(scales[k]);
        }
        lo = (low >> 4) - 1;
        hi = ((high + 15) >> 4) + 1;
        spread = TOTAL - (hi - lo + 2);
        candidate = nearest(means[first]);
        candidateStart = cumulative(candidate);
        candidateEnd = cumulative(candidate + 1);
        return candidateEnd - candidateStart > FactorizedPrior.SURE;
    }

    /**
     * Which single Gaussians leave no doubt. Whether they do is a matter of the scale and of the mean's sixteenths
     * alone, so it need not be worked out for each symbol, most of which are certain.
     */
    private static final class Certain {
        private static final boolean[][] TABLE =
                new boolean[GaussianTables.MAX_SCALE - GaussianTables.MIN_SCALE + 1][16];

        static {
            MixtureCoder one = new MixtureCoder(1);
            one.weights[0] = TOTAL;
            for (int scale = GaussianTables.MIN_SCALE; scale <= GaussianTables.MAX_SCALE; scale++) {
                for (int mean = 0; mean < 16; mean++) {
                    one.means[0] = mean;
                    one.scales[0] = scale;
                    TABLE[scale - GaussianTables.MIN_SCALE][mean] = one.prepareTables(0);
                }
            }
        }

        static boolean is(int mean, int scale) {
            return TABLE[scale - GaussianTables.MIN_SCALE][mean & 15];
        }
    }

    /** Fills {@link #weights}, which sum to 2^16; returns the first component with the largest. */
    private int prepareWeights(float[] params, int weight, int step) {
        int first = 0;
        long max = Long.MIN_VALUE;
        for (int k = 0; k < components; k++) {
            int w = (int) params[weight + k * step];
            weights[k] = w;
            if (w > max) {
                max = w;
                first = k;
            }
        }
        long sum = 0;
        for (int k = 0; k < components; k++) {
            weights[k] = GaussianTables.powerOfTwo((int) Math.min(max - weights[k], 255));
            sum += weights[k];
        }
        long missing = TOTAL;
        for (int k = 0; k < components; k++) {
            weights[k] = (weights[k] << 16) / sum;
            missing -= weights[k];
        }
        weights[first] += missing;
        return first;
    }

    /** cum(v) for lo <= v <= hi + 1. */
    private int cumulative(int v) {
        if (v == lo) {
            return 0;
        }
        int edge = 16 * v - 8;
        long f = 0;
        for (int k = 0; k < components; k++) {
            f += weights[k] * GaussianTables.cumulative(phi[k], edge - means[k]);
        }
        return (int) (f * spread >>> 40) + (v - lo);
    }

    private static int clamp(int value, int min, int max) {
        return Math.max(min, Math.min(max, value));
    }
}
