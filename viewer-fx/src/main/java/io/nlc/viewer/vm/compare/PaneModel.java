package io.nlc.viewer.vm.compare;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.picture.PictureSource;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.EncodingModel;
import io.nlc.viewer.vm.document.DocumentModel;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

/** One pane: what it is to show, what it shows, and whether that is still the last thing rather than the new one. */
public final class PaneModel {

    private final ViewerContext context;
    private final Complaint complaint;
    private final DocumentModel document;
    private final EncodingModel encodings;
    private final PaneChoice first;
    private final ObjectProperty<PaneChoice> choice;
    private final ReadOnlyObjectWrapper<PictureSource> picture = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Encoding> encoding = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final LatestJob job;
    private PictureCoder madeOf; // of which picture the encoding is
    private boolean inUse;
    private PaneChoice lent;
    private PaneChoice before;

    PaneModel(
            ViewerContext context,
            Messages messages,
            DocumentModel document,
            EncodingModel encodings,
            PaneChoice first) {
        this.context = context;
        this.complaint = new Complaint(messages);
        this.document = document;
        this.encodings = encodings;
        this.first = first;
        this.choice = new SimpleObjectProperty<>(first);
        this.job = context.lane("nlc-pane");
        choice.addListener((o, was, is) -> update());
        document.originalProperty().addListener((o, was, is) -> update());
        encodings.currentProperty().addListener((o, was, is) -> update());
        encodings.waitingProperty().addListener((o, was, is) -> markWaiting());
        encodings.seen().patchedProperty().addListener((o, was, is) -> {
            if (choice.get() instanceof PaneChoice.Current) {
                update();
            }
        });
    }

    /** What the pane is to show. */
    public ObjectProperty<PaneChoice> choiceProperty() {
        return choice;
    }

    /** What it shows; null before there is anything. */
    public ReadOnlyObjectProperty<PictureSource> pictureProperty() {
        return picture.getReadOnlyProperty();
    }

    /** The encoding that it shows; null if that is none. */
    public ReadOnlyObjectProperty<Encoding> encodingProperty() {
        return encoding.getReadOnlyProperty();
    }

    /** Whether something newer is being made. */
    public ReadOnlyBooleanProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** Shows something for a while, until it is {@link #giveBack given back} or somebody chooses something else. */
    public void lend(PaneChoice other) {
        if (lent == null || choice.get() != lent) {
            before = choice.get();
        }
        lent = other;
        choice.set(other);
    }

    /** Shows again what it showed before, unless somebody has chosen something else since. */
    public void giveBack() {
        if (lent != null && choice.get() == lent) {
            choice.set(before);
        }
        lent = null;
    }

    /** The picture is about to be replaced: a file that was compared with it says nothing of the next one. */
    void leaving() {
        if (choice.get() instanceof PaneChoice.FromFile) {
            choice.set(first);
        }
    }

    /** Panes that nobody sees encode nothing. */
    void use(boolean used) {
        if (inUse != used) {
            inUse = used;
            update();
        }
    }

    private void update() {
        job.cancel();
        complaint.mended(); // of what it is to show now nothing is amiss yet
        if (!inUse) {
            return;
        }
        PaneChoice now = choice.get();
        Encoding current = encodings.currentProperty().get();
        if (now instanceof PaneChoice.Original) {
            show(document.originalProperty().get(), null);
        } else if (now instanceof PaneChoice.Current) {
            PictureSource patched = encodings.seen().patchedProperty().get();
            if (patched != null) {
                show(patched, null);
            } else {
                show(current == null ? document.originalProperty().get() : current.picture(), current);
            }
        } else if (now instanceof PaneChoice.Kept kept) {
            show(kept.encoding().picture(), kept.encoding());
        } else if (now instanceof PaneChoice.FromFile other) {
            read(other);
        } else {
            encode(now, current);
        }
        markWaiting();
    }

    private void show(PictureSource source, Encoding shown) {
        encoding.set(shown);
        picture.set(source);
    }

    private void encode(PaneChoice now, Encoding current) {
        Optional<PictureCoder> coder = document.coder();
        if (coder.isEmpty() || current == null && now.followsCurrent()) {
            show(null, null);
            return;
        }
        EncodeRequest request = request(now, current);
        Encoding shown = encoding.get();
        Encoding known = shown != null && shown.request().equals(request) && madeOf == coder.get()
                ? shown // it does not follow the sliders
                : coder.get().cached(request).orElse(null);
        if (known != null) {
            made(known, coder.get());
            return;
        }
        job.start(
                cancelled -> coder.get().encode(request, cancelled),
                made -> {
                    made(made, coder.get());
                    markWaiting();
                },
                e -> failed("error.pane", e, request.codec().label()));
    }

    private void made(Encoding made, PictureCoder coder) {
        madeOf = coder;
        show(made.picture(), made);
    }

    private void failed(String key, Exception e, Object... args) {
        show(null, null); // the last picture under the name of this one would mislead
        complaint.failed(key, e, args);
        markWaiting();
    }

    private void read(PaneChoice.FromFile other) {
        PictureCoder coder = document.coder().orElse(null);
        Encoding shown = encoding.get();
        if (shown != null && madeOf == coder && shown.request().codec().equals(new Codec.Elsewhere(other.file()))) {
            return;
        }
        show(null, null);
        if (coder == null) {
            return;
        }
        job.start(
                cancelled -> context.loader().foreign(other.file(), coder, cancelled),
                read -> {
                    made(read, coder);
                    markWaiting();
                },
                e -> failed("error.compare", e, other.file().getFileName()));
    }

    private EncodeRequest request(PaneChoice now, Encoding current) {
        if (now instanceof PaneChoice.OtherSize size) {
            long bytes = Math.max(1, Math.round(size.factor() * current.file().length));
            return new EncodeRequest(encodings.rate().codec(), new RateTarget.Bytes(bytes));
        }
        PaneChoice.Coded own = (PaneChoice.Coded) now;
        return new EncodeRequest(
                own.codec(),
                own.isSameSize()
                        ? Encoding.sameSize(current)
                        : new RateTarget.Quality(own.quality().getAsDouble()));
    }

    private void markWaiting() {
        boolean follows =
                choice.get().followsCurrent() && encodings.waitingProperty().get();
        waiting.set(inUse && (follows || job.busy()));
    }
}
