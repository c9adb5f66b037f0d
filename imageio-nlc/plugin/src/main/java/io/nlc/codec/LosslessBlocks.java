package io.nlc.codec;

import io.nlc.container.NlcHeader;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import io.nlc.lossless.BlockCoder;
import io.nlc.lossless.Samples;
import java.util.zip.CRC32C;

/** Blocks of samples as tiles of a file, with the check value that ties them to it. */
final class LosslessBlocks {

    private LosslessBlocks() {}

    /** @param index that the check value speaks of */
    static TilePayload encode(NlcHeader header, int index, Samples samples) {
        return new TilePayload(
                TilePayload.LOSSLESS, check(samples) ^ TilePayload.binding(header, index), BlockCoder.encode(samples));
    }

    /** @param planes that the tile has */
    static Samples decode(NlcHeader header, int index, TilePayload tile, int width, int height, int planes)
            throws NlcException {
        if (tile.kind() != TilePayload.LOSSLESS) {
            throw NlcException.damaged("a tile of kind " + tile.kind() + " is not lossless");
        }
        Samples samples = BlockCoder.decode(
                tile.data(), 0, width, height, planes, header.pixels().depth());
        if ((check(samples) ^ TilePayload.binding(header, index)) != tile.check()) {
            throw NlcException.damaged(
                    "decoded samples do not match the check value that the encoder stored for this place of this file");
        }
        return samples;
    }

    /** CRC-32C of the samples, plane by plane, those of 16 bits big-endian. */
    private static int check(Samples s) {
        CRC32C crc = new CRC32C();
        byte[] row = new byte[s.width() * s.depth() / 8];
        for (int[] plane : s.planes()) {
            for (int from = 0; from < plane.length; from += s.width()) {
                for (int x = 0, at = 0; x < s.width(); x++) {
                    if (s.depth() == 16) {
                        row[at++] = (byte) (plane[from + x] >> 8);
                    }
                    row[at++] = (byte) plane[from + x];
                }
                crc.update(row);
            }
        }
        return (int) crc.getValue();
    }
}
