package io.nlc.foreign;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Directories of a TIFF file, or of EXIF data, which are made in the same way (TIFF 6.0, section 2; BigTIFF). */
public final class TiffDirectories {

    /** The tag of how the camera was held. */
    public static final int ORIENTATION = 0x0112;

    private static final int UPRIGHT = 1;
    private static final int MOST_ENTRIES = 65_535;

    /**
     * An entry of a directory.
     *
     * @param offset of the entry in the file
     * @param value offset of its value in the file
     */
    public record Field(int tag, int type, long count, long offset, long value) {}

    private final FileBytes file;
    private final long base;
    private final ByteOrder order;
    private final boolean big;

    private TiffDirectories(FileBytes file, long base, ByteOrder order, boolean big) {
        this.file = file;
        this.base = base;
        this.order = order;
        this.big = big;
    }

    /** Those at an offset of a file; empty if there are none. */
    public static Optional<TiffDirectories> at(FileBytes file, long base) throws IOException {
        ByteOrder order =
                file.has(base, "II") ? ByteOrder.LITTLE_ENDIAN : file.has(base, "MM") ? ByteOrder.BIG_ENDIAN : null;
        if (order == null) {
            return Optional.empty();
        }
        try {
            int version = file.buffer(base + 2, 2, order).getShort();
            return version == 42 || version == 43
                    ? Optional.of(new TiffDirectories(file, base, order, version == 43))
                    : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** Offset of the first directory. */
    public long first() throws IOException {
        return big ? file.buffer(base + 8, 8, order).getLong() : unsigned(base + 4);
    }

    private long unsigned(long at) throws IOException {
        return file.buffer(at, 4, order).getInt() & 0xFFFFFFFFL;
    }

    /** Whether it is a BigTIFF file, whose numbers are twice as long. */
    public boolean isBig() {
        return big;
    }

    /** The order of the bytes of its numbers. */
    public ByteOrder order() {
        return order;
    }

    /** An entry of a directory; of those with the same tag the first. */
    public Optional<Field> find(long directory, int tag) throws IOException {
        List<Field> found = entries(directory, entry -> (entry.getShort(0) & 0xFFFF) == tag, 1);
        return found.isEmpty() ? Optional.empty() : Optional.of(found.get(0));
    }

    /** All entries of a directory, up to where the file ends. */
    public List<Field> entries(long directory) throws IOException {
        return entries(directory, entry -> true, MOST_ENTRIES);
    }

    private List<Field> entries(long directory, Predicate<ByteBuffer> wanted, int most) throws IOException {
        List<Field> found = new ArrayList<>();
        if (directory >= 0 && directory < (big ? 16 : 8)) { // 0 says that there is none, and the file's head is none
            return found;
        }
        int size = big ? 20 : 12;
        int head = big ? 8 : 2;
        try {
            long entries = big
                    ? file.buffer(base + directory, 8, order).getLong()
                    : file.buffer(base + directory, 2, order).getShort() & 0xFFFF;
            for (long i = 0; i < Math.min(entries, MOST_ENTRIES) && found.size() < most; i++) {
                long at = base + directory + head + size * i;
                ByteBuffer entry = file.buffer(at, size, order);
                if (wanted.test(entry)) {
                    found.add(field(entry, at));
                }
            }
            return found;
        } catch (EOFException e) {
            return found; // cut or forged: a picture is still a picture without
        }
    }

    private Field field(ByteBuffer entry, long at) {
        int type = entry.getShort(2) & 0xFFFF;
        long count = big ? entry.getLong(4) : entry.getInt(4) & 0xFFFFFFFFL;
        int inline = big ? 8 : 4;
        int place = big ? 12 : 8;
        boolean inside = count >= 0 && count <= inline / width(type);
        long value = inside ? at + place : base + (big ? entry.getLong(place) : entry.getInt(place) & 0xFFFFFFFFL);
        return new Field(entry.getShort(0) & 0xFFFF, type, count, at, value);
    }

    private static int width(int type) {
        return switch (type) {
            case 1, 2, 6, 7 -> 1;
            case 3, 8 -> 2;
            case 4, 9, 11, 13 -> 4;
            default -> 8;
        };
    }

    /** The first number of a field of integers; empty if there is none. */
    public Optional<Long> number(Field field) throws IOException {
        return number(field, 0);
    }

    /** A number of a field of integers; empty if there is none. */
    public Optional<Long> number(Field field, int index) throws IOException {
        if (index >= field.count) {
            return Optional.empty();
        }
        try {
            long at = field.value + (long) index * width(field.type);
            return switch (field.type) {
                case 1, 7 -> Optional.of((long) file.u8(at));
                case 3 -> Optional.of((long) file.buffer(at, 2, order).getShort() & 0xFFFF);
                case 4, 13 -> Optional.of(unsigned(at));
                case 16, 18 -> Optional.of(file.buffer(at, 8, order).getLong());
                default -> Optional.empty();
            };
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** A number of a field of a directory. */
    public Optional<Long> number(long directory, int tag) throws IOException {
        Optional<Field> field = find(directory, tag);
        return field.isEmpty() ? Optional.empty() : number(field.get());
    }

    /** A short number as the bytes that stand for it in this file's order. */
    public byte[] shortBytes(int value) {
        return ByteBuffer.allocate(2).order(order).putShort((short) value).array();
    }

    /** The bytes of a field of bytes. @throws EOFException if the file ends before, or they are more than so many */
    public byte[] bytes(Field field, int most) throws IOException {
        if (width(field.type) != 1) {
            throw new EOFException();
        }
        return raw(field, most);
    }

    /** The bytes that a field of any type stands in, as {@link #bytes}. */
    public byte[] raw(Field field, int most) throws IOException {
        if (field.count < 0 || field.count > most / width(field.type)) {
            throw new EOFException();
        }
        return file.bytes(field.value, (int) field.count * width(field.type));
    }

    /** How the camera was held, 1 to 8; empty if that is not said, or makes no sense. */
    public Optional<Integer> orientation() throws IOException {
        try {
            Optional<Long> value = number(first(), ORIENTATION);
            return value.isPresent() && value.get() >= UPRIGHT && value.get() <= 8
                    ? Optional.of(value.get().intValue())
                    : Optional.empty();
        } catch (EOFException e) {
            return Optional.empty();
        }
    }
}
