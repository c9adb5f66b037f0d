package io.nlc.imageio.metadata;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import io.nlc.foreign.ProfileSegments;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/** Collects what the marker segments of a JPEG file say, each when it comes. */
final class JpegSegments {

    static final int APP0 = 0xE0;
    static final int APP1 = 0xE1;
    static final int APP2 = 0xE2;
    static final int APP13 = 0xED;
    static final int COM = 0xFE;
    static final byte[] JFIF = ascii("JFIF\0");
    static final byte[] EXIF = ascii("Exif\0\0");
    static final byte[] XMP = ascii("http://ns.adobe.com/xap/1.0/\0");

    private static final int MAX_SEGMENT = 65_533;

    private final ExtendedXmp extension = new ExtendedXmp();
    private final ByteArrayOutputStream photoshop = new ByteArrayOutputStream();
    private final ProfileSegments parts = new ProfileSegments();
    private byte[] profile;
    private final List<TextEntry> texts = new ArrayList<>();
    private PictureMetadata all = PictureMetadata.NONE;

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** The segments of a file up to its first scan; those that come before a cut are taken. */
    static PictureMetadata read(ImageInputStream in) throws IOException {
        FileBytes file = new FileBytes(in);
        JpegSegments segments = new JpegSegments();
        for (FilePart part : FilePart.ofJpeg(file)) {
            try {
                segments.take(part.marker(), part.bytes(file, MAX_SEGMENT));
            } catch (EOFException e) {
                break;
            }
        }
        return segments.metadata();
    }

    /** Takes a segment, without marker and length. */
    void take(int marker, byte[] data) {
        switch (marker) {
            case APP0 -> {
                if (starts(data, JFIF) && data.length >= 12) {
                    int unit = data[7];
                    density((data[8] & 0xFF) << 8 | data[9] & 0xFF, (data[10] & 0xFF) << 8 | data[11] & 0xFF, unit);
                }
            }
            case APP1 -> {
                if (isExif(data) && all.exif() == null) {
                    all = all.withExif(Arrays.copyOfRange(data, EXIF.length, data.length));
                } else if (starts(data, XMP) && all.xmp() == null) {
                    all = all.withXmp(Arrays.copyOfRange(data, XMP.length, data.length));
                } else {
                    extension.take(data);
                }
            }
            case APP2 -> {
                if (ProfileSegments.is(data)) {
                    parts.take(data);
                }
            }
            case APP13 -> {
                // a resource may go on in the next segment
                if (starts(data, PhotoshopResources.HEAD)) {
                    int head = PhotoshopResources.HEAD.length;
                    photoshop.write(data, head, data.length - head);
                }
            }
            case COM -> texts.add(new TextEntry(TextEntry.COMMENT, text(data)));
            default -> {
                // of no interest
            }
        }
    }

    /** JFIF's density. */
    void density(int x, int y, int unit) {
        if (x > 0 && y > 0 && unit >= 0 && unit <= 2) {
            Density density = Density.of(x, y, Density.Unit.values()[unit]);
            all = all.withDensity(density.isTrivial() ? null : density);
        }
    }

    /** A whole profile. */
    void profile(byte[] icc) {
        profile = icc;
    }

    /** Some writers have another sixth byte than zero. */
    static boolean isExif(byte[] data) {
        return data.length >= EXIF.length && Arrays.equals(data, 0, EXIF.length - 1, EXIF, 0, EXIF.length - 1);
    }

    static boolean starts(byte[] data, byte[] with) {
        return data.length >= with.length && Arrays.equals(data, 0, with.length, with, 0, with.length);
    }

    /** UTF-8 if it is, else Latin 1; the zero that some programs put at the end is not of it. */
    static String text(byte[] data) {
        int length = data.length;
        while (length > 0 && data[length - 1] == 0) {
            length--;
        }
        ByteBuffer bytes = ByteBuffer.wrap(data, 0, length);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return new String(data, 0, length, StandardCharsets.ISO_8859_1);
        }
    }

    /** All that was said; where JFIF is silent about the density, what EXIF says. */
    PictureMetadata metadata() {
        PictureMetadata whole = all.withTexts(texts)
                .withXmp(all.xmp() == null ? null : extension.joined(all.xmp()))
                .withIptc(PhotoshopResources.iptc(photoshop.toByteArray()));
        whole = whole.withProfile(profile == null ? parts.joined() : profile);
        if (whole.density() == null && whole.exif() != null) {
            whole = whole.withDensity(new ExifBlock(whole.exif()).density().orElse(null));
        }
        return whole;
    }
}
