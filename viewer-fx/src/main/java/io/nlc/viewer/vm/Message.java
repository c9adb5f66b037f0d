package io.nlc.viewer.vm;

/**
 * Something to tell the user, in place.
 *
 * @param error whether something did not work
 * @param text what, and what to do about it
 * @param detail what the codec or the system said, for those who can do something with it; empty for nothing
 */
public record Message(boolean error, String text, String detail) {

    /** A message without details. */
    public Message(boolean error, String text) {
        this(error, text, "");
    }
}
