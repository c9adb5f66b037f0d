package io.nlc.viewer.model.picture;

/** Colours for numbers. */
public enum Colormap {

    /** Rising from black over red and yellow to nearly white: for amounts, 0 to 1 (after matplotlib's inferno, CC0). */
    HEAT(0x000004, 0x1F0C48, 0x550F6D, 0x88226A, 0xBA3655, 0xE35933, 0xF98E09, 0xF9CB35, 0xFCFFA4),

    /**
     * Blue below, white at the middle, red above: for signed values, -1 to 1 mapped to 0 to 1 (after ColorBrewer's
     * RdBu).
     */
    SIGNED(0x053061, 0x2166AC, 0x4393C3, 0x92C5DE, 0xF7F7F7, 0xF4A582, 0xD6604D, 0xB2182B, 0x67001F),

    /** From dark blue over green to yellow: for sequences, 0 to 1 (after matplotlib's viridis, CC0). */
    SEQUENCE(0x440154, 0x472D7B, 0x3B528B, 0x2C728E, 0x21918C, 0x28AE80, 0x5EC962, 0xADDC30, 0xFDE725);

    private static final int STEPS = 256;

    private final int[] table = new int[STEPS];

    Colormap(int... stops) {
        for (int i = 0; i < STEPS; i++) {
            double at = i / (STEPS - 1.0) * (stops.length - 1);
            int low = Math.min((int) at, stops.length - 2);
            double t = at - low;
            int colour = 0xFF;
            for (int shift = 16; shift >= 0; shift -= 8) {
                colour = colour << 8
                        | (int) Math.round(
                                (1 - t) * (stops[low] >> shift & 0xFF) + t * (stops[low + 1] >> shift & 0xFF));
            }
            table[i] = colour;
        }
    }

    /**
     * The colour of a value.
     *
     * @param value 0 to 1; what is outside takes the nearest end's colour, NaN the first
     * @return opaque ARGB
     */
    public int argb(double value) {
        return table[(int) Math.max(0, Math.min(STEPS - 1, Math.round(value * (STEPS - 1))))];
    }
}
