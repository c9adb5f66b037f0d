package io.nlc.viewer.vm.compare;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.LatestJob;
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

    private final Complaint complaint;
    private final DocumentModel document;
    private final EncodingModel encodings;
    private final ObjectProperty<PaneChoice> choice;
    private final ReadOnlyObjectWrapper<PictureSource> picture = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Encoding> encoding = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final LatestJob job;
    private boolean inUse;
    private PaneChoice lent;
    private PaneChoice before;

    PaneModel(
            ViewerContext context,
            Messages messages,
            DocumentModel document,
            EncodingModel encodings,
            PaneChoice first) {
        this.complaint = new Complaint(messages);
        this.document = document;
        this.encodings = encodings;
        this.choice = new SimpleObjectProperty<>(first);
        this.job = context.lane("nlc-pane");
        choice.addListener((o, was, is) -> update());
        document.originalProperty().addListener((o, was, is) -> update());
        encodings.currentProperty().addListener((o, was, is) -> update());
        encodings.waitingProperty().addListener((o, was, is) -> markWaiting());
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

    /** Panes that nobody sees encode nothing. */
    void use(boolean used) {
        if (inUse != used) {
            inUse = used;
            update();
        }
    }

    private void update() {
        job.cancel();
        if (!inUse) {
            return;
        }
        PaneChoice now = choice.get();
        Encoding current = encodings.currentProperty().get();
        if (now instanceof PaneChoice.Original) {
            show(document.originalProperty().get(), null);
        } else if (now instanceof PaneChoice.Current) {
            show(current == null ? document.originalProperty().get() : current.picture(), current);
        } else if (now instanceof PaneChoice.Kept kept) {
            show(kept.encoding().picture(), kept.encoding());
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
        if (current == null || coder.isEmpty()) {
            show(null, null);
            return;
        }
        EncodeRequest request = request(now, current);
        Encoding known = coder.get().cached(request).orElse(null);
        if (known != null) {
            show(known.picture(), known);
            return;
        }
        job.start(
                cancelled -> coder.get().encode(request, cancelled),
                made -> {
                    complaint.mended();
                    show(made.picture(), made);
                    markWaiting();
                },
                e -> {
                    complaint.failed("error.encode", e);
                    markWaiting();
                });
    }

    private EncodeRequest request(PaneChoice now, Encoding current) {
        RateTarget same = Encoding.sameSize(current);
        if (now instanceof PaneChoice.OtherPack other) {
            return EncodeRequest.nlc(other.pack(), same);
        } else if (now instanceof PaneChoice.OtherSize size) {
            long bytes = Math.max(1, Math.round(size.factor() * current.file().length));
            return EncodeRequest.nlc(encodings.rate().packs().packProperty().get(), new RateTarget.Bytes(bytes));
        }
        return EncodeRequest.jpeg(same);
    }

    private void markWaiting() {
        boolean follows = !(choice.get() instanceof PaneChoice.Original) && !(choice.get() instanceof PaneChoice.Kept);
        waiting.set(inUse && follows && (encodings.waitingProperty().get() || job.busy()));
    }
}
