package io.nlc.samples.watcher;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Makes an NLC file of every picture in a folder, and of those that come into it: {@code FolderWatcher IN OUT
 * [QUALITY]}. See {@code samples/docs/folder-watcher.md}.
 */
public final class FolderWatcher implements AutoCloseable {

    /*
     * What the system tells of a folder is not everything: events get lost when there are many, one file makes several
     * of them, and none says that a file is finished. So an event only wakes the program up. It then looks at the whole
     * folder and does what is to be done, which is the same at the start, after an event and after lost ones.
     */

    private static final System.Logger LOG = System.getLogger(FolderWatcher.class.getName());

    private final Path in;
    private final Duration quiet;
    private final PictureConverter converter;
    private final WatchService events;
    private final Settling settling;
    private final Map<Path, Stamp> failed = new HashMap<>();
    private final Set<String> suffixes;

    /**
     * Begins to listen for what happens in the folder.
     *
     * @param in the folder with pictures; those in folders below are not looked at
     * @param out the folder for NLC files; made if there is none
     * @param quality 0 to 1
     * @param quiet how long a file must not have changed before it is read
     */
    public FolderWatcher(Path in, Path out, float quality, Duration quiet) throws IOException {
        this.in = in;
        this.quiet = quiet;
        converter = new PictureConverter(Files.createDirectories(out), quality);
        settling = new Settling(quiet);
        suffixes = Stream.of(ImageIO.getReaderFileSuffixes())
                .filter(suffix -> !suffix.isEmpty())
                .map(suffix -> suffix.toLowerCase(Locale.ROOT))
                .filter(suffix -> !suffix.equals("nlc"))
                .collect(Collectors.toUnmodifiableSet());
        events = in.getFileSystem().newWatchService();
        in.register(
                events,
                StandardWatchEventKinds.ENTRY_CREATE,
                StandardWatchEventKinds.ENTRY_MODIFY,
                StandardWatchEventKinds.ENTRY_DELETE);
    }

    /**
     * Works until {@link #close}, the thread is interrupted, or the folder is gone.
     *
     * @throws IOException if the folder cannot be read
     */
    public void run() throws IOException {
        try {
            boolean there = true;
            while (there && !Thread.currentThread().isInterrupted()) {
                look(Instant.now());
                there = sleep();
            }
        } catch (ClosedWatchServiceException e) {
            // that is how it ends
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until something happens, or files that are being waited for may be ready. False if the folder is gone. */
    private boolean sleep() throws InterruptedException {
        WatchKey key = settling.isEmpty() ? events.take() : events.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
        if (key == null) {
            return true;
        }
        key.pollEvents();
        return key.reset();
    }

    /** Looks at all files once, and makes what can be made. */
    void look(Instant now) throws IOException {
        Set<Path> pictures = pictures();
        settling.keepOnly(pictures);
        failed.keySet().retainAll(pictures);
        for (Path picture : pictures) {
            try {
                look(picture, now);
            } catch (NoSuchFileException e) {
                settling.forget(picture); // gone in the meantime
            } catch (IOException | RuntimeException e) {
                // One bad picture is no reason to leave the others alone.
                settling.forget(picture);
                LOG.log(Level.WARNING, "{0}: {1}", picture, e.getMessage());
            }
        }
    }

    private void look(Path picture, Instant now) throws IOException {
        Stamp stamp = Stamp.of(picture);
        if (converter.isDone(picture, stamp) || stamp.equals(failed.get(picture))) {
            settling.forget(picture);
        } else if (settling.isReady(picture, stamp, now)) {
            failed.put(picture, stamp); // until it has succeeded; a picture that changes is tried again
            converter.convert(picture, stamp);
            failed.remove(picture);
            settling.forget(picture);
            LOG.log(Level.INFO, "{0}", converter.target(picture));
        }
    }

    private Set<Path> pictures() throws IOException {
        try (Stream<Path> files = Files.list(in)) {
            return files.filter(this::isPicture).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private boolean isPicture(Path file) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return !name.startsWith(".") // what others write under a hidden name is not finished
                && suffixes.contains(name.substring(name.lastIndexOf('.') + 1))
                && Files.isRegularFile(file);
    }

    /** Ends {@link #run} after the picture that it is at. */
    @Override
    public void close() throws IOException {
        events.close();
    }

    /** @param args the folder to watch, the folder to write to, and the quality, 0.5 if there is none */
    public static void main(String[] args) throws IOException {
        if (args.length != 2 && args.length != 3) {
            System.err.println("usage: FolderWatcher IN OUT [QUALITY]");
            System.exit(2);
        }
        float quality = args.length == 3 ? Float.parseFloat(args[2]) : 0.5f;
        try (FolderWatcher watcher =
                new FolderWatcher(Path.of(args[0]), Path.of(args[1]), quality, Duration.ofSeconds(2))) {
            watcher.run();
        }
    }
}
