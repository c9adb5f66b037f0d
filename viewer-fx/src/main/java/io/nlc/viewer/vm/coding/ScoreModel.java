package io.nlc.viewer.vm.coding;

import io.nlc.model.Tune;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.coding.Scores;
import io.nlc.viewer.vm.Complaint;
import io.nlc.viewer.vm.Messages;
import io.nlc.viewer.vm.ViewerContext;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** How good the current encoding is, and JPEG in its size. */
public final class ScoreModel {

    /*
     * MS-SSIM and SSIMULACRA 2 take longer than decoding, so they come after the picture, by a job of their own.
     */

    private final Complaint scoreComplaint;
    private final Complaint jpegComplaint;
    private final TuneModel tunes;
    private final LatestJob scoreJob;
    private final LatestJob jpegJob;
    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>(Scores.UNKNOWN);
    private final ReadOnlyObjectWrapper<Scores> jpegScores = new ReadOnlyObjectWrapper<>(Scores.UNKNOWN);
    private final ReadOnlyObjectWrapper<Encoding> jpeg = new ReadOnlyObjectWrapper<>();

    ScoreModel(ViewerContext context, Messages messages, TuneModel tunes) {
        this.scoreComplaint = new Complaint(messages);
        this.jpegComplaint = new Complaint(messages);
        this.tunes = tunes;
        this.scoreJob = context.lane("nlc-metrics");
        this.jpegJob = context.lane("nlc-jpeg");
    }

    /** How good the current encoding is beyond its PSNR; unknown while that is being measured. */
    public ReadOnlyObjectProperty<Scores> scoresProperty() {
        return scores.getReadOnlyProperty();
    }

    /**
     * The same of {@link #jpegProperty}; it is measured only where the pack is made for something else than the PSNR.
     */
    public ReadOnlyObjectProperty<Scores> jpegScoresProperty() {
        return jpegScores.getReadOnlyProperty();
    }

    /** JPEG in the size of the current encoding, for comparison; null while it is not known. */
    public ReadOnlyObjectProperty<Encoding> jpegProperty() {
        return jpeg.getReadOnlyProperty();
    }

    /** Measures nothing any more. */
    void cancel() {
        scoreJob.cancel();
        jpegJob.cancel();
    }

    /** What was measured is of an encoding that is not the current one any more. */
    void forget() {
        scores.set(Scores.UNKNOWN);
        jpegScores.set(Scores.UNKNOWN);
        jpeg.set(null);
    }

    /** Measures what a coder has made, in place of what is being measured. */
    void measure(PictureCoder coder, Encoding encoding) {
        scoreJob.start(
                cancelled -> coder.scores(encoding),
                measured -> {
                    scoreComplaint.mended();
                    scores.set(measured);
                },
                e -> scoreComplaint.failed("error.encode", e));
        boolean score = tunes.of(encoding.request().pack()) != Tune.PSNR;
        jpegJob.start(
                cancelled -> {
                    Encoding made = coder.encode(EncodeRequest.jpeg(Encoding.sameSize(encoding)), cancelled);
                    return new Rival(made, score ? coder.scores(made) : Scores.UNKNOWN);
                },
                made -> {
                    jpegComplaint.mended();
                    jpegScores.set(made.scores);
                    jpeg.set(made.encoding);
                },
                e -> jpegComplaint.failed("error.encode", e));
    }

    private record Rival(Encoding encoding, Scores scores) {}
}
