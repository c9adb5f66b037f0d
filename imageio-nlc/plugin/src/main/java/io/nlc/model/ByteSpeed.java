package io.nlc.model;

import io.nlc.failure.NlcException;
import io.nlc.runtime.SpeedTrial;
import java.util.HashMap;
import java.util.Map;

/** Which networks of 8-bit integers are faster than those of floats here: what was measured once holds for good. */
final class ByteSpeed {

    private final boolean known;
    private final SpeedTrial trial;
    private final Map<String, Boolean> found = new HashMap<>();

    /**
     * Nothing is measured yet.
     *
     * @param known whether the processor is known to be fast with bytes, so that nothing needs to be measured
     */
    ByteSpeed(boolean known, SpeedTrial trial) {
        this.known = known;
        this.trial = trial;
    }

    /**
     * Whether the network of bytes is the faster one.
     *
     * @param network what tells it from others
     */
    synchronized boolean pays(String network, SpeedTrial.Run bytes, SpeedTrial.Run floats) throws NlcException {
        if (known) {
            return true;
        }
        Boolean faster = found.get(network);
        if (faster == null) {
            faster = trial.isFaster(bytes, floats);
            found.put(network, faster);
        }
        return faster;
    }
}
