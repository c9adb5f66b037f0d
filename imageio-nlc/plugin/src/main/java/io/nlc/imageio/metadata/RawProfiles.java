package io.nlc.imageio.metadata;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * What ImageMagick and others put into PNG's texts before there was a chunk for it: {@code Raw profile type exif},
 * whose value is a name, a length, and the bytes in hexadecimal digits, on lines of their own.
 */
final class RawProfiles {

    private static final String KEYWORD = "Raw profile type ";

    private RawProfiles() {}

    /** Texts that are EXIF, XMP or IPTC become so, unless there is some already. */
    static PictureMetadata unpacked(PictureMetadata metadata) {
        PictureMetadata all = metadata;
        List<TextEntry> texts = new ArrayList<>();
        for (TextEntry text : metadata.texts()) {
            byte[] bytes = text.keyword().startsWith(KEYWORD) ? bytes(text.value()) : null;
            if (bytes == null) {
                texts.add(text);
                continue;
            }
            String type = text.keyword().substring(KEYWORD.length());
            if (starts(bytes, JpegSegments.EXIF)) {
                all = all.exif() == null ? all.withExif(behind(bytes, JpegSegments.EXIF)) : all;
            } else if (starts(bytes, JpegSegments.XMP)) {
                all = all.xmp() == null ? all.withXmp(behind(bytes, JpegSegments.XMP)) : all;
            } else if (type.equals("iptc") && PhotoshopResources.iptc(bytes) != null) {
                all = all.iptc() == null ? all.withIptc(PhotoshopResources.iptc(bytes)) : all;
            } else if (type.equals("xmp")) {
                all = all.xmp() == null ? all.withXmp(bytes) : all;
            } else {
                texts.add(text);
            }
        }
        return all.withTexts(texts);
    }

    /** A text that is IPTC, of which PNG has no other place. */
    static TextEntry iptc(byte[] iptc) {
        byte[] resource = PhotoshopResources.of(iptc);
        String digits = HexFormat.of().formatHex(resource).replaceAll("(.{72})", "$1\n");
        return new TextEntry(
                KEYWORD + "iptc", "\niptc\n" + String.format("%8d", resource.length) + '\n' + digits + '\n');
    }

    private static boolean starts(byte[] bytes, byte[] with) {
        return bytes.length > with.length && Arrays.equals(bytes, 0, with.length, with, 0, with.length);
    }

    private static byte[] behind(byte[] bytes, byte[] head) {
        return Arrays.copyOfRange(bytes, head.length, bytes.length);
    }

    /** Null where it is not of that form. */
    private static byte[] bytes(String value) {
        String[] lines = value.strip().split("\\s+", 3);
        if (lines.length < 3) {
            return null;
        }
        try {
            byte[] bytes = HexFormat.of().parseHex(lines[2].replaceAll("\\s", ""));
            return bytes.length == Integer.parseInt(lines[1]) ? bytes : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }
}
