package io.nlc.model;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import io.nlc.runtime.SelfTest;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.IIOException;

/**
 * What {@code pack.json} says, checked: see {@code docs/pack.md}.
 *
 * @param name {@code family/entropy-model}
 * @param family the trained backbone
 * @param entropyModel the context model on it
 * @param description one line for people
 * @param licence of the weights
 * @param tune what the networks were trained to be good at
 * @param latentChannels M, channels of {@code y}
 * @param hyperChannels N, channels of {@code z}
 * @param hyperFeatures channels of the hyper synthesis' output
 * @param contextFeatures channels of the context network's output, 0 without one
 * @param latentStride pixels a latent position
 * @param hyperStride pixels a hyper-latent position, a multiple of the latent stride
 * @param analysisHalo pixels around a tile that its analysis should see
 * @param synthesisHalo pixels around a tile whose latents its synthesis should see
 * @param contextType {@code none}, {@code checkerboard}, {@code serial}, {@code context3d}, {@code context3d-serial} or
 *     {@code slices}
 * @param contextKernel side of the context convolution, odd; 0 for {@code none} and {@code slices}
 * @param slices channels of each slice in coding order, M in all; empty for other types than {@code slices}
 * @param mixture components K of the mixture
 * @param symbolClip magnitude at which entropy networks clip their inputs
 * @param maxTile largest tile that the networks take, in pixels; at least 512 x 512, the tile of encoders
 * @param lambdas rate-distortion weight of each trained level, rising
 * @param logGain natural logarithm of the gain, level by channel
 * @param logInverseGain natural logarithm of the inverse gain, level by channel
 * @param priorLow smallest value of each hyper channel's table
 * @param priorFrequencies frequencies of each hyper channel's table, the last one the escape's
 * @param files the networks' sizes and digests
 * @param inspect the outputs of {@code inspect.onnx}; empty if the pack has none
 * @param selfTests test vectors of the exact networks
 * @param digest digest of everything that probabilities depend on, hexadecimal
 * @param training provenance, free form
 */
public record PackManifest(
        String name,
        String family,
        String entropyModel,
        String description,
        String licence,
        Tune tune,
        int latentChannels,
        int hyperChannels,
        int hyperFeatures,
        int contextFeatures,
        int latentStride,
        int hyperStride,
        int analysisHalo,
        int synthesisHalo,
        String contextType,
        int contextKernel,
        List<Integer> slices,
        int mixture,
        int symbolClip,
        int maxTile,
        List<Double> lambdas,
        double[][] logGain,
        double[][] logInverseGain,
        int[] priorLow,
        int[][] priorFrequencies,
        Map<String, FileEntry> files,
        List<InspectOutput> inspect,
        Map<String, SelfTest> selfTests,
        String digest,
        JsonElement training) {

    private static final int MAX_CHANNELS = 4096;
    private static final int MAX_SLICES = 64;
    private static final int MAX_INSPECT = 64;
    private static final int MAX_PLACE = 200;
    private static final int MIN_TILE = 512 * 512;
    private static final int MAX_TILE = 1 << 22;
    private static final Set<String> TYPES =
            Set.of("none", "checkerboard", "serial", "context3d", "context3d-serial", "slices");
    private static final Set<String> KINDS = Set.of(InspectOutput.MASK, InspectOutput.NONLOCAL);
    private static final Set<String> TYPES_WITH_KERNEL = Set.of("serial", "context3d", "context3d-serial");
    private static final String PART = "[a-z0-9][a-z0-9.-]{0,30}";
    private static final Pattern NAME = Pattern.compile(PART + "/" + PART);
    private static final Pattern IDENTIFIER = Pattern.compile(PART);

    /**
     * One file of the pack.
     *
     * @param bytes its size
     * @param sha256 its digest, hexadecimal
     * @param pack entropy model of the same family in whose folder the file lies; {@code null} if in this pack's own
     */
    public record FileEntry(long bytes, String sha256, String pack) {

        /** The file as seen from the pack's folder, for messages. */
        String place(String file) {
            return pack == null ? file : "../" + pack + "/" + file;
        }
    }

    /**
     * One output of {@code inspect.onnx}: something within the encoder, one value for each square of pixels.
     *
     * @param name of the output
     * @param kind {@link #MASK} or {@link #NONLOCAL}
     * @param stride side of the square in pixels, a power of two up to 64 that divides the analysis halo
     * @param place where in the networks it is, for people
     */
    public record InspectOutput(String name, String kind, int stride, String place) {

        /** The sigmoid that an attention module multiplies its trunk by, averaged over channels: 0 to 1. */
        public static final String MASK = "mask";

        /**
         * The weight that a position gets from a non-local block, averaged over all that ask: a run's values add up to
         * 1.
         */
        public static final String NONLOCAL = "nonlocal";
    }

    /** Number of trained levels; quality runs from 0 to {@code levels - 1}. */
    public int levels() {
        return lambdas.size();
    }

    /** Whether there is a context network ({@code context.onnx}), as only {@code checkerboard} has. */
    public boolean hasContext() {
        return contextType.equals("checkerboard");
    }

    /** Whether the head runs step by step and not a few times a tile. */
    boolean headRunsOften() {
        return TYPES_WITH_KERNEL.contains(contextType);
    }

    /**
     * Whether a row of the head is one symbol of many in a step, with a network so small that rows are best shared out
     * among threads.
     */
    public boolean headHasSmallRows() {
        return contextType.startsWith("context3d");
    }

    /** Whether there is a network that predicts what rounding took from the latents ({@code residual.onnx}). */
    public boolean hasResidual() {
        return files.containsKey(PackFiles.RESIDUAL);
    }

    /**
     * Whether there is a network that makes a picture of half the size sooner than the synthesis
     * ({@code preview.onnx}).
     */
    public boolean hasPreview() {
        return files.containsKey(PackFiles.PREVIEW);
    }

    /** Digest of the analysis network, hexadecimal: packs of equal ones make equal latents. */
    public String analysisDigest() {
        return files.get(PackFiles.ANALYSIS).sha256();
    }

    /** Whether there is a network that shows what the encoder's attention looks at ({@code inspect.onnx}). */
    public boolean hasInspect() {
        return !inspect.isEmpty();
    }

    /** Parameters of a symbol: means and log sigmas, and log weights where there are several components. */
    public int parametersPerSymbol() {
        return (mixture > 1 ? 3 : 2) * mixture;
    }

    /** Channels of the output of a head that yields the parameters of all latent channels. */
    public int parameterChannels() {
        return parametersPerSymbol() * latentChannels;
    }

    /**
     * Reads a manifest.
     *
     * @param json text of {@code pack.json}
     * @param from where it came from, for messages
     * @throws IIOException that names what is missing or wrong
     */
    static PackManifest parse(String json, String from) throws IIOException {
        Raw raw = new Raw();
        try {
            raw.read(new ManifestJson(json));
        } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
            throw new IIOException(from + ": pack.json is not readable: " + e.getMessage(), e);
        }
        try {
            return raw.toManifest();
        } catch (IllegalArgumentException e) {
            throw new IIOException(from + ": pack.json: " + e.getMessage(), e);
        }
    }

    private static void check(boolean good, String problem) {
        if (!good) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static <T> T present(T value, String key) {
        check(value != null, key + " is missing");
        return value;
    }

    // The JSON's shape. It is filled key by key: by reflection, Gson takes ten times as long in a program that has just
    // been started.
    private static final class Raw {
        int format;
        String name;
        String family;
        String entropyModel;
        String description = "";
        String licence = "";
        String tune = Tune.PSNR.toString();
        Channels channels;
        Strides strides;
        Halo halo;
        Context context;
        int mixture;
        int symbolClip;
        int maxTile = MAX_TILE;
        int levels;
        List<Double> lambdas;
        double[][] logGain;
        double[][] logInverseGain;
        Prior prior;
        Map<String, FileEntry> files;
        List<InspectOutput> inspect;
        boolean hasInspect;
        Map<String, RawTest> selfTest;
        String digest;
        JsonElement training;

        private static final class Channels {
            int latent;
            int hyper;
            int hyperFeatures;
            int contextFeatures;
        }

        private static final class Strides {
            int latent;
            int hyper;
        }

        private static final class Halo {
            int analysis;
            int synthesis;
        }

        private static final class Context {
            String type;
            int kernel;
            List<Integer> slices;
        }

        private static final class Prior {
            int[] lo;
            int[][] frequencies;
        }

        private static final class RawTest {
            long seed;
            Map<String, RawInput> inputs;
            String sha256;
        }

        private static final class RawInput {
            long[] shape;
            int max;
        }

        void read(ManifestJson json) throws IOException {
            if (json.object(this, Raw::key) == null) {
                throw new IOException("it is null");
            }
            json.end();
        }

        private void key(String key, ManifestJson json) throws IOException {
            switch (key) {
                case "format" -> format = json.integer();
                case "name" -> name = json.text();
                case "family" -> family = json.text();
                case "entropy_model" -> entropyModel = json.text();
                case "description" -> description = json.text();
                case "licence" -> licence = json.text();
                case "tune" -> tune = json.text();
                case "mixture" -> mixture = json.integer();
                case "symbol_clip" -> symbolClip = json.integer();
                case "max_tile" -> maxTile = json.integer();
                case "levels" -> levels = json.integer();
                case "lambdas" -> lambdas = json.list(ManifestJson::number);
                case "log_gain" -> logGain = json.numberRows();
                case "log_inverse_gain" -> logInverseGain = json.numberRows();
                case "files" -> files = json.map(Raw::fileEntry);
                case "self_test" -> selfTest = json.map(Raw::test);
                case "digest" -> digest = json.text();
                case "training" -> training = json.any();
                default -> part(key, json);
            }
        }

        private void part(String key, ManifestJson json) throws IOException {
            switch (key) {
                case "channels" ->
                    channels = json.object(new Channels(), (c, k, j) -> {
                        switch (k) {
                            case "latent" -> c.latent = j.integer();
                            case "hyper" -> c.hyper = j.integer();
                            case "hyper_features" -> c.hyperFeatures = j.integer();
                            case "context_features" -> c.contextFeatures = j.integer();
                            default -> j.skip();
                        }
                    });
                case "strides" ->
                    strides = json.object(new Strides(), (s, k, j) -> {
                        switch (k) {
                            case "latent" -> s.latent = j.integer();
                            case "hyper" -> s.hyper = j.integer();
                            default -> j.skip();
                        }
                    });
                case "halo" ->
                    halo = json.object(new Halo(), (h, k, j) -> {
                        switch (k) {
                            case "analysis" -> h.analysis = j.integer();
                            case "synthesis" -> h.synthesis = j.integer();
                            default -> j.skip();
                        }
                    });
                case "context" ->
                    context = json.object(new Context(), (c, k, j) -> {
                        switch (k) {
                            case "type" -> c.type = j.text();
                            case "kernel" -> c.kernel = j.integer();
                            case "slices" -> c.slices = j.list(ManifestJson::integer);
                            default -> j.skip();
                        }
                    });
                case "prior" ->
                    prior = json.object(new Prior(), (p, k, j) -> {
                        switch (k) {
                            case "lo" -> p.lo = j.integers();
                            case "frequencies" -> p.frequencies = j.integerRows();
                            default -> j.skip();
                        }
                    });
                case "inspect" ->
                    hasInspect = json.object(this, (raw, k, j) -> {
                                if (k.equals("outputs")) {
                                    raw.inspect = j.list(Raw::inspectOutput);
                                } else {
                                    j.skip();
                                }
                            })
                            != null;
                default -> json.skip();
            }
        }

        private static FileEntry fileEntry(ManifestJson json) throws IOException {
            long[] bytes = new long[1];
            String[] texts = new String[2];
            json.object(texts, (t, k, j) -> {
                switch (k) {
                    case "bytes" -> bytes[0] = j.longInteger();
                    case "sha256" -> t[0] = j.text();
                    case "pack" -> t[1] = j.text();
                    default -> j.skip();
                }
            });
            return new FileEntry(bytes[0], texts[0], texts[1]);
        }

        private static InspectOutput inspectOutput(ManifestJson json) throws IOException {
            int[] stride = new int[1];
            String[] texts = new String[3];
            json.object(texts, (t, k, j) -> {
                switch (k) {
                    case "name" -> t[0] = j.text();
                    case "kind" -> t[1] = j.text();
                    case "stride" -> stride[0] = j.integer();
                    case "place" -> t[2] = j.text();
                    default -> j.skip();
                }
            });
            return new InspectOutput(texts[0], texts[1], stride[0], texts[2]);
        }

        private static RawTest test(ManifestJson json) throws IOException {
            return json.object(new RawTest(), (t, k, j) -> {
                switch (k) {
                    case "seed" -> t.seed = j.longInteger();
                    case "inputs" -> t.inputs = j.map(Raw::input);
                    case "sha256" -> t.sha256 = j.text();
                    default -> j.skip();
                }
            });
        }

        private static RawInput input(ManifestJson json) throws IOException {
            return json.object(new RawInput(), (i, k, j) -> {
                switch (k) {
                    case "shape" -> i.shape = j.longIntegers();
                    case "max" -> i.max = j.integer();
                    default -> j.skip();
                }
            });
        }

        PackManifest toManifest() {
            check(format == 1, "format is " + format + ", this version reads 1");
            check(
                    NAME.matcher(present(name, "name")).matches(),
                    "name must be family/entropy-model, not \"" + name + "\"");
            check(name.equals(family + "/" + entropyModel), "name does not agree with family and entropy_model");
            Tune tuned = Tune.of(present(tune, "tune"))
                    .orElseThrow(() -> new IllegalArgumentException(
                            "tune must be one of " + Tune.names() + ", not \"" + tune + "\""));
            present(channels, "channels");
            channel(channels.latent, "channels.latent");
            channel(channels.hyper, "channels.hyper");
            channel(channels.hyperFeatures, "channels.hyper_features");
            check(
                    channels.contextFeatures >= 0 && channels.contextFeatures <= MAX_CHANNELS,
                    "channels.context_features is out of range");
            present(strides, "strides");
            check(strides.latent == 16 && strides.hyper == 64, "strides must be 16 and 64 in format version 1");
            present(halo, "halo");
            check(
                    halo.analysis >= 0 && halo.analysis <= 512 && halo.analysis % 16 == 0,
                    "halo.analysis must be a multiple of 16 up to 512");
            check(
                    halo.synthesis >= 0 && halo.synthesis <= 512 && halo.synthesis % 16 == 0,
                    "halo.synthesis must be a multiple of 16 up to 512");
            present(context, "context");
            List<Integer> slices = context();
            check(mixture >= 1 && mixture <= 16, "mixture must be 1 to 16");
            check(symbolClip >= 1 && symbolClip <= 32767, "symbol_clip is out of range");
            check(
                    maxTile >= MIN_TILE && maxTile <= MAX_TILE,
                    "max_tile must be " + MIN_TILE + " (512 x 512) to " + MAX_TILE + ", not " + maxTile);
            present(lambdas, "lambdas");
            check(
                    levels >= 2 && levels <= 255 && lambdas.size() == levels,
                    "levels must be 2 to 255 and agree with lambdas");
            gains(logGain, "log_gain");
            gains(logInverseGain, "log_inverse_gain");
            prior();
            present(files, "files");
            Map<String, FileEntry> entries = new LinkedHashMap<>();
            PackFiles.required(context.type, slices.size()).forEach(file -> entries.put(file, entry(file)));
            for (String file : List.of(PackFiles.RESIDUAL, PackFiles.PREVIEW)) {
                if (files.containsKey(file)) {
                    entries.put(file, entry(file));
                }
            }
            List<InspectOutput> inspected = inspect();
            if (!inspected.isEmpty()) {
                entries.put(PackFiles.INSPECT, entry(PackFiles.INSPECT));
            }
            check(present(digest, "digest").matches("[0-9a-f]{64}"), "digest is not a SHA-256 digest");
            return new PackManifest(
                    name,
                    family,
                    entropyModel,
                    description,
                    licence,
                    tuned,
                    channels.latent,
                    channels.hyper,
                    channels.hyperFeatures,
                    channels.contextFeatures,
                    strides.latent,
                    strides.hyper,
                    halo.analysis,
                    halo.synthesis,
                    context.type,
                    context.kernel,
                    slices,
                    mixture,
                    symbolClip,
                    maxTile,
                    List.copyOf(lambdas),
                    logGain,
                    logInverseGain,
                    prior.lo,
                    prior.frequencies,
                    entries,
                    inspected,
                    tests(PackFiles.exact(context.type, slices.size())),
                    digest,
                    training);
        }

        // Checks what the context says and gives the slices of channels.
        private List<Integer> context() {
            check(
                    context.type != null && TYPES.contains(context.type),
                    "context.type \"" + context.type + "\" is not known");
            boolean sliced = context.type.equals("slices");
            check(
                    !TYPES_WITH_KERNEL.contains(context.type)
                            || context.kernel >= 3 && context.kernel <= 15 && context.kernel % 2 == 1,
                    "context.kernel must be odd and 3 to 15, not " + context.kernel);
            check(!sliced || context.kernel == 0, "context.kernel must be 0 for slices, not " + context.kernel);
            check(
                    context.type.equals("checkerboard") == (channels.contextFeatures > 0),
                    "channels.context_features is " + channels.contextFeatures
                            + ", which does not agree with context.type \"" + context.type
                            + "\" (only checkerboard has some)");
            check(
                    !context.type.startsWith("context3d") || channels.hyperFeatures == channels.latent,
                    "channels.hyper_features is "
                            + channels.hyperFeatures + ", but " + context.type + " needs one for each of the "
                            + channels.latent
                            + " latent channels");
            if (!sliced) {
                check(
                        context.slices == null,
                        "context.slices is only for context.type \"slices\", not \"" + context.type + "\"");
                return List.of();
            }
            List<Integer> slices = present(context.slices, "context.slices");
            check(
                    !slices.isEmpty() && slices.size() <= MAX_SLICES,
                    "context.slices must be 1 to " + MAX_SLICES + " slices, not " + slices.size());
            check(
                    slices.stream().allMatch(n -> n != null && n >= 1 && n <= MAX_CHANNELS),
                    "context.slices has a slice out of range");
            int sum = slices.stream().mapToInt(n -> n).sum();
            check(
                    sum == channels.latent,
                    "context.slices adds up to " + sum + " channels, not to the " + channels.latent
                            + " of channels.latent");
            return List.copyOf(slices);
        }

        private List<InspectOutput> inspect() {
            check(
                    hasInspect == files.containsKey(PackFiles.INSPECT),
                    "inspect and files." + PackFiles.INSPECT + " need each other");
            if (!hasInspect) {
                return List.of();
            }
            List<InspectOutput> outputs = present(inspect, "inspect.outputs");
            check(
                    !outputs.isEmpty() && outputs.size() <= MAX_INSPECT,
                    "inspect.outputs must be 1 to " + MAX_INSPECT + " outputs, not " + outputs.size());
            Set<String> names = new HashSet<>();
            for (InspectOutput o : outputs) {
                check(
                        o != null
                                && o.name() != null
                                && IDENTIFIER.matcher(o.name()).matches()
                                && names.add(o.name()),
                        "inspect.outputs has a name that is missing, not of a-z, 0-9, . and -, or there twice");
                check(
                        o.kind() != null && KINDS.contains(o.kind()),
                        "inspect.outputs: kind \"" + o.kind() + "\" of " + o.name() + " is not known");
                check(
                        Integer.bitCount(o.stride()) == 1
                                && o.stride() >= 1
                                && o.stride() <= strides.hyper
                                && halo.analysis % o.stride() == 0,
                        "inspect.outputs: stride of " + o.name()
                                + " must be a power of two up to 64 that divides halo.analysis, not " + o.stride());
                check(
                        o.place() != null && o.place().length() <= MAX_PLACE,
                        "inspect.outputs: place of " + o.name() + " is missing or too long");
            }
            return List.copyOf(outputs);
        }

        private FileEntry entry(String file) {
            FileEntry entry = present(files.get(file), "files." + file);
            check(entry.bytes > 0 && entry.bytes < 1L << 30, "files." + file + ".bytes is out of range");
            check(
                    present(entry.sha256, "files." + file + ".sha256").matches("[0-9a-f]{64}"),
                    "files." + file + ".sha256 is not a SHA-256 digest");
            // The pattern lets no separator and no leading dot through, so no path leaves the folder of the family.
            check(
                    entry.pack == null || IDENTIFIER.matcher(entry.pack).matches(),
                    "files." + file + ".pack must be the entropy model of another pack, not \"" + entry.pack + "\"");
            return entry;
        }

        private static void channel(int n, String key) {
            check(n >= 1 && n <= MAX_CHANNELS, key + " is out of range");
        }

        private void gains(double[][] gains, String key) {
            present(gains, key);
            check(gains.length == levels, key + " has not one row a level");
            for (double[] row : gains) {
                check(row != null && row.length == channels.latent, key + " has not one value a channel");
                check(Arrays.stream(row).allMatch(g -> Math.abs(g) < 30), key + " has a value out of range");
            }
        }

        private void prior() {
            present(prior, "prior");
            int[][] f = present(prior.frequencies, "prior.frequencies");
            check(
                    f.length == channels.hyper && present(prior.lo, "prior.lo").length == f.length,
                    "prior has not one table a channel");
            for (int[] row : f) {
                check(
                        row != null
                                && row.length >= 2
                                && Arrays.stream(row).allMatch(v -> v >= 1)
                                && Arrays.stream(row).asLongStream().sum() == 65536,
                        "prior.frequencies must be positive and sum to 65536");
            }
        }

        private Map<String, SelfTest> tests(List<String> exact) {
            present(selfTest, "self_test");
            Map<String, SelfTest> out = new LinkedHashMap<>();
            for (String file : exact) {
                RawTest t = present(selfTest.get(file), "self_test." + file);
                TreeMap<String, SelfTest.Input> inputs = new TreeMap<>();
                present(t.inputs, "self_test." + file + ".inputs").forEach((k, v) -> {
                    check(
                            v != null
                                    && v.shape != null
                                    && v.shape.length >= 2
                                    && v.shape.length <= 4
                                    && Arrays.stream(v.shape).allMatch(s -> s >= 1 && s <= MAX_CHANNELS)
                                    && Arrays.stream(v.shape).reduce(1, Math::multiplyExact) <= 1 << 22,
                            "self_test shape is out of range");
                    check(v.max >= 1 && v.max < 1 << 24, "self_test max is out of range");
                    inputs.put(k, new SelfTest.Input(v.shape, v.max));
                });
                out.put(file, new SelfTest(t.seed, inputs, present(t.sha256, "self_test." + file + ".sha256")));
            }
            return out;
        }
    }
}
