package io.nlc.viewer.model.details;

import io.nlc.container.Chunk;
import io.nlc.container.ChunkInfo;
import io.nlc.container.Limits;
import io.nlc.container.NlcReader;
import io.nlc.failure.NlcException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/** Chunks of an {@code .nlc} file. */
final class NlcParts {

    private static final long OVERHEAD = 12; // length, type, check value

    private NlcParts() {}

    static void read(ImageInputStream in, Limits limits, Anatomy anatomy) throws IOException {
        NlcReader reader = new NlcReader(in, limits);
        try {
            for (ChunkInfo chunk : reader.chunks()) {
                anatomy.add(new Part(
                        chunk.type(),
                        chunk.offset(),
                        OVERHEAD + chunk.length(),
                        chunk.crcOk() ? Part.Check.RIGHT : Part.Check.WRONG));
            }
            anatomy.end();
            for (Chunk chunk : reader.ancillary()) {
                switch (chunk.type()) {
                    case "EXIF" -> anatomy.exif(chunk.payload());
                    case "ICCP" -> anatomy.profile(chunk.payload());
                    default -> {}
                }
            }
        } catch (NlcException e) { // as far as it goes: what is wrong is told where the picture is opened
            System.getLogger(NlcParts.class.getName()).log(System.Logger.Level.DEBUG, "chunks", e);
        }
    }
}
