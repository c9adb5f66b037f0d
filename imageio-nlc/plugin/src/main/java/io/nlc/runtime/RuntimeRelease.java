package io.nlc.runtime;

/**
 * The end of ONNX Runtime in a program that goes while the process stays: a web application, a bundle. Networks must be
 * closed before.
 */
public final class RuntimeRelease {

    private RuntimeRelease() {}

    /**
     * Takes out of the JVM what would keep our class loader: shutdown hooks. Whoever uses networks afterwards gets them
     * again. Does nothing while a network runs.
     *
     * @return whether all of it is out. ONNX Runtime's own hook cannot be reached unless the JVM was started with
     *     {@code --add-opens=java.base/java.lang=ALL-UNNAMED}, as Tomcat's scripts do
     */
    public static boolean release() {
        return NativeCalls.unhook() && OrtRuntime.removeHook();
    }
}
