package io.nlc.residual;

/** What a layer does to a part of its tile. The order is that of the format. */
public enum Mode {
    /** Nothing: the part is as it was synthesised. */
    BASE,
    /** Adds a quantised difference to what was synthesised. */
    RESIDUAL,
    /** Puts a quantised picture in the place of what was synthesised: a difference from middle gray. */
    OWN,
    /** Puts samples that were coded exactly in the place of what was synthesised. */
    EXACT;

    /** Whether there are coefficients. */
    public boolean transformed() {
        return this == RESIDUAL || this == OWN;
    }
}
