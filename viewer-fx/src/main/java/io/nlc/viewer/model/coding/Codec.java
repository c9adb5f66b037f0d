package io.nlc.viewer.model.coding;

import java.util.Objects;

/** Who encodes. */
public sealed interface Codec {

    /** The JDK's JPEG writer at its best, see {@link io.nlc.imageio.BestJpeg}. */
    Codec JPEG = new Jpeg();

    /** What it is called among others: its pack, or JPEG. */
    String label();

    /**
     * NLC.
     *
     * @param pack its model pack
     */
    record Nlc(String pack) implements Codec {

        public Nlc {
            Objects.requireNonNull(pack, "pack");
        }

        @Override
        public String label() {
            return pack;
        }
    }

    /** JPEG, of which there is one. */
    record Jpeg() implements Codec {

        @Override
        public String label() {
            return "JPEG";
        }
    }
}
