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
 * @param version of the format, 1 or 2. Version 1 has 8-bit samples and a pack
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels what a pixel consists of
 * @param layers whether there may be layered tiles
 * @param level in 1/256, and whether it differs from place to place; 0 and everywhere without a pack
 * @param tileWidth in pixels, a multiple of 64, 64..65472; tile area at most 2^22
 * @param tileHeight likewise
 * @param reference to the model pack; {@link PackReference#NONE} if no tile has latents
 */
public record NlcHeader(
        int version,
        int width,
        int height,
        PixelFormat pixels,
        Layers layers,
        HeaderQuality level,
        int tileWidth,
        int tileHeight,
        PackReference reference) {
    /** The newest version that is read. */
    public static final int VERSION = 2;

    public static final int DIGEST_BYTES = PackReference.DIGEST_BYTES;
    public static final int MAX_PACK_BYTES = PackReference.MAX_NAME_BYTES;

    /** Of version 1, without the pack's name. */
    static final int FIXED_BYTES = 34;

    /** Depth and flags. */
    private static final int MORE_IN_2 = 2;

    /** Flag of a quality map. */
    private static final int MAPPED = 4;

    /** Flag of corrected probabilities. */
    private static final int CORRECTED = 8;

    static final int MIN_BYTES = FIXED_BYTES - DIGEST_BYTES + MORE_IN_2;
    static final int MAX_BYTES = FIXED_BYTES + MORE_IN_2 + MAX_PACK_BYTES;
    private static final int TILE_UNIT = 64;
    private static final int MAX_TILE_AREA = 1 << 22;

    /** @throws IllegalArgumentException if a value is not what the parameter list above says; the message names it */
    public NlcHeader {
        require(version == 1 || version == 2, "version " + version + " is neither 1 nor 2");
        require(width >= 1 && height >= 1, "size " + width + " x " + height + " is empty");
        require(pixels != null, "pixels are null");
        require(version == 2 || pixels.depth() == 8, "version 1 has no samples of " + pixels.depth() + " bits");
        require(level != null, "level is null");
        require(
                isTileSide(tileWidth) && isTileSide(tileHeight),
                "tile size " + tileWidth + " x " + tileHeight + " is not made of multiples of 64");
        require(
                (long) tileWidth * tileHeight <= MAX_TILE_AREA,
                "tile size " + tileWidth + " x " + tileHeight + " is over the limit of 2^22 pixels");
        require(
                ceilDiv(width, tileWidth) * ceilDiv(height, tileHeight) <= Integer.MAX_VALUE / 4,
                "too many tiles of " + tileWidth + " x " + tileHeight + " in " + width + " x " + height);
        require(layers != null, "layers are null");
        require(reference != null, "reference is null");
        require(version == 2 || layers == Layers.NONE, "version 1 has no layers");
        require(version == 2 || reference.present(), "version 1 needs a pack");
        require(version == 2 || !reference.corrected(), "version 1 has no corrected probabilities");
        require(
                pixels.depth() == 8 || !reference.present() && layers == Layers.NONE,
                "only lossless tiles have samples of " + pixels.depth() + " bits");
        require(reference.present() || layers != Layers.ROUNDED, "nothing is rounded without a pack");
        require(reference.present() || level.level() == 0, "quality is " + level.level() + ", but no tile is learned");
        require(version == 2 || !level.mapped(), "version 1 has no quality map");
        require(reference.present() || !level.mapped(), "there is a quality map, but no tile is learned");
    }

    /**
     * A header without a quality map.
     *
     * @throws IllegalArgumentException as the other constructor
     */
    public NlcHeader(
            int version,
            int width,
            int height,
            PixelFormat pixels,
            Layers layers,
            int quality,
            int tileWidth,
            int tileHeight,
            PackReference reference) {
        this(
                version,
                width,
                height,
                pixels,
                layers,
                new HeaderQuality(quality, false),
                tileWidth,
                tileHeight,
                reference);
    }

    /**
     * A header of version 1: of a learned file of 8-bit samples.
     *
     * @throws IllegalArgumentException as the other constructor
     */
    public NlcHeader(
            int width,
            int height,
            Colour colour,
            boolean alpha,
            int quality,
            int tileWidth,
            int tileHeight,
            String pack,
            byte[] digest) {
        this(
                1,
                width,
                height,
                new PixelFormat(colour, alpha, 8),
                Layers.NONE,
                quality,
                tileWidth,
                tileHeight,
                PackReference.of(pack, digest));
    }

    /**
     * The header of a lossless file.
     *
     * @throws IllegalArgumentException if a value is outside
     */
    public static NlcHeader lossless(int width, int height, PixelFormat pixels, int tileWidth, int tileHeight) {
        return new NlcHeader(2, width, height, pixels, Layers.NONE, 0, tileWidth, tileHeight, PackReference.NONE);
    }

    /** Level in 1/256, 0..65535; 0 without a pack. */
    public int quality() {
        return level.level();
    }

    /** Whether a {@code QMAP} chunk says where the quality is another one. */
    public boolean mapped() {
        return level.mapped();
    }

    /** Whether the probabilities of the pack's networks are corrected by what was seen of a tile. */
    public boolean corrected() {
        return reference.corrected();
    }

    /** Gray or RGB. */
    public Colour colour() {
        return pixels.colour();
    }

    /** Whether pixels have alpha. */
    public boolean alpha() {
        return pixels.alpha();
    }

    /** Name of the model pack, empty if there is none. */
    public String pack() {
        return reference.name();
    }

    /** The first 16 bytes of the pack's digest, none without a pack. A copy. */
    public byte[] digest() {
        return reference.digest();
    }

    /** Whether some tile has latents, so that the pack is needed. */
    public boolean learned() {
        return reference.present();
    }

    /** Whether all tiles are lossless: they hold alpha, too, and no pack is needed. */
    public boolean lossless() {
        return !learned() && layers == Layers.NONE;
    }

    /** Whether an {@code ALPH} chunk holds the alpha plane. */
    public boolean alphaChunk() {
        return alpha() && !lossless();
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
        if (version < 1 || version > VERSION) {
            throw new NlcException(
                    FailureKind.VERSION,
                    "HEAD: version " + version + " is not known to this reader, which reads versions 1 to " + VERSION,
                    version);
        }
        int more = version == 1 ? 0 : MORE_IN_2;
        int least = version == 1 ? FIXED_BYTES + 1 : MIN_BYTES;
        int most = FIXED_BYTES + more + MAX_PACK_BYTES;
        if (payload.length < least || payload.length > most) {
            throw NlcException.damaged("HEAD has " + payload.length + " bytes, not " + least + ".." + most);
        }
        long width = in.getInt() & 0xFFFFFFFFL;
        long height = in.getInt() & 0xFFFFFFFFL;
        try {
            limits.checkSize(width, height);
        } catch (NlcException e) {
            throw NlcException.about("HEAD", e);
        }
        PixelFormat pixels = pixels(in, version);
        int flags = version == 1 ? 0 : in.get() & 0xFF;
        Layers layers = layers(flags);
        int quality = in.getShort() & 0xFFFF;
        int tileWidth = in.getShort() & 0xFFFF;
        int tileHeight = in.getShort() & 0xFFFF;
        int nameLength = in.get() & 0xFF;
        int digestLength = version == 2 && nameLength == 0 ? 0 : DIGEST_BYTES;
        if (payload.length != FIXED_BYTES - DIGEST_BYTES + more + nameLength + digestLength) {
            throw NlcException.damaged("HEAD has " + payload.length + " bytes, but a pack name of " + nameLength);
        }
        byte[] name = new byte[nameLength];
        in.get(name);
        byte[] digest = new byte[digestLength];
        in.get(digest);
        try {
            return new NlcHeader(
                    version,
                    (int) width,
                    (int) height,
                    pixels,
                    layers,
                    new HeaderQuality(quality, (flags & MAPPED) != 0),
                    tileWidth,
                    tileHeight,
                    reference(version, flags, name, digest));
        } catch (IllegalArgumentException e) {
            throw NlcException.damaged("HEAD: " + e.getMessage(), e);
        }
    }

    private static PackReference reference(int version, int flags, byte[] name, byte[] digest) {
        boolean corrected = (flags & CORRECTED) != 0;
        if (version == 2 && name.length == 0) {
            require(!corrected, "probabilities are corrected, but no tile is learned");
            return PackReference.NONE;
        }
        PackReference plain = PackReference.of(decodeName(name), digest);
        return corrected ? plain.correcting() : plain;
    }

    private static PixelFormat pixels(ByteBuffer in, int version) throws NlcException {
        int colour = in.get() & 0xFF;
        if (colour != Colour.GRAY.code() && colour != Colour.RGB.code()) {
            throw NlcException.damaged("HEAD: colour " + colour + " is neither 1 nor 3");
        }
        int alpha = in.get() & 0xFF;
        if (alpha > 1) {
            throw NlcException.damaged("HEAD: alpha " + alpha + " is neither 0 nor 1");
        }
        int depth = version == 1 ? 8 : in.get() & 0xFF;
        if (depth != 8 && depth != 16) {
            throw new NlcException(FailureKind.UNSUPPORTED, "HEAD: depth " + depth + " is neither 8 nor 16");
        }
        return new PixelFormat(colour == Colour.GRAY.code() ? Colour.GRAY : Colour.RGB, alpha == 1, depth);
    }

    private static Layers layers(int flags) throws NlcException {
        return Layers.of(flags & ~MAPPED & ~CORRECTED)
                .orElseThrow(() -> new NlcException(
                        FailureKind.UNSUPPORTED, "HEAD: flags " + flags + " are not known to this reader"));
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

    /** The payload of the {@code HEAD} chunk, 20..100 bytes. */
    public byte[] toBytes() {
        byte[] name = pack().getBytes(StandardCharsets.UTF_8);
        ByteBuffer out = ByteBuffer.allocate(headBytes(version, pack()))
                .put((byte) version)
                .putInt(width)
                .putInt(height)
                .put((byte) colour().code())
                .put((byte) (alpha() ? 1 : 0));
        if (version == 2) {
            out.put((byte) pixels.depth()).put((byte) flags());
        }
        return out.putShort((short) quality())
                .putShort((short) tileWidth)
                .putShort((short) tileHeight)
                .put((byte) name.length)
                .put(name)
                .put(digest())
                .array();
    }

    private int flags() {
        return layers.code() + (mapped() ? MAPPED : 0) + (corrected() ? CORRECTED : 0);
    }

    /** Length of {@link #toBytes}. */
    static int headBytes(int version, String pack) {
        int name = pack.getBytes(StandardCharsets.UTF_8).length;
        return FIXED_BYTES + (version == 1 ? 0 : MORE_IN_2) + name - (name == 0 ? DIGEST_BYTES : 0);
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

    /** Whether the file must have {@code TIDX}: others need not, and are written without. */
    boolean indexed() {
        return indexed(version, tiles());
    }

    static boolean indexed(int version, int tiles) {
        return version == 1 || tiles > 1;
    }

    /** The digest in 32 lower-case hexadecimal digits. */
    public String digestHex() {
        return HexFormat.of().formatHex(digest());
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
        return width + " x " + height + " " + colour() + (alpha() ? " with alpha" : "") + ", "
                + (lossless()
                        ? "lossless, " + pixels.depth() + " bits"
                        : learned() ? "quality " + quality() + "/256" + (mapped() ? " with a map" : "") : "not learned")
                + ", tiles of " + tileWidth + " x " + tileHeight
                + (learned() ? ", pack " + pack() + " " + digestHex() : "");
    }
}
