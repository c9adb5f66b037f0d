package io.nlc.viewer.vm.document;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.PictureNames;
import io.nlc.viewer.model.Reason;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.document.PastedPicture;
import io.nlc.viewer.model.document.PictureLoader;
import io.nlc.viewer.model.document.TiledPicture;
import io.nlc.viewer.model.picture.MemoryPicture;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** What is open: the picture and its original, the file that is being opened, and those that could be next. */
public final class DocumentModel {

    /** Is told what becomes of the open picture; those who need it in no order of theirs can listen to properties. */
    public interface Listener {

        /** A soft picture of the next file is about to be shown in the place of everything. */
        void previewing();

        /** The open picture is about to be replaced. */
        void leaving();

        /** Another picture is open. */
        void opened(Document document);

        /**
         * The original of the open file has been chosen.
         *
         * @param measured the file as an encoding of it
         */
        void originalChosen(Encoding measured);

        /** A file has been opened, or could not be. */
        void settled();
    }

    /**
     * One of several.
     *
     * @param number from 1
     * @param count how many there are
     */
    public record Place(int number, int count) {}

    private final ViewerContext context;
    private final Messages messages;
    private final Listener listener;
    private final Complaint complaint;
    private final LatestJob openJob;
    private final LatestJob folderJob;
    private final ReadOnlyObjectWrapper<Document> document = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<PictureSource> original = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Path> originalFile = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper opening = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<PictureSource> preview = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Place> place = new ReadOnlyObjectWrapper<>(new Place(0, 0));
    private final ObservableList<Path> recent = FXCollections.observableArrayList();
    private PictureCoder coder;
    private List<Path> turnable = List.of();
    private int at;
    private PastedPicture pasted;

    /** Nothing is open yet. */
    public DocumentModel(ViewerContext context, Messages messages, Listener listener) {
        this.context = context;
        this.messages = messages;
        this.listener = listener;
        this.complaint = new Complaint(messages);
        this.openJob = context.lane("nlc-open");
        this.folderJob = context.lane("nlc-folder");
        recent.setAll(context.settings().recent());
    }

    /** The open picture; null before one is. */
    public ReadOnlyObjectProperty<Document> documentProperty() {
        return document.getReadOnlyProperty();
    }

    /** What encodings are compared with. */
    public ReadOnlyObjectProperty<PictureSource> originalProperty() {
        return original.getReadOnlyProperty();
    }

    /** The file that was chosen as the original of an {@code .nlc} file; null if none was. */
    public ReadOnlyObjectProperty<Path> originalFileProperty() {
        return originalFile.getReadOnlyProperty();
    }

    /**
     * Whether what encodings are compared with is a picture, and not only what the opened {@code .nlc} file decodes to.
     */
    public boolean originalKnown() {
        Document now = document.get();
        return now != null && (!now.decoded() || originalFile.get() != null);
    }

    /** Whether a file is being opened. */
    public ReadOnlyBooleanProperty openingProperty() {
        return opening.getReadOnlyProperty();
    }

    /**
     * A soft picture of the file that is being opened, to be shown in the place of everything else; null while there is
     * none.
     */
    public ReadOnlyObjectProperty<PictureSource> previewProperty() {
        return preview.getReadOnlyProperty();
    }

    /** Where the open file is among those that can be turned to. */
    public ReadOnlyObjectProperty<Place> placeProperty() {
        return place.getReadOnlyProperty();
    }

    /** The files opened last, newest first. */
    public ObservableList<Path> recent() {
        return recent;
    }

    /** Encodes the original; empty if there is none, or it is too large. */
    public Optional<PictureCoder> coder() {
        return Optional.ofNullable(coder);
    }

    /** A name for the file of an encoding. */
    public String proposedName() {
        String name = document.get() == null ? "picture" : document.get().name();
        return FileNames.stem(name) + ".nlc";
    }

    /**
     * Opens the first of some files; {@link #turn} goes on to the others, or if it is one only, to those of its folder.
     *
     * @param files at least one; folders are for the pictures in them
     */
    public void open(List<Path> files) {
        List<Path> all = List.copyOf(files);
        if (all.stream().anyMatch(Files::isDirectory)) {
            openJob.cancel();
            opening.set(true);
            folderJob.start(cancelled -> PictureNames.expanded(all), found -> openFound(all.get(0), found), e -> {
                opening.set(false);
                messages.failed("error.open", e, all.get(0).getFileName());
                listener.settled();
            });
        } else if (all.size() == 1) {
            open(all.get(0));
        } else {
            open(all, 0);
        }
    }

    private void openFound(Path first, List<Path> found) {
        if (found.isEmpty()) {
            opening.set(false);
            messages.error("error.emptyFolder", first.getFileName());
            listener.settled();
        } else {
            open(found, 0);
        }
    }

    private void open(List<Path> all, int which) {
        folderJob.cancel();
        turnable = all;
        at = which;
        markPlace();
        load(all.get(which));
    }

    /**
     * Opens another one of the files that were opened together; does nothing at their end.
     *
     * @param by 1 for the next, -1 for the one before
     */
    public void turn(int by) {
        if (at + by >= 0 && at + by < turnable.size()) {
            open(turnable, at + by);
        }
    }

    /**
     * Opens a file in place of the one that is open, which stays if the new one cannot be opened. {@link #turn} goes on
     * to the others of its folder.
     */
    public void open(Path file) {
        open(List.of(file), 0);
        Path absolute = file.toAbsolutePath().normalize();
        folderJob.start(cancelled -> PictureNames.in(absolute.getParent()), found -> besides(absolute, found), e -> {});
    }

    private void besides(Path file, List<Path> found) {
        if (found.contains(file)) { // or its name is not that of a picture, whatever it is
            turnable = found;
            at = found.indexOf(file);
            markPlace();
        }
    }

    private void markPlace() {
        place.set(new Place(at + 1, turnable.size()));
    }

    /** Opens the open file again; it may have changed. */
    public void reload() {
        if (document.get() != null) {
            load(document.get().file());
        }
    }

    /** Opens a picture that has no file, by way of one that is gone when the viewer is; it is not among the recent. */
    public void paste(BufferedImage image) {
        openJob.cancel();
        opening.set(true);
        String name = context.texts().get("paste.name") + ".png";
        folderJob.start(
                cancelled -> PastedPicture.write(image, name),
                written -> {
                    closePasted();
                    pasted = written;
                    open(List.of(written.file()), 0);
                },
                e -> {
                    opening.set(false);
                    messages.failed("error.open", e, name);
                });
    }

    /** Puts the picture away, and what is being opened too. */
    public void closePicture() {
        openJob.cancel();
        folderJob.cancel();
        opening.set(false);
        messages.clear();
        turnable = List.of();
        place.set(new Place(0, 0));
        if (document.get() != null) {
            listener.leaving();
            closeTiles();
            coder = null;
            originalFile.set(null);
            document.set(null);
            original.set(null);
        }
        preview.set(null);
    }

    private void load(Path file) {
        opening.set(true);
        messages.clear();
        openJob.start(
                (BooleanSupplier cancelled, Consumer<MemoryPicture> soFar) ->
                        context.loader().load(file, cancelled, soFar),
                soft -> {
                    listener.previewing();
                    preview.set(soft);
                },
                loaded -> {
                    opening.set(false);
                    show(loaded);
                    preview.set(null);
                    listener.settled();
                },
                e -> {
                    opening.set(false);
                    preview.set(null);
                    messages.failed("error.open", e, file.getFileName());
                    if (Reason.missing(e)) {
                        context.settings().removeRecent(file);
                        recent.setAll(context.settings().recent());
                    }
                    listener.settled();
                });
    }

    private void show(Document loaded) {
        listener.leaving();
        closeTiles();
        coder = loaded.coder();
        originalFile.set(null);
        document.set(loaded); // before the original: whoever learns of that asks what it is the original of
        original.set(loaded.picture());
        if (pasted == null || !loaded.file().equals(pasted.file())) {
            closePasted();
            context.settings().addRecent(loaded.file());
        }
        recent.setAll(context.settings().recent());
        listener.opened(loaded);
        if (loaded.picture() instanceof TiledPicture tiles) {
            tiles.whenChanged(() -> context.ui().execute(() -> tilesChanged(tiles)));
            messages.inform("info.large");
        } else if (loaded.fullWidth() != loaded.picture().width() && loaded.coder() == null) {
            messages.inform(
                    "info.reduced", loaded.picture().width(), loaded.picture().height());
        }
    }

    private void tilesChanged(TiledPicture tiles) {
        if (original.get() == tiles && tiles.problem() != null) {
            messages.failed("error.open", tiles.problem(), document.get().name());
        }
    }

    private void closeTiles() {
        if (document.get() != null && document.get().picture() instanceof TiledPicture tiles) {
            tiles.close();
        }
    }

    /** Chooses the picture that an opened {@code .nlc} file was made from. */
    public void chooseOriginal(Path file) {
        Encoding opened = document.get() == null ? null : document.get().opened();
        if (opened == null) {
            return;
        }
        opening.set(true);
        openJob.start(
                cancelled -> {
                    Document loaded = context.loader().load(file, cancelled);
                    if (loaded.coder() == null) {
                        throw new NlcException(FailureKind.TOO_LARGE, "the picture is too large to compare");
                    }
                    return new Original(loaded, PictureLoader.measured(opened, loaded.coder()));
                },
                found -> {
                    opening.set(false);
                    complaint.mended();
                    coder = found.document.coder();
                    originalFile.set(file);
                    original.set(found.document.picture());
                    listener.originalChosen(found.opened);
                },
                e -> {
                    opening.set(false);
                    complaint.failed("error.original", e, file.getFileName());
                });
    }

    private record Original(Document document, Encoding opened) {}

    private void closePasted() {
        if (pasted != null) {
            pasted.close();
            pasted = null;
        }
    }

    /** Ends all work. */
    public void close() {
        openJob.close();
        folderJob.close();
        closeTiles();
        closePasted();
    }
}
