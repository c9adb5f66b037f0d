package io.nlc.samples.server;

/** A request that gets no thumbnail. */
@SuppressWarnings("serial")
final class Refusal extends Exception {

    private final Status status;

    /** @param why one line for the client to read */
    Refusal(Status status, String why) {
        super(why);
        this.status = status;
    }

    Status status() {
        return status;
    }
}
