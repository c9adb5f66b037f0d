package io.nlc.colour;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import io.nlc.foreign.Inflation;
import java.io.EOFException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.zip.DataFormatException;

/**
 * The colours of a PNG file, of which the JDK's reader knows nothing (PNG, third edition, section 4.3): cICP before
 * iCCP before sRGB before cHRM and gAMA.
 */
final class PngNotes {

    private static final int DEPTH = 8;
    private static final int COLOUR_TYPE = 9;
    private static final int PALETTE = 3;
    private static final int COLOUR = 2;
    private static final int CHUNK = 100;
    private static final int NAME = 79;

    /** What gAMA says in sRGB pictures: 1 / 2.2. */
    private static final long SRGB_GAMMA = 45_455;

    private static final double ONE = 100_000;

    private static final int LIGHT_LEVELS = 8;
    private static final int SCREEN = 24;

    /** Of mDCV: behind the primaries and the white. */
    private static final int BRIGHTEST = 16;

    /** Of light in 1 cd/m2. */
    private static final double STEPS_OF_LIGHT = 10_000;

    private final FileBytes file;
    private final Map<String, FilePart> chunks = new HashMap<>();
    private final int depth;
    private final boolean colour;
    private final boolean palette;
    private final Consumer<String> warnings;

    private PngNotes(FileBytes file, Consumer<String> warnings) throws IOException {
        this.file = file;
        this.warnings = warnings;
        for (FilePart chunk : FilePart.ofPng(file)) {
            if (chunk.name().equals("IDAT") || chunk.name().equals("PLTE")) {
                break; // what comes later means nothing for colours
            }
            chunks.putIfAbsent(chunk.name(), chunk);
        }
        int type = chunks.containsKey("IHDR") ? file.u8(chunks.get("IHDR").offset() + COLOUR_TYPE) : COLOUR;
        this.depth = chunks.containsKey("IHDR") && type != PALETTE
                ? file.u8(chunks.get("IHDR").offset() + DEPTH)
                : 8; // of a palette
        this.colour = (type & COLOUR) != 0;
        this.palette = type == PALETTE;
    }

    static PictureNotes of(FileBytes file, Consumer<String> warnings) throws IOException {
        PngNotes notes = new PngNotes(file, warnings);
        RgbSpace space = notes.described();
        if (space == null && notes.chunks.containsKey("iCCP")) {
            byte[] icc = notes.embedded();
            PictureProfile profile = icc == null
                    ? null
                    : PictureProfile.of(icc, notes.colour ? 3 : 1, warnings).orElse(null);
            return PictureNotes.of(PictureNotes.Samples.PROFILED, profile, List.of(), file);
        }
        if (space == null) {
            space = notes.chunks.containsKey("sRGB") ? RgbSpace.SRGB : notes.measured();
        }
        return new PictureNotes(
                PictureNotes.Samples.PROFILED,
                notes.colour ? space.profile() : space.gray(),
                notes.palette ? space.gray() : null,
                List.of(),
                file.start());
    }

    private byte[] chunk(String name) throws IOException {
        FilePart part = chunks.get(name);
        return part == null ? null : part.bytes(file, CHUNK);
    }

    /** What cICP says (ITU-T H.273); null if there is none that means something here. */
    private RgbSpace described() throws IOException {
        byte[] codes = chunk("cICP");
        if (codes == null || codes.length != 4) {
            return null;
        }
        RgbSpace space = RgbSpace.of(new ColourCodes(codes, peak()), depth);
        if (space == null) {
            warnings.accept("the colours of cICP " + (codes[0] & 0xFF) + ", " + (codes[1] & 0xFF) + ", "
                    + (codes[2] & 0xFF) + ", " + (codes[3] & 0xFF) + " are not known here, and are not used");
        }
        return space;
    }

    /**
     * The brightest light: what cLLI says of the picture itself (its MaxCLL, by CTA-861.3), else what mDCV says of the
     * screen that it was made at (SMPTE ST 2086); as browsers do.
     */
    private OptionalDouble peak() throws IOException {
        OptionalDouble content = light("cLLI", LIGHT_LEVELS, 0);
        return content.isPresent() ? content : light("mDCV", SCREEN, BRIGHTEST);
    }

    /** Light in a chunk of a known length; zero is said where it is not known. */
    private OptionalDouble light(String name, int length, int at) throws IOException {
        FilePart part = chunks.get(name);
        if (part == null) {
            return OptionalDouble.empty();
        }
        double light = part.length() == length ? file.u32(part.offset() + at) / STEPS_OF_LIGHT : -1;
        if (light < 0 || light > HighRange.MOST) {
            warnings.accept("the light of " + name + " makes no sense, and is not used");
            return OptionalDouble.empty();
        }
        return light == 0 ? OptionalDouble.empty() : OptionalDouble.of(light);
    }

    /** What cHRM and gAMA say; sRGB for what they do not say. */
    private RgbSpace measured() throws IOException {
        return new RgbSpace(primaries(), curve());
    }

    private ToneCurve curve() throws IOException {
        FilePart part = chunks.get("gAMA");
        if (part == null || part.length() != 4) {
            return ToneCurve.SRGB;
        }
        long gamma = file.u32(part.offset());
        double exponent = ONE / gamma;
        if (!ToneCurve.isGamma(exponent)) {
            warnings.accept("a gamma of " + gamma / ONE + " makes no sense, and is not used");
            return ToneCurve.SRGB;
        }
        return Math.abs(gamma - SRGB_GAMMA) <= 1 && primaries().equals(Primaries.SRGB)
                ? ToneCurve.SRGB
                : ToneCurve.gamma(exponent);
    }

    private Primaries primaries() throws IOException {
        FilePart part = chunks.get("cHRM");
        if (part == null || part.length() != 32) {
            return Primaries.SRGB;
        }
        double[] v = new double[8];
        for (int i = 0; i < v.length; i++) {
            v[i] = (int) file.u32(part.offset() + 4L * i) / ONE;
        }
        Primaries read = Primaries.of(v[2], v[3], v[4], v[5], v[6], v[7], new Primaries.Point(v[0], v[1]));
        if (!read.makeSense()) {
            warnings.accept("the chromaticities make no sense, and are not used");
            return Primaries.SRGB;
        }
        return read.near(Primaries.SRGB) ? Primaries.SRGB : read;
    }

    /** The profile of iCCP; null if it cannot be had. */
    private byte[] embedded() throws IOException {
        FilePart part = chunks.get("iCCP");
        try {
            byte[] data = part.bytes(file, PictureProfile.MAX_BYTES);
            int name = 0;
            while (name < data.length && data[name] != 0) {
                name++;
            }
            if (name > NAME || name + 2 > data.length || data[name + 1] != 0) {
                throw new DataFormatException("it is not compressed as PNG has it");
            }
            return Inflation.of(data, name + 2, PictureProfile.MAX_BYTES);
        } catch (EOFException | DataFormatException e) {
            warnings.accept(PictureProfile.unusable(e.getMessage() == null ? "it is cut off" : e.getMessage()));
            return null;
        }
    }
}
