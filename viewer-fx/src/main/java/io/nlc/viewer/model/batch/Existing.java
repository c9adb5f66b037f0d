package io.nlc.viewer.model.batch;

/** What to do where a file exists that is to be written. */
public enum Existing {
    /** Ask each time. */
    ASK,
    /** Leave it and do not convert. */
    SKIP,
    /** Write over it. */
    REPLACE,
    /** Write under another name. */
    RENAME
}
