package io.nlc.colour;

import io.nlc.failure.NlcException;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Consumer;

/** An ICC profile that has been tried and can be used, of samples of gray, RGB or CMYK. Immutable. */
public final class PictureProfile {

    /*
     * A profile is a stranger's program, so nothing is believed: its size, class, space and table of tags are looked
     * at here, and then the colour engine has to convert with it, before any picture relies on it.
     */

    /** Bytes of the largest profile that is used; large ones of presses have 3 million. */
    public static final int MAX_BYTES = 1 << 24;

    /** The tag of what ITU-T H.273 calls the colours (ICC.1:2022, section 9.2.17), and its type. */
    static final String CODES = "cicp";

    /** The tag of the luminance of white (section 9.2.33); here, of the brightest light. */
    static final String LUMINANCE = "lumi";

    private static final int HEADER = 128;
    private static final int MAX_TAGS = 1000;
    private static final Set<String> CLASSES = Set.of("scnr", "mntr", "prtr", "spac");

    /** Steps of each channel at which a profile is compared with sRGB. */
    private static final int STEPS = 9;

    private final byte[] bytes;
    private final int channels;
    private final ICC_ColorSpace space;
    private final boolean srgb;
    private final boolean even;

    private PictureProfile(byte[] bytes, int channels, ICC_ColorSpace space) {
        this.bytes = bytes;
        this.channels = channels;
        this.space = space;
        ColourConversion conversion = ColourConversion.toSrgb(space.getProfile());
        this.srgb = channels < 4 && Trials.isIdentity(conversion, channels, STEPS);
        this.even = channels == 3 && Trials.isEven(conversion);
    }

    /**
     * A profile from a file.
     *
     * @param icc its bytes, at least
     * @param channels of the samples: 1 gray, 3 RGB, 4 CMYK
     * @throws NlcException if it is damaged, or is not one for such samples
     */
    public static PictureProfile of(byte[] icc, int channels) throws NlcException {
        if (icc.length < HEADER + 4) {
            throw NlcException.damaged(icc.length + " bytes are too few");
        }
        ByteBuffer in = ByteBuffer.wrap(icc);
        int size = in.getInt(0);
        if (size < HEADER + 4 || size > icc.length) {
            throw NlcException.damaged(
                    "it has " + icc.length + " bytes, not " + Integer.toUnsignedString(size) + " as it says");
        }
        if (size > MAX_BYTES) {
            throw NlcException.damaged(size + " bytes are too many");
        }
        String type = ascii(icc, 12);
        String samples = ascii(icc, 16);
        if (!ascii(icc, 36).equals("acsp") || !CLASSES.contains(type)) {
            throw NlcException.damaged("it is not a picture's");
        }
        if (!samples.equals(expected(channels))) {
            throw NlcException.damaged("it is for samples of " + samples.trim() + ", the picture has "
                    + expected(channels).trim());
        }
        checkTags(in, size);
        byte[] bytes = Arrays.copyOf(icc, size);
        try {
            ICC_ColorSpace space = new ProfileSpace(bytes);
            PictureProfile profile = new PictureProfile(bytes, channels, space);
            if (!Trials.tells(ColourConversion.toSrgb(space.getProfile()), channels)) {
                throw NlcException.damaged("all colours are one");
            }
            return profile;
        } catch (RuntimeException e) { // CMMException, ProfileDataException and others, all without a common type
            throw NlcException.damaged("the colour engine cannot use it", e);
        }
    }

    private static void checkTags(ByteBuffer in, int size) throws NlcException {
        int tags = in.getInt(HEADER);
        if (tags < 1 || tags > MAX_TAGS || HEADER + 4 + 12L * tags > size) {
            throw NlcException.damaged("its table of tags is damaged");
        }
        for (int i = 0; i < tags; i++) {
            long from = in.getInt(HEADER + 4 + 12 * i + 4) & 0xFFFFFFFFL;
            long length = in.getInt(HEADER + 4 + 12 * i + 8) & 0xFFFFFFFFL;
            if (from + length > size) {
                throw NlcException.damaged("its table of tags is damaged");
            }
        }
    }

    private static String ascii(byte[] icc, int at) {
        return new String(icc, at, 4, StandardCharsets.ISO_8859_1);
    }

    private static String expected(int channels) {
        return switch (channels) {
            case 1 -> "GRAY";
            case 3 -> "RGB ";
            case 4 -> "CMYK";
            default -> throw new IllegalArgumentException("channels: " + channels);
        };
    }

    /** As {@link #of(byte[], int)}; what is wrong is a warning. */
    public static Optional<PictureProfile> of(byte[] icc, int channels, Consumer<String> warnings) {
        try {
            return Optional.of(of(icc, channels));
        } catch (NlcException e) {
            warnings.accept(unusable(e.getMessage()));
            return Optional.empty();
        }
    }

    /** What users are told of a profile that is not used. */
    static String unusable(String reason) {
        return "the colour profile cannot be used (" + reason + "); the picture is taken for sRGB";
    }

    /**
     * The profile of an image's colours.
     *
     * @return empty for sRGB, for Java's own gray (whose samples are taken as they are) and for what has no profile of
     *     gray, RGB or CMYK
     */
    public static Optional<PictureProfile> of(ColorSpace space) {
        if (!(space instanceof ICC_ColorSpace icc)
                || space.isCS_sRGB()
                || space == ColorSpace.getInstance(ColorSpace.CS_GRAY)) {
            return Optional.empty();
        }
        int channels =
                switch (space.getType()) {
                    case ColorSpace.TYPE_GRAY -> 1;
                    case ColorSpace.TYPE_RGB -> 3;
                    case ColorSpace.TYPE_CMYK -> 4;
                    default -> 0;
                };
        if (channels != space.getNumComponents()) {
            return Optional.empty();
        }
        try {
            return Optional.of(of(bytes(icc), channels));
        } catch (NlcException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ICC_ColorSpace space) {
        return space instanceof ProfileSpace own
                ? own.bytes()
                : space.getProfile().getData();
    }

    /** Adobe RGB (1998), of our own making. */
    static PictureProfile adobeRgb() {
        return made(
                MatrixProfile.rgb(
                        "Compatible with Adobe RGB (1998)", Primaries.ADOBE_RGB, ToneCurve.gamma(563 / 256.0)),
                3);
    }

    /** One that this package wrote. */
    static PictureProfile made(byte[] icc, int channels) {
        try {
            return of(icc, channels);
        } catch (NlcException e) {
            throw new IllegalStateException("a profile of our own cannot be used", e);
        }
    }

    /** The profile as files embed it; a copy. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Samples of a pixel: 1 gray, 3 RGB, 4 CMYK. */
    public int channels() {
        return channels;
    }

    /**
     * What ITU-T H.273 calls the colours, as PNG has it in its chunk cICP: PQ and HLG are more than a profile can say.
     *
     * @return four codes; empty if the profile does not say, or not of RGB
     */
    public Optional<byte[]> codes() {
        return tag(CODES, CODES, 12)
                .map(at -> Arrays.copyOfRange(bytes, at + 8, at + 12))
                .filter(codes -> codes[2] == 0);
    }

    /**
     * The brightest light of a picture whose colours have {@link #codes}.
     *
     * @return in cd/m2, above 0; empty if the profile does not say
     */
    public OptionalDouble peak() {
        Optional<Integer> at = codes().isEmpty() ? Optional.empty() : tag(LUMINANCE, "XYZ ", 20);
        double peak = at.map(from -> ByteBuffer.wrap(bytes).getInt(from + 12) / 65_536.0)
                .orElse(0.0);
        return peak > 0 ? OptionalDouble.of(peak) : OptionalDouble.empty();
    }

    /** Where a tag's data lie, if they are of this type and have that many bytes. */
    private Optional<Integer> tag(String name, String type, int length) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        for (int i = 0; i < in.getInt(HEADER); i++) {
            int entry = HEADER + 4 + 12 * i;
            int at = in.getInt(entry + 4);
            if (ascii(bytes, entry).equals(name)
                    && in.getInt(entry + 8) >= length
                    && ascii(bytes, at).equals(type)) {
                return Optional.of(at);
            }
        }
        return Optional.empty();
    }

    /** For colour models. */
    public ICC_ColorSpace space() {
        return space;
    }

    /** Whether it says in other words what sRGB, or gray with sRGB's tone curve, is. */
    public boolean isSrgb() {
        return srgb;
    }

    /**
     * Whether steps of a sample are about equally visible, as learned coding wants them. They are not in linear light:
     * there 8 bits do not suffice for what is dark.
     */
    public boolean isEven() {
        return even;
    }

    /** Whether these are the same bytes. */
    @Override
    public boolean equals(Object o) {
        return o instanceof PictureProfile other && Arrays.equals(bytes, other.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
