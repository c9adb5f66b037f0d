package io.nlc.viewer.model.details;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;

/** Reads camera data: directories of tags as in TIFF files. */
final class ExifReader {

    private static final int EXIF_DIRECTORY = 0x8769;
    private static final int GPS_DIRECTORY = 0x8825;
    private static final int MAKER_NOTE = 0x927C;
    private static final int ASCII = 2;
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int SIGNED_RATIONAL = 10;
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};
    private static final int SHOWN = 6;

    private final ByteBuffer data;
    private final List<ExifEntry> entries = new ArrayList<>();
    private final Set<Integer> seen = new HashSet<>();

    ExifReader(byte[] exif) {
        data = ByteBuffer.wrap(exif);
    }

    /** What has been read. */
    List<ExifEntry> entries() {
        return entries;
    }

    /** Reads all; unchecked exceptions say that it is damaged. */
    void read() {
        if (data.capacity() < 8) {
            return;
        }
        data.order(data.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        directory(data.getInt(4), 0);
    }

    private void directory(int at, int added) {
        if (!seen.add(at)) {
            return; // one that holds itself would never end
        }
        int count = data.getShort(at) & 0xFFFF;
        for (int i = 0; i < count; i++) {
            int entry = at + 2 + 12 * i;
            int tag = data.getShort(entry) & 0xFFFF;
            if (tag == EXIF_DIRECTORY) {
                directory(data.getInt(entry + 8), 0);
            } else if (tag == GPS_DIRECTORY) {
                directory(data.getInt(entry + 8), ExifEntry.GPS);
            } else if (tag != MAKER_NOTE) {
                String value = value(entry);
                if (!value.isEmpty()) {
                    entries.add(new ExifEntry(tag + added, value));
                }
            }
        }
    }

    private String value(int entry) {
        int type = data.getShort(entry + 2) & 0xFFFF;
        int count = data.getInt(entry + 4);
        if (type < 1 || type >= SIZES.length || count < 1 || count > data.capacity()) {
            return "";
        }
        long bytes = (long) SIZES[type] * count;
        int at = bytes <= 4 ? entry + 8 : data.getInt(entry + 8);
        if (type == ASCII) {
            return new String(data.array(), at, count, StandardCharsets.UTF_8)
                    .replaceAll("[\\x00-\\x1F]+", " ")
                    .trim();
        }
        StringJoiner words = new StringJoiner(" ", "", count > SHOWN ? " \u2026" : "");
        for (int i = 0; i < Math.min(SHOWN, count); i++) {
            words.add(number(type, at + i * SIZES[type]));
        }
        return words.toString();
    }

    private String number(int type, int at) {
        return switch (type) {
            case SHORT -> String.valueOf(data.getShort(at) & 0xFFFF);
            case LONG -> String.valueOf(data.getInt(at) & 0xFFFFFFFFL);
            case RATIONAL -> ratio(data.getInt(at) & 0xFFFFFFFFL, data.getInt(at + 4) & 0xFFFFFFFFL);
            case SIGNED_RATIONAL -> ratio(data.getInt(at), data.getInt(at + 4));
            case 8 -> String.valueOf(data.getShort(at));
            case 9 -> String.valueOf(data.getInt(at));
            case 11 -> String.valueOf(data.getFloat(at));
            case 12 -> String.valueOf(data.getDouble(at));
            default -> String.valueOf(data.get(at) & 0xFF);
        };
    }

    // Short exposures are said as 1/250.
    private static String ratio(long a, long b) {
        if (b == 0) {
            return "";
        }
        if (a > 0 && a < b && b % a == 0) {
            return "1/" + b / a;
        }
        return new BigDecimal((double) a / b)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
