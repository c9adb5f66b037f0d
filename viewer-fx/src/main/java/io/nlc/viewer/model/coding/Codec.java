package io.nlc.viewer.model.coding;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.viewer.model.picture.Area;
import io.nlc.viewer.model.picture.AreaMask;
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

    /** The same as curves are made with it, which is with effort 0 and without regions of interest. */
    default Codec ofCurve() {
        return this;
    }

    /** The same for a part of the picture that begins on a corner of an area of {@link AreaMask}. */
    default Codec ofPart(Area part) {
        return this;
    }

    /**
     * NLC.
     *
     * @param pack its model pack
     * @param effort 0 to {@link NlcImageWriteParam#MAX_EFFORT}; 0 with regions of interest
     * @param interest regions of interest, null if all of the picture matters alike
     */
    record Nlc(String pack, int effort, Interest interest) implements Codec {

        public Nlc {
            Objects.requireNonNull(pack, "pack");
            if (effort < 0 || effort > NlcImageWriteParam.MAX_EFFORT) {
                throw new IllegalArgumentException("effort must be 0 to 9, not " + effort);
            }
            if (effort > 0 && interest != null) {
                throw new IllegalArgumentException("effort must be 0 with regions of interest, not " + effort);
            }
        }

        /** All of the picture alike. */
        public Nlc(String pack, int effort) {
            this(pack, effort, null);
        }

        /** What matters more than the rest. */
        public Nlc(String pack, Interest interest) {
            this(pack, 0, interest);
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
            Nlc usual = new Nlc(pack);
            return equals(usual) ? this : usual;
        }

        /** The same for a picture of which all matters alike. */
        Nlc alike() {
            return interest == null ? this : new Nlc(pack, effort);
        }

        @Override
        public Codec ofPart(Area part) {
            return interest == null ? this : new Nlc(pack, interest.crop(part));
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
