package io.nlc.model;

/** What a synthesis computes with. */
public enum Arithmetic {
    /** 32-bit floats. */
    FLOATS("float"),
    /** 8-bit integers. */
    BYTES("8-bit"),
    /** 8-bit integers and fewer channels. */
    FEWER_BYTES("fast");

    private final String name;

    Arithmetic(String name) {
        this.name = name;
    }

    /** A short name for reports. */
    @Override
    public String toString() {
        return name;
    }
}
