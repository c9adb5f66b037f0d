package io.nlc.codec;

import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.picture.CodecProgress;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest of the samples of a file without a pack, as {@link GoldenList} has it. */
public final class GoldenSamples {

    private GoldenSamples() {}

    /** @return hexadecimal SHA-256 */
    public static String digest(NlcReader reader) throws IOException {
        NlcHeader header = reader.header();
        int bytes = header.pixels().depth() / 8;
        int area = header.width() * header.height();
        int planesInTiles =
                header.alphaChunk() ? header.colour().code() : header.pixels().samples();
        ByteBuffer samples = ByteBuffer.allocate(bytes * area * planesInTiles);
        new PacklessDecoder(2)
                .decode(
                        header,
                        reader::tile,
                        null,
                        (left, top, width, height, planes) -> {
                            for (int p = 0; p < planes.length; p++) {
                                for (int i = 0; i < width * height; i++) {
                                    int at = p * area + (top + i / width) * header.width() + left + i % width;
                                    if (bytes == 2) {
                                        samples.putShort(2 * at, (short) planes[p][i]);
                                    } else {
                                        samples.put(at, (byte) planes[p][i]);
                                    }
                                }
                            }
                        },
                        DamageHandler.FAIL,
                        CodecProgress.NONE);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(samples.array()));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
