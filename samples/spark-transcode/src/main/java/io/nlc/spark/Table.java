package io.nlc.spark;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The columns of the table, which has a row for every picture that a run has tried. */
final class Table {

    /** The picture, with its file system. */
    static final String PATH = "path";

    /** When the picture was last changed, as it was tried. */
    static final String MODIFIED = "modified";

    /** Of the picture's file. */
    static final String BYTES_IN = "bytes_in";

    /** Of the NLC file; null after an error. */
    static final String BYTES_OUT = "bytes_out";

    /** Bits of the NLC file for each pixel; null after an error. */
    static final String BPP = "bpp";

    /** In dB, over 8-bit sRGB; infinite for equal pictures, null after an error. */
    static final String PSNR = "psnr";

    /** To read, encode, check and write; null if the NLC file was there. */
    static final String SECONDS = "seconds";

    /** What went wrong; null if nothing did. */
    static final String ERROR = "error";

    /** That was asked for, 0 to 1. */
    static final String QUALITY = "quality";

    /** When the run began that the row is of. */
    static final String RUN = "run";

    static final StructType SCHEMA = new StructType()
            .add(PATH, DataTypes.StringType, false)
            .add(MODIFIED, DataTypes.TimestampType, false)
            .add(BYTES_IN, DataTypes.LongType, false)
            .add(BYTES_OUT, DataTypes.LongType)
            .add(BPP, DataTypes.DoubleType)
            .add(PSNR, DataTypes.DoubleType)
            .add(SECONDS, DataTypes.DoubleType)
            .add(ERROR, DataTypes.StringType)
            .add(QUALITY, DataTypes.FloatType, false)
            .add(RUN, DataTypes.TimestampType, false);

    private Table() {}
}
