package io.nlc.codec.inspect;

import io.nlc.model.Arithmetic;
import io.nlc.model.ModelPack;
import io.nlc.model.PackSessions;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;

/** Tells how a machine decodes, for those who measure what it makes of files. */
public final class SynthesisCheck {

    private SynthesisCheck() {}

    /**
     * What the pictures of a pack are synthesised with here, where nothing is added to them.
     *
     * @param settings with the precision that is asked for
     * @throws IOException if a network cannot run
     */
    public static Arithmetic arithmetic(ModelPack pack, RuntimeSettings settings) throws IOException {
        try (PackSessions sessions = PackSessions.acquire(pack, settings)) {
            return sessions.arithmetic(settings.precision());
        }
    }
}
