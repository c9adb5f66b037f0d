package io.nlc.viewer.model;

import java.io.IOException;

/** A program of somebody else's did not do what it was asked for. */
public final class ToolException extends IOException {

    private static final long serialVersionUID = 1;

    /** What went wrong. */
    public enum Kind {
        /** It cannot be started. */
        START,
        /** It said that it failed, or gave nothing. */
        FAILED,
        /** It took too long and was ended. */
        SLOW
    }

    private final Kind kind;
    private final String tool;

    /**
     * A failure.
     *
     * @param tool the program's name
     * @param said what it said itself; may be empty
     */
    public ToolException(Kind kind, String tool, String said) {
        super(said);
        this.kind = kind;
        this.tool = tool;
    }

    /** What went wrong. */
    public Kind kind() {
        return kind;
    }

    /** The program's name. */
    public String tool() {
        return tool;
    }
}
