package io.nlc.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** All who know of packs. Some are other people's code: whatever they throw costs no more than what they know. */
final class PackProviders {

    /** A service that cannot be loaded is passed over, but not for ever. */
    private static final int MAX_FAILURES = 64;

    private final List<PackProvider> providers;
    private final List<Throwable> failures;

    private PackProviders(List<PackProvider> providers, List<Throwable> failures) {
        this.providers = List.copyOf(providers);
        this.failures = List.copyOf(failures);
    }

    static PackProviders of(PackProvider... providers) {
        return new PackProviders(List.of(providers), List.of());
    }

    /** Directories, then the class path, then services, as {@code loader} sees them. */
    static PackProviders installed(List<Path> directories, ClassLoader loader) {
        List<PackProvider> all =
                new ArrayList<>(List.of(new DirectoryPackProvider(directories), new ClassPathPackProvider()));
        List<Throwable> failures = new ArrayList<>();
        Iterator<PackProvider> services =
                ServiceLoader.load(PackProvider.class, loader).iterator();
        while (failures.size() < MAX_FAILURES) {
            try {
                if (!services.hasNext()) {
                    break;
                }
                all.add(services.next());
            } catch (ServiceConfigurationError | LinkageError e) {
                failures.add(e);
            }
        }
        return new PackProviders(all, failures);
    }

    /** The packs of all, in their order. Never throws. */
    List<PackSource> sources(PackListing.Builder listing) {
        failures.forEach(e -> listing.failed(PackProvider.class.getName(), e));
        List<PackSource> sources = new ArrayList<>();
        for (PackProvider provider : providers) {
            String name = provider.getClass().getName();
            try {
                for (PackSource source : provider.packs()) {
                    sources.add(new GuardedSource(source));
                }
            } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
                listing.failed(name, e);
            }
        }
        return sources;
    }
}
