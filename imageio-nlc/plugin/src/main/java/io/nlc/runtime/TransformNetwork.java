package io.nlc.runtime;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.NoBatchifyTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.TranslatorContext;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A floating-point network (analysis, synthesis, hyper analysis, ...), loaded and run by DJL. What it computes may
 * differ in the last bits from machine to machine; no probability depends on it. {@link #run} and {@link #runAll} may
 * be called from many threads at once; {@link #close} waits for them. Runs wait until there is memory for them.
 */
@SuppressWarnings("try") // resources that need only be held
public final class TransformNetwork implements AutoCloseable {

    /*
     * DJL would add CUDA to the session by itself for a GPU device, with options of its own choosing; so the model is
     * always made for Device.cpu() and CUDA is in the session options we hand it. A GPU that fails in use (out of
     * memory, driver reset) is left for good: the network is loaded again on the CPU, one warning is logged, and the
     * run is repeated.
     *
     * On the CPU a network at rest may be unloaded to make room for another (NativeMemory). It loads again with its
     * next run.
     */

    private static final Logger LOG = System.getLogger(TransformNetwork.class.getName());

    private final String name;
    private final ModelBytes bytes;
    private final RuntimeSettings settings;
    private final NativeMemory.Share memory;
    private volatile Device device;
    private volatile Loaded loaded; // null while it is unloaded
    private boolean closed;

    private record Loaded(Device device, SessionOptions options, Engine engine) {
        void close() {
            engine.close();
            options.close();
        }
    }

    /** What runs the network: DJL, or a session of our own where DJL cannot start. */
    private interface Engine {
        Map<String, float[]> run(List<FloatTensor> inputs) throws TranslateException, OrtException, NlcException;

        void close();
    }

    private record Djl(Model model, NativeUse use) implements Engine {
        static Djl load(String name, byte[] bytes, SessionOptions options) throws IOException, MalformedModelException {
            NativeUse use = new NativeUse();
            Model model = null;
            Djl loaded = null;
            try (NativeUse.Use loading = use.begin();
                    LibraryFolders.Making folder = LibraryFolders.ofModel();
                    OurClassLoader context = new OurClassLoader()) {
                model = Model.newInstance(name, ai.djl.Device.cpu(), OrtRuntime.ENGINE);
                model.load(new ByteArrayInputStream(bytes), Map.of("sessionOptions", options));
                deleteIfEmpty(model.getModelPath());
                loaded = new Djl(model, use);
                return loaded;
            } finally {
                if (loaded == null && model != null) {
                    model.close();
                }
            }
        }

        /** DJL makes a folder for a model from a stream and puts nothing there, and a killed process leaves it. */
        private static void deleteIfEmpty(Path folder) {
            try {
                Files.deleteIfExists(folder);
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "DJL deletes the folder of a model itself", e);
            }
        }

        @Override
        public Map<String, float[]> run(List<FloatTensor> inputs) throws TranslateException, NlcException {
            try (NativeUse.Use running = use.begin();
                    OurClassLoader context = new OurClassLoader();
                    Predictor<List<FloatTensor>, Map<String, float[]>> predictor =
                            model.newPredictor(new Raster(), ai.djl.Device.cpu())) {
                return predictor.predict(inputs);
            }
        }

        @Override
        public void close() {
            use.free(model::close);
        }
    }

    private record Direct(OrtNetwork network) implements Engine {
        @Override
        public Map<String, float[]> run(List<FloatTensor> inputs) throws OrtException, NlcException {
            Map<String, FloatTensor> named = new LinkedHashMap<>();
            Iterator<FloatTensor> next = inputs.iterator();
            for (String input : network.inputs()) {
                named.put(input, next.next());
            }
            return network.runAll(named);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    private TransformNetwork(String name, ModelBytes bytes, RuntimeSettings settings, MemoryUse use) {
        this.name = name;
        this.bytes = bytes;
        this.settings = settings;
        this.memory = new NativeMemory.Share(name, use, this::unload);
    }

    /**
     * Loads a network.
     *
     * @param name for messages
     * @param model the ONNX file
     * @param use what it takes of native memory on the CPU
     * @param warmUp inputs of a first small run, which shows whether a GPU really works
     * @throws NlcException if the model cannot be loaded, the device that was asked for by name does not work, or there
     *     is not enough memory
     */
    public static TransformNetwork load(
            String name, ModelBytes model, RuntimeSettings settings, MemoryUse use, List<FloatTensor> warmUp)
            throws NlcException {
        TransformNetwork network = new TransformNetwork(name, model, settings, use);
        NlcException failure = null;
        for (Device device : Devices.candidates(settings.device())) {
            try {
                network.load(device, warmUp);
                return network;
            } catch (NlcException e) {
                failure = e;
                if (device.cuda()) {
                    LOG.log(Level.INFO, "{0}", e.getMessage());
                }
            }
        }
        throw failure;
    }

    private void load(Device on, List<FloatTensor> warmUp) throws NlcException {
        boolean works = false;
        try (NativeMemory.Reservation room = on.cuda() ? () -> {} : memory.reserve(settings.budget(), 0)) {
            Loaded now = loadOn(name, bytes.read(), on, settings);
            if (on.cuda()) {
                warmUp(name, now, warmUp);
            }
            loaded = now;
            device = on;
            works = true;
        } finally {
            if (!works) {
                memory.close();
            }
        }
    }

    private static void warmUp(String name, Loaded loaded, List<FloatTensor> inputs) throws NlcException {
        boolean works = false;
        try {
            loaded.engine().run(inputs);
            works = true;
        } catch (TranslateException | OrtException e) {
            throw new NlcException(
                    FailureKind.RUNTIME, name + " does not run on " + loaded.device() + ": " + reason(e), e);
        } finally {
            if (!works) {
                loaded.close();
            }
        }
    }

    private static Loaded loadOn(String name, byte[] bytes, Device device, RuntimeSettings settings)
            throws NlcException {
        SessionOptions options = null;
        Loaded loaded = null;
        try {
            options = Devices.options(device, settings, false);
            Engine engine = settings.djl() && OrtRuntime.djlWorks()
                    ? Djl.load(name, bytes, options)
                    : new Direct(new OrtNetwork(bytes, options));
            loaded = new Loaded(device, options, engine);
            return loaded;
        } catch (NlcException e) {
            throw NlcException.about(name, e);
        } catch (OrtException | IOException | MalformedModelException | RuntimeException e) {
            throw new NlcException(FailureKind.RUNTIME, name + " cannot be loaded on " + device + ": " + reason(e), e);
        } finally {
            if (loaded == null && options != null) {
                options.close();
            }
        }
    }

    /** Where the network runs now. */
    public Device device() {
        return device;
    }

    /**
     * Runs a network of one output.
     *
     * @param inputs in the network's order, with the shapes that {@code docs/pack.md} gives
     * @return the output, flattened
     * @throws NlcException if the run fails on the CPU, or there are several outputs
     */
    public float[] run(FloatTensor... inputs) throws NlcException {
        Map<String, float[]> outputs = runAll(inputs);
        if (outputs.size() != 1) {
            throw new NlcException(FailureKind.PACK_BROKEN, name + " has " + outputs.size() + " outputs, not one");
        }
        return outputs.values().iterator().next();
    }

    /**
     * As {@link #run(FloatTensor...)}, for an output of as many values as the pack's manifest leads to.
     *
     * @param values of the output
     * @throws NlcException also if there are more or fewer
     */
    public float[] run(int values, FloatTensor... inputs) throws NlcException {
        float[] output = run(inputs);
        if (output.length != values) {
            throw new NlcException(
                    FailureKind.PACK_BROKEN, name + " makes " + output.length + " values, not " + values);
        }
        return output;
    }

    /**
     * Runs a network of one or more outputs.
     *
     * @param inputs in the network's order, with the shapes that {@code docs/pack.md} gives
     * @return each output, flattened, by its name and in the network's order
     * @throws NlcException if the run fails on the CPU
     */
    public Map<String, float[]> runAll(FloatTensor... inputs) throws NlcException {
        try (NativeMemory.Reservation room = reserve(inputs)) {
            Loaded l = ready();
            try {
                return l.engine().run(List.of(inputs));
            } catch (TranslateException | OrtException e) {
                if (!l.device().cuda()) {
                    throw failed(l, e);
                }
                return runAgain(fallBack(l, e), inputs);
            } catch (NlcException e) {
                Loaded now = loaded;
                if (now == l || now == null) {
                    throw e;
                }
                return runAgain(now, inputs); // another thread has just given the device up
            }
        }
    }

    private NativeMemory.Reservation reserve(FloatTensor... inputs) throws NlcException {
        return device.cuda() ? () -> {} : memory.reserve(settings.budget(), MemoryUse.positions(inputs[0].shape()));
    }

    private Map<String, float[]> runAgain(Loaded other, FloatTensor... inputs) throws NlcException {
        try (NativeMemory.Reservation room = reserve(inputs)) {
            return other.engine().run(List.of(inputs));
        } catch (TranslateException | OrtException e) {
            throw failed(other, e);
        }
    }

    private NlcException failed(Loaded where, Exception e) {
        return new NlcException(FailureKind.RUNTIME, name + " failed on " + where.device() + ": " + reason(e), e);
    }

    private synchronized Loaded fallBack(Loaded failed, Exception why) throws NlcException {
        if (loaded == failed) {
            LOG.log(Level.WARNING, "{0} failed on {1} and goes on on the CPU: {2}", name, failed.device(), reason(why));
            loaded = loadOn(name, bytes.read(), Device.CPU, settings);
            device = Device.CPU;
            failed.close();
        }
        return loaded;
    }

    /** What runs the network, loaded again if it has been unloaded; only with a reservation. */
    private Loaded ready() throws NlcException {
        Loaded l = loaded;
        return l != null ? l : loadAgain();
    }

    private synchronized Loaded loadAgain() throws NlcException {
        if (loaded == null) {
            if (closed) {
                throw new NlcException(FailureKind.RUNTIME, name + " was closed while it was in use");
            }
            loaded = loadOn(name, bytes.read(), device, settings);
        }
        return loaded;
    }

    private synchronized void unload() {
        if (loaded != null) {
            loaded.close();
            loaded = null;
        }
    }

    private static String reason(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t.getMessage() == null ? t.toString() : t.getMessage();
    }

    /** Tensors in, flattened outputs out; no batch axis is added, ours is in the shape. */
    private static final class Raster implements NoBatchifyTranslator<List<FloatTensor>, Map<String, float[]>> {

        @Override
        public NDList processInput(TranslatorContext context, List<FloatTensor> inputs) {
            NDList list = new NDList();
            for (FloatTensor t : inputs) {
                FloatBuffer buffer = t.buffer();
                list.add(context.getNDManager().create(buffer, new Shape(t.shape()), DataType.FLOAT32));
            }
            return list;
        }

        @Override
        public Map<String, float[]> processOutput(TranslatorContext context, NDList list) {
            try (list) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                for (NDArray output : list) {
                    outputs.put(output.getName(), output.toFloatArray());
                }
                return outputs;
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (loaded != null) {
                loaded.close(); // and stays, so that runs that come too late say so
            }
        }
        memory.close();
    }
}
