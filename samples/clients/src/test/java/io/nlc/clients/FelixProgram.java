package io.nlc.clients;

import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.launch.Framework;

/** An OSGi framework that starts a bundle, stops it and starts it again: {@code FelixProgram CACHE BUNDLE PICTURE}. */
public final class FelixProgram {

    private FelixProgram() {}

    public static void main(String[] args) {
        try {
            run(args);
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            System.exit(1); // whatever threads the framework has
        }
    }

    private static void run(String[] args) throws Exception {
        Framework framework =
                new FrameworkFactory().newFramework(Map.of("org.osgi.framework.storage", args[0], "picture", args[2]));
        framework.start();
        org.osgi.framework.Bundle bundle = framework
                .getBundleContext()
                .installBundle(Path.of(args[1]).toUri().toString());
        for (int i = 0; i < 2; i++) {
            bundle.start();
            bundle.stop();
            System.out.println(
                    "left " + ImageIO.getImageReadersByFormatName("nlc").hasNext());
        }
        framework.stop();
        framework.waitForStop(0);
    }
}
