package io.nlc.cli;

import java.io.Console;
import java.io.PrintStream;
import java.util.Locale;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOWriteProgressListener;

/** A bar on the error stream of a terminal; nothing where there is none. To be closed, which wipes it. */
final class ProgressBar implements IIOReadProgressListener, IIOWriteProgressListener, AutoCloseable {

    private static final int CELLS = 40;

    private final PrintStream out;
    private final String what;
    private int shown = -1;

    private ProgressBar(PrintStream out, String what) {
        this.out = out;
        this.what = what;
    }

    /** A bar if a person is looking. */
    static ProgressBar of(String what) {
        return new ProgressBar(isTerminal() ? System.err : null, what);
    }

    /** None. */
    static ProgressBar none() {
        return new ProgressBar(null, "");
    }

    private static boolean isTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try { // since JDK 22 there is a console without a terminal, too, and this method to ask
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** @param fraction 0 to 1 */
    synchronized void show(double fraction) {
        int percent = (int) (100 * Math.max(0, Math.min(1, fraction)));
        if (out != null && percent != shown) {
            shown = percent;
            int full = percent * CELLS / 100;
            out.printf(Locale.ROOT, "\r%s [%s%s] %3d %%", what, "#".repeat(full), ".".repeat(CELLS - full), percent);
            out.flush();
        }
    }

    @Override
    public synchronized void close() {
        if (out != null && shown >= 0) {
            out.print("\r" + " ".repeat(what.length() + CELLS + 9) + "\r");
            out.flush();
            shown = -1;
        }
    }

    @Override
    public void imageProgress(ImageReader source, float percentageDone) {
        show(percentageDone / 100);
    }

    @Override
    public void imageProgress(ImageWriter source, float percentageDone) {
        show(percentageDone / 100);
    }

    @Override
    public void sequenceStarted(ImageReader source, int minIndex) {}

    @Override
    public void sequenceComplete(ImageReader source) {}

    @Override
    public void imageStarted(ImageReader source, int imageIndex) {}

    @Override
    public void imageComplete(ImageReader source) {}

    @Override
    public void thumbnailStarted(ImageReader source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageReader source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageReader source) {}

    @Override
    public void readAborted(ImageReader source) {}

    @Override
    public void imageStarted(ImageWriter source, int imageIndex) {}

    @Override
    public void imageComplete(ImageWriter source) {}

    @Override
    public void thumbnailStarted(ImageWriter source, int imageIndex, int thumbnailIndex) {}

    @Override
    public void thumbnailProgress(ImageWriter source, float percentageDone) {}

    @Override
    public void thumbnailComplete(ImageWriter source) {}

    @Override
    public void writeAborted(ImageWriter source) {}
}
