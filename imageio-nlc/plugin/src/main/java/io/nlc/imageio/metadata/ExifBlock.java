package io.nlc.imageio.metadata;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.TiffDirectories;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The directories of an EXIF block (JEITA CP-3451, section 4.6), which is a TIFF file of its own. */
final class ExifBlock {

    static final int ORIENTATION = TiffDirectories.ORIENTATION;
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
    private final Optional<TiffDirectories> directories;

    /** @param bytes not copied */
    ExifBlock(byte[] bytes) {
        block = ByteBuffer.wrap(bytes);
        directories = directories(bytes);
        directories.ifPresent(d -> block.order(d.order()));
    }

    private static Optional<TiffDirectories> directories(byte[] bytes) {
        try {
            return TiffDirectories.at(FileBytes.of(bytes), 0).filter(d -> !d.isBig());
        } catch (IOException e) { // from memory
            return Optional.empty();
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
        try {
            long first = directories.isEmpty() ? 0 : directories.get().first();
            return first < block.capacity() ? (int) first : 0;
        } catch (IOException e) { // cut
            return 0;
        }
    }

    /** The entries of a directory that lie within the block. */
    List<Entry> entries(int directory) {
        List<Entry> entries = new ArrayList<>();
        if (directory < 8 || directories.isEmpty()) {
            return entries;
        }
        try {
            for (TiffDirectories.Field f : directories.get().entries(directory)) {
                long size = f.type() >= 1 && f.type() < SIZES.length ? SIZES[f.type()] * f.count() : Long.MAX_VALUE;
                if (size <= block.capacity() && f.value() + size <= block.capacity()) {
                    entries.add(new Entry(f.tag(), f.type(), (int) f.count(), (int) f.offset(), (int) f.value()));
                }
            }
        } catch (IOException e) { // from memory
            return entries;
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
            return directories.isEmpty() ? 1 : directories.get().orientation().orElse(1);
        } catch (IOException e) { // from memory
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
