package io.nlc.context;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What the probabilities of a symbol depend on besides the hyperprior, and with which networks: the {@code context} of
 * a pack's manifest ({@code docs/pack.md}).
 */
public sealed interface ContextModel {

    /** The network that makes features of visible symbols. */
    String CONTEXT_FILE = "context.onnx";

    /** The network that makes parameters of hyper features and of what symbols see. */
    String HEAD_FILE = "head.onnx";

    /** The most slices that a pack may have. */
    int MAX_SLICES = 64;

    /** The most channels of a slice. */
    int MAX_SLICE_CHANNELS = 4096;

    /** How the head is run. */
    enum Head {
        /** Not at all: there are other networks. */
        NONE,
        /** A few times a tile, over many positions at once. */
        SELDOM,
        /** At every step of a tile. */
        EVERY_STEP,
        /**
         * At every step of a tile, a row a symbol, with a network so small that rows are best shared out among threads.
         */
        SMALL_ROWS
    }

    /** The hyperprior alone. */
    record None() implements ContextModel {
        @Override
        public String type() {
            return "none";
        }

        @Override
        public CodingOrder order() {
            return new ParallelOrder();
        }

        @Override
        public Head head() {
            return Head.SELDOM;
        }
    }

    /**
     * Half of the positions see the other half, by a context network over the whole latent.
     *
     * @param kernel side of that network's convolution, which knows it by itself
     */
    record Checkerboard(int kernel) implements ContextModel {
        @Override
        public String type() {
            return "checkerboard";
        }

        @Override
        public CodingOrder order() {
            return new CheckerboardOrder();
        }

        @Override
        public Head head() {
            return Head.SELDOM;
        }

        @Override
        public boolean hasNetwork() {
            return true;
        }

        @Override
        public List<String> networks() {
            return List.of(CONTEXT_FILE, HEAD_FILE);
        }
    }

    /**
     * A position sees those above and to the left of it.
     *
     * @param kernel side of the masked convolution, odd, 3 to 15
     */
    record Serial(int kernel) implements ContextModel {
        public Serial {
            check(kernel);
        }

        @Override
        public String type() {
            return "serial";
        }

        @Override
        public CodingOrder order() {
            return new WavefrontOrder(kernel);
        }

        @Override
        public Head head() {
            return Head.EVERY_STEP;
        }
    }

    /**
     * A symbol sees those in the channels before and in the rows above.
     *
     * @param kernel side of the masked convolution, odd, 3 to 15
     */
    record Context3d(int kernel) implements ContextModel {
        public Context3d {
            check(kernel);
        }

        @Override
        public String type() {
            return "context3d";
        }

        @Override
        public CodingOrder order() {
            return new VolumeRowOrder(kernel);
        }

        @Override
        public Head head() {
            return Head.SMALL_ROWS;
        }
    }

    /**
     * A symbol sees those in the channels before, in the rows above, and to the left in its own row.
     *
     * @param kernel side of the masked convolution, odd, 3 to 15
     */
    record Context3dSerial(int kernel) implements ContextModel {
        public Context3dSerial {
            check(kernel);
        }

        @Override
        public String type() {
            return "context3d-serial";
        }

        @Override
        public CodingOrder order() {
            return new VolumeWavefrontOrder(kernel);
        }

        @Override
        public Head head() {
            return Head.SMALL_ROWS;
        }
    }

    /**
     * Slices of channels, a checkerboard in each, with two networks a slice.
     *
     * @param slices channels of each in coding order: 1 to {@value #MAX_SLICES} slices of 1 to
     *     {@value #MAX_SLICE_CHANNELS} channels
     */
    record Slices(List<Integer> slices) implements ContextModel {
        public Slices {
            require(
                    !slices.isEmpty() && slices.size() <= MAX_SLICES,
                    "context.slices must be 1 to " + MAX_SLICES + " slices, not " + slices.size());
            require(
                    slices.stream().allMatch(n -> n != null && n >= 1 && n <= MAX_SLICE_CHANNELS),
                    "context.slices has a slice out of range");
            slices = List.copyOf(slices);
        }

        @Override
        public String type() {
            return "slices";
        }

        @Override
        public CodingOrder order() {
            return new SliceOrder(slices);
        }

        @Override
        public Head head() {
            return Head.NONE;
        }

        @Override
        public List<String> networks() {
            List<String> files = new ArrayList<>();
            for (int i = 0; i < slices.size(); i++) {
                files.add(sliceFile(i, true));
                files.add(sliceFile(i, false));
            }
            return List.copyOf(files);
        }

        @Override
        public String signature() {
            return type() + " " + slices.stream().map(String::valueOf).collect(Collectors.joining(","));
        }

        /** Channels of all slices together. */
        public int channels() {
            return slices.stream().mapToInt(Integer::intValue).sum();
        }
    }

    /** The manifest's name of the model. */
    String type();

    /** The order in which symbols are coded. */
    CodingOrder order();

    /** How the head is run. */
    Head head();

    /** Side of the context convolution; 0 where there is none. */
    default int kernel() {
        return 0;
    }

    /** Channels of each slice in coding order; empty where there are none. */
    default List<Integer> slices() {
        return List.of();
    }

    /** Whether there is a context network, {@value #CONTEXT_FILE}. */
    default boolean hasNetwork() {
        return false;
    }

    /** The files of the exact networks that the model needs, beside the hyper synthesis that all packs have. */
    default List<String> networks() {
        return List.of(HEAD_FILE);
    }

    /** What the digest of a pack says of the model. */
    default String signature() {
        return type() + " " + kernel();
    }

    /** The file of the network of one half of a slice. */
    static String sliceFile(int index, boolean anchors) {
        return "slice" + index + (anchors ? "-anchors.onnx" : "-others.onnx");
    }

    /**
     * The model that a manifest describes.
     *
     * @param type {@code none}, {@code checkerboard}, {@code serial}, {@code context3d}, {@code context3d-serial} or
     *     {@code slices}
     * @param kernel side of the context convolution; 0 for {@code none} and {@code slices}
     * @param slices channels of each slice, null for all types but {@code slices}
     * @throws IllegalArgumentException naming the key of the manifest that is wrong
     */
    static ContextModel of(String type, int kernel, List<Integer> slices) {
        ContextModel model =
                switch (String.valueOf(type)) {
                    case "none" -> new None();
                    case "checkerboard" -> new Checkerboard(kernel);
                    case "serial" -> new Serial(kernel);
                    case "context3d" -> new Context3d(kernel);
                    case "context3d-serial" -> new Context3dSerial(kernel);
                    case "slices" -> {
                        require(slices != null, "context.slices is missing");
                        yield new Slices(slices);
                    }
                    default -> throw new IllegalArgumentException("context.type \"" + type + "\" is not known");
                };
        require(kernel == model.kernel(), "context.kernel must be 0 for " + type + ", not " + kernel);
        require(
                slices == null || model instanceof Slices,
                "context.slices is only for context.type \"slices\", not \"" + type + "\"");
        return model;
    }

    private static void check(int kernel) {
        require(
                kernel >= 3 && kernel <= 15 && kernel % 2 == 1,
                "context.kernel must be odd and 3 to 15, not " + kernel);
    }

    private static void require(boolean good, String problem) {
        if (!good) {
            throw new IllegalArgumentException(problem);
        }
    }
}
