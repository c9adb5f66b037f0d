package io.nlc.runtime;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;

/**
 * A network whose outputs are integers that must be the same on every machine ({@code docs/pack.md}, "exact").
 *
 * <p>It reaches ONNX Runtime directly, because entropy networks are called step by step with buffers that stay.
 * {@link #run} may be called from many threads at once; {@link #close} waits for them.
 */
public final class ExactNetwork implements AutoCloseable {

    /*
     * Exactness is a property of the weights (every partial sum is an integer below 2^24, so any order of summation
     * gives the same float32), but a provider may still break it: TF32, Winograd, FFT, a bug. Therefore each network
     * carries a test vector, and a provider that does not reproduce it bit for bit is not used for that network. If
     * even the CPU fails, there is no network: a wrong probability would destroy files silently.
     */

    private static final Logger LOG = System.getLogger(ExactNetwork.class.getName());

    private final String name;
    private final Device device;
    private final OrtNetwork network;

    private ExactNetwork(String name, Device device, OrtNetwork network) {
        this.name = name;
        this.device = device;
        this.network = network;
    }

    /**
     * Loads a network and checks it.
     *
     * @param name for messages
     * @param model the ONNX file
     * @param settings a device that fails the test vector is passed over in favour of the CPU
     * @throws NlcException if no device runs the network exactly, or the model cannot be loaded
     */
    public static ExactNetwork load(String name, byte[] model, RuntimeSettings settings, SelfTest test)
            throws NlcException {
        for (Device device : Devices.candidates(settings.device())) {
            if (device.cuda()) {
                try {
                    return loadOn(name, model, device, settings, test);
                } catch (NlcException e) {
                    LOG.log(Level.WARNING, "{0} runs on the CPU: {1}", name, e.getMessage());
                }
            }
        }
        return loadOn(name, model, Device.CPU, settings, test);
    }

    private static ExactNetwork loadOn(
            String name, byte[] model, Device device, RuntimeSettings settings, SelfTest test) throws NlcException {
        OrtNetwork network;
        try (SessionOptions options = Devices.options(device, settings, true)) {
            network = new OrtNetwork(model, options);
        } catch (OrtException e) {
            throw new NlcException(
                    FailureKind.RUNTIME, name + " cannot be loaded on " + device + ": " + e.getMessage(), e);
        }
        boolean exact = false;
        try {
            exact = test.accepts(network.run(test.tensors()));
        } catch (OrtException e) {
            throw new NlcException(FailureKind.RUNTIME, name + " failed on " + device + ": " + e.getMessage(), e);
        } finally {
            if (!exact) {
                network.close();
            }
        }
        if (!exact) {
            throw new NlcException(
                    FailureKind.INEXACT,
                    name + " does not compute exactly on " + device + ": its test vector differs",
                    name,
                    device.toString());
        }
        return new ExactNetwork(name, device, network);
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
     * @throws NlcException if ONNX Runtime refuses or fails
     */
    public void run(Map<String, FloatTensor> inputs, FloatTensor result) throws NlcException {
        try {
            network.run(inputs, result);
        } catch (OrtException e) {
            throw new NlcException(FailureKind.RUNTIME, name + " failed on " + device + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
