package io.nlc.runtime;

import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession.SessionOptions;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.Logger;

/** Finds devices and makes session options for them. */
final class Devices {

    /*
     * That a build of ONNX Runtime has the CUDA provider compiled in says nothing about this machine, and asking the
     * provider costs 5 seconds and 583 MB of temporary files where CUDA is absent. So a look for the driver comes
     * first; the provider is tried only then. Convolutions need cuDNN, which is loaded by the first run: a warm-up
     * run is part of the trial, and it is the networks (ExactNetwork, TransformNetwork) that make it.
     */

    /** DJL's name of ONNX Runtime. */
    static final String ENGINE = "OnnxRuntime";

    private Devices() {}

    /** The devices to try, best first; the last of an {@code auto} choice is the CPU. */
    static List<Device> candidates(DeviceChoice choice) {
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

    static boolean providerCompiledIn() {
        return OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA);
    }

    /**
     * Whether DJL can be used; its classes take a while to load. It cannot where the program has made an ONNX Runtime
     * environment of its own before: DJL's engine then refuses to start, and transforms reach ONNX Runtime directly.
     */
    static boolean djlWorks() {
        return Djl.WORKS;
    }

    private static final class Djl {
        /*
         * On every CPU-only machine DJL warns that there is no CUDA, and that an extension nobody asked for is not
         * there. Whoever has set a level for these loggers keeps it. The field holds the logger, which
         * java.util.logging keeps weakly.
         */
        private static final Logger CHATTY = Logger.getLogger("ai.djl.onnxruntime.engine");

        static {
            if (CHATTY.getLevel() == null) {
                CHATTY.setLevel(java.util.logging.Level.SEVERE);
            }
        }

        static final boolean WORKS = start();

        private static boolean start() {
            try {
                Engine.getEngine(ENGINE);
                return true;
            } catch (IllegalStateException | EngineException | LinkageError e) {
                System.getLogger(Devices.class.getName())
                        .log(Level.DEBUG, "DJL's ONNX Runtime engine does not start", e);
                return false;
            }
        }
    }

    /**
     * Options for a session; the caller closes them.
     *
     * @param exact the network's integers must come out exactly: TF32 and algorithms with fractional transforms
     *     (Winograd, FFT) are off
     */
    static SessionOptions options(Device device, RuntimeSettings settings, boolean exact) throws OrtException {
        if (settings.djl()) {
            djlWorks(); // DJL insists on making the one environment of the process, so it is asked first
        }
        OrtEnvironment.getEnvironment(); // addCUDA fails with a misleading message without one
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
