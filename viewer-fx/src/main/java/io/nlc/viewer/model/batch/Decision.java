package io.nlc.viewer.model.batch;

/**
 * An answer to the question what to do with an existing file.
 *
 * @param existing anything but {@link Existing#ASK}
 * @param all whether that holds for the rest of the batch
 */
public record Decision(Existing existing, boolean all) {

    public Decision {
        if (existing == Existing.ASK) {
            throw new IllegalArgumentException("a question is no answer");
        }
    }
}
