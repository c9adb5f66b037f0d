package io.nlc.model;

import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.ExactNetwork;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.RuntimeSettings;
import io.nlc.runtime.TransformNetwork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.IIOException;

/**
 * The networks of one pack on one device, loaded when first used. Instances are shared: {@link #acquire} counts users,
 * {@link #close} gives one back, and {@link #closeIdle} frees the natives of those that nobody uses.
 */
public final class PackSessions implements AutoCloseable {

    /*
     * This cache is the only static state of the plugin. Loading a pack costs a second or so, and ImageIO makes a new reader for
     * every picture, so sessions outlive their users; a program that is done with NLC calls closeIdle().
     */

    private record Key(String digest, String location, String device, RuntimeSettings settings) {
    }

    private static final Map<Key, PackSessions> CACHE = new HashMap<>();

    private final ModelPack pack;
    private final DeviceChoice choice;
    private final RuntimeSettings settings;
    private int users;
    private TransformNetwork analysis;
    private TransformNetwork hyperAnalysis;
    private TransformNetwork synthesis;
    private ExactNetwork hyperSynthesis;
    private ExactNetwork context;
    private ExactNetwork head;

    private PackSessions(ModelPack pack, DeviceChoice choice, RuntimeSettings settings) {
        this.pack = pack;
        this.choice = choice;
        this.settings = settings;
    }

    /** The shared networks of a pack on a device; to be closed after use. Loads nothing yet. */
    public static PackSessions acquire(ModelPack pack, DeviceChoice device) {
        Objects.requireNonNull(pack, "pack");
        Objects.requireNonNull(device, "device");
        RuntimeSettings settings = RuntimeSettings.fromProperties();
        synchronized (CACHE) {
            PackSessions s = CACHE.computeIfAbsent(new Key(pack.digestHex(), pack.location(), device.toString(), settings),
                    k -> new PackSessions(pack, device, settings));
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

    private synchronized void free() {
        for (AutoCloseable network : new AutoCloseable[] {analysis, hyperAnalysis, synthesis, hyperSynthesis, context, head}) {
            if (network instanceof TransformNetwork t) {
                t.close();
            } else if (network instanceof ExactNetwork e) {
                e.close();
            }
        }
    }

    /** The pack. */
    public ModelPack pack() {
        return pack;
    }

    /** {@code analysis.onnx}: {@code x}, {@code gain} to {@code y}. */
    public synchronized TransformNetwork analysis() throws IIOException {
        if (analysis == null) {
            analysis = transform(ModelPack.ANALYSIS, new FloatTensor(1, 3, 64, 64), ones());
        }
        return analysis;
    }

    /** {@code hyper_analysis.onnx}: {@code y} to {@code z}. */
    public synchronized TransformNetwork hyperAnalysis() throws IIOException {
        if (hyperAnalysis == null) {
            hyperAnalysis = transform(ModelPack.HYPER_ANALYSIS, new FloatTensor(1, pack.manifest().latentChannels(), 4, 4));
        }
        return hyperAnalysis;
    }

    /** {@code synthesis.onnx}: {@code y}, {@code inverse_gain} to {@code x}. */
    public synchronized TransformNetwork synthesis() throws IIOException {
        if (synthesis == null) {
            synthesis = transform(ModelPack.SYNTHESIS, new FloatTensor(1, pack.manifest().latentChannels(), 4, 4), ones());
        }
        return synthesis;
    }

    /** {@code hyper_synthesis.onnx}: {@code z} to {@code hyper}. */
    public synchronized ExactNetwork hyperSynthesis() throws IIOException {
        if (hyperSynthesis == null) {
            hyperSynthesis = exact(ModelPack.HYPER_SYNTHESIS);
        }
        return hyperSynthesis;
    }

    /** {@code context.onnx}: visible {@code y} to {@code context}; empty if the pack has no context model. */
    public synchronized Optional<ExactNetwork> context() throws IIOException {
        if (context == null && pack.manifest().hasContext()) {
            context = exact(ModelPack.CONTEXT);
        }
        return Optional.ofNullable(context);
    }

    /** {@code head.onnx}: {@code hyper} and {@code context} at packed positions to {@code params}. */
    public synchronized ExactNetwork head() throws IIOException {
        if (head == null) {
            head = exact(ModelPack.HEAD);
        }
        return head;
    }

    /** The device of the transforms, for people to read; {@code cpu} or {@code cuda:N}. */
    public String device() throws IIOException {
        return synthesis().device().toString();
    }

    private FloatTensor ones() {
        return FloatTensor.filled(1f, 1, pack.manifest().latentChannels(), 1, 1);
    }

    private TransformNetwork transform(String file, FloatTensor... warmUp) throws IIOException {
        return TransformNetwork.load(pack.name() + " " + file, pack.read(file), choice, settings, List.of(warmUp));
    }

    private ExactNetwork exact(String file) throws IIOException {
        return ExactNetwork.load(pack.name() + " " + file, pack.read(file), choice, settings, pack.manifest().selfTests().get(file));
    }
}
