package io.nlc.colour;

/**
 * A space that is described by numbers.
 *
 * @param codes what a profile shall repeat, since its curve says less; null for nothing
 */
record RgbSpace(Primaries primaries, Curve curve, ColourCodes codes) {

    static final RgbSpace SRGB = new RgbSpace(Primaries.SRGB, ToneCurve.SRGB);

    private static final int PQ = 16;
    private static final int HLG = 18;
    private static final int RGB = 0;

    RgbSpace(Primaries primaries, Curve curve) {
        this(primaries, curve, null);
    }

    /**
     * What codes mean.
     *
     * @param depth bits of a sample
     * @return null if that is not known here, or not said
     */
    static RgbSpace of(ColourCodes codes, int depth) {
        byte[] h273 = codes.h273();
        Primaries primaries = primaries(h273[0]);
        Curve curve = h273[1] == PQ ? HighRange.pq(codes.peak().orElse(HighRange.PEAK)) : curve(h273[1]);
        if (primaries == null || curve == null || h273[2] != RGB || h273[3] != 1 && h273[3] != 0) {
            return null;
        }
        Curve used = h273[3] == 1 ? curve : SampledCurve.narrow(curve, depth);
        return new RgbSpace(
                primaries,
                used,
                switch (h273[1]) {
                    case PQ -> codes;
                    case HLG -> codes.withoutPeak();
                    default -> null;
                });
    }

    private static Primaries primaries(int code) {
        return switch (code) {
            case 1 -> Primaries.SRGB;
            case 4 -> Primaries.BT470M;
            case 5 -> Primaries.BT470BG;
            case 6, 7 -> Primaries.BT601_525;
            case 8 -> Primaries.FILM;
            case 9 -> Primaries.BT2020;
            case 11 -> Primaries.DCI_P3;
            case 12 -> Primaries.DISPLAY_P3;
            case 22 -> Primaries.EBU3213;
            default -> null;
        };
    }

    private static Curve curve(int code) {
        return switch (code) {
            case 1, 6, 11, 12, 14, 15 -> ToneCurve.BT709; // 11 and 12 go on beyond 0 and 1, where there are no samples
            case 4 -> ToneCurve.gamma(2.2);
            case 5 -> ToneCurve.gamma(2.8);
            case 7 -> ToneCurve.SMPTE240;
            case 8 -> ToneCurve.gamma(1);
            case 13 -> ToneCurve.SRGB;
            case 17 -> ToneCurve.gamma(2.6); // relative to its white
            case HLG -> HighRange.hlg();
            default -> null;
        };
    }

    /** Null for sRGB. */
    PictureProfile profile() {
        return primaries.equals(Primaries.SRGB) && curve.equals(ToneCurve.SRGB)
                ? null
                : PictureProfile.made(MatrixProfile.rgb("Colours of a PNG file", primaries, curve, codes), 3);
    }

    /** Of grays; null for those of sRGB. */
    PictureProfile gray() {
        return curve.equals(ToneCurve.SRGB)
                ? null
                : PictureProfile.made(MatrixProfile.gray("Grays of a PNG file", curve), 1);
    }
}
