package io.nlc.viewer.model.details;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/** Parts of a file as they are found. */
final class Anatomy {

    /** No camera data or profile is longer; what says so is damaged. */
    static final int MOST = 16 << 20;

    private final BooleanSupplier cancelled;
    private final List<Part> parts = new ArrayList<>();
    private byte[] exif = {};
    private byte[] profile = {};
    private boolean complete;

    Anatomy(BooleanSupplier cancelled) {
        this.cancelled = cancelled;
    }

    void add(Part part) {
        if (cancelled.getAsBoolean()) {
            throw new CancellationException("nobody wants the details any more");
        }
        parts.add(part);
    }

    void end() {
        complete = true;
    }

    /** Takes camera data, with or without the sign before it that JPEG asks for. */
    void exif(byte[] found) {
        boolean signed = found.length > 6 && ByteBuffer.wrap(found).getInt() == 0x45786966; // "Exif"
        exif = signed ? Arrays.copyOfRange(found, 6, found.length) : found;
    }

    /** Takes a profile, or the next piece of it. */
    void profile(byte[] piece) {
        byte[] longer = Arrays.copyOf(profile, profile.length + piece.length);
        System.arraycopy(piece, 0, longer, profile.length, piece.length);
        profile = longer;
    }

    List<Part> parts() {
        return parts;
    }

    boolean complete() {
        return complete;
    }

    byte[] exif() {
        return exif;
    }

    byte[] profile() {
        return profile;
    }
}
