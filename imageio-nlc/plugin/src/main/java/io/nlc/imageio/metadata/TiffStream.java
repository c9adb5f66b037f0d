package io.nlc.imageio.metadata;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.TiffDirectories;
import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import javax.imageio.stream.ImageInputStream;

/** What the JDK's reader of TIFF files keeps to itself: XMP and IPTC, whose tags it does not know. */
final class TiffStream {

    static final int XMP = 700;
    static final int IPTC = 33_723;

    private static final int PHOTOSHOP = 34_377;
    private static final int MAX = 1 << 24;

    /** What IPTC's datasets begin with. */
    private static final byte MARKER = 0x1C;

    private static final int LONG = 4;

    private final TiffDirectories fields;
    private final long directory;

    private TiffStream(TiffDirectories fields) throws IOException {
        this.fields = fields;
        this.directory = fields.first();
    }

    /**
     * What the first directory of a file adds to what is known of it.
     *
     * @param in at the file's first byte
     * @return the same if it is no TIFF file, or cut
     */
    static PictureMetadata added(PictureMetadata known, ImageInputStream in) throws IOException {
        Optional<TiffDirectories> fields = TiffDirectories.at(new FileBytes(in), 0);
        if (fields.isEmpty()) {
            return known;
        }
        PictureMetadata all = known;
        try {
            TiffStream file = new TiffStream(fields.get());
            all = all.xmp() == null ? all.withXmp(file.bytes(XMP)) : all;
            all = all.iptc() == null ? all.withIptc(file.iptc()) : all;
        } catch (EOFException e) {
            return all; // whoever reads the picture will hear what is wrong with the file
        }
        return all;
    }

    /** The bytes of a field; null if there are none. */
    private byte[] bytes(int tag) throws IOException {
        Optional<TiffDirectories.Field> field = fields.find(directory, tag);
        try {
            byte[] bytes = field.isEmpty() ? null : fields.raw(field.get(), MAX);
            return bytes == null || bytes.length < 5 ? null : bytes;
        } catch (EOFException e) {
            return null;
        }
    }

    private byte[] iptc() throws IOException {
        byte[] own = bytes(IPTC);
        byte[] resources = own == null ? bytes(PHOTOSHOP) : null;
        if (resources != null) {
            return PhotoshopResources.iptc(resources);
        }
        if (own == null || own[0] == MARKER) {
            return own;
        }
        // Many writers take it for numbers of 32 bits, and some of those turn them into the file's order.
        int type = fields.find(directory, IPTC).map(TiffDirectories.Field::type).orElse(0);
        if (type != LONG || own[LONG - 1] != MARKER) {
            return null;
        }
        byte[] turned = new byte[own.length];
        for (int i = 0; i < own.length; i++) {
            turned[i] = own[i / LONG * LONG + LONG - 1 - i % LONG];
        }
        return turned;
    }
}
