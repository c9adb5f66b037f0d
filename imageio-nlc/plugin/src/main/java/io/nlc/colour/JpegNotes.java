package io.nlc.colour;

import io.nlc.colour.PatchedStream.Patch;
import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
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

    private static final String ICC = "ICC_PROFILE\0";
    private static final byte[] NO_ICC = "no_profile_\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEAD = 14;

    private JpegNotes() {}

    static PictureNotes of(FileBytes file, Consumer<String> warnings) throws IOException {
        List<FilePart> segments = FilePart.ofJpeg(file);
        int channels = 0;
        List<FilePart> profile = new ArrayList<>();
        List<Patch> hidden = new ArrayList<>();
        for (FilePart segment : segments) {
            if (segment.name().equals("FFE2") && segment.length() >= HEAD && file.has(segment.offset(), ICC)) {
                profile.add(segment);
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
            byte[] icc = joined(file, profile);
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

    /** Null if a part is missing or comes twice. A file has at most 255 parts of 64 KiB. */
    private static byte[] joined(FileBytes file, List<FilePart> parts) throws IOException {
        int count = file.u8(parts.get(0).offset() + HEAD - 1);
        FilePart[] sorted = new FilePart[count];
        int size = 0;
        for (FilePart part : parts) {
            int number = file.u8(part.offset() + HEAD - 2);
            if (number < 1 || number > count || sorted[number - 1] != null) {
                return null;
            }
            sorted[number - 1] = part;
            size += (int) part.length() - HEAD;
        }
        if (parts.size() != count) {
            return null;
        }
        byte[] icc = new byte[size];
        int at = 0;
        for (FilePart part : sorted) {
            byte[] data = file.bytes(part.offset() + HEAD, (int) part.length() - HEAD);
            System.arraycopy(data, 0, icc, at, data.length);
            at += data.length;
        }
        return icc;
    }
}
