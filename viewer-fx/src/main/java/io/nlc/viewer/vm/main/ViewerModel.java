package io.nlc.viewer.vm.main;

import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import io.nlc.viewer.vm.coding.EncodingModel;
import io.nlc.viewer.vm.coding.PackModel;
import io.nlc.viewer.vm.coding.RateModel;
import io.nlc.viewer.vm.coding.ScoreModel;
import io.nlc.viewer.vm.compare.CompareModel;
import io.nlc.viewer.vm.document.DocumentModel;
import io.nlc.viewer.vm.rival.RivalModel;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;

/** The viewer, put together: what is open, what is asked for, what came of it, and how that is looked at. */
public final class ViewerModel {

    private final ViewerContext context;
    private final Messages messages;
    private final PackModel packs;
    private final RateModel rate;
    private final DocumentModel document;
    private final EncodingModel encoding;
    private final CompareModel compare;
    private final RivalModel rivals;
    private final BooleanProperty dark = new SimpleBooleanProperty();

    /** An empty viewer. */
    public ViewerModel(ViewerContext context) {
        this.context = context;
        this.messages = new Messages(context.texts());
        this.packs = new PackModel(context, messages);
        this.rate = new RateModel(context, packs);
        this.rivals = new RivalModel(context, messages);
        this.document = new DocumentModel(context, messages, new Turns());
        this.encoding = new EncodingModel(context, messages, document, rate, rivals);
        this.compare = new CompareModel(context, messages, document, encoding);
        dark.set(context.settings().get("dark", 0.0) == 1);
        dark.addListener((o, was, is) -> context.settings().put("dark", dark.get() ? 1 : 0));
    }

    /** In which order the parts learn of another picture. */
    private final class Turns implements DocumentModel.Listener {

        @Override
        public void previewing() {
            compare.previewing();
        }

        @Override
        public void leaving() {
            encoding.clear();
            compare.leaving();
            rate.interest().leave();
        }

        @Override
        public void opened(Document opened) {
            compare.opened(opened); // first: what nobody sees is not encoded
            offerInterest();
            if (opened.nlc() != null) {
                rate.follow(opened.nlc());
            }
            encoding.opened(opened);
        }

        @Override
        public void originalChosen(Encoding measured) {
            compare.originalChosen();
            offerInterest();
            encoding.take(measured);
        }

        private void offerInterest() {
            document.coder().ifPresent(coder -> rate.interest().open(coder.width(), coder.height()));
        }

        @Override
        public void settled() {
            packs.listUnlessLater();
        }
    }

    /** What all parts share. */
    public ViewerContext context() {
        return context;
    }

    /** What the user should know. */
    public Messages messages() {
        return messages;
    }

    /** What is open. */
    public DocumentModel document() {
        return document;
    }

    /** Which packs there are, and the chosen one. */
    public PackModel packs() {
        return packs;
    }

    /** What is asked for. */
    public RateModel rate() {
        return rate;
    }

    /** What came of it. */
    public EncodingModel encoding() {
        return encoding;
    }

    /** How good that is. */
    public ScoreModel scores() {
        return encoding.scores();
    }

    /** How pictures are put beside each other. */
    public CompareModel compare() {
        return compare;
    }

    /** Which codecs of others are installed. */
    public RivalModel rivals() {
        return rivals;
    }

    /** Whether colours are light on dark. */
    public BooleanProperty darkProperty() {
        return dark;
    }

    /** Ends all work and remembers the settings. */
    public void close() {
        rivals.close();
        encoding.close();
        document.close();
        context.settings().save();
    }
}
