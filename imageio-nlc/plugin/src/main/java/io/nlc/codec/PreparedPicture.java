package io.nlc.codec;

import io.nlc.codec.content.PartMap;
import io.nlc.picture.QualityOffsets;

/** A picture of which all is known that rates have in common. Immutable; may be encoded by several threads at once. */
public final class PreparedPicture {

    private final Subject subject;
    private final PartMap map;
    private final AnalysedPicture analysed;

    /** @param analysed null if no part is for networks, or if nobody wanted it */
    PreparedPicture(Subject subject, PartMap map, AnalysedPicture analysed) {
        this.subject = subject;
        this.map = map;
        this.analysed = analysed;
    }

    /**
     * The same picture, whose quality is to be another one in other places: what is prepared does not depend on that.
     *
     * @param offsets null for the same quality everywhere
     * @throws IllegalArgumentException if they are those of a picture of another size
     */
    public PreparedPicture with(QualityOffsets offsets) {
        return new PreparedPicture(subject.with(offsets), map, analysed);
    }

    Subject subject() {
        return subject;
    }

    PartMap map() {
        return map;
    }

    AnalysedPicture analysed() {
        return analysed;
    }
}
