package io.nlc.viewer.vm;

/** What does not work in one place, told until it works. */
public final class Complaint {

    private final Messages messages;
    private Message told;

    /** Nothing is amiss. */
    public Complaint(Messages messages) {
        this.messages = messages;
    }

    /** Tells that something did not work, as of {@link Messages#failed}. */
    public void failed(String key, Throwable e, Object... args) {
        told = messages.failed(key, e, args);
    }

    /** It has worked: what was told is taken back, unless something else is told by now. */
    public void mended() {
        messages.withdraw(told);
        told = null;
    }
}
