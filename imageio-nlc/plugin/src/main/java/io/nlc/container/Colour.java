package io.nlc.container;

/** Colour channels of a picture as the header's colour byte says. */
public enum Colour {
    /** One channel, coded as three equal ones. */
    GRAY(1),
    /** Three channels, sRGB unless an {@code ICCP} chunk says otherwise. */
    RGB(3);

    private final int code;

    Colour(int code) {
        this.code = code;
    }

    /** The byte in the file, which is the number of channels. */
    public int code() {
        return code;
    }
}
