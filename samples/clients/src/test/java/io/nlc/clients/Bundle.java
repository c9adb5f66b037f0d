package io.nlc.clients;

import io.nlc.imageio.NlcPlugin;
import java.io.File;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** A bundle with the plugin's jars inside. ImageIO looks for plugins on the class path alone, so it registers them. */
public final class Bundle implements BundleActivator {

    @Override
    public void start(BundleContext context) throws Exception {
        NlcPlugin.register();
        System.out.println(RoundTrip.class.getClassLoader().getClass().getSimpleName() + ": "
                + RoundTrip.of(new File(context.getProperty("picture"))));
    }

    @Override
    public void stop(BundleContext context) {
        NlcPlugin.release();
    }
}
