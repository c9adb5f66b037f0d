package io.nlc.runtime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.nlc.failure.NlcException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Finds devices and makes session options for them. */
final class Devices {

    /*
     * That a build of ONNX Runtime has the CUDA provider compiled in says nothing about this machine, and asking the
     * provider costs 5 seconds and 583 MB of temporary files where CUDA is absent. So a look for the driver comes
     * first; the provider is tried only then. Convolutions need cuDNN, which is loaded by the first run: a warm-up
     * run is part of the trial, and it is the networks (ExactNetwork, TransformNetwork) that make it.
     */

    private Devices() {}

    /** The devices to try, best first; the last of an {@code auto} choice is the CPU. */
    static List<Device> candidates(DeviceChoice choice) throws NlcException {
        return switch (choice.kind()) {
            case CPU -> List.of(Device.CPU);
            case CUDA -> List.of(new Device(true, choice.index()));
            case AUTO ->
                driverPresent() && providerCompiledIn()
                        ? List.of(new Device(true, 0), Device.CPU)
                        : List.of(Device.CPU);
        };
    }

    static boolean driverPresent() {
        String root = System.getenv("SystemRoot");
        return Files.exists(Path.of("/dev/nvidiactl"))
                || Files.exists(Path.of("/dev/dxg"))
                || root != null && Files.exists(Path.of(root, "System32", "nvcuda.dll"));
    }

    static boolean providerCompiledIn() throws NlcException {
        OrtRuntime.load();
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Options for a session; the caller closes them.
     *
     * @param exact the network's integers must come out exactly: TF32 and algorithms with fractional transforms
     *     (Winograd, FFT) are off
     */
    static SessionOptions options(Device device, RuntimeSettings settings, boolean exact)
            throws OrtException, NlcException {
        OrtRuntime.environment(settings.djl()); // addCUDA fails with a misleading message without one
        NativeCalls.begin();
        try {
            return make(device, settings, exact);
        } finally {
            NativeCalls.end();
        }
    }

    private static SessionOptions make(Device device, RuntimeSettings settings, boolean exact) throws OrtException {
        SessionOptions options = new SessionOptions();
        try {
            options.setIntraOpNumThreads(settings.threads());
            options.setInterOpNumThreads(1);
            options.setOptimizationLevel(settings.optimization().level(device));
            options.setMemoryPatternOptimization(false); // tile shapes vary
            options.addConfigEntry("session.intra_op.allow_spinning", "0"); // be kind to the rest of the program
            if (device.cuda()) {
                try (OrtCUDAProviderOptions cuda = new OrtCUDAProviderOptions(device.index())) {
                    cuda.add("use_tf32", "0");
                    cuda.add("cudnn_conv_algo_search", exact ? "DEFAULT" : "HEURISTIC");
                    options.addCUDA(cuda);
                }
            }
            return options;
        } catch (OrtException | RuntimeException e) {
            options.close();
            throw e;
        }
    }
}
