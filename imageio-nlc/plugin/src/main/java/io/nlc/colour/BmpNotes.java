package io.nlc.colour;

import io.nlc.colour.PatchedStream.Patch;
import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;

/** The colours of a BMP file with a header of version 4 or 5: endpoints and gammas, or an embedded ICC profile. */
final class BmpNotes {

    private static final int HEADER = 14;
    private static final int VERSION_4 = 108;
    private static final int VERSION_5 = 124;
    private static final int SPACE = 56;
    private static final int ENDPOINTS = 60;
    private static final int GAMMAS = 96;
    private static final int PROFILE = 112;

    private static final int CALIBRATED = 0;
    private static final int EMBEDDED = 0x4D424544; // MBED
    private static final byte[] SRGB = "BGRs".getBytes(StandardCharsets.US_ASCII);

    private static final double FIXED_2_30 = 1 << 30;
    private static final double FIXED_16_16 = 1 << 16;

    private BmpNotes() {}

    static PictureNotes of(FileBytes file, Consumer<String> warnings) throws IOException {
        ByteBuffer start = file.buffer(HEADER, 4, ByteOrder.LITTLE_ENDIAN);
        int size = start.getInt();
        if (size != VERSION_4 && size != VERSION_5) {
            return PictureNotes.of(PictureNotes.Samples.PROFILED, null, List.of(), file);
        }
        ByteBuffer header = file.buffer(HEADER, size, ByteOrder.LITTLE_ENDIAN);
        PictureProfile profile =
                switch (header.getInt(SPACE)) {
                    case CALIBRATED -> calibrated(header, warnings);
                    case EMBEDDED -> size == VERSION_5 ? embedded(file, header, warnings) : null;
                    default -> null;
                };
        // Readers that know profiles would stumble over a bad one, or convert. What is linked lies in another file.
        return PictureNotes.of(PictureNotes.Samples.PROFILED, profile, List.of(new Patch(HEADER + SPACE, SRGB)), file);
    }

    private static PictureProfile embedded(FileBytes file, ByteBuffer header, Consumer<String> warnings)
            throws IOException {
        long offset = header.getInt(PROFILE) & 0xFFFFFFFFL;
        long length = header.getInt(PROFILE + 4) & 0xFFFFFFFFL;
        try {
            byte[] icc = new FilePart("", HEADER + offset, length).bytes(file, PictureProfile.MAX_BYTES);
            return PictureProfile.of(icc, 3, warnings).orElse(null);
        } catch (EOFException e) {
            warnings.accept(PictureProfile.unusable("it is cut off"));
            return null;
        }
    }

    /** Null where nothing was filled in, which is usual, and where it makes no sense. */
    private static PictureProfile calibrated(ByteBuffer header, Consumer<String> warnings) {
        double[][] xyz = new double[3][3];
        double all = 0;
        for (int colour = 0; colour < 3; colour++) {
            for (int i = 0; i < 3; i++) {
                xyz[colour][i] = header.getInt(ENDPOINTS + 12 * colour + 4 * i) / FIXED_2_30;
                all += Math.abs(xyz[colour][i]);
            }
        }
        double[] gammas = new double[3];
        for (int colour = 0; colour < 3; colour++) {
            gammas[colour] = (header.getInt(GAMMAS + 4 * colour) & 0xFFFFFFFFL) / FIXED_16_16;
        }
        if (all == 0 || gammas[0] == 0) {
            return null;
        }
        Primaries primaries = new Primaries(point(xyz[0]), point(xyz[1]), point(xyz[2]), white(xyz));
        boolean sensible = primaries.makeSense();
        for (double gamma : gammas) {
            sensible &= ToneCurve.isGamma(gamma);
        }
        if (!sensible) {
            warnings.accept("endpoints and gammas make no sense, and are not used");
            return null;
        }
        byte[] icc = MatrixProfile.rgb(
                "Colours of a BMP file",
                primaries,
                ToneCurve.gamma(gammas[0]),
                ToneCurve.gamma(gammas[1]),
                ToneCurve.gamma(gammas[2]));
        return PictureProfile.made(icc, 3);
    }

    private static Primaries.Point point(double[] xyz) {
        double sum = xyz[0] + xyz[1] + xyz[2];
        return new Primaries.Point(xyz[0] / sum, xyz[1] / sum);
    }

    // Endpoints that are chromaticities, with a sum of 1 each, say nothing of the white, which then is sRGB's.
    private static Primaries.Point white(double[][] xyz) {
        double[] sum = new double[3];
        boolean chromaticities = true;
        for (double[] colour : xyz) {
            chromaticities &= Math.abs(colour[0] + colour[1] + colour[2] - 1) < 0.01;
            for (int i = 0; i < 3; i++) {
                sum[i] += colour[i];
            }
        }
        return chromaticities ? Primaries.D65 : point(sum);
    }
}
