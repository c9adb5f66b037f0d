package io.nlc.runtime;

import ai.djl.engine.Engine;
import ai.djl.onnxruntime.engine.OrtEngineProvider;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.lang.System.Logger.Level;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.logging.Logger;

/** Starts ONNX Runtime and DJL, in the order and in the surroundings that they need. */
@SuppressWarnings("try") // resources that need only be held
final class OrtRuntime {

    /** DJL's name of ONNX Runtime. */
    static final String ENGINE = "OnnxRuntime";

    private static final System.Logger LOG = System.getLogger(OrtRuntime.class.getName());

    private static Boolean first;
    private static boolean loaded;
    private static NlcException broken;
    private static Boolean djl;
    private static boolean kept;

    private OrtRuntime() {}

    /**
     * Loads the libraries, unless they are loaded.
     *
     * @throws NlcException if they cannot be unpacked, which may succeed another time, or not be loaded, which will
     *     not: the JVM initialises a class once
     */
    static synchronized void load() throws NlcException {
        if (loaded) {
            return;
        }
        if (broken != null) {
            throw new NlcException(broken.kind(), broken.getMessage(), broken);
        }
        Optional<Path> folder = Optional.empty();
        if (!LibraryProperties.nativesAreChosen() && !isLoadedByProgram()) {
            if (first == null) {
                first = LibraryProperties.firstInProcess();
            }
            folder = Natives.unpack(first, Devices.driverPresent());
        }
        NativeCalls.begin();
        try (LibraryFolders.Making start = LibraryFolders.ofStart()) {
            if (folder.isPresent()) {
                LibraryProperties.withNatives(folder.get(), OrtEnvironment::getAvailableProviders);
                deleteTemporaryFolder();
            } else {
                OrtEnvironment.getAvailableProviders();
            }
            loaded = true;
        } catch (LinkageError | RuntimeException e) {
            String where = folder.map(f -> " from " + f).orElse("");
            String why = reason(e);
            String hint = why.contains("failed to map segment") ? " (is its file system mounted noexec?)" : "";
            broken = new NlcException(
                    FailureKind.RUNTIME, "ONNX Runtime cannot be loaded" + where + hint + ": " + why, e);
            throw broken;
        } finally {
            NativeCalls.end();
        }
    }

    private static String reason(Throwable e) {
        Throwable t = e;
        while (t.getCause() != null && t.getCause() != t) {
            t = t.getCause();
        }
        return t.getMessage() == null ? t.toString() : t.getMessage();
    }

    private static boolean isLoadedByProgram() {
        try {
            return field("loaded").getBoolean(null);
        } catch (ReflectiveOperationException | RuntimeException e) {
            return false;
        }
    }

    /** ONNX Runtime makes an empty folder even if it has nothing to unpack, and a killed process leaves it. */
    private static void deleteTemporaryFolder() {
        try {
            if (field("tempDirectory").get(null) instanceof Path folder) {
                Files.deleteIfExists(folder);
            }
        } catch (ReflectiveOperationException | java.io.IOException | RuntimeException e) {
            LOG.log(Level.DEBUG, "ONNX Runtime deletes its temporary folder itself", e);
        }
    }

    private static Field field(String name) throws ReflectiveOperationException {
        Field field = Class.forName("ai.onnxruntime.OnnxRuntime", false, OrtEnvironment.class.getClassLoader())
                .getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /**
     * Makes the environment, unless there is one.
     *
     * @param withDjl DJL shall be used if it can. It insists on making the one environment of the process, so it is
     *     asked first
     */
    static synchronized OrtEnvironment environment(boolean withDjl) throws NlcException {
        load();
        NativeCalls.begin();
        try {
            if (withDjl) {
                djlWorks();
            }
            OrtEnvironment environment = OrtEnvironment.getEnvironment();
            if (!kept) {
                kept = true;
                environment.setTelemetry(false); // events of Windows; nothing elsewhere
                keep();
            }
            return environment;
        } catch (OrtException | LinkageError | RuntimeException e) {
            throw new NlcException(FailureKind.RUNTIME, "ONNX Runtime does not start: " + reason(e), e);
        } finally {
            NativeCalls.end();
        }
    }

    /**
     * Has the environment outlive ONNX Runtime's shutdown hook, which would free it while daemon threads run sessions:
     * its users are counted, and this is one more. It ends with the process.
     */
    private static void keep() {
        try {
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(
                    null,
                    field("ortApiHandle").getLong(null),
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING.getValue(),
                    OrtEnvironment.DEFAULT_NAME);
        } catch (ReflectiveOperationException | RuntimeException e) {
            LOG.log(Level.DEBUG, "ONNX Runtime's shutdown hook cannot be kept from freeing the environment", e);
        }
    }

    /**
     * Removes ONNX Runtime's shutdown hook, which frees nothing of ours anyway: see {@link #keep}. One of another class
     * loader, which outlives ours, is let alone.
     *
     * @return whether nothing of ONNX Runtime keeps our class loader
     */
    static synchronized boolean removeHook() {
        if (!loaded || OrtEnvironment.class.getClassLoader() != OrtRuntime.class.getClassLoader()) {
            return true;
        }
        try {
            return ShutdownHooks.remove(Class.forName(
                    "ai.onnxruntime.OrtEnvironment$OrtEnvCloser", false, OrtEnvironment.class.getClassLoader()));
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    /**
     * Whether DJL can be used; its classes take a while to load. It cannot where the program has made an ONNX Runtime
     * environment of its own before: DJL's engine then refuses to start, and transforms reach ONNX Runtime directly.
     */
    static synchronized boolean djlWorks() throws NlcException {
        if (djl == null) {
            load();
            LibraryProperties.keepDjlSilent();
            djl = startDjl();
        }
        return djl;
    }

    private static boolean startDjl() {
        try (OurClassLoader context = new OurClassLoader()) {
            Chatty.silence();
            if (!Engine.hasEngine(ENGINE)) { // DJL was first asked for engines where this one cannot be seen
                Engine.registerEngine(new OrtEngineProvider());
            }
            Engine.getEngine(ENGINE);
            return true;
        } catch (LinkageError | RuntimeException e) {
            LOG.log(Level.DEBUG, "DJL's ONNX Runtime engine does not start", e);
            return false;
        }
    }

    private static final class Chatty {
        /*
         * On every CPU-only machine DJL warns that there is no CUDA, and that an extension nobody asked for is not
         * there. Whoever has set a level for these loggers keeps it. The field holds the logger, which
         * java.util.logging keeps weakly.
         */
        private static final Logger LOGGER = Logger.getLogger("ai.djl.onnxruntime.engine");

        static void silence() {
            if (LOGGER.getLevel() == null) {
                LOGGER.setLevel(java.util.logging.Level.SEVERE);
            }
        }
    }
}
