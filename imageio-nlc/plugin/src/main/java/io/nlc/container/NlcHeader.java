package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The {@code HEAD} chunk: all that is needed before any other chunk is read. A header read from a file is also within
 * {@link Limits}.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param colour gray or RGB
 * @param alpha whether an {@code ALPH} chunk holds an alpha plane
 * @param quality level in 1/256, 0..65535
 * @param tileWidth in pixels, a multiple of 64, 64..65472; tile area at most 2^22
 * @param tileHeight likewise
 * @param pack name of the model pack, 1..64 bytes of UTF-8 without control characters
 * @param digest 16 bytes, the first half of the pack's digest
 */
public record NlcHeader(
        int width,
        int height,
        Colour colour,
        boolean alpha,
        int quality,
        int tileWidth,
        int tileHeight,
        String pack,
        byte[] digest) {
    public static final int VERSION = 1;
    public static final int DIGEST_BYTES = 16;
    public static final int MAX_PACK_BYTES = 64;

    private static final int FIXED_BYTES = 34;
    static final int MIN_BYTES = FIXED_BYTES + 1;
    static final int MAX_BYTES = FIXED_BYTES + MAX_PACK_BYTES;
    private static final int TILE_UNIT = 64;
    private static final int MAX_TILE_AREA = 1 << 22;

    /** @throws IllegalArgumentException if a value is not what the parameter list above says; the message names it */
    public NlcHeader {
        require(width >= 1 && height >= 1, "size " + width + " x " + height + " is empty");
        require(colour != null, "colour is null");
        require(quality >= 0 && quality <= 0xFFFF, "quality " + quality + " is not within 0..65535");
        require(
                isTileSide(tileWidth) && isTileSide(tileHeight),
                "tile size " + tileWidth + " x " + tileHeight + " is not made of multiples of 64");
        require(
                (long) tileWidth * tileHeight <= MAX_TILE_AREA,
                "tile size " + tileWidth + " x " + tileHeight + " is over the limit of 2^22 pixels");
        require(
                ceilDiv(width, tileWidth) * ceilDiv(height, tileHeight) <= Integer.MAX_VALUE / 4,
                "too many tiles of " + tileWidth + " x " + tileHeight + " in " + width + " x " + height);
        int packBytes = pack == null ? 0 : pack.getBytes(StandardCharsets.UTF_8).length;
        require(packBytes >= 1 && packBytes <= MAX_PACK_BYTES, "pack name takes " + packBytes + " bytes, not 1..64");
        require(pack.codePoints().noneMatch(Character::isISOControl), "pack name has control characters");
        require(digest != null && digest.length == DIGEST_BYTES, "digest is not of 16 bytes");
        digest = digest.clone();
    }

    private static boolean isTileSide(int side) {
        return side >= TILE_UNIT && side <= 0xFFFF && side % TILE_UNIT == 0;
    }

    private static void require(boolean condition, String problem) {
        if (!condition) {
            throw new IllegalArgumentException(problem);
        }
    }

    private static long ceilDiv(int a, int b) {
        return (a + b - 1L) / b;
    }

    /**
     * Reads the payload of a {@code HEAD} chunk.
     *
     * @throws NlcException naming the field that is wrong or over a limit
     */
    public static NlcHeader parse(byte[] payload, Limits limits) throws NlcException {
        if (payload.length < 1) {
            throw NlcException.damaged("HEAD is empty");
        }
        ByteBuffer in = ByteBuffer.wrap(payload);
        int version = in.get() & 0xFF;
        if (version != VERSION) {
            throw new NlcException(
                    FailureKind.VERSION,
                    "HEAD: version " + version + " is not known to this reader, which reads version " + VERSION,
                    version);
        }
        if (payload.length < MIN_BYTES || payload.length > MAX_BYTES) {
            throw NlcException.damaged("HEAD has " + payload.length + " bytes, not " + MIN_BYTES + ".." + MAX_BYTES);
        }
        long width = in.getInt() & 0xFFFFFFFFL;
        long height = in.getInt() & 0xFFFFFFFFL;
        try {
            limits.checkSize(width, height);
        } catch (NlcException e) {
            throw NlcException.about("HEAD", e);
        }
        int colour = in.get() & 0xFF;
        if (colour != Colour.GRAY.code() && colour != Colour.RGB.code()) {
            throw NlcException.damaged("HEAD: colour " + colour + " is neither 1 nor 3");
        }
        int alpha = in.get() & 0xFF;
        if (alpha > 1) {
            throw NlcException.damaged("HEAD: alpha " + alpha + " is neither 0 nor 1");
        }
        int quality = in.getShort() & 0xFFFF;
        int tileWidth = in.getShort() & 0xFFFF;
        int tileHeight = in.getShort() & 0xFFFF;
        int nameLength = in.get() & 0xFF;
        if (payload.length != FIXED_BYTES + nameLength) {
            throw NlcException.damaged("HEAD has " + payload.length + " bytes, but a pack name of " + nameLength);
        }
        byte[] name = new byte[nameLength];
        in.get(name);
        byte[] digest = new byte[DIGEST_BYTES];
        in.get(digest);
        try {
            return new NlcHeader(
                    (int) width,
                    (int) height,
                    colour == Colour.GRAY.code() ? Colour.GRAY : Colour.RGB,
                    alpha == 1,
                    quality,
                    tileWidth,
                    tileHeight,
                    decodeName(name),
                    digest);
        } catch (IllegalArgumentException e) {
            throw NlcException.damaged("HEAD: " + e.getMessage(), e);
        }
    }

    private static String decodeName(byte[] name) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(name))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("pack name is not UTF-8", e);
        }
    }

    /** The payload of the {@code HEAD} chunk, 35..98 bytes. */
    public byte[] toBytes() {
        byte[] name = pack.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(FIXED_BYTES + name.length)
                .put((byte) VERSION)
                .putInt(width)
                .putInt(height)
                .put((byte) colour.code())
                .put((byte) (alpha ? 1 : 0))
                .putShort((short) quality)
                .putShort((short) tileWidth)
                .putShort((short) tileHeight)
                .put((byte) name.length)
                .put(name)
                .put(digest)
                .array();
    }

    /** Tiles in a row. */
    public int columns() {
        return (int) ceilDiv(width, tileWidth);
    }

    /** Tiles in a column. */
    public int rows() {
        return (int) ceilDiv(height, tileHeight);
    }

    /** Number of tiles, at least 1. */
    public int tiles() {
        return columns() * rows();
    }

    /** A copy. */
    @Override
    public byte[] digest() {
        return digest.clone();
    }

    /** The digest in 32 lower-case hexadecimal digits. */
    public String digestHex() {
        return HexFormat.of().formatHex(digest);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof NlcHeader other && Arrays.equals(toBytes(), other.toBytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toBytes());
    }

    @Override
    public String toString() {
        return width + " x " + height + " " + colour + (alpha ? " with alpha" : "") + ", quality " + quality
                + "/256, tiles of " + tileWidth + " x " + tileHeight + ", pack " + pack + " " + digestHex();
    }
}
