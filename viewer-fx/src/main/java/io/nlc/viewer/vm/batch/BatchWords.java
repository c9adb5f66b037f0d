package io.nlc.viewer.vm.batch;

import io.nlc.viewer.model.FileNames;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.batch.Outcome;
import io.nlc.viewer.vm.Messages;
import java.util.ArrayList;
import java.util.List;

/** What came of a batch and of its files, in words. */
final class BatchWords {

    private static final String BETWEEN = " \u00b7 ";

    private final Texts texts;
    private final Messages messages;

    BatchWords(Texts texts, Messages messages) {
        this.texts = texts;
        this.messages = messages;
    }

    String done(BatchItem item, Outcome.Done done) {
        String detail = texts.get(
                done.targetReached() ? "batch.detail.done" : "batch.detail.missed",
                texts.bytes(done.before()),
                texts.bytes(done.after()));
        boolean renamed = !FileNames.stem(done.output()).equals(FileNames.stem(item.file()));
        return renamed ? texts.get("batch.detail.renamed", detail, done.output().getFileName()) : detail;
    }

    String skipped(Outcome.Skipped skipped) {
        return texts.get(
                skipped.input() ? "batch.detail.input" : "batch.detail.exists",
                skipped.output().getFileName());
    }

    String failed(Outcome.Failed failed) {
        return messages.reason(failed.reason()).line();
    }

    String summary(List<BatchItem> items, Passed passed) {
        long done = count(items, BatchItem.State.DONE);
        long skipped = count(items, BatchItem.State.SKIPPED);
        long failed = count(items, BatchItem.State.FAILED);
        StringBuilder text = new StringBuilder(
                done + skipped + failed == 0
                        ? texts.get("batch.summary.files", items.size())
                        : texts.get("batch.summary.done", done, items.size()));
        if (skipped > 0) {
            text.append(", ").append(texts.get("batch.summary.skipped", skipped));
        }
        if (failed > 0) {
            text.append(", ").append(texts.get("batch.summary.failed", failed));
        }
        text.append(bytes(items, true)).append(bytes(items, false));
        return passed.all() == 0 ? text.toString() : text + BETWEEN + passedOver(passed);
    }

    // To encode and to decode are two things, of which the sum means nothing.
    private String bytes(List<BatchItem> items, boolean encoded) {
        List<Outcome.Done> all = items.stream()
                .flatMap(item -> item.done().stream())
                .filter(done -> done.encoded() == encoded)
                .toList();
        long before = all.stream().mapToLong(Outcome.Done::before).sum();
        long after = all.stream().mapToLong(Outcome.Done::after).sum();
        return all.isEmpty()
                ? ""
                : BETWEEN
                        + texts.get(
                                encoded ? "batch.summary.encoded" : "batch.summary.decoded",
                                texts.bytes(before),
                                texts.bytes(after));
    }

    private String passedOver(Passed passed) {
        List<String> why = new ArrayList<>();
        if (passed.others() > 0) {
            why.add(texts.get("batch.passed.others", passed.others()));
        }
        if (passed.hidden() > 0) {
            why.add(texts.get("batch.passed.hidden", passed.hidden()));
        }
        if (passed.again() > 0) {
            why.add(texts.get("batch.passed.again", passed.again()));
        }
        return texts.get("batch.passed", passed.all(), String.join(", ", why));
    }

    static long count(List<BatchItem> items, BatchItem.State state) {
        return items.stream()
                .filter(item -> item.stateProperty().get() == state)
                .count();
    }
}
