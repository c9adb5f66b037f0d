package io.nlc.entropy;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;

/** The coded bits do not form a stream that {@link RangeEncoder} could have written, or end too early. */
public final class CorruptStreamException extends NlcException {
    private static final long serialVersionUID = 1L;

    /** @param problem what is wrong, for the user to read */
    public CorruptStreamException(String problem) {
        super(FailureKind.DAMAGED, problem);
    }
}
