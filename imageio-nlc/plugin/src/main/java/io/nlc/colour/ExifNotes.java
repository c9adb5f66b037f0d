package io.nlc.colour;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import io.nlc.foreign.TiffDirectories;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/**
 * What cameras noted (EXIF, JEITA CP-3451), in every container that has a place for it: JPEG in APP1 segments, PNG in
 * eXIf chunks before or after the picture, WebP in EXIF chunks, TIFF in its own directory.
 */
public final class ExifNotes {

    private static final String PREFIX = "Exif\0";
    private static final int PREFIX_LENGTH = 6; // the sixth byte is 0, or 0xFF by some writers

    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int COLOUR_SPACE = 0xA001;
    private static final int UNCALIBRATED = 0xFFFF;
    private static final int INTEROPERABILITY_DIRECTORY = 0xA005;
    private static final int INTEROPERABILITY = 0x0001;
    private static final String ADOBE_RGB = "R03";

    private ExifNotes() {}

    /**
     * How the camera was held, EXIF tag 0x0112: 1 upright, up to 8.
     *
     * @param in at the file's first byte; its position stays
     * @return 1 for files that do not say, and where what they say makes no sense
     * @throws IOException if the file cannot be read
     */
    public static int orientation(ImageInputStream in) throws IOException {
        FileBytes file = new FileBytes(in);
        try {
            for (TiffDirectories fields : blocks(file)) {
                Optional<Integer> orientation = fields.orientation();
                if (orientation.isPresent()) {
                    return orientation.get();
                }
            }
            return 1;
        } finally {
            in.seek(file.start());
        }
    }

    private static List<TiffDirectories> blocks(FileBytes file) throws IOException {
        List<TiffDirectories> blocks = new ArrayList<>();
        if (FilePart.isJpeg(file)) {
            blocks.addAll(ofParts(file, FilePart.ofJpeg(file), "FFE1"));
        } else if (FilePart.isPng(file)) {
            blocks.addAll(ofParts(file, FilePart.ofPng(file), "eXIf"));
        } else if (FilePart.isWebp(file)) {
            blocks.addAll(ofParts(file, FilePart.ofWebp(file), "EXIF"));
        } else {
            TiffDirectories.at(file, 0).ifPresent(blocks::add);
        }
        return blocks;
    }

    private static List<TiffDirectories> ofParts(FileBytes file, List<FilePart> parts, String name) throws IOException {
        List<TiffDirectories> blocks = new ArrayList<>();
        for (FilePart part : parts) {
            if (part.name().equals(name)) {
                // APP1 has it always, PNG and WebP must not have it, and sometimes have
                boolean prefixed = file.has(part.offset(), PREFIX);
                if (prefixed || !name.startsWith("FF")) {
                    TiffDirectories.at(file, part.offset() + (prefixed ? PREFIX_LENGTH : 0))
                            .ifPresent(blocks::add);
                }
            }
        }
        return blocks;
    }

    /** Whether a camera noted that the colours of a JPEG file are Adobe RGB, as DCF 2.0 has it. */
    static boolean adobeRgb(FileBytes file, List<FilePart> segments) throws IOException {
        for (TiffDirectories fields : ofParts(file, segments, "FFE1")) {
            Optional<Long> exif = fields.number(fields.first(), EXIF_DIRECTORY);
            if (exif.isEmpty() || fields.number(exif.get(), COLOUR_SPACE).orElse(0L) != UNCALIBRATED) {
                continue;
            }
            Optional<Long> directory = fields.number(exif.get(), INTEROPERABILITY_DIRECTORY);
            Optional<TiffDirectories.Field> index =
                    directory.isEmpty() ? Optional.empty() : fields.find(directory.get(), INTEROPERABILITY);
            if (index.isPresent() && file.has(index.get().value(), ADOBE_RGB)) {
                return true;
            }
        }
        return false;
    }
}
