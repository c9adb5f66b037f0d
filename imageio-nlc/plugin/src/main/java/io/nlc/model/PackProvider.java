package io.nlc.model;

import java.io.IOException;
import java.util.List;

/**
 * Finds packs; a service that {@link java.util.ServiceLoader} loads. Implementations only look for manifests, they load
 * no network and no native code.
 */
public interface PackProvider {

    /**
     * The packs that this provider knows.
     *
     * @throws IOException if a pack is there but broken; the message names it
     */
    List<PackSource> packs() throws IOException;
}
