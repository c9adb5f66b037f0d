package io.nlc.imageio.metadata;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The directories of an EXIF block (JEITA CP-3451, section 4.6), which is a TIFF file of its own. */
final class ExifBlock {

    static final int ORIENTATION = 0x0112;
    static final int EXIF_DIRECTORY = 0x8769;
    static final int GPS_DIRECTORY = 0x8825;
    static final int INTEROPERABILITY_DIRECTORY = 0xA005;

    private static final int X_RESOLUTION = 0x011A;
    private static final int Y_RESOLUTION = 0x011B;
    private static final int RESOLUTION_UNIT = 0x0128;
    private static final int PIXEL_X_DIMENSION = 0xA002;
    private static final int PIXEL_Y_DIMENSION = 0xA003;
    private static final int COLOUR_SPACE = 0xA001;
    private static final int UNCALIBRATED = 0xFFFF;
    private static final int INTEROPERABILITY = 0x0001;
    private static final byte[] ADOBE_RGB = {'R', '0', '3'};
    private static final byte[] SRGB = {'R', '9', '8'};
    private static final int SHORT = 3;
    private static final int LONG = 4;
    private static final int RATIONAL = 5;
    private static final int ENTRY = 12;

    /** Bytes of one value, by type, 1 to 12. */
    private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8};

    /**
     * An entry of a directory.
     *
     * @param at where it stands in the block
     * @param value where its value stands
     */
    record Entry(int tag, int type, int count, int at, int value) {}

    private final ByteBuffer block;

    /** @param bytes not copied */
    ExifBlock(byte[] bytes) {
        block = ByteBuffer.wrap(bytes);
        if (bytes.length > 0 && bytes[0] == 'I') {
            block.order(ByteOrder.LITTLE_ENDIAN);
        }
    }

    /** A block without what JPEG has before it, which some programs also put where it does not belong. */
    static byte[] bare(byte[] data) {
        int head = JpegSegments.EXIF.length;
        return JpegSegments.isExif(data) ? Arrays.copyOfRange(data, head, data.length) : data;
    }

    ByteBuffer bytes() {
        return block;
    }

    /** Where the first directory stands, 0 where the block makes no sense. */
    int first() {
        return block.capacity() < 8 || block.getShort(2) != 42 ? 0 : block.getInt(4);
    }

    /** The entries of a directory that lie within the block. */
    List<Entry> entries(int directory) {
        List<Entry> entries = new ArrayList<>();
        if (directory < 8 || directory > block.capacity() - 2) {
            return entries;
        }
        int count = block.getShort(directory) & 0xFFFF;
        for (int i = 0, at = directory + 2; i < count && at <= block.capacity() - ENTRY; i++, at += ENTRY) {
            int type = block.getShort(at + 2) & 0xFFFF;
            long values = block.getInt(at + 4) & 0xFFFF_FFFFL;
            long size = type >= 1 && type < SIZES.length ? SIZES[type] * values : Long.MAX_VALUE;
            long value = size <= 4 ? at + 8 : block.getInt(at + 8) & 0xFFFF_FFFFL;
            if (size <= block.capacity() && value + size <= block.capacity()) {
                entries.add(new Entry(block.getShort(at) & 0xFFFF, type, (int) values, at, (int) value));
            }
        }
        return entries;
    }

    private Optional<Entry> find(int directory, int tag) {
        return entries(directory).stream()
                .filter(entry -> entry.tag == tag && entry.count > 0)
                .findFirst();
    }

    /** The directory that an entry points to, 0 for none. */
    int pointed(int directory, int tag) {
        return find(directory, tag)
                .filter(entry -> entry.type == LONG)
                .map(entry -> block.getInt(entry.value))
                .orElse(0);
    }

    /** 1 to 8; 1 where the block says nothing, or makes no sense. */
    int orientation() {
        try {
            int value = find(first(), ORIENTATION)
                    .filter(entry -> entry.type == SHORT)
                    .map(entry -> (int) block.getShort(entry.value))
                    .orElse(1);
            return value >= 1 && value <= 8 ? value : 1;
        } catch (IndexOutOfBoundsException e) { // cut or forged
            return 1;
        }
    }

    /** What the block says of the pixels' density. */
    Optional<Density> density() {
        try {
            int at = first();
            Optional<Entry> x = find(at, X_RESOLUTION).filter(e -> e.type == RATIONAL);
            Optional<Entry> y = find(at, Y_RESOLUTION).filter(e -> e.type == RATIONAL);
            int unit = find(at, RESOLUTION_UNIT)
                    .map(e -> block.getShort(e.value) & 0xFFFF)
                    .orElse(2);
            if (x.isEmpty() || y.isEmpty() || unit < 1 || unit > 3) {
                return Optional.empty();
            }
            return Optional.of(new Density(
                    number(x.get().value),
                    number(x.get().value + 4),
                    number(y.get().value),
                    number(y.get().value + 4),
                    unit == 1 ? Density.Unit.RATIO : unit == 2 ? Density.Unit.INCH : Density.Unit.CENTIMETRE));
        } catch (RuntimeException e) { // cut or forged
            return Optional.empty();
        }
    }

    private long number(int at) {
        return block.getInt(at) & 0xFFFF_FFFFL;
    }

    /**
     * Says that the picture is upright, and has no thumbnail, which would not be.
     *
     * @param swapped whether width and height changed places
     * @return a block of the same length; the same if it makes no sense
     */
    static byte[] upright(byte[] bytes, boolean swapped) {
        byte[] copy = bytes.clone();
        try {
            ExifBlock exif = new ExifBlock(copy);
            int first = exif.first();
            exif.find(first, ORIENTATION).ifPresent(exif::putOne);
            int next = first + 2 + ENTRY * (first == 0 ? 0 : exif.block.getShort(first) & 0xFFFF);
            if (first != 0 && next <= copy.length - 4) {
                exif.block.putInt(next, 0);
            }
            if (swapped) {
                exif.swap(exif.pointed(first, EXIF_DIRECTORY), PIXEL_X_DIMENSION, PIXEL_Y_DIMENSION);
                exif.swap(first, X_RESOLUTION, Y_RESOLUTION);
            }
            return copy;
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) { // cut or forged
            return bytes;
        }
    }

    /**
     * Says that the colours are sRGB where it says that they are Adobe RGB (DCF 2.0), for a picture that was converted.
     *
     * @return a block of the same length; the same if it says nothing of the kind
     */
    static byte[] srgb(byte[] bytes) {
        byte[] copy = bytes.clone();
        try {
            ExifBlock exif = new ExifBlock(copy);
            int directory = exif.pointed(exif.first(), EXIF_DIRECTORY);
            Optional<Entry> space = exif.find(directory, COLOUR_SPACE)
                    .filter(e -> e.type == SHORT && (exif.block.getShort(e.value) & 0xFFFF) == UNCALIBRATED);
            Optional<Entry> index = exif.find(exif.pointed(directory, INTEROPERABILITY_DIRECTORY), INTEROPERABILITY)
                    .filter(e ->
                            Arrays.equals(copy, e.value, e.value + ADOBE_RGB.length, ADOBE_RGB, 0, ADOBE_RGB.length));
            if (space.isPresent() && index.isPresent()) {
                exif.putOne(space.get());
                exif.block.put(index.get().value, SRGB);
            }
            return copy;
        } catch (IndexOutOfBoundsException e) { // cut or forged
            return bytes;
        }
    }

    private void putOne(Entry entry) {
        if (entry.type == SHORT) {
            block.putShort(entry.value, (short) 1);
        } else if (entry.type == LONG) {
            block.putInt(entry.value, 1);
        } else if (SIZES[entry.type] == 1) {
            block.put(entry.value, (byte) 1);
        }
    }

    /** Swaps two values of one type that stand where the entry stands, or where it says. */
    private void swap(int directory, int tag, int other) {
        Optional<Entry> a = find(directory, tag);
        Optional<Entry> b = find(directory, other);
        if (a.isEmpty() || b.isEmpty()) {
            return;
        }
        // Type, count and value together: widths and heights may be of different types.
        byte[] first = new byte[ENTRY - 2];
        byte[] second = new byte[ENTRY - 2];
        block.get(a.get().at + 2, first).get(b.get().at + 2, second);
        block.put(a.get().at + 2, second).put(b.get().at + 2, first);
    }
}
