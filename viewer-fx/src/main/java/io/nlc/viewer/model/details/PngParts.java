package io.nlc.viewer.model.details;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.InflaterInputStream;
import javax.imageio.stream.ImageInputStream;

/** Chunks of a PNG file. */
final class PngParts {

    private static final int SIGNATURE = 8;
    private static final int OVERHEAD = 12;
    private static final int STEP = 1 << 16;

    private PngParts() {}

    /** Reads all. */
    static void read(ImageInputStream in, Anatomy anatomy) throws IOException {
        in.seek(SIGNATURE);
        try {
            for (String type = ""; !type.equals("IEND"); ) {
                long offset = in.getStreamPosition();
                long length = in.readUnsignedInt();
                byte[] name = new byte[4];
                in.readFully(name);
                type = new String(name, StandardCharsets.ISO_8859_1);
                CRC32 crc = new CRC32();
                crc.update(name);
                boolean kept = (type.equals("eXIf") || type.equals("iCCP")) && length <= Anatomy.MOST;
                byte[] payload = new byte[kept ? (int) Math.min(length, in.length()) : 0];
                update(in, length, crc, payload);
                boolean right = in.readUnsignedInt() == crc.getValue();
                anatomy.add(new Part(type, offset, OVERHEAD + length, right ? Part.Check.RIGHT : Part.Check.WRONG));
                if (kept && right) {
                    take(type, payload, anatomy);
                }
            }
            anatomy.end();
        } catch (EOFException e) { // not complete, which is what it says then
            System.getLogger(PngParts.class.getName()).log(System.Logger.Level.DEBUG, "chunks", e);
        }
    }

    private static void update(ImageInputStream in, long length, CRC32 crc, byte[] payload) throws IOException {
        byte[] step = new byte[(int) Math.min(STEP, length)];
        for (long done = 0; done < length; ) {
            int n = in.read(step, 0, (int) Math.min(step.length, length - done));
            if (n < 0) {
                throw new EOFException("the file ends within a chunk");
            }
            crc.update(step, 0, n);
            if (done < payload.length) {
                System.arraycopy(step, 0, payload, (int) done, (int) Math.min(n, payload.length - done));
            }
            done += n;
        }
    }

    // The profile is compressed and comes after its name, a zero and how it is compressed.
    private static void take(String type, byte[] payload, Anatomy anatomy) {
        if (type.equals("eXIf")) {
            anatomy.exif(payload);
            return;
        }
        int name = 0;
        while (name < payload.length && payload[name] != 0) {
            name++;
        }
        int from = Math.min(payload.length, name + 2);
        try (InflaterInputStream inflated =
                new InflaterInputStream(new ByteArrayInputStream(payload, from, payload.length - from))) {
            anatomy.profile(inflated.readNBytes(Anatomy.MOST));
        } catch (IOException e) {
            System.getLogger(PngParts.class.getName()).log(System.Logger.Level.DEBUG, "profile", e);
        }
    }
}
