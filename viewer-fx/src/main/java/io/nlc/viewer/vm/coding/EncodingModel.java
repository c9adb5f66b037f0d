package io.nlc.viewer.vm.coding;

import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.coding.SaveFormat;
import io.nlc.viewer.model.coding.Saving;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.model.rival.RivalFormat;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.Message;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.document.DocumentModel;
import io.nlc.viewer.vm.rival.RivalModel;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What came of what was asked for. */
public final class EncodingModel {

    /*
     * A wish makes the encoding on the screen stale (waiting) and starts a job in place of the one before. Its result
     * becomes the current encoding, the sliders follow it, and it is measured.
     */

    /** So much must be done before its time says how long the rest takes. */
    private static final double LITTLE = 0.03;

    private final ViewerContext context;
    private final Messages messages;
    private final DocumentModel document;
    private final RateModel rate;
    private final RivalModel rivals;
    private final ScoreModel scores;
    private final SeenModel seen;
    private final Complaint complaint;
    private final LatestJob encodeJob;
    private final LatestJob saveJob;
    private final ReadOnlyObjectWrapper<Encoding> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper();
    private long begun;
    private Message missed;

    /** Encodes the open picture whenever another rate is asked for. */
    public EncodingModel(
            ViewerContext context, Messages messages, DocumentModel document, RateModel rate, RivalModel rivals) {
        this.context = context;
        this.messages = messages;
        this.document = document;
        this.rate = rate;
        this.rivals = rivals;
        this.complaint = new Complaint(messages);
        this.scores = new ScoreModel(context, messages, rate.packs().tunes());
        this.seen = new SeenModel(context);
        this.encodeJob = context.lane("nlc-encode");
        this.saveJob = context.lane("nlc-save");
        rate.whenAsked(this::encode);
    }

    /** The newest encoding that is done; null before there is one. */
    public ReadOnlyObjectProperty<Encoding> currentProperty() {
        return current.getReadOnlyProperty();
    }

    /** Whether the current encoding is not yet the one asked for. */
    public ReadOnlyBooleanProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** How much of what is being encoded is done, 0 to 1. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /** How long it will go on, by how long what is done has taken; NaN while that says nothing yet. */
    public double secondsLeft() {
        double done = progress.get();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return done < LITTLE ? Double.NaN : seconds * (1 - done) / done;
    }

    /** What is asked for. */
    public RateModel rate() {
        return rate;
    }

    /** The part of a large picture that is encoded first. */
    public SeenModel seen() {
        return seen;
    }

    /** How good the current encoding is. */
    public ScoreModel scores() {
        return scores;
    }

    /**
     * Whether PSNR and other scores mean anything: an encoding of a decoded file is measured against that only once it
     * is encoded anew.
     */
    public boolean measured() {
        Encoding now = current.get();
        return now != null && !Double.isNaN(now.psnr());
    }

    /** The picture is about to be replaced: its encoding is none of the next one. */
    public void clear() {
        stop();
        scores.forget();
        current.set(null);
    }

    /** Begins with what has been opened: an {@code .nlc} file is an encoding already. */
    public void opened(Document loaded) {
        if (loaded.nlc() == null) {
            encode();
        } else if (loaded.opened() != null) {
            take(loaded.opened());
        }
    }

    private void stop() {
        encodeJob.cancel();
        seen.end();
        scores.cancel();
        waiting.set(false);
    }

    private void encode() {
        PictureCoder coder = document.coder().orElse(null);
        if (coder == null) {
            return;
        }
        scores.cancel();
        EncodeRequest request = rate.request();
        Encoding known = coder.cached(request).orElse(null);
        if (known != null) {
            encodeJob.cancel();
            take(known);
            return;
        }
        progress.set(0);
        begun = System.nanoTime();
        waiting.set(true);
        seen.begin(
                coder,
                request,
                current.get() == null
                        ? document.originalProperty().get()
                        : current.get().picture());
        LatestJob.Staged<Encoding, Double> work = (cancelled, soFar) -> coder.encode(request, cancelled, soFar::accept);
        encodeJob.start(work, progress::set, this::take, e -> {
            seen.end();
            waiting.set(false);
            complaint.failed("error.encode", e);
        });
    }

    /** Gives up what is being encoded; the encoding that is there stays, and the sliders go back to it. */
    public void cancel() {
        if (waiting.get()) {
            stop();
            Encoding there = current.get();
            if (there != null) {
                rate.back(there);
                take(there);
            }
        }
    }

    /** Makes an encoding of the open picture the current one. */
    public void take(Encoding encoding) {
        complaint.mended();
        rate.follow(encoding);
        scores.forget();
        seen.end();
        current.set(encoding);
        waiting.set(false);
        if (!encoding.targetReached()) {
            missed = messages.inform("info.target");
        } else {
            messages.withdraw(missed);
        }
        if (measured()) {
            scores.measure(document.coder().orElseThrow(), encoding);
        }
    }

    /**
     * Shows an encoding that was made elsewhere, such as a point of the plot, and sets the sliders as if it had been
     * asked for.
     */
    public void show(Encoding encoding) {
        if (!encoding.request().nlc() || document.coder().isEmpty()) {
            return;
        }
        stop();
        rate.back(encoding);
        take(encoding);
    }

    /**
     * Writes the current encoding, or its picture, as the suffix says; without one {@code .nlc} is added. An existing
     * file is replaced, so whoever calls has asked; but not one whose name was made here.
     */
    public void save(Path file) {
        Encoding now = current.get();
        if (now == null) {
            return;
        }
        boolean bare = FileNames.suffix(file).isEmpty();
        Path target = bare ? file.resolveSibling(file.getFileName() + ".nlc") : file;
        SaveFormat format = SaveFormat.of(target).orElse(null);
        Saving saving = saving();
        if (format == null) {
            messages.error(
                    "error.suffix", file.getFileName(), FileNames.suffix(file), SaveFormat.suffixes(saving::can));
        } else if (!saving.can(format)) {
            messages.error(
                    "error.saveTool",
                    file.getFileName(),
                    RivalFormat.WEBP.encoders().get(0));
        } else if (bare && Files.exists(target)) {
            messages.error("error.exists", target.getFileName());
        } else {
            save(now, format, target, saving);
        }
    }

    /** How the current encoding would be saved. */
    public Saving saving() {
        PictureMetadata metadata = document.coder().map(PictureCoder::metadata).orElse(PictureMetadata.NONE);
        return new Saving(
                metadata, context.codecSettings(), rivals.of(RivalFormat.WEBP).orElse(null));
    }

    private void save(Encoding now, SaveFormat format, Path file, Saving saving) {
        saveJob.start(
                cancelled -> {
                    PictureFiles.save(file, out -> saving.write(format, now, out, cancelled));
                    return Files.size(file);
                },
                bytes -> messages.inform(
                        "info.saved", file.getFileName(), context.texts().bytes(bytes)),
                e -> messages.failed("error.save", e, file.getFileName()));
    }

    /** Ends all work. */
    public void close() {
        stop();
        saveJob.close();
    }
}
