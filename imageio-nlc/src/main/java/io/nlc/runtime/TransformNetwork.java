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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;

/**
 * A floating-point network (analysis, synthesis, hyper analysis), loaded and run by DJL. What it computes may differ in the last
 * bits from machine to machine; no probability depends on it. {@link #run} may be called from many threads at once.
 */
public final class TransformNetwork implements AutoCloseable {

    /*
     * DJL would add CUDA to the session by itself for a GPU device, with options of its own choosing; so the model is always made
     * for Device.cpu() and CUDA is in the session options we hand it. A GPU that fails in use (out of memory, driver reset) is
     * left for good: the network is loaded again on the CPU, one warning is logged, and the run is repeated.
     */

    private static final Logger LOG = System.getLogger(TransformNetwork.class.getName());

    private final String name;
    private final byte[] bytes;
    private final RuntimeSettings settings;
    private volatile Loaded loaded;

    private record Loaded(Device device, SessionOptions options, Model model) {
        void close() {
            model.close();
            options.close();
        }
    }

    private TransformNetwork(String name, byte[] bytes, RuntimeSettings settings, Loaded loaded) {
        this.name = name;
        this.bytes = bytes;
        this.settings = settings;
        this.loaded = loaded;
    }

    /**
     * Loads a network.
     *
     * @param name   for messages
     * @param model  the ONNX file
     * @param warmUp inputs of a first small run, which shows whether a GPU really works
     * @throws IIOException if the model cannot be loaded, or the device that was asked for by name does not work
     */
    public static TransformNetwork load(String name, byte[] model, DeviceChoice choice, RuntimeSettings settings,
            List<FloatTensor> warmUp) throws IIOException {
        IIOException failure = null;
        for (Device device : Devices.candidates(choice)) {
            try {
                Loaded loaded = loadOn(name, model, device, settings);
                TransformNetwork network = new TransformNetwork(name, device.cuda() ? model : null, settings, loaded);
                if (device.cuda()) {
                    try {
                        predict(loaded, warmUp);
                    } catch (TranslateException e) {
                        network.close();
                        throw new IIOException(name + " does not run on " + device + ": " + reason(e), e);
                    }
                }
                return network;
            } catch (IIOException e) {
                failure = e;
                LOG.log(Level.INFO, "{0}", e.getMessage());
            }
        }
        throw failure;
    }

    private static Loaded loadOn(String name, byte[] bytes, Device device, RuntimeSettings settings) throws IIOException {
        SessionOptions options = null;
        Model model = null;
        try {
            options = Devices.options(device, settings, false);
            model = Model.newInstance(name, ai.djl.Device.cpu(), "OnnxRuntime");
            model.load(new ByteArrayInputStream(bytes), Map.of("sessionOptions", options));
            return new Loaded(device, options, model);
        } catch (OrtException | IOException | MalformedModelException | RuntimeException e) {
            if (model != null) {
                model.close();
            }
            if (options != null) {
                options.close();
            }
            throw new IIOException(name + " cannot be loaded on " + device + ": " + reason(e), e);
        }
    }

    /** Where the network runs now. */
    public Device device() {
        return loaded.device();
    }

    /**
     * Runs the network.
     *
     * @param inputs in the network's order, with the shapes that {@code docs/pack.md} gives
     * @return the output, flattened
     * @throws IIOException if the run fails on the CPU
     */
    public float[] run(FloatTensor... inputs) throws IIOException {
        Loaded l = loaded;
        try {
            return predict(l, List.of(inputs));
        } catch (TranslateException e) {
            if (!l.device().cuda()) {
                throw new IIOException(name + " failed on " + l.device() + ": " + reason(e), e);
            }
            try {
                return predict(fallBack(l, e), List.of(inputs));
            } catch (TranslateException again) {
                throw new IIOException(name + " failed on " + loaded.device() + ": " + reason(again), again);
            }
        }
    }

    private synchronized Loaded fallBack(Loaded failed, Exception why) throws IIOException {
        if (loaded == failed) {
            LOG.log(Level.WARNING, "{0} failed on {1} and goes on on the CPU: {2}", name, failed.device(), reason(why));
            loaded = loadOn(name, bytes, Device.CPU, settings);
            // The failed one is not closed: another thread may still be inside a run, and it happens at most once.
        }
        return loaded;
    }

    private static String reason(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t.getMessage() == null ? t.toString() : t.getMessage();
    }

    private static float[] predict(Loaded l, List<FloatTensor> inputs) throws TranslateException {
        try (Predictor<List<FloatTensor>, float[]> predictor = l.model().newPredictor(new Raster())) {
            return predictor.predict(inputs);
        }
    }

    /** Tensors in, flattened output out; no batch axis is added, ours is in the shape. */
    private static final class Raster implements NoBatchifyTranslator<List<FloatTensor>, float[]> {

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
        public float[] processOutput(TranslatorContext context, NDList list) {
            try (NDArray out = list.singletonOrThrow()) {
                return out.toFloatArray();
            }
        }
    }

    @Override
    public void close() {
        loaded.close();
    }
}
