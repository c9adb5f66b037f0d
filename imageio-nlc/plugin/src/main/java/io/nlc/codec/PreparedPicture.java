package io.nlc.codec;

import io.nlc.codec.content.PartMap;

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
