package io.nlc.viewer;

/**
 * Starts the viewer where JavaFX is on the class path or linked into the runtime. Java's launcher treats a main class
 * that extends {@code Application} in its own way and refuses it on the class path; this one does not extend it.
 */
public final class Main {

    private Main() {}

    /** The same as {@link NlcViewer#main}. */
    public static void main(String[] args) {
        NlcViewer.main(args);
    }
}
