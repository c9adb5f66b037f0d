package io.nlc.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.IIOException;

/**
 * A network whose outputs are integers that must be the same on every machine ({@code docs/pack.md}, "exact").
 *
 * <p>It reaches ONNX Runtime directly, because entropy networks are called step by step with buffers that stay.
 * {@link #run} may be called from many threads at once; {@link #close} must not run beside it.
 */
public final class ExactNetwork implements AutoCloseable {

    /*
     * Exactness is a property of the weights (every partial sum is an integer below 2^24, so any order of summation gives the
     * same float32), but a provider may still break it: TF32, Winograd, FFT, a bug. Therefore each network carries a test
     * vector, and a provider that does not reproduce it bit for bit is not used for that network. If even the CPU fails, there
     * is no network: a wrong probability would destroy files silently.
     */

    private static final Logger LOG = System.getLogger(ExactNetwork.class.getName());

    private final String name;
    private final Device device;
    private final OrtSession session;
    private final String output;

    private ExactNetwork(String name, Device device, OrtSession session) {
        this.name = name;
        this.device = device;
        this.session = session;
        this.output = session.getOutputNames().iterator().next();
    }

    /**
     * Loads a network and checks it.
     *
     * @param name     for messages
     * @param model    the ONNX file
     * @param choice   where to run; a device that fails the test vector is passed over in favour of the CPU
     * @throws IIOException if no device runs the network exactly, or the model cannot be loaded
     */
    public static ExactNetwork load(String name, byte[] model, DeviceChoice choice, RuntimeSettings settings, SelfTest test)
            throws IIOException {
        List<Device> devices = Devices.candidates(choice);
        IIOException failure = null;
        for (Device device : devices) {
            try {
                return loadOn(name, model, device, settings, test);
            } catch (IIOException e) {
                failure = e;
            }
        }
        if (!devices.contains(Device.CPU)) {
            LOG.log(Level.WARNING, "{0} runs on the CPU: {1}", name, failure.getMessage());
            return loadOn(name, model, Device.CPU, settings, test);
        }
        throw failure;
    }

    private static ExactNetwork loadOn(String name, byte[] model, Device device, RuntimeSettings settings, SelfTest test)
            throws IIOException {
        OrtEnvironment environment = Devices.environment();
        ExactNetwork network;
        try (SessionOptions options = Devices.options(device, settings, true)) {
            network = new ExactNetwork(name, device, environment.createSession(model, options));
        } catch (OrtException e) {
            throw new IIOException(name + " cannot be loaded on " + device + ": " + e.getMessage(), e);
        }
        try {
            FloatTensor out = network.runUnshaped(test.tensors());
            if (!test.accepts(out)) {
                throw new IIOException(name + " does not compute exactly on " + device + ": its test vector differs");
            }
            return network;
        } catch (IIOException e) {
            network.close();
            throw e;
        }
    }

    /** Where the network runs. */
    public Device device() {
        return device;
    }

    /**
     * Runs the network.
     *
     * @param inputs by name; of the shapes that {@code docs/pack.md} gives
     * @param result already of the output's shape; filled in place
     * @throws IIOException if ONNX Runtime refuses or fails
     */
    public void run(Map<String, FloatTensor> inputs, FloatTensor result) throws IIOException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try {
            wrap(inputs, in);
            try (OnnxTensor out = OnnxTensor.createTensor(Devices.environment(), result.buffer(), result.shape());
                    OrtSession.Result r = session.run(in, Map.of(output, out))) {
                r.size(); // the values went into the pinned buffer
            }
        } catch (OrtException e) {
            throw new IIOException(name + " failed on " + device + ": " + e.getMessage(), e);
        } finally {
            in.values().forEach(OnnxTensor::close);
        }
    }

    private FloatTensor runUnshaped(Map<String, FloatTensor> inputs) throws IIOException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try {
            wrap(inputs, in);
            try (OrtSession.Result r = session.run(in)) {
                OnnxTensor out = (OnnxTensor) r.get(0);
                FloatTensor t = new FloatTensor(out.getInfo().getShape());
                t.buffer().put(out.getFloatBuffer());
                return t;
            }
        } catch (OrtException e) {
            throw new IIOException(name + " failed on " + device + ": " + e.getMessage(), e);
        } finally {
            in.values().forEach(OnnxTensor::close);
        }
    }

    private static void wrap(Map<String, FloatTensor> inputs, Map<String, OnnxTensor> in) throws OrtException {
        for (Map.Entry<String, FloatTensor> e : inputs.entrySet()) {
            in.put(e.getKey(), OnnxTensor.createTensor(Devices.environment(), e.getValue().buffer(), e.getValue().shape()));
        }
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (OrtException e) {
            LOG.log(Level.WARNING, "cannot close " + name, e);
        }
    }
}
