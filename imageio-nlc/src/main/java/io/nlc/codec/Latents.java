package io.nlc.codec;

import java.nio.ByteBuffer;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The integers of one tile.
 *
 * @param height rows of {@code y}
 * @param width  columns of {@code y}
 * @param z      hyper-latent, N x height/4 x width/4
 * @param y      latent, M x height x width
 */
record Latents(int height, int width, short[] z, short[] y) {

    /** The check value of {@code docs/format.md}: CRC-32C of z then y as big-endian 32-bit integers. */
    int check() {
        CRC32C crc = new CRC32C();
        forEachBlock(b -> crc.update(b));
        return (int) crc.getValue();
    }

    /** Hands z then y, as big-endian 32-bit integers, to the consumer, block by block. */
    void forEachBlock(Consumer<ByteBuffer> consumer) {
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
