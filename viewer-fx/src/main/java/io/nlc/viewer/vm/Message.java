package io.nlc.viewer.vm;

/**
 * Something to tell the user, in place.
 *
 * @param error whether something did not work
 * @param text  what, and what to do about it
 */
public record Message(boolean error, String text) {
}
