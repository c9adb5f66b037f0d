package io.nlc.model;

import io.nlc.context.ContextModel;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.util.Arrays;
import java.util.regex.Pattern;

/** Reads {@code pack.json} and checks it: what a {@link PackManifest} says can be relied on. */
final class ManifestParser {

    /** The largest tile of the format, in pixels. */
    static final int MAX_TILE = 1 << 22;

    /** The most channels of anything. */
    static final int MAX_CHANNELS = 4096;

    // Lets no separator and no leading dot through, so that no path leaves the folder of a family.
    private static final String PART = "[a-z0-9][a-z0-9.-]{0,30}";

    /** Family, entropy model or output. */
    static final Pattern IDENTIFIER = Pattern.compile(PART);

    /** Family and entropy model. */
    static final Pattern NAME = Pattern.compile(PART + "/" + PART);

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final int MIN_TILE = 512 * 512;
    private static final int MAX_TEXT = 4096;
    private static final int MAX_LOW = 1 << 16;

    private final RawManifest raw;

    private ManifestParser(RawManifest raw) {
        this.raw = raw;
    }

    /**
     * Reads a manifest.
     *
     * @param json text of {@code pack.json}
     * @param from where it came from, for messages
     * @throws NlcException that names what is missing or wrong
     */
    static PackManifest parse(String json, String from) throws NlcException {
        try {
            return new ManifestParser(RawManifest.read(json)).manifest();
        } catch (IOException e) {
            throw new NlcException(FailureKind.PACK_BROKEN, from + ": pack.json is not readable: " + Reason.of(e), e);
        } catch (IllegalArgumentException e) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN, from + ": pack.json: " + Reason.brief(String.valueOf(e.getMessage())), e);
        }
    }

    /** @throws IllegalArgumentException saying what the problem is, unless all is good */
    static void check(boolean good, String problem) {
        if (!good) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** The value, which must be there. */
    static <T> T present(T value, String key) {
        check(value != null, key + " is missing");
        return value;
    }

    /** A digest in hexadecimal, which must be there. */
    static String sha256(String value, String key) {
        check(SHA256.matcher(present(value, key)).matches(), key + " is not a SHA-256 digest");
        return value;
    }

    private PackManifest manifest() {
        check(raw.format == 1, "format is " + raw.format + ", this version reads 1");
        PackId id = id();
        Provenance about = new Provenance(
                text(raw.description, "description"), text(raw.licence, "licence"), tune(), raw.training);
        LatentShape latent = latent();
        TileShape tiles = tiles();
        ContextModel context = context();
        EntropyTables entropy = entropy();
        GainTables gains = gains();
        Networks networks = new NetworksParser(raw, context).networks();
        return new PackManifest(id, about, latent, tiles, context, entropy, gains, networks, memory(networks));
    }

    // Terminals obey control characters.
    private static String text(String value, String key) {
        String text = value == null ? "" : value;
        check(
                text.length() <= MAX_TEXT && text.chars().noneMatch(Character::isISOControl),
                key + " is longer than " + MAX_TEXT + " characters or has some that are not for people");
        return text;
    }

    private PackId id() {
        check(
                NAME.matcher(present(raw.name, "name")).matches(),
                "name must be family/entropy-model, not \"" + raw.name + "\"");
        PackId id = new PackId(
                present(raw.family, "family"),
                present(raw.entropyModel, "entropy_model"),
                sha256(raw.digest, "digest"));
        check(raw.name.equals(id.name()), "name does not agree with family and entropy_model");
        return id;
    }

    private Tune tune() {
        return Tune.of(present(raw.tune, "tune"))
                .orElseThrow(() -> new IllegalArgumentException(
                        "tune must be one of " + Tune.names() + ", not \"" + raw.tune + "\""));
    }

    private LatentShape latent() {
        RawManifest.Channels c = present(raw.channels, "channels");
        channels(c.latent, "channels.latent");
        channels(c.hyper, "channels.hyper");
        channels(c.hyperFeatures, "channels.hyper_features");
        check(c.contextFeatures >= 0 && c.contextFeatures <= MAX_CHANNELS, "channels.context_features is out of range");
        RawManifest.Strides s = present(raw.strides, "strides");
        check(s.latent == 16 && s.hyper == 64, "strides must be 16 and 64 in format version 1");
        return new LatentShape(c.latent, s.latent, c.hyper, s.hyper, c.hyperFeatures, c.contextFeatures);
    }

    private static void channels(int n, String key) {
        check(n >= 1 && n <= MAX_CHANNELS, key + " is out of range");
    }

    private TileShape tiles() {
        check(
                raw.maxTile >= MIN_TILE && raw.maxTile <= MAX_TILE,
                "max_tile must be " + MIN_TILE + " (512 x 512) to " + MAX_TILE + ", not " + raw.maxTile);
        RawManifest.Halo halo = present(raw.halo, "halo");
        return new TileShape(
                Math.min(raw.maxTile, TileShape.ENCODED),
                halo(halo.analysis, "halo.analysis"),
                halo(halo.synthesis, "halo.synthesis"));
    }

    private NetworkMemory memory(Networks networks) {
        present(raw.memory, "memory").forEach((file, bytes) -> {
            check(networks.files().containsKey(file), "memory: " + file + " is not one of the files");
            check(
                    bytes != null && bytes >= 0 && bytes <= NetworkMemory.MAX,
                    "memory: " + file + " must be 0 to " + NetworkMemory.MAX + " bytes a pixel");
        });
        return new NetworkMemory(raw.memory);
    }

    private static int halo(int pixels, String key) {
        check(pixels >= 0 && pixels <= 512 && pixels % 16 == 0, key + " must be a multiple of 16 up to 512");
        return pixels;
    }

    private ContextModel context() {
        RawManifest.Context c = present(raw.context, "context");
        ContextModel model = ContextModel.of(c.type, c.kernel, c.slices);
        RawManifest.Channels channels = raw.channels;
        check(
                model.hasNetwork() == (channels.contextFeatures > 0),
                "channels.context_features is " + channels.contextFeatures
                        + ", which does not agree with context.type \"" + model.type()
                        + "\" (only checkerboard has some)");
        check(
                model.head() != ContextModel.Head.SMALL_ROWS || channels.hyperFeatures == channels.latent,
                "channels.hyper_features is " + channels.hyperFeatures + ", but " + model.type()
                        + " needs one for each of the " + channels.latent + " latent channels");
        if (model instanceof ContextModel.Slices slices) {
            check(
                    slices.channels() == channels.latent,
                    "context.slices adds up to " + slices.channels() + " channels, not to the " + channels.latent
                            + " of channels.latent");
        }
        return model;
    }

    private EntropyTables entropy() {
        check(raw.mixture >= 1 && raw.mixture <= 16, "mixture must be 1 to 16");
        check(raw.symbolClip >= 1 && raw.symbolClip <= 32767, "symbol_clip is out of range");
        return new EntropyTables(raw.mixture, raw.symbolClip, prior());
    }

    private PriorTables prior() {
        RawManifest.Prior prior = present(raw.prior, "prior");
        int[][] f = present(prior.frequencies, "prior.frequencies");
        check(
                f.length == raw.channels.hyper && present(prior.lo, "prior.lo").length == f.length,
                "prior has not one table a channel");
        check(
                Arrays.stream(prior.lo).allMatch(low -> low >= -MAX_LOW && low <= MAX_LOW),
                "prior.lo has a value out of range");
        for (int[] row : f) {
            check(
                    row != null
                            && row.length >= 2
                            && Arrays.stream(row).allMatch(v -> v >= 1)
                            && Arrays.stream(row).asLongStream().sum() == 65536,
                    "prior.frequencies must be positive and sum to 65536");
        }
        return new PriorTables(prior.lo, f);
    }

    private GainTables gains() {
        present(raw.lambdas, "lambdas");
        check(
                raw.levels >= 2 && raw.levels <= 255 && raw.lambdas.size() == raw.levels,
                "levels must be 2 to 255 and agree with lambdas");
        check(!raw.lambdas.contains(null), "lambdas has a value that is missing");
        return new GainTables(
                raw.lambdas, gains(raw.logGain, "log_gain"), gains(raw.logInverseGain, "log_inverse_gain"));
    }

    private Matrix gains(double[][] gains, String key) {
        present(gains, key);
        check(gains.length == raw.levels, key + " has not one row a level");
        for (double[] row : gains) {
            check(row != null && row.length == raw.channels.latent, key + " has not one value a channel");
            check(Arrays.stream(row).allMatch(g -> Math.abs(g) < 30), key + " has a value out of range");
        }
        return new Matrix(gains);
    }
}
