package io.nlc.viewer.vm;

import io.nlc.viewer.model.Reason;
import io.nlc.viewer.model.Texts;
import java.util.Arrays;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What the user should know, one thing at a time. */
public final class Messages {

    private final Texts texts;
    private final ObjectProperty<Message> message = new SimpleObjectProperty<>();

    /** Nothing to tell yet. */
    public Messages(Texts texts) {
        this.texts = texts;
    }

    /** What the user should know; null for nothing. */
    public ObjectProperty<Message> messageProperty() {
        return message;
    }

    /** Tells something, by its key and what goes into its places. */
    public Message inform(String key, Object... args) {
        return tell(new Message(false, texts.get(key, args)));
    }

    /** Tells that something cannot be done, by its key and what goes into its places. */
    public Message error(String key, Object... args) {
        return tell(new Message(true, texts.get(key, args)));
    }

    /** Tells that something did not work; the text's last place is for the reason. */
    public Message failed(String key, Throwable e, Object... args) {
        Reason reason = reason(e);
        Object[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = reason.text();
        return tell(new Message(true, texts.get(key, all), reason.detail()));
    }

    /** Tells something that is in words already. */
    public Message tell(Message told) {
        message.set(told);
        return told;
    }

    /** Takes a message back, if it is still the one that is shown. */
    public void withdraw(Message told) {
        if (told != null && message.get() == told) {
            message.set(null);
        }
    }

    /** Nothing is told any more. */
    public void clear() {
        message.set(null);
    }

    /** What went wrong, in words for people. */
    public Reason reason(Throwable e) {
        return Reason.of(e, texts);
    }
}
