package io.nlc.model;

import io.nlc.context.ContextModel;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.runtime.ExactNetwork;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.MeansTest;
import io.nlc.runtime.Precision;
import io.nlc.runtime.Processor;
import io.nlc.runtime.RuntimeSettings;
import io.nlc.runtime.SelfTest;
import io.nlc.runtime.SpeedTrial;
import io.nlc.runtime.TransformNetwork;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The networks of one pack on one device, loaded when first used. Instances are shared: {@link #acquire} counts users,
 * {@link #close} gives one back, and {@link #closeIdle} frees the natives of those that nobody uses.
 */
public final class PackSessions implements AutoCloseable {

    /*
     * This cache, what ByteSpeed measured, SharedTransforms' cache and ModelPack's of parsed manifests are the only
     * static state of the plugin, besides what the runtime counts (its calls and its memory). Loading a pack costs a
     * second or so, and ImageIO makes a new reader for every picture, so sessions outlive their users; a program that is
     * done with NLC calls closeIdle().
     */

    private record Key(String digest, String location, RuntimeSettings settings) {
        /** Without the settings: the JVM makes hash codes of records when they are first asked for, and takes long. */
        @Override
        public int hashCode() {
            return digest.hashCode();
        }
    }

    private static final Logger LOG = System.getLogger(PackSessions.class.getName());

    private static final Map<Key, PackSessions> CACHE = new HashMap<>();

    /** What was measured must not change while the process lives, or pictures would. */
    private static final ByteSpeed SPEED = new ByteSpeed(Processor.isFastWithBytes(), new SpeedTrial());

    private final ModelPack pack;
    private final RuntimeSettings settings;
    // Each is its own lock: the two kinds can be loaded at the same time.
    private final Map<String, TransformNetwork> transforms = new HashMap<>();
    private final Map<String, ExactNetwork> exact = new HashMap<>();
    private final Map<String, Boolean> passed = new HashMap<>(); // test vectors, by network; guarded by transforms
    private int users;

    private PackSessions(ModelPack pack, RuntimeSettings settings) {
        this.pack = pack;
        this.settings = settings;
    }

    /** The shared networks of a pack, run in some way; to be closed after use. Loads nothing yet. */
    public static PackSessions acquire(ModelPack pack, RuntimeSettings settings) {
        Objects.requireNonNull(pack, "pack");
        Objects.requireNonNull(settings, "settings");
        synchronized (CACHE) {
            RuntimeSettings shared = settings.withPrecision(Precision.AUTO); // a matter of what is asked for later
            PackSessions s = CACHE.computeIfAbsent(
                    new Key(pack.digestHex(), pack.location(), shared), k -> new PackSessions(pack, shared));
            s.users++;
            return s;
        }
    }

    /** Gives the networks back; they stay loaded for the next user. */
    @Override
    public void close() {
        synchronized (CACHE) {
            users--;
        }
    }

    /** Frees the networks that nobody uses at the moment. */
    public static void closeIdle() {
        synchronized (CACHE) {
            CACHE.values().removeIf(s -> {
                if (s.users > 0) {
                    return false;
                }
                s.free();
                return true;
            });
        }
    }

    private void free() {
        synchronized (transforms) {
            transforms.keySet().forEach(file -> SharedTransforms.release(key(file)));
            transforms.clear();
        }
        synchronized (exact) {
            exact.values().forEach(ExactNetwork::close);
            exact.clear();
        }
    }

    /** The pack. */
    public ModelPack pack() {
        return pack;
    }

    /** How its networks are run, but for the precision. */
    public RuntimeSettings settings() {
        return settings;
    }

    /** {@code analysis.onnx}: {@code x}, {@code gain} to {@code y}. */
    public TransformNetwork analysis() throws NlcException {
        return transform(PackFiles.ANALYSIS, () -> List.of(new FloatTensor(1, 3, 64, 64), ones()));
    }

    /**
     * The analysis for those in a hurry ({@link Precision#FAST}): {@code analysis-int8.onnx}, where the pack has it,
     * the processor computes what its test vector says and takes less time for it than for {@link #analysis()}, which
     * else it is.
     */
    public TransformNetwork analysis(Precision precision) throws NlcException {
        String file = PackFiles.ANALYSIS_INT8;
        boolean there = precision == Precision.FAST
                && pack.manifest().networks().meansTests().containsKey(file)
                && (settings.surelyOnCpu() || !analysis().device().cuda());
        synchronized (transforms) {
            return there && fit(file) ? ofBytes(file) : analysis();
        }
    }

    /** {@code hyper_analysis.onnx}: {@code y} to {@code z}. */
    public TransformNetwork hyperAnalysis() throws NlcException {
        return transform(PackFiles.HYPER_ANALYSIS, () -> List.of(latent()));
    }

    /** {@code synthesis.onnx}: {@code y}, {@code inverse_gain} to {@code x}. */
    public TransformNetwork synthesis() throws NlcException {
        return transform(PackFiles.SYNTHESIS, () -> List.of(latent(), ones()));
    }

    /**
     * The synthesis for pictures that nothing is added to: {@code synthesis-fast.onnx} or {@code synthesis-int8.onnx},
     * which take {@code edges} besides, where the pack has it, the precision allows it, the processor computes what its
     * test vector says and takes less time for it than for {@link #synthesis}, which else it is.
     */
    public TransformNetwork synthesis(Precision precision) throws NlcException {
        return switch (arithmetic(precision)) {
            case FLOATS -> synthesis();
            case BYTES -> ofBytes(PackFiles.SYNTHESIS_INT8);
            case FEWER_BYTES -> ofBytes(PackFiles.SYNTHESIS_FAST);
        };
    }

    /** What {@link #synthesis(Precision)} computes with. */
    public Arithmetic arithmetic(Precision precision) throws NlcException {
        List<Arithmetic> wanted =
                switch (precision) {
                    case FULL -> List.of();
                    case AUTO -> List.of(Arithmetic.BYTES);
                    case FAST -> List.of(Arithmetic.FEWER_BYTES, Arithmetic.BYTES);
                };
        Map<String, MeansTest> tests = pack.manifest().networks().meansTests();
        List<Arithmetic> there =
                wanted.stream().filter(a -> tests.containsKey(file(a))).toList();
        if (there.isEmpty() || !settings.surelyOnCpu() && synthesis().device().cuda()) {
            return Arithmetic.FLOATS;
        }
        synchronized (transforms) {
            for (Arithmetic arithmetic : there) {
                if (fit(file(arithmetic))) {
                    return arithmetic;
                }
            }
        }
        return Arithmetic.FLOATS;
    }

    private static String file(Arithmetic arithmetic) {
        return switch (arithmetic) {
            case FLOATS -> PackFiles.SYNTHESIS;
            case BYTES -> PackFiles.SYNTHESIS_INT8;
            case FEWER_BYTES -> PackFiles.SYNTHESIS_FAST;
        };
    }

    /** Runs a network of bytes over what stands alone. */
    private float[] run(String file, FloatTensor given) throws NlcException {
        return file.equals(PackFiles.ANALYSIS_INT8)
                ? ofBytes(file).run(given, ones())
                : ofBytes(file).run(given, ones(), edges());
    }

    private TransformNetwork ofBytes(String file) throws NlcException {
        return file.equals(PackFiles.ANALYSIS_INT8)
                ? transform(file, () -> List.of(new FloatTensor(1, 3, 64, 64), ones()))
                : transform(file, () -> List.of(latent(), ones(), edges()));
    }

    /** Whether a network of bytes may take the other one's place; found out once, with {@link #transforms} locked. */
    private boolean fit(String file) throws NlcException {
        Boolean known = passed.get(file);
        if (known == null) {
            known = passes(file, pack.manifest().networks().meansTests().get(file));
            passed.put(file, known);
        }
        return known;
    }

    private boolean passes(String file, MeansTest test) throws NlcException {
        try {
            boolean analysis = file.equals(PackFiles.ANALYSIS_INT8);
            FloatTensor given = test.tensors().get(analysis ? "x" : "y");
            int stride = pack.manifest().latent().stride();
            int side = (int) given.shape()[3];
            String why = "computes something else by 8-bit integers than";
            if (test.accepts(run(file, given), analysis ? side / stride : side * stride)) {
                String network = pack.manifest().networks().files().get(file).sha256();
                if (SPEED.pays(
                        network,
                        () -> run(file, given),
                        () -> (analysis ? analysis() : synthesis()).run(given, ones()))) {
                    return true;
                }
                why = "takes longer with 8-bit integers, as in";
            }
            LOG.log(Level.INFO, "{0}: this processor {1} {2}, which is not used", pack.name(), why, file);
        } catch (NlcException e) {
            if (e.kind() == FailureKind.MEMORY) {
                throw e; // which the other network would take more of
            }
            LOG.log(Level.WARNING, "{0}; another network takes its place", e.getMessage());
        }
        if (transforms.remove(file) != null) {
            SharedTransforms.release(key(file));
        }
        return false;
    }

    /**
     * {@code residual.onnx}: {@code hyper}, {@code y} to what is added to {@code y} before the synthesis; empty if the
     * pack has none.
     */
    public Optional<TransformNetwork> residual() throws NlcException {
        if (!pack.manifest().networks().hasResidual()) {
            return Optional.empty();
        }
        int features = pack.manifest().latent().hyperFeatures();
        return Optional.of(transform(PackFiles.RESIDUAL, () -> List.of(new FloatTensor(1, features, 4, 4), latent())));
    }

    /**
     * {@code preview.onnx}: {@code y}, {@code inverse_gain} to {@code x} of half the size; empty if the pack has none.
     */
    public Optional<TransformNetwork> preview() throws NlcException {
        if (!pack.manifest().networks().hasPreview()) {
            return Optional.empty();
        }
        return Optional.of(transform(PackFiles.PREVIEW, () -> List.of(latent(), ones())));
    }

    /**
     * {@code gradient.onnx}: {@code y}, {@code inverse_gain}, {@code x}, {@code hyper}, {@code weight} and
     * {@code counts} to {@code slope} and {@code cost}; empty if the pack has none.
     */
    public Optional<TransformNetwork> gradient() throws NlcException {
        if (!pack.manifest().networks().hasGradient()) {
            return Optional.empty();
        }
        int side = 4 * pack.manifest().latent().stride();
        return Optional.of(transform(
                PackFiles.GRADIENT,
                () -> List.of(
                        latent(),
                        ones(),
                        new FloatTensor(1, 3, side, side),
                        new FloatTensor(1, pack.manifest().latent().hyperFeatures(), 4, 4),
                        new FloatTensor(1, 1, side, side),
                        new FloatTensor(1, 1, 4, 4))));
    }

    /** {@code inspect.onnx}: {@code x} to the outputs that the manifest lists; empty if the pack has none. */
    public Optional<TransformNetwork> inspect() throws NlcException {
        if (!pack.manifest().networks().hasInspect()) {
            return Optional.empty();
        }
        return Optional.of(transform(PackFiles.INSPECT, () -> List.of(new FloatTensor(1, 3, 64, 64))));
    }

    /** {@code hyper_synthesis.onnx}: {@code z} to {@code hyper}. */
    public ExactNetwork hyperSynthesis() throws NlcException {
        return exact(PackFiles.HYPER_SYNTHESIS);
    }

    /**
     * {@code context.onnx}: visible {@code y} to {@code context}; empty for all context types but {@code checkerboard}.
     */
    public Optional<ExactNetwork> context() throws NlcException {
        return pack.manifest().context().hasNetwork()
                ? Optional.of(exact(ContextModel.CONTEXT_FILE))
                : Optional.empty();
    }

    /**
     * {@code head.onnx}: what symbols see to {@code params}; in one of the forms of {@code docs/pack.md}.
     *
     * @throws IllegalArgumentException if the context type is {@code slices}, which has no head
     */
    public ExactNetwork head() throws NlcException {
        return exact(ContextModel.HEAD_FILE);
    }

    /**
     * {@code slice<i>-anchors.onnx} or {@code slice<i>-others.onnx}: {@code hyper} and the {@code y} of earlier slices
     * (and of the slice's own anchors) to {@code params} of the slice.
     *
     * @param index of the slice, from 0
     * @param anchors for the positions whose row and column add up to an even number, or else for the others
     * @throws IllegalArgumentException if the pack has no such slice
     */
    public ExactNetwork slice(int index, boolean anchors) throws NlcException {
        return exact(ContextModel.sliceFile(index, anchors));
    }

    /** Loads every network that decoding latents takes, for those who want to measure without it. */
    public void loadExact() throws NlcException {
        for (String file : pack.manifest().networks().selfTests().keySet()) {
            exact(file);
        }
    }

    /** The device of the transforms, for people to read; {@code cpu} or {@code cuda:N}. */
    public String device() throws NlcException {
        return synthesis().device().toString();
    }

    private FloatTensor ones() {
        return FloatTensor.filled(1f, 1, pack.manifest().latent().channels(), 1, 1);
    }

    /** Nothing around a tile. */
    private static FloatTensor edges() {
        return new FloatTensor(4);
    }

    private FloatTensor latent() {
        return new FloatTensor(1, pack.manifest().latent().channels(), 4, 4);
    }

    private TransformNetwork transform(String file, Supplier<List<FloatTensor>> warmUp) throws NlcException {
        synchronized (transforms) {
            TransformNetwork network = transforms.get(file);
            if (network == null) {
                network = SharedTransforms.acquire(
                        key(file),
                        () -> TransformNetwork.load(
                                pack.name() + " " + file,
                                () -> pack.read(file),
                                settings.each(),
                                pack.manifest().memory(file),
                                warmUp.get()));
                transforms.put(file, network);
            }
            return network;
        }
    }

    private SharedTransforms.Key key(String file) {
        return new SharedTransforms.Key(
                pack.manifest().networks().files().get(file).sha256(), settings.each());
    }

    private RuntimeSettings headSettings() {
        return switch (pack.manifest().context().head()) {
            case SMALL_ROWS -> settings.each().sideBySide();
            case EVERY_STEP -> settings.each().often();
            case SELDOM, NONE -> settings.each();
        };
    }

    private ExactNetwork exact(String file) throws NlcException {
        synchronized (exact) {
            ExactNetwork network = exact.get(file);
            if (network == null) {
                SelfTest test = pack.manifest().networks().selfTests().get(file);
                if (test == null) {
                    throw new IllegalArgumentException("pack " + pack.name() + " of context type "
                            + pack.manifest().context().type() + " has no " + file);
                }
                network = ExactNetwork.load(
                        pack.name() + " " + file,
                        () -> pack.read(file),
                        file.equals(ContextModel.HEAD_FILE) ? headSettings() : settings.each(),
                        pack.manifest().memory(file),
                        test);
                exact.put(file, network);
            }
            return network;
        }
    }
}
