package io.nlc.viewer.model.coding;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.viewer.model.rival.RivalTool;
import java.nio.file.Path;
import java.util.Objects;

/** Who encodes. */
public sealed interface Codec {

    /** The JDK's JPEG writer at its best, see {@link io.nlc.imageio.BestJpeg}. */
    Codec JPEG = new Jpeg();

    /** NLC without loss. */
    Codec LOSSLESS = new Lossless();

    /** What it is called among others: its pack, or the format's name. */
    String label();

    /** The same as curves are made with it, which is with effort 0. */
    default Codec ofCurve() {
        return this;
    }

    /**
     * NLC.
     *
     * @param pack its model pack
     * @param effort 0 to {@link NlcImageWriteParam#MAX_EFFORT}
     */
    record Nlc(String pack, int effort) implements Codec {

        public Nlc {
            Objects.requireNonNull(pack, "pack");
            if (effort < 0 || effort > NlcImageWriteParam.MAX_EFFORT) {
                throw new IllegalArgumentException("effort must be 0 to 9, not " + effort);
            }
        }

        /** With the usual effort. */
        public Nlc(String pack) {
            this(pack, NlcImageWriteParam.DEFAULT_EFFORT);
        }

        @Override
        public String label() {
            return pack;
        }

        @Override
        public Codec ofCurve() {
            return effort == NlcImageWriteParam.DEFAULT_EFFORT ? this : new Nlc(pack);
        }
    }

    /** NLC without loss and so without a pack, of which there is one. */
    record Lossless() implements Codec {

        @Override
        public String label() {
            return "NLC";
        }
    }

    /** JPEG, of which there is one. */
    record Jpeg() implements Codec {

        @Override
        public String label() {
            return "JPEG";
        }
    }

    /**
     * A codec of others.
     *
     * @param tool its programs
     */
    record Rival(RivalTool tool) implements Codec {

        public Rival {
            Objects.requireNonNull(tool, "tool");
        }

        @Override
        public String label() {
            return tool.format().label();
        }
    }

    /**
     * Nobody here: a file was made elsewhere.
     *
     * @param file where it is
     */
    record Elsewhere(Path file) implements Codec {

        public Elsewhere {
            Objects.requireNonNull(file, "file");
        }

        /** The name of the file. */
        @Override
        public String label() {
            return String.valueOf(file.getFileName());
        }
    }
}
