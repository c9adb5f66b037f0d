package io.nlc.colour;

import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;

/**
 * A colour space that knows its profile as it was in the file: the JDK's engine writes its name into a profile's
 * header.
 */
final class ProfileSpace extends ICC_ColorSpace {

    private static final long serialVersionUID = 1L;

    private final byte[] bytes;

    ProfileSpace(byte[] bytes) {
        super(ICC_Profile.getInstance(bytes));
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }
}
