package io.nlc.codec.latent;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The integers of one tile.
 *
 * @param height rows of {@code y}
 * @param width columns of {@code y}
 * @param z hyper-latent, N x height/4 x width/4
 * @param y latent, M x height x width
 * @param residual what the synthesis adds to {@code y}, of its shape; {@code null} for nothing. No probability, check
 *     value or digest sees it
 */
public record Latents(int height, int width, short[] z, short[] y, float[] residual) {

    /** Latents as they are coded. */
    public Latents(int height, int width, short[] z, short[] y) {
        this(height, width, z, y, null);
    }

    /** The same integers with something for the synthesis to add. */
    public Latents withResidual(float[] r) {
        return new Latents(height, width, z, y, r);
    }

    /** Element {@code i} of {@code y} for the synthesis. */
    public float refined(int i) {
        return residual == null ? y[i] : y[i] + residual[i];
    }

    /** The check value of {@code docs/format.md}: CRC-32C of z then y as big-endian 32-bit integers. */
    public int check() {
        CRC32C crc = new CRC32C();
        forEachBlock(b -> crc.update(b));
        return (int) crc.getValue();
    }

    /** Hands z then y, as big-endian 32-bit integers, to the consumer, block by block. */
    public void forEachBlock(Consumer<ByteBuffer> consumer) {
        ByteBuffer block = ByteBuffer.allocate(1 << 14);
        for (short[] part : new short[][] {z, y}) {
            for (short v : part) {
                block.putInt(v);
                if (!block.hasRemaining()) {
                    consumer.accept(block.flip());
                    block.clear();
                }
            }
        }
        consumer.accept(block.flip());
    }
}
