package io.nlc.imageio;

import io.nlc.colour.ColourConversion;
import io.nlc.colour.PictureProfile;
import io.nlc.container.Chunk;
import io.nlc.container.Colour;
import io.nlc.container.NlcReader;
import io.nlc.failure.NlcException;
import java.awt.color.ColorSpace;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The colour space of a file's samples.
 *
 * @param profile null for sRGB, or gray that is shown as sRGB would be
 * @param warnings about a profile that cannot be used
 */
record FileColours(PictureProfile profile, List<String> warnings) {

    /** Those of a file; one that is damaged here has none, and reading its picture says what is wrong. */
    static FileColours of(NlcReader file) throws IOException {
        int channels = file.header().colour() == Colour.GRAY ? 1 : 3;
        List<String> warnings = new ArrayList<>();
        PictureProfile profile = null;
        try {
            for (Chunk chunk : file.ancillary()) {
                if (chunk.type().equals(Chunk.PROFILE)) {
                    profile = PictureProfile.of(chunk.payload(), channels, warnings::add)
                            .orElse(null);
                }
            }
        } catch (NlcException e) {
            return new FileColours(null, List.of());
        }
        return new FileColours(profile, List.copyOf(warnings));
    }

    /** The profile that a reader's images have: gray ones are given sRGB's tone curve instead. */
    PictureProfile rgbProfile() {
        return profile != null && profile.channels() == 3 ? profile : null;
    }

    /** What turns the file's colours into a destination's; null if nothing has to be done. */
    ColourConversion to(ColorSpace destination) {
        PictureProfile to =
                PictureProfile.of(destination).filter(p -> p.channels() == 3).orElse(null);
        return Objects.equals(profile, to) || isSrgb(profile) && isSrgb(to)
                ? null
                : ColourConversion.between(profile, to);
    }

    private static boolean isSrgb(PictureProfile profile) {
        return profile == null || profile.isSrgb();
    }
}
