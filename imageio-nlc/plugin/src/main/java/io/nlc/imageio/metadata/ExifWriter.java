package io.nlc.imageio.metadata;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;

/** Writes an EXIF block, in big-endian order. */
final class ExifWriter {

    private static final int HEAD = 8;
    private static final int BIG_ENDIAN = 0x4D4D002A;

    private ExifWriter() {}

    static byte[] block(List<TIFFField> fields) {
        byte[] directory = directory(fields, HEAD);
        return ByteBuffer.allocate(HEAD + directory.length)
                .putInt(BIG_ENDIAN)
                .putInt(HEAD)
                .put(directory)
                .array();
    }

    /** A directory with all that it points to. @param at where it will stand */
    private static byte[] directory(List<TIFFField> fields, int at) {
        List<TIFFField> sorted = fields.stream()
                .sorted((a, b) -> Integer.compare(a.getTagNumber(), b.getTagNumber()))
                .toList();
        int length = 2 + 12 * sorted.size() + 4;
        ByteBuffer entries = ByteBuffer.allocate(length).order(ByteOrder.BIG_ENDIAN);
        ByteArrayOutputStream values = new ByteArrayOutputStream();
        entries.putShort((short) sorted.size());
        for (TIFFField field : sorted) {
            int there = at + length + values.size();
            entries.putShort((short) field.getTagNumber());
            if (field.hasDirectory()) {
                entries.putShort((short) TIFFTag.TIFF_LONG).putInt(1).putInt(there);
                values.writeBytes(directory(List.of(field.getDirectory().getTIFFFields()), there));
            } else {
                byte[] value = bytes(field);
                boolean text = field.getType() == TIFFTag.TIFF_ASCII;
                entries.putShort((short) field.getType()).putInt(text ? value.length : field.getCount());
                if (value.length <= 4) {
                    entries.put(value).position(entries.position() + 4 - value.length);
                } else {
                    entries.putInt(there);
                    values.writeBytes(value);
                }
            }
            if (values.size() % 2 != 0) {
                values.write(0);
            }
        }
        entries.putInt(0);
        ByteBuffer all = ByteBuffer.allocate(length + values.size());
        return all.put(entries.array()).put(values.toByteArray()).array();
    }

    private static byte[] bytes(TIFFField field) {
        Object data = field.getData();
        int n = field.getCount();
        if (data instanceof byte[] bytes) {
            return bytes;
        }
        if (data instanceof String[] texts) {
            return (String.join("\0", texts) + '\0').getBytes(StandardCharsets.ISO_8859_1);
        }
        ByteBuffer out = ByteBuffer.allocate(8 * n);
        for (int i = 0; i < n; i++) {
            if (data instanceof char[] values) {
                out.putShort((short) values[i]);
            } else if (data instanceof short[] values) {
                out.putShort(values[i]);
            } else if (data instanceof long[] values) {
                out.putInt((int) values[i]);
            } else if (data instanceof int[] values) {
                out.putInt(values[i]);
            } else if (data instanceof long[][] values) {
                out.putInt((int) values[i][0]).putInt((int) values[i][1]);
            } else if (data instanceof int[][] values) {
                out.putInt(values[i][0]).putInt(values[i][1]);
            } else if (data instanceof float[] values) {
                out.putFloat(values[i]);
            } else if (data instanceof double[] values) {
                out.putDouble(values[i]);
            }
        }
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }
}
