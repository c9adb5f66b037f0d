package io.nlc.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.InputStream;

/**
 * A place where packs should be and cannot be looked for. It goes with the others as a pack that is broken, so that
 * they are found all the same.
 *
 * @param location of what cannot be read
 * @param failure why
 */
record UnreadableSource(String location, Exception failure) implements PackSource {

    @Override
    public InputStream open(String file) throws NlcException {
        throw new NlcException(FailureKind.PACK_BROKEN, location + ": " + Reason.of(failure), failure);
    }
}
