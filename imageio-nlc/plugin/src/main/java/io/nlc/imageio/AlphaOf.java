package io.nlc.imageio;

import io.nlc.codec.AlphaBlocks;
import io.nlc.container.AlphaPlane;
import io.nlc.container.NlcHeader;
import io.nlc.picture.Region;
import java.io.IOException;

/**
 * The alpha plane of a learned file.
 *
 * @param header of the file
 * @param payload of {@code ALPH}, null if there is none
 * @param region that is wanted
 * @param samples takes the blocks of version 2
 */
record AlphaOf(NlcHeader header, byte[] payload, Region region, SampleRasterSink samples) {

    boolean present() {
        return payload != null;
    }

    /** Writes it, if there is one. @param rows takes the rows of version 1 */
    void writeTo(RasterSink rows) throws IOException {
        if (!present()) {
            return;
        }
        if (header.version() == 1) {
            AlphaPlane.decompress(payload, header.width(), header.height(), rows::alphaRow);
        } else {
            AlphaBlocks.decode(header, payload, region, samples);
        }
    }
}
