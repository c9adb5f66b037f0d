package io.nlc.viewer.vm;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.viewer.model.Texts;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class MessagesTest {

    private final Messages messages = new Messages(new Texts(Locale.ENGLISH));

    @Test
    void failed_saysWhatAndWhy() {
        messages.failed("error.open", new NoSuchFileException("/a.png"), "a.png");
        Message told = messages.messageProperty().get();
        assertThat(told.error()).isTrue();
        assertThat(told.text()).startsWith("a.png cannot be opened: ").contains("no such file");
        messages.clear();
        assertThat(messages.messageProperty().get()).isNull();
    }

    @Test
    void complaint_isTakenBackWhenItIsMended() {
        Complaint complaint = new Complaint(messages);
        complaint.failed("error.encode", new NoSuchFileException("/a"));
        complaint.mended();
        assertThat(messages.messageProperty().get()).isNull();
        complaint.failed("error.encode", new NoSuchFileException("/a"));
        Message other = messages.inform("info.large");
        complaint.mended();
        assertThat(messages.messageProperty().get()).isSameAs(other);
    }

    @Test
    void withdraw_takesBackThatMessageOnly() {
        Message target = messages.inform("info.target");
        assertThat(target.error()).isFalse();
        messages.inform("info.large");
        messages.withdraw(target);
        assertThat(messages.messageProperty().get()).isNotNull();
        Message again = messages.inform("info.target");
        messages.withdraw(again);
        assertThat(messages.messageProperty().get()).isNull();
        messages.withdraw(null);
    }
}
