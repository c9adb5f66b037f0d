package io.nlc.imageio;

import io.nlc.picture.CodecProgress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;

/** Files of other formats with whatever a test wants around the picture. */
public final class PictureBytes {

    private PictureBytes() {}

    /**
     * A chunk of a PNG file.
     *
     * @param late whether it stands after the picture
     */
    public record PngChunk(String name, byte[] data, boolean late) {

        public PngChunk(String name, byte[] data) {
            this(name, data, false);
        }
    }

    /** Of one colour. */
    public static BufferedImage even(int width, int height, int type, int... samples) {
        BufferedImage image = new BufferedImage(width, height, type);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.getRaster().setPixel(x, y, samples);
            }
        }
        return image;
    }

    private static byte[] written(BufferedImage image, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** A PNG file. */
    public static byte[] png(BufferedImage image, PngChunk... chunks) {
        byte[] plain = written(image, "png");
        int first = 8 + 25; // signature and IHDR
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain, 0, first);
        for (PngChunk chunk : chunks) {
            if (!chunk.late) {
                out.writeBytes(pngChunk(chunk.name, chunk.data));
            }
        }
        out.write(plain, first, plain.length - 12 - first);
        for (PngChunk chunk : chunks) {
            if (chunk.late) {
                out.writeBytes(pngChunk(chunk.name, chunk.data));
            }
        }
        out.write(plain, plain.length - 12, 12);
        return out.toByteArray();
    }

    private static byte[] pngChunk(String name, byte[] data) {
        byte[] type = name.getBytes(StandardCharsets.ISO_8859_1);
        CRC32 crc = new CRC32();
        crc.update(type);
        crc.update(data);
        return ByteBuffer.allocate(12 + data.length)
                .putInt(data.length)
                .put(type)
                .put(data)
                .putInt((int) crc.getValue())
                .array();
    }

    /** The chunk that embeds a profile. */
    public static PngChunk iccp(byte[] profile) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes("a profile\0\0".getBytes(StandardCharsets.ISO_8859_1));
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out, new Deflater(9))) {
            deflater.write(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new PngChunk("iCCP", out.toByteArray());
    }

    /** The chunk that says a gamma, in 1/100,000. */
    public static PngChunk gamma(int value) {
        return new PngChunk("gAMA", ByteBuffer.allocate(4).putInt(value).array());
    }

    /** The chunk that says chromaticities, in 1/100,000: white, red, green, blue. */
    public static PngChunk chromaticities(int... values) {
        ByteBuffer data = ByteBuffer.allocate(32);
        for (int value : values) {
            data.putInt(value);
        }
        return new PngChunk("cHRM", data.array());
    }

    /** A JPEG file of high quality with segments, each with its marker and length, after SOI. */
    public static byte[] jpeg(BufferedImage image, byte[]... segments) {
        try {
            byte[] plain = BestJpeg.of(image, 1, CodecProgress.NONE).file();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            out.write(plain, 0, 2);
            for (byte[] segment : segments) {
                out.writeBytes(segment);
            }
            out.write(plain, 2, plain.length - 2);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A segment of a JPEG file, with bytes FF before its marker. */
    public static byte[] segment(int marker, int fill, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i <= fill; i++) {
            out.write(0xFF);
        }
        out.write(marker);
        out.write(data.length + 2 >> 8);
        out.write(data.length + 2);
        out.writeBytes(data);
        return out.toByteArray();
    }

    /** A part of a profile in a JPEG file. */
    public static byte[] app2(int number, int count, byte[] profile, int from, int to) {
        ByteBuffer data = ByteBuffer.allocate(14 + to - from);
        data.put("ICC_PROFILE\0".getBytes(StandardCharsets.ISO_8859_1))
                .put((byte) number)
                .put((byte) count);
        return segment(0xE2, 0, data.put(profile, from, to - from).array());
    }

    /** An entry of a TIFF directory: of SHORT (type 3), LONG (4) or bytes (7, 2) as its data say. */
    public record TiffEntry(int tag, int type, byte[] data, int... numbers) {

        public TiffEntry(int tag, int type, int... numbers) {
            this(tag, type, null, numbers);
        }
    }

    /**
     * A TIFF structure with one directory, at its end.
     *
     * @param strip the samples, or none
     * @param entries in the order of their tags; with a strip StripOffsets (273) has the number 8
     */
    public static byte[] tiff(ByteOrder order, byte[] strip, List<TiffEntry> entries) {
        int data = 8 + strip.length;
        for (TiffEntry entry : entries) {
            data += size(entry) > 4 ? size(entry) : 0;
        }
        data += data & 1;
        ByteBuffer out = ByteBuffer.allocate(data + 2 + 12 * entries.size() + 4).order(order);
        out.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.ISO_8859_1));
        out.putShort((short) 42).putInt(data).put(strip);
        int far = out.position();
        out.position(data);
        out.putShort((short) entries.size());
        for (TiffEntry entry : entries) {
            int count = entry.data == null ? entry.numbers.length : entry.data.length;
            out.putShort((short) entry.tag).putShort((short) entry.type).putInt(count);
            ByteBuffer value = ByteBuffer.allocate(Math.max(4, size(entry))).order(order);
            if (entry.data != null) {
                value.put(entry.data);
            } else {
                for (int number : entry.numbers) {
                    if (entry.type == 3) {
                        value.putShort((short) number);
                    } else {
                        value.putInt(number);
                    }
                }
            }
            if (size(entry) > 4) {
                out.putInt(far);
                ByteBuffer.wrap(out.array(), far, size(entry)).put(value.array());
                far += size(entry);
            } else {
                out.put(value.array());
            }
        }
        return out.array();
    }

    private static int size(TiffEntry entry) {
        return entry.data != null ? entry.data.length : entry.numbers.length * (entry.type == 3 ? 2 : 4);
    }

    /** A BMP file of version 5, of 24 bits, with a profile or, where it is null, calibrated as given. */
    public static byte[] bmp(BufferedImage image, byte[] profile, int[] endpoints, int[] gammas) {
        int width = image.getWidth();
        int height = image.getHeight();
        int stride = 3 * width + 3 & ~3;
        int size = 14 + 124 + stride * height;
        ByteBuffer out = ByteBuffer.allocate(size + (profile == null ? 0 : profile.length))
                .order(ByteOrder.LITTLE_ENDIAN);
        out.put((byte) 'B').put((byte) 'M').putInt(out.capacity()).putInt(0).putInt(14 + 124);
        out.putInt(124).putInt(width).putInt(height).putShort((short) 1).putShort((short) 24);
        out.putInt(0).putInt(stride * height);
        out.putInt(14 + 56, profile == null ? 0 : 0x4D424544);
        for (int i = 0; endpoints != null && i < 9; i++) {
            out.putInt(14 + 60 + 4 * i, endpoints[i]);
        }
        for (int i = 0; gammas != null && i < 3; i++) {
            out.putInt(14 + 96 + 4 * i, gammas[i]);
        }
        if (profile != null) {
            out.putInt(14 + 112, size - 14).putInt(14 + 116, profile.length);
            out.position(size);
            out.put(profile);
        }
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int[] rgb = image.getRaster().getPixel(x, y, (int[]) null);
                for (int c = 0; c < 3; c++) {
                    out.put(14 + 124 + stride * (height - 1 - y) + 3 * x + c, (byte) rgb[2 - c]);
                }
            }
        }
        return out.array();
    }

    /** A WebP container of chunks; nothing in it need be a picture. */
    public static byte[] webp(String name, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeBytes("RIFF");
        out.writeInt(Integer.reverseBytes(4 + 18 + 8 + data.length + (data.length & 1)));
        out.writeBytes("WEBPVP8X");
        out.writeInt(Integer.reverseBytes(10));
        out.write(new byte[10]);
        out.writeBytes(name);
        out.writeInt(Integer.reverseBytes(data.length));
        out.write(data);
        out.write(new byte[data.length & 1]);
        return bytes.toByteArray();
    }

    /**
     * A WebP picture of one colour, without loss (RFC 9649, section 3).
     *
     * @param chunks between its header and its picture: names and contents in turn
     */
    public static byte[] webp(int width, int height, int rgb, Object... chunks) {
        byte[] coded = new byte[20];
        int[] at = {0};
        bits(coded, at, 0x2F, 8);
        bits(coded, at, width - 1, 14);
        bits(coded, at, height - 1, 14);
        bits(coded, at, 0, 1 + 3 + 1 + 1 + 1); // opaque, version, no transform, no cache, one group of codes
        for (int symbol : new int[] {rgb >> 8 & 255, rgb >> 16 & 255, rgb & 255, 255}) {
            bits(coded, at, 0b101, 3); // a code of one symbol, of 8 bits
            bits(coded, at, symbol, 8);
        }
        bits(coded, at, 0b0001, 4); // distances: a code of one symbol, of 1 bit, 0
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        byte[] extended = new byte[10];
        for (int i = 0; i < chunks.length; i += 2) {
            extended[0] |= (byte) (chunks[i].equals("ICCP") ? 0x20 : 0x08);
        }
        extended[4] = (byte) (width - 1);
        extended[7] = (byte) (height - 1);
        body.writeBytes(riffChunk("VP8X", extended));
        for (int i = 0; i < chunks.length; i += 2) {
            if (chunks[i].equals("ICCP")) {
                body.writeBytes(riffChunk("ICCP", (byte[]) chunks[i + 1]));
            }
        }
        body.writeBytes(riffChunk("VP8L", coded));
        for (int i = 0; i < chunks.length; i += 2) {
            if (!chunks[i].equals("ICCP")) {
                body.writeBytes(riffChunk((String) chunks[i], (byte[]) chunks[i + 1]));
            }
        }
        return ByteBuffer.allocate(12 + body.size())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.ISO_8859_1))
                .putInt(4 + body.size())
                .put("WEBP".getBytes(StandardCharsets.ISO_8859_1))
                .put(body.toByteArray())
                .array();
    }

    private static void bits(byte[] out, int[] at, int value, int count) {
        for (int i = 0; i < count; i++, at[0]++) {
            out[at[0] >> 3] |= (byte) ((value >> i & 1) << (at[0] & 7));
        }
    }

    private static byte[] riffChunk(String name, byte[] data) {
        return ByteBuffer.allocate(8 + data.length + (data.length & 1))
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(name.getBytes(StandardCharsets.ISO_8859_1))
                .putInt(data.length)
                .put(data)
                .array();
    }

    /** A Photoshop picture of one colour, without layers. */
    public static byte[] psd(int width, int height, int rgb) {
        ByteBuffer out = ByteBuffer.allocate(26 + 12 + 2 + 3 * width * height);
        out.put("8BPS".getBytes(StandardCharsets.ISO_8859_1)).putShort((short) 1);
        out.position(12);
        out.putShort((short) 3).putInt(height).putInt(width).putShort((short) 8).putShort((short) 3);
        out.position(26 + 12 + 2);
        for (int shift = 16; shift >= 0; shift -= 8) {
            for (int i = 0; i < width * height; i++) {
                out.put((byte) (rgb >> shift));
            }
        }
        return out.array();
    }

    /** An APP1 segment of EXIF that names a colour space of DCF. */
    public static byte[] interoperability(ByteOrder order, String index) {
        ByteBuffer exif = ByteBuffer.allocate(6 + 8 + 18 + 30 + 18).order(order);
        exif.put("Exif\0\0".getBytes()).put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes());
        exif.putShort((short) 42).putInt(8);
        exif.putShort((short) 1)
                .putShort((short) 0x8769)
                .putShort((short) 4)
                .putInt(1)
                .putInt(26)
                .putInt(0);
        exif.putShort((short) 2);
        exif.putShort((short) 0xA001)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 0xFFFF)
                .putShort((short) 0);
        exif.putShort((short) 0xA005).putShort((short) 4).putInt(1).putInt(56).putInt(0);
        exif.putShort((short) 1)
                .putShort((short) 1)
                .putShort((short) 2)
                .putInt(4)
                .put(index.getBytes())
                .putInt(0);
        return segment(0xE1, 0, exif.array());
    }
}
