package io.nlc.fuzz;

import java.util.Arrays;

/** Takes numbers from the bytes of an input, one after the other; zeros when these have come to their end. */
public final class FuzzInput {

    private final byte[] data;
    private int at;

    /** @param data not copied */
    public FuzzInput(byte[] data) {
        this.data = data;
    }

    /** Whether there are bytes left. */
    public boolean more() {
        return at < data.length;
    }

    /** 0 to 255. */
    public int u8() {
        return more() ? data[at++] & 0xFF : 0;
    }

    /** 0 to n - 1, of one byte. */
    public int below(int n) {
        return u8() % n;
    }

    /** 0 to 65,535. */
    public int u16() {
        return u8() << 8 | u8();
    }

    /** Any number. */
    public int i32() {
        return u16() << 16 | u16();
    }

    /** Any float, not-a-number and infinities too. */
    public float f32() {
        return Float.intBitsToFloat(i32());
    }

    /** The next bytes, as many as there are of them. */
    public byte[] bytes(int most) {
        int from = at;
        at = Math.min(data.length, at + most);
        return Arrays.copyOfRange(data, from, at);
    }

    /** All that is left. */
    public byte[] rest() {
        return bytes(data.length);
    }
}
