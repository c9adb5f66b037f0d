package io.nlc.imageio.metadata;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.ExifGPSTagSet;
import javax.imageio.plugins.tiff.ExifInteroperabilityTagSet;
import javax.imageio.plugins.tiff.ExifParentTIFFTagSet;
import javax.imageio.plugins.tiff.ExifTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import javax.imageio.plugins.tiff.TIFFTag;
import javax.imageio.plugins.tiff.TIFFTagSet;

/** Between the directories of TIFF files and what accompanies a picture. */
final class TiffFields {

    private static final int DESCRIPTION = BaselineTIFFTagSet.TAG_IMAGE_DESCRIPTION;
    private static final int MAX_DEPTH = 4;

    /** What is about the person and the camera, and not about how the pixels are stored. */
    private static final Set<Integer> ABOUT = Set.of(
            BaselineTIFFTagSet.TAG_MAKE,
            BaselineTIFFTagSet.TAG_MODEL,
            BaselineTIFFTagSet.TAG_SOFTWARE,
            BaselineTIFFTagSet.TAG_DATE_TIME,
            BaselineTIFFTagSet.TAG_ARTIST,
            BaselineTIFFTagSet.TAG_HOST_COMPUTER,
            BaselineTIFFTagSet.TAG_COPYRIGHT,
            DESCRIPTION,
            ExifBlock.ORIENTATION,
            ExifBlock.EXIF_DIRECTORY,
            ExifBlock.GPS_DIRECTORY);

    private TiffFields() {}

    static PictureMetadata read(IIOMetadata metadata) {
        TIFFDirectory directory;
        try {
            directory = TIFFDirectory.createFromMetadata(metadata);
        } catch (IIOInvalidTreeException e) {
            return PictureMetadata.NONE;
        }
        PictureMetadata all = PictureMetadata.NONE;
        List<TIFFField> about = new ArrayList<>();
        boolean camera = false;
        for (TIFFField field : directory.getTIFFFields()) {
            int tag = field.getTagNumber();
            if (tag == TiffStream.XMP && field.getData() instanceof byte[] packet) {
                all = all.withXmp(packet);
            } else if (tag == TiffStream.IPTC && field.getData() instanceof byte[] iptc) {
                all = all.withIptc(iptc);
            } else if (tag == BaselineTIFFTagSet.TAG_ICC_PROFILE && field.getData() instanceof byte[] profile) {
                all = all.withProfile(profile);
            } else if (tag == DESCRIPTION && field.getData() instanceof String[] text && text.length > 0) {
                all = all.withTexts(List.of(new TextEntry("Description", text[0])));
            }
            if (ABOUT.contains(tag)) {
                about.add(field);
                boolean silent = tag == DESCRIPTION || tag == ExifBlock.ORIENTATION && upright(field);
                camera |= !silent;
            }
        }
        all = all.withDensity(density(directory));
        return camera ? all.withExif(ExifWriter.block(about)) : all;
    }

    private static boolean upright(TIFFField orientation) {
        return orientation.getType() == TIFFTag.TIFF_SHORT
                && orientation.getCount() == 1
                && orientation.getAsInt(0) == 1;
    }

    private static Density density(TIFFDirectory directory) {
        TIFFField x = directory.getTIFFField(BaselineTIFFTagSet.TAG_X_RESOLUTION);
        TIFFField y = directory.getTIFFField(BaselineTIFFTagSet.TAG_Y_RESOLUTION);
        TIFFField unit = directory.getTIFFField(BaselineTIFFTagSet.TAG_RESOLUTION_UNIT);
        if (x == null || y == null || x.getType() != TIFFTag.TIFF_RATIONAL || y.getType() != TIFFTag.TIFF_RATIONAL) {
            return null;
        }
        Density.Unit in =
                switch (unit == null ? BaselineTIFFTagSet.RESOLUTION_UNIT_INCH : unit.getAsInt(0)) {
                    case BaselineTIFFTagSet.RESOLUTION_UNIT_INCH -> Density.Unit.INCH;
                    case BaselineTIFFTagSet.RESOLUTION_UNIT_CENTIMETER -> Density.Unit.CENTIMETRE;
                    default -> Density.Unit.RATIO;
                };
        try {
            long[] across = x.getAsRational(0);
            long[] down = y.getAsRational(0);
            Density density = new Density(across[0], across[1], down[0], down[1], in);
            return density.isTrivial() ? null : density;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Puts what accompanies a picture into the directory of a file that will be written. */
    static void write(PictureMetadata from, TIFFDirectory directory) {
        TIFFTagSet baseline = BaselineTIFFTagSet.getInstance();
        if (from.exif() != null) {
            ExifBlock exif = new ExifBlock(from.exif());
            for (TIFFField field : fields(exif, exif.first(), baseline, 0)) {
                if (ABOUT.contains(field.getTagNumber())) {
                    directory.addTIFFField(field);
                }
            }
        }
        if (from.xmp() != null) {
            directory.addTIFFField(bytes("XMP", TiffStream.XMP, TIFFTag.TIFF_BYTE, from.xmp()));
        }
        if (from.iptc() != null) {
            directory.addTIFFField(bytes("IPTC", TiffStream.IPTC, TIFFTag.TIFF_UNDEFINED, from.iptc()));
        }
        if (from.density() != null) {
            density(from.density(), directory, baseline);
        }
        String text =
                String.join("\n", from.texts().stream().map(TiffFields::line).toList());
        if (!text.isEmpty()) {
            // Read as UTF-8 by nearly all, although TIFF says ASCII; ImageIO takes one character for a byte.
            String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            directory.addTIFFField(
                    new TIFFField(baseline.getTag(DESCRIPTION), TIFFTag.TIFF_ASCII, 1, new String[] {bytes}));
        }
    }

    private static TIFFField bytes(String name, int tag, int type, byte[] data) {
        return new TIFFField(new TIFFTag(name, tag, 1 << type), type, data.length, data);
    }

    private static String line(TextEntry text) {
        return text.keyword().equals("Description") ? text.value() : text.line();
    }

    private static void density(Density density, TIFFDirectory directory, TIFFTagSet baseline) {
        boolean metre = density.unit() == Density.Unit.METRE;
        long by = metre ? 100 : 1;
        int unit =
                switch (density.unit()) {
                    case RATIO -> BaselineTIFFTagSet.RESOLUTION_UNIT_NONE;
                    case INCH -> BaselineTIFFTagSet.RESOLUTION_UNIT_INCH;
                    case CENTIMETRE, METRE -> BaselineTIFFTagSet.RESOLUTION_UNIT_CENTIMETER;
                };
        long most = 0xFFFF_FFFFL / by;
        if (density.xDivisor() > most || density.yDivisor() > most) {
            return;
        }
        directory.addTIFFField(
                rational(baseline.getTag(BaselineTIFFTagSet.TAG_X_RESOLUTION), density.x(), density.xDivisor() * by));
        directory.addTIFFField(
                rational(baseline.getTag(BaselineTIFFTagSet.TAG_Y_RESOLUTION), density.y(), density.yDivisor() * by));
        directory.addTIFFField(new TIFFField(
                baseline.getTag(BaselineTIFFTagSet.TAG_RESOLUTION_UNIT), TIFFTag.TIFF_SHORT, 1, new char[] {(char) unit
                }));
    }

    private static TIFFField rational(TIFFTag tag, long numerator, long denominator) {
        return new TIFFField(tag, TIFFTag.TIFF_RATIONAL, 1, new long[][] {{numerator, denominator}});
    }

    /** The fields of a directory of an EXIF block, with those that they point to. */
    private static List<TIFFField> fields(ExifBlock block, int at, TIFFTagSet tags, int depth) {
        List<TIFFField> fields = new ArrayList<>();
        for (ExifBlock.Entry entry : block.entries(at)) {
            TIFFTagSet below = below(entry.tag());
            if (below == null) {
                fields.add(field(block, entry, tags));
            } else if (depth < MAX_DEPTH) {
                TIFFDirectory directory = new TIFFDirectory(new TIFFTagSet[] {below}, null);
                int to = block.pointed(at, entry.tag());
                fields(block, to, below, depth + 1).forEach(directory::addTIFFField);
                TIFFTagSet parents = entry.tag() == ExifBlock.INTEROPERABILITY_DIRECTORY
                        ? ExifTIFFTagSet.getInstance()
                        : ExifParentTIFFTagSet.getInstance();
                if (to > 0) {
                    fields.add(new TIFFField(parents.getTag(entry.tag()), TIFFTag.TIFF_LONG, 1L, directory));
                }
            }
        }
        return fields;
    }

    private static TIFFTagSet below(int tag) {
        return switch (tag) {
            case ExifBlock.EXIF_DIRECTORY -> ExifTIFFTagSet.getInstance();
            case ExifBlock.GPS_DIRECTORY -> ExifGPSTagSet.getInstance();
            case ExifBlock.INTEROPERABILITY_DIRECTORY -> ExifInteroperabilityTagSet.getInstance();
            default -> null;
        };
    }

    private static TIFFField field(ExifBlock block, ExifBlock.Entry entry, TIFFTagSet tags) {
        TIFFTag known = tags.getTag(entry.tag());
        TIFFTag tag = known != null && known.isDataTypeOK(entry.type())
                ? known
                : new TIFFTag("Unknown", entry.tag(), 1 << entry.type());
        ByteBuffer in = block.bytes().duplicate().order(block.bytes().order());
        in.position(entry.value());
        int n = entry.count();
        Object data =
                switch (entry.type()) {
                    case TIFFTag.TIFF_BYTE, TIFFTag.TIFF_SBYTE, TIFFTag.TIFF_UNDEFINED -> {
                        byte[] bytes = new byte[n];
                        in.get(bytes);
                        yield bytes;
                    }
                    case TIFFTag.TIFF_ASCII -> {
                        byte[] bytes = new byte[n];
                        in.get(bytes);
                        String text = new String(bytes, StandardCharsets.ISO_8859_1);
                        int end = text.indexOf(0);
                        yield new String[] {end < 0 ? text : text.substring(0, end)};
                    }
                    case TIFFTag.TIFF_SHORT -> {
                        char[] values = new char[n];
                        for (int i = 0; i < n; i++) {
                            values[i] = (char) in.getShort();
                        }
                        yield values;
                    }
                    case TIFFTag.TIFF_SSHORT -> {
                        short[] values = new short[n];
                        for (int i = 0; i < n; i++) {
                            values[i] = in.getShort();
                        }
                        yield values;
                    }
                    case TIFFTag.TIFF_LONG -> {
                        long[] values = new long[n];
                        for (int i = 0; i < n; i++) {
                            values[i] = in.getInt() & 0xFFFF_FFFFL;
                        }
                        yield values;
                    }
                    case TIFFTag.TIFF_SLONG -> {
                        int[] values = new int[n];
                        for (int i = 0; i < n; i++) {
                            values[i] = in.getInt();
                        }
                        yield values;
                    }
                    case TIFFTag.TIFF_RATIONAL -> {
                        long[][] values = new long[n][];
                        for (int i = 0; i < n; i++) {
                            values[i] = new long[] {in.getInt() & 0xFFFF_FFFFL, in.getInt() & 0xFFFF_FFFFL};
                        }
                        yield values;
                    }
                    case TIFFTag.TIFF_SRATIONAL -> {
                        int[][] values = new int[n][];
                        for (int i = 0; i < n; i++) {
                            values[i] = new int[] {in.getInt(), in.getInt()};
                        }
                        yield values;
                    }
                    case TIFFTag.TIFF_FLOAT -> {
                        float[] values = new float[n];
                        for (int i = 0; i < n; i++) {
                            values[i] = in.getFloat();
                        }
                        yield values;
                    }
                    default -> {
                        double[] values = new double[n];
                        for (int i = 0; i < n; i++) {
                            values[i] = in.getDouble();
                        }
                        yield values;
                    }
                };
        return new TIFFField(tag, entry.type(), data instanceof String[] ? 1 : n, data);
    }
}
