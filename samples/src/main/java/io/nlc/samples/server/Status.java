package io.nlc.samples.server;

/** The status codes of HTTP that are in use here (RFC 9110, section 15). */
enum Status {
    OK(200),
    NOT_MODIFIED(304),
    /** The side is no number or out of range, or a picture that was sent is damaged. */
    BAD_REQUEST(400),
    /** There is no such picture, or its path leads out of the folder. */
    NOT_FOUND(404),
    /** Something else than GET, HEAD and, at {@code /}, POST. */
    METHOD_NOT_ALLOWED(405),
    /** The client takes neither NLC nor PNG. */
    NOT_ACCEPTABLE(406),
    /** The picture is larger than {@link Limits}. */
    TOO_LARGE(413),
    /** It is not a picture of a format that is known here. */
    UNSUPPORTED_TYPE(415),
    /** A picture in the folder is damaged, or a fault of this program. */
    SERVER_ERROR(500);

    private final int code;

    Status(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }
}
