package io.nlc.imageio;

import io.nlc.model.PackSessions;
import io.nlc.runtime.RuntimeRelease;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.spi.ImageWriterSpi;

/**
 * The plugin in programs that come and go while the process stays: web applications, bundles. Others need none of this,
 * because ImageIO finds plugins on the class path by itself.
 *
 * <pre>{@code
 * public void contextInitialized(ServletContextEvent event) {
 *     NlcPlugin.register();
 * }
 *
 * public void contextDestroyed(ServletContextEvent event) {
 *     NlcPlugin.release();
 * }
 * }</pre>
 */
public final class NlcPlugin {

    private NlcPlugin() {}

    /** Makes reader and writer known to ImageIO, unless they are. ImageIO itself looks for plugins only once. */
    public static synchronized void register() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        if (registry.getServiceProviderByClass(NlcImageReaderSpi.class) == null) {
            registry.registerServiceProvider(new NlcImageReaderSpi(), ImageReaderSpi.class);
        }
        if (registry.getServiceProviderByClass(NlcImageWriterSpi.class) == null) {
            registry.registerServiceProvider(new NlcImageWriterSpi(), ImageWriterSpi.class);
        }
    }

    /**
     * Takes reader and writer of this class loader from ImageIO, frees the networks that nobody uses, and what else
     * would keep the class loader. Those of other class loaders stay. Call it when no picture is read or written any
     * more.
     *
     * @return whether the class loader can go; otherwise it stays until the process ends, with its classes and ONNX
     *     Runtime's library. {@code docs/java.md}, "Class loaders", says when that is
     */
    public static synchronized boolean release() {
        IIORegistry registry = IIORegistry.getDefaultInstance();
        NlcImageReaderSpi reader = registry.getServiceProviderByClass(NlcImageReaderSpi.class);
        if (reader != null) {
            registry.deregisterServiceProvider(reader);
        }
        NlcImageWriterSpi writer = registry.getServiceProviderByClass(NlcImageWriterSpi.class);
        if (writer != null) {
            registry.deregisterServiceProvider(writer);
        }
        PackSessions.closeIdle();
        return RuntimeRelease.release();
    }
}
