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
 * {@link #run} may be called from many threads at once; {@link #close} waits for them. Runs wait until there is memory
 * for them.
 */
@SuppressWarnings("try") // resources that need only be held
public final class ExactNetwork implements AutoCloseable {

    /*
     * Exactness is a property of the weights (every partial sum is an integer below 2^24, so any order of summation
     * gives the same float32), but a provider may still break it: TF32, Winograd, FFT, a bug. Therefore each network
     * carries a test vector, and a provider that does not reproduce it bit for bit is not used for that network. If
     * even the CPU fails, there is no network: a wrong probability would destroy files silently.
     */

    private static final Logger LOG = System.getLogger(ExactNetwork.class.getName());

    private final String name;
    private final NativeMemory.Share memory;
    private final RuntimeSettings settings;
    private final Loader loader;
    private volatile Device device;
    private volatile OrtNetwork network; // null while it is unloaded
    private boolean closed;

    private interface Loader {
        OrtNetwork load(Device device) throws NlcException;
    }

    private ExactNetwork(String name, RuntimeSettings settings, MemoryUse use, Loader loader) {
        this.name = name;
        this.settings = settings;
        this.loader = loader;
        this.memory = new NativeMemory.Share(name, use, this::unload);
    }

    /**
     * Loads a network and checks it.
     *
     * @param name for messages
     * @param model the ONNX file
     * @param settings a device that fails the test vector is passed over in favour of the CPU
     * @param use what it takes of native memory on the CPU
     * @throws NlcException if no device runs the network exactly, the model cannot be loaded, or there is not enough
     *     memory
     */
    public static ExactNetwork load(
            String name, ModelBytes model, RuntimeSettings settings, MemoryUse use, SelfTest test) throws NlcException {
        ExactNetwork exact =
                new ExactNetwork(name, settings, use, device -> loadOn(name, model.read(), device, settings, test));
        for (Device device : Devices.candidates(settings.device())) {
            if (device.cuda()) {
                try {
                    exact.load(device);
                    return exact;
                } catch (NlcException e) {
                    LOG.log(Level.WARNING, "{0} runs on the CPU: {1}", name, e.getMessage());
                }
            }
        }
        exact.load(Device.CPU);
        return exact;
    }

    private void load(Device on) throws NlcException {
        device = on;
        try (NativeMemory.Reservation room = reserve(0)) {
            network = loader.load(on);
        } finally {
            if (network == null) {
                memory.close();
            }
        }
    }

    private NativeMemory.Reservation reserve(long positions) throws NlcException {
        return device.cuda() ? () -> {} : memory.reserve(settings.budget(), positions);
    }

    private static OrtNetwork loadOn(String name, byte[] model, Device device, RuntimeSettings settings, SelfTest test)
            throws NlcException {
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
        return network;
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
        try (NativeMemory.Reservation room = reserve(MemoryUse.positions(result.shape()))) {
            OrtNetwork now = network;
            (now == null ? loadAgain() : now).run(inputs, result);
        } catch (OrtException e) {
            throw new NlcException(FailureKind.RUNTIME, name + " failed on " + device + ": " + e.getMessage(), e);
        }
    }

    /** Only with a reservation. */
    private synchronized OrtNetwork loadAgain() throws NlcException {
        if (network == null) {
            if (closed) {
                throw new NlcException(FailureKind.RUNTIME, name + " was closed while it was in use");
            }
            network = loader.load(device);
        }
        return network;
    }

    private synchronized void unload() {
        if (network != null) {
            network.close();
            network = null;
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            if (network != null) {
                network.close(); // and stays, so that runs that come too late say so
            }
        }
        memory.close();
    }
}
