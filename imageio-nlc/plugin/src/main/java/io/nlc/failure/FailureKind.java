package io.nlc.failure;

/**
 * What went wrong. Each kind says which {@linkplain NlcException#arguments() arguments} its exceptions have, in this
 * order; where it says nothing there are none.
 */
public enum FailureKind {

    /** The file is empty or begins as no {@code .nlc} file does. */
    NOT_NLC,

    /** The file needs a newer reader. Argument: the version (Integer) or the type of the chunk (String) it has. */
    VERSION,

    /** The file ends too early. */
    TRUNCATED,

    /** The file is not as it was written, or was never valid. */
    DAMAGED,

    /** The picture is larger than {@code nlc.max...} allows. Arguments: its width and its height in pixels (Long). */
    LIMIT,

    /** More than this program can hold, whatever the settings. */
    TOO_LARGE,

    /** The memory does not suffice, or {@code nlc.maxMemory} does not. */
    MEMORY,

    /** The picture was not read within {@code nlc.maxSeconds}. Argument: the limit (java.time.Duration). */
    TIME,

    /** A model pack is not installed. Argument: its name (String). */
    PACK_MISSING,

    /** The installed model pack of this name has another digest than the file needs. Argument: its name (String). */
    PACK_DIFFERS,

    /** No model pack is installed, or none of the tune that was asked for. */
    NO_PACK,

    /** A model pack is installed, but its files cannot be read or are not what its manifest says. */
    PACK_BROKEN,

    /** A device does not compute a network exactly. Arguments: the network and the device (String). */
    INEXACT,

    /** A network, or ONNX Runtime as a whole, cannot be loaded or run here. */
    RUNTIME,

    /** Something is asked for that the format, the pack or the codec does not have. */
    UNSUPPORTED,

    /** A folder where a file should be. */
    FOLDER,

    /** A picture of no format known here. Argument: the formats that are known, for people to read (String). */
    FORMAT,

    /**
     * Two pictures that should be of one size are not. Arguments: width and height in pixels of the one and of the
     * other (Integer).
     */
    SIZES_DIFFER,

    /** A defect of this program; the cause says more. */
    UNEXPECTED
}
