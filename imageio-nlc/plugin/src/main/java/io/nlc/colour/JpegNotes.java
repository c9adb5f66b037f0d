package io.nlc.colour;

import io.nlc.colour.PatchedStream.Patch;
import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import io.nlc.foreign.ProfileSegments;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The colours of a JPEG file: an ICC profile in APP2 segments (ICC.1:2022, annex B.4), whose order need not be that of
 * their numbers, or EXIF data that say Adobe RGB.
 */
final class JpegNotes {

    private static final byte[] NO_ICC = "no_profile_\0".getBytes(StandardCharsets.US_ASCII);
    private static final int MAX_SEGMENT = 65_533;

    private JpegNotes() {}

    static PictureNotes of(FileBytes file, Consumer<String> warnings) throws IOException {
        List<FilePart> segments = FilePart.ofJpeg(file);
        int channels = 0;
        ProfileSegments profile = new ProfileSegments();
        List<Patch> hidden = new ArrayList<>();
        for (FilePart segment : segments) {
            byte[] data = segment.name().equals("FFE2") ? segment.bytes(file, MAX_SEGMENT) : NO_ICC;
            if (ProfileSegments.is(data)) {
                profile.take(data);
                hidden.add(new Patch(segment.offset(), NO_ICC));
            } else if (isFrame(segment.name())) {
                channels = file.u8(segment.offset() + 5);
            }
        }
        PictureNotes.Samples samples =
                switch (channels) {
                    case 1, 3 -> PictureNotes.Samples.PROFILED;
                    case 4 -> PictureNotes.Samples.CMYK;
                    default -> PictureNotes.Samples.AS_READ;
                };
        if (samples == PictureNotes.Samples.AS_READ) {
            return PictureNotes.none(file);
        }
        PictureProfile used = null;
        if (!profile.isEmpty()) {
            byte[] icc = profile.joined();
            if (icc == null) {
                warnings.accept(PictureProfile.unusable("parts of it are missing"));
            } else {
                used = PictureProfile.of(icc, channels, warnings).orElse(null);
            }
        } else if (channels == 3 && ExifNotes.adobeRgb(file, segments)) {
            used = PictureProfile.adobeRgb();
        }
        return PictureNotes.of(samples, used, hidden, file);
    }

    private static boolean isFrame(String marker) {
        return marker.startsWith("FFC") && !marker.equals("FFC4") && !marker.equals("FFC8") && !marker.equals("FFCC");
    }
}
