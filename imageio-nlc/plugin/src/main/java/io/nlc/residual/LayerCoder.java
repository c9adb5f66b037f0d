package io.nlc.residual;

import io.nlc.entropy.Coding;
import io.nlc.entropy.CorruptStreamException;
import io.nlc.entropy.RangeDecoder;
import io.nlc.entropy.RangeEncoder;
import io.nlc.entropy.SymbolModel;
import io.nlc.failure.NlcException;
import io.nlc.lossless.BlockCoder;
import io.nlc.lossless.Samples;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Layers to bytes and back. Stateless. */
public final class LayerCoder {

    private static final int LENGTH_BYTES = 4;
    private static final int FIRST_STEP = 12;

    private LayerCoder() {}

    /** Encodes a layer. @return a length and the exact parts, then what all others consist of */
    public static byte[] encode(Layer layer) {
        byte[] exact = layer.exact() == null ? new byte[0] : BlockCoder.encode(layer.exact());
        return encode(layer, exact);
    }

    /** @param exact what {@link BlockCoder} makes of the exact parts, empty if there are none */
    public static byte[] encode(Layer layer, byte[] exact) {
        RangeEncoder out = new RangeEncoder();
        try {
            code(Coding.to(out), layer);
        } catch (CorruptStreamException e) {
            throw new AssertionError("encoders read nothing", e);
        }
        byte[] stream = out.finish();
        return ByteBuffer.allocate(LENGTH_BYTES + exact.length + stream.length)
                .putInt(exact.length)
                .put(exact)
                .put(stream)
                .array();
    }

    /**
     * Decodes a layer.
     *
     * @param data what {@link #encode} made, between position and limit
     * @param planes 1 for gray, 3 for RGB
     * @param form of its coefficients
     * @throws NlcException if it is damaged
     */
    public static Layer decode(ByteBuffer data, Parts parts, int planes, Form form) throws NlcException {
        int length = data.remaining() < LENGTH_BYTES ? -1 : data.getInt();
        if (length < 0 || length > data.remaining()) {
            throw NlcException.damaged("layer is cut short");
        }
        byte[] exact = new byte[length];
        data.get(exact);
        byte[] stream = new byte[data.remaining()];
        data.get(stream);
        Layer layer = new Layer(parts, planes, form);
        code(Coding.from(new RangeDecoder(stream, 0, stream.length)), layer);
        int rows = layer.stripHeight();
        if (rows > 0 != length > 0) {
            throw NlcException.damaged("layer has " + rows + " rows of exact samples in " + length + " bytes");
        }
        if (rows > 0) {
            layer.setExact(BlockCoder.decode(exact, 0, parts.stripWidth(), rows, planes, 8));
        }
        return layer;
    }

    private static void code(Coding coding, Layer layer) throws CorruptStreamException {
        Parts parts = layer.parts();
        int kinds = Mode.values().length;
        SymbolModel[] modes = new SymbolModel[kinds * kinds];
        Arrays.setAll(modes, i -> SymbolModel.uniform(kinds));
        SymbolModel[] steps = {SymbolModel.uniform(Steps.COUNT), SymbolModel.uniform(Steps.COUNT)};
        int[] step = {FIRST_STEP, FIRST_STEP};
        SymbolModel softenings = SymbolModel.uniform(EdgeFilter.STRONGEST + 1);
        boolean inBlocks = layer.form() == Form.BLOCKS;
        CoefficientCoder blocks = inBlocks ? new CoefficientCoder(parts, layer.planes()) : null;
        LevelCoder squares = inBlocks ? null : new LevelCoder(layer);
        for (int part = 0; part < parts.count(); part++) {
            int left = part % parts.columns() > 0 ? layer.mode(part - 1).ordinal() : 0;
            int above =
                    part >= parts.columns() ? layer.mode(part - parts.columns()).ordinal() : 0;
            Mode mode = Mode.values()[
                    coding.symbol(modes[kinds * left + above], layer.mode(part).ordinal())];
            int used = 0;
            if (mode.transformed()) {
                int which = mode == Mode.OWN ? 1 : 0;
                int change = Math.floorMod(layer.step(part) - step[which], Steps.COUNT);
                used = (step[which] + coding.symbol(steps[which], change)) % Steps.COUNT;
                step[which] = used;
            }
            boolean soft = mode.transformed() && layer.form() == Form.SOFTENED;
            int softening = soft ? coding.symbol(softenings, layer.softening(part)) : 0;
            layer.set(part, mode, used);
            layer.setSoftening(part, softening);
            if (mode.transformed() && inBlocks) {
                blocks(coding, blocks, layer, part);
            } else if (mode.transformed()) {
                squares.code(coding, part);
            }
        }
    }

    private static void blocks(Coding coding, CoefficientCoder coder, Layer layer, int part)
            throws CorruptStreamException {
        int[] blocks = layer.parts().blocks(part);
        int across = (layer.parts().width(part) + Parts.BLOCK - 1) / Parts.BLOCK;
        for (int i = 0; i < blocks.length; i++) {
            for (int plane = 0; plane < layer.planes(); plane++) {
                coder.code(coding, layer, layer.mode(part), plane, blocks[i], i % across > 0, i >= across);
            }
        }
    }

    /**
     * Adds what a layer decodes to to a check value: for each part its mode, its step and, in that form, its softening,
     * a byte each, and its coefficients as big-endian 16-bit integers, block by block, or square by square, each after
     * its side, and in each plane by plane; then the samples of exact parts, plane by plane.
     */
    public static void check(Layer layer, CRC32C crc) {
        for (int part = 0; part < layer.parts().count(); part++) {
            crc.update(layer.mode(part).ordinal());
            crc.update(layer.step(part));
            if (layer.form() == Form.SOFTENED && layer.mode(part).transformed()) {
                crc.update(layer.softening(part));
            }
            if (layer.mode(part).transformed() && layer.form() == Form.BLOCKS) {
                checkBlocks(layer, part, crc);
            } else if (layer.mode(part).transformed()) {
                checkSquares(layer, part, crc);
            }
        }
        if (layer.exact() != null) {
            for (int[] plane : layer.exact().planes()) {
                byte[] bytes = new byte[plane.length];
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = (byte) plane[i];
                }
                crc.update(bytes);
            }
        }
    }

    private static void checkBlocks(Layer layer, int part, CRC32C crc) {
        for (int block : layer.parts().blocks(part)) {
            for (int plane = 0; plane < layer.planes(); plane++) {
                ByteBuffer bytes = ByteBuffer.allocate(2 * BlockTransform.SIZE);
                bytes.asShortBuffer().put(layer.coefficients(plane), block * BlockTransform.SIZE, BlockTransform.SIZE);
                crc.update(bytes);
            }
        }
    }

    private static void checkSquares(Layer layer, int part, CRC32C crc) {
        Squares squares = layer.squares();
        squares.forEach(part, (x, y, side) -> {
            crc.update(side);
            for (int plane = 0; plane < layer.planes(); plane++) {
                ByteBuffer bytes = ByteBuffer.allocate(2 * side * side);
                for (int r = 0; r < side; r++) {
                    bytes.asShortBuffer().put(squares.levels(plane), squares.at(x, y + r), side);
                    bytes.position(bytes.position() + 2 * side);
                }
                crc.update(bytes.flip());
            }
        });
    }

    /** A strip for the exact parts of a layer. */
    public static Samples strip(Layer layer) {
        int rows = layer.stripHeight();
        return rows == 0
                ? null
                : new Samples(
                        layer.parts().stripWidth(),
                        rows,
                        8,
                        new int[layer.planes()][Math.multiplyExact(layer.parts().stripWidth(), rows)]);
    }
}
