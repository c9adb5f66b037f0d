package io.nlc.imageio.metadata;

import io.nlc.foreign.FileBytes;
import io.nlc.foreign.FilePart;
import io.nlc.foreign.Inflation;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.stream.ImageInputStream;

/** The chunks of a PNG file that accompany its picture, wherever they stand; ImageIO's reader ends at the pixels. */
final class PngChunks {

    static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private static final Set<String> TAKEN = Set.of("pHYs", "eXIf", "iCCP", "tEXt", "zTXt", "iTXt");
    private static final int MAX = 1 << 24;
    /** Of all that is inflated from one file, in which a thousand bytes may be a million, any number of times. */
    private static final int MAX_TOGETHER = 1 << 25;

    private static final int MAX_KEYWORD = 79;
    private static final Charset LATIN = StandardCharsets.ISO_8859_1;

    private final List<TextEntry> texts = new ArrayList<>();
    private int left = MAX_TOGETHER;
    private PictureMetadata all = PictureMetadata.NONE;

    private PngChunks() {}

    /** What a file says. @param in at its first byte */
    static PictureMetadata read(ImageInputStream in) throws IOException {
        FileBytes file = new FileBytes(in);
        PngChunks chunks = new PngChunks();
        for (FilePart part : FilePart.ofPng(file)) {
            if (TAKEN.contains(part.name()) && part.length() <= MAX) {
                try {
                    chunks.take(part.name(), part.bytes(file, MAX));
                } catch (EOFException e) {
                    break; // cut
                }
            }
        }
        return RawProfiles.unpacked(chunks.all.withTexts(chunks.texts));
    }

    private void take(String type, byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data);
        switch (type) {
            case "pHYs" -> {
                if (data.length == 9 && in.getInt(0) > 0 && in.getInt(4) > 0) {
                    all = all.withDensity(Density.of(
                            in.getInt(), in.getInt(), in.get() == 1 ? Density.Unit.METRE : Density.Unit.RATIO));
                }
            }
            case "eXIf" -> all = all.withExif(ExifBlock.bare(data));
            case "iCCP" -> {
                part(in);
                all = all.withProfile(in.remaining() > 1 && in.get() == 0 ? inflated(in) : null);
            }
            case "tEXt" -> {
                byte[] keyword = part(in);
                texts.add(new TextEntry(new String(keyword, LATIN), new String(rest(in), LATIN)));
            }
            case "zTXt" -> {
                byte[] keyword = part(in);
                byte[] text = in.remaining() > 1 && in.get() == 0 ? inflated(in) : null;
                if (text != null) {
                    texts.add(new TextEntry(new String(keyword, LATIN), new String(text, LATIN)));
                }
            }
            default -> international(in);
        }
    }

    private void international(ByteBuffer in) {
        String keyword = new String(part(in), LATIN);
        if (in.remaining() < 2) {
            return;
        }
        boolean deflated = in.get() == 1;
        in.get();
        String language = new String(part(in), LATIN);
        String translated = new String(part(in), StandardCharsets.UTF_8);
        byte[] text = deflated ? inflated(in) : rest(in);
        if (text == null) {
            return;
        }
        if (keyword.equals(ForeignMetadata.XMP_KEYWORD)) {
            all = all.withXmp(text);
        } else {
            texts.add(new TextEntry(keyword, language, translated, new String(text, StandardCharsets.UTF_8)));
        }
    }

    /** Up to the next zero, which is passed over. */
    private static byte[] part(ByteBuffer in) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        while (in.hasRemaining()) {
            byte b = in.get();
            if (b == 0) {
                break;
            }
            part.write(b);
        }
        return part.toByteArray();
    }

    private static byte[] rest(ByteBuffer in) {
        byte[] rest = new byte[in.remaining()];
        in.get(rest);
        return rest;
    }

    /** Null where there is no end of it, or too much was inflated before. */
    private byte[] inflated(ByteBuffer in) {
        byte[] all = inflated(rest(in), Math.min(left, MAX));
        // What was too much has been inflated as well.
        left = all == null ? Math.max(0, left - MAX) : left - all.length;
        return all;
    }

    /** Null where there is nothing, or no end of it. */
    static byte[] inflated(byte[] deflated) {
        return inflated(deflated, MAX);
    }

    private static byte[] inflated(byte[] deflated, int most) {
        try {
            return deflated == null ? null : Inflation.of(deflated, 0, most);
        } catch (DataFormatException e) {
            return null;
        }
    }

    /** Where {@link #of} go: behind the signature and IHDR, which is the first chunk. */
    static final int PLACE = SIGNATURE.length + 8 + 13 + 4;

    /**
     * What accompanies a picture, as chunks.
     *
     * @param profile null for none, also where the writer writes it by itself
     */
    static byte[] of(PictureMetadata metadata, byte[] profile) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (profile != null) {
            chunk(out, "iCCP", joined("ICC\0\0".getBytes(LATIN), deflated(profile)));
        }
        Density density = metadata.density();
        if (density != null) {
            boolean ratio = density.unit() == Density.Unit.RATIO;
            double x = ratio ? (double) density.x() * density.yDivisor() : density.horizontal(Density.Unit.METRE);
            double y = ratio ? (double) density.y() * density.xDivisor() : density.vertical(Density.Unit.METRE);
            double down = Math.max(1, Math.max(x, y) / Integer.MAX_VALUE);
            chunk(
                    out,
                    "pHYs",
                    ByteBuffer.allocate(9)
                            .putInt((int) Math.max(1, Math.round(x / down)))
                            .putInt((int) Math.max(1, Math.round(y / down)))
                            .put((byte) (ratio ? 0 : 1))
                            .array());
        }
        if (metadata.exif() != null) {
            chunk(out, "eXIf", metadata.exif());
        }
        if (metadata.xmp() != null) {
            chunk(out, "iTXt", joined((ForeignMetadata.XMP_KEYWORD + "\0\0\0\0\0").getBytes(LATIN), metadata.xmp()));
        }
        if (metadata.iptc() != null) {
            TextEntry text = RawProfiles.iptc(metadata.iptc());
            byte[] value = deflated(text.value().getBytes(LATIN));
            chunk(out, "zTXt", joined((text.keyword() + "\0\0").getBytes(LATIN), value));
        }
        metadata.texts().forEach(text -> text(out, text));
        return out.toByteArray();
    }

    private static void text(ByteArrayOutputStream out, TextEntry text) {
        String keyword = keyword(text.keyword());
        boolean plain = LATIN.newEncoder().canEncode(text.value())
                && text.value().indexOf(0) < 0
                && text.language().isEmpty()
                && text.translated().isEmpty();
        if (plain) {
            chunk(out, "tEXt", (keyword + '\0' + text.value()).getBytes(LATIN));
            return;
        }
        byte[] head = (keyword + "\0\0\0" + text.language() + '\0').getBytes(LATIN);
        byte[] tail = (text.translated() + '\0' + text.value()).getBytes(StandardCharsets.UTF_8);
        chunk(out, "iTXt", joined(head, tail));
    }

    /** As PNG allows it: 1 to 79 printable characters of Latin 1. */
    private static String keyword(String keyword) {
        StringBuilder good = new StringBuilder();
        keyword.strip()
                .chars()
                .map(c -> c >= 32 && c < 127 || c > 160 && c < 256 ? c : '?')
                .forEach(c -> good.append((char) c));
        good.setLength(Math.min(MAX_KEYWORD, good.length()));
        return good.length() == 0 ? TextEntry.COMMENT : good.toString().strip();
    }

    private static byte[] deflated(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflater = new DeflaterOutputStream(out)) {
            deflater.write(bytes);
        } catch (IOException e) {
            throw new AssertionError("memory cannot fail", e);
        }
        return out.toByteArray();
    }

    private static byte[] joined(byte[] a, byte[] b) {
        return ByteBuffer.allocate(a.length + b.length).put(a).put(b).array();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] named = joined(type.getBytes(LATIN), data);
        CRC32 crc = new CRC32();
        crc.update(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(named);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
