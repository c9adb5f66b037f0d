package io.nlc.model;

import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * The shape of {@code pack.json}, not checked: whatever is missing is null, zero or its default, and nothing is sure to
 * make sense.
 */
final class RawManifest {

    // Filled key by key: by reflection, Gson takes ten times as long in a program that has just been started.

    int format;
    String name;
    String family;
    String entropyModel;
    String description;
    String licence;
    String tune = Tune.PSNR.toString();
    Channels channels;
    Strides strides;
    Halo halo;
    Context context;
    int mixture;
    int symbolClip;
    int maxTile = TileShape.ENCODED;
    int levels;
    List<Double> lambdas;
    double[][] logGain;
    double[][] logInverseGain;
    Prior prior;
    Map<String, NetworkFile> files;
    Map<String, Integer> memory = Map.of();
    List<InspectOutput> inspect;
    boolean hasInspect;
    Map<String, Test> selfTest;
    String digest;
    String training;

    static final class Channels {
        int latent;
        int hyper;
        int hyperFeatures;
        int contextFeatures;
    }

    static final class Strides {
        int latent;
        int hyper;
    }

    static final class Halo {
        int analysis;
        int synthesis;
    }

    static final class Context {
        String type;
        int kernel;
        List<Integer> slices;
    }

    static final class Prior {
        int[] lo;
        int[][] frequencies;
    }

    static final class Test {
        long seed;
        Map<String, Input> inputs;
        String sha256;
        List<Double> means;
    }

    static final class Input {
        long[] shape;
        int max;
    }

    private RawManifest() {}

    /**
     * Reads a manifest.
     *
     * @throws IOException if the text is not JSON of this shape
     */
    static RawManifest read(String text) throws IOException {
        try {
            ManifestJson json = new ManifestJson(text);
            RawManifest raw = json.object(new RawManifest(), RawManifest::key);
            if (raw == null) {
                throw new IOException("it is null");
            }
            json.end();
            return raw;
        } catch (IllegalStateException | NumberFormatException e) {
            throw new IOException(e.getMessage(), e);
        }
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
            case "files" -> files = json.map(RawManifest::file);
            case "memory" -> memory = json.map(ManifestJson::integer);
            case "self_test" -> selfTest = json.map(RawManifest::test);
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
                                raw.inspect = j.list(RawManifest::output);
                            } else {
                                j.skip();
                            }
                        })
                        != null;
            default -> json.skip();
        }
    }

    private static NetworkFile file(ManifestJson json) throws IOException {
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
        return new NetworkFile(bytes[0], texts[0], texts[1]);
    }

    private static InspectOutput output(ManifestJson json) throws IOException {
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

    private static Test test(ManifestJson json) throws IOException {
        return json.object(new Test(), (t, k, j) -> {
            switch (k) {
                case "seed" -> t.seed = j.longInteger();
                case "inputs" -> t.inputs = j.map(RawManifest::input);
                case "sha256" -> t.sha256 = j.text();
                case "means" -> t.means = j.list(ManifestJson::number);
                default -> j.skip();
            }
        });
    }

    private static Input input(ManifestJson json) throws IOException {
        return json.object(new Input(), (i, k, j) -> {
            switch (k) {
                case "shape" -> i.shape = j.longIntegers();
                case "max" -> i.max = j.integer();
                default -> j.skip();
            }
        });
    }
}
