package io.nlc.viewer.view.compress;

import io.nlc.model.Tune;
import io.nlc.viewer.model.Texts;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Scores;
import io.nlc.viewer.model.document.Document;
import io.nlc.viewer.view.Icons;
import io.nlc.viewer.vm.coding.RateMode;
import io.nlc.viewer.vm.main.ViewerModel;
import java.time.Duration;
import java.util.Locale;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** Model pack, sliders, and the figures of what came out. */
public final class CompressView extends ScrollPane {

    private static final PseudoClass WAITING = PseudoClass.getPseudoClass("waiting");

    /** Little room: figures that are seen are worth more than room between controls. */
    private static final PseudoClass LOW = PseudoClass.getPseudoClass("low");

    private static final double LOW_HEIGHT = 720;

    private final ViewerModel viewer;
    private final Texts texts;
    private final GridPane figures = new GridPane();
    private final Label size = figure("size");
    private final Label share = new Label();
    private final Label bpp = figure("bppFigure");
    private final Label psnr = figure("psnrFigure");
    private final Label msSsim = figure("msSsim");
    private final Label msSsimDb = new Label();
    private final Label ssimulacra2 = figure("ssimulacra2");
    private final Label ssimulacra2Word = new Label();
    private final Label encode = figure("encodeTime");
    private final Label decode = figure("decodeTime");
    private final Label device = figure("device");
    private final Label jpeg = new Label();
    private final Label hint = new Label();
    private final Button original;

    /** A panel with buttons that save and choose the original by what is given. */
    public CompressView(ViewerModel viewer, Runnable save, Runnable chooseOriginal) {
        this.viewer = viewer;
        this.texts = viewer.context().texts();
        getStyleClass().addAll("side-scroll", "edge-to-edge");
        setFitToWidth(true);
        setHbarPolicy(ScrollBarPolicy.NEVER);
        PackChoice pack = new PackChoice(viewer);
        pack.setId("pack");
        pack.setMaxWidth(Double.MAX_VALUE);
        pack.setAccessibleText(texts.get("compress.pack"));
        Label packName = caption("compress.pack");
        packName.setLabelFor(pack);
        VBox rates = new VBox(
                new RateSlider(viewer, RateMode.QUALITY),
                new RateSlider(viewer, RateMode.BPP),
                new RateSlider(viewer, RateMode.PSNR));
        rates.getStyleClass().add("rates");
        Button saveButton = new Button(texts.get("action.save"), Icons.SAVE.node());
        saveButton.setId("save");
        saveButton.setDefaultButton(false);
        saveButton.getStyleClass().add("accent");
        saveButton.setOnAction(e -> save.run());
        saveButton.disableProperty().bind(viewer.encoding().currentProperty().isNull());
        Button keep = new Button(texts.get("action.keep"), Icons.KEEP.node());
        keep.setId("keep");
        keep.setOnAction(e -> viewer.compare().keep());
        keep.disableProperty().bind(viewer.encoding().currentProperty().isNull());
        original = new Button(texts.get("action.original"));
        original.setId("original");
        original.setOnAction(e -> chooseOriginal.run());
        FlowPane actions = new FlowPane(8, 8, saveButton, keep);
        hint.getStyleClass().add("hint");
        hint.setWrapText(true);
        fillFigures();
        jpeg.setWrapText(true);
        jpeg.setId("jpegFigure");
        jpeg.getStyleClass().add("versus");
        VBox unknown = new VBox(10, hint, original);
        unknown.getStyleClass().add("callout");
        unknown.visibleProperty().bind(hint.visibleProperty());
        unknown.managedProperty().bind(hint.visibleProperty());
        VBox model = new VBox(6, new TuneChoice(viewer.packs().tunes(), texts), new VBox(4, packName, pack));
        model.disableProperty().bind(viewer.rate().losslessProperty());
        EffortChoice effort = new EffortChoice(viewer.rate(), texts);
        VBox content = new VBox(unknown, model, rates, new InterestChoice(viewer), effort, actions, figures, jpeg);
        content.getStyleClass().add("side-content");
        setContent(content);
        heightProperty().addListener((o, was, is) -> pseudoClassStateChanged(LOW, is.doubleValue() < LOW_HEIGHT));
        viewer.encoding().currentProperty().addListener((o, was, is) -> show());
        viewer.scores().scoresProperty().addListener((o, was, is) -> show());
        viewer.encoding().waitingProperty().addListener((o, was, is) -> show());
        viewer.document().documentProperty().addListener((o, was, is) -> show());
        viewer.document().originalFileProperty().addListener((o, was, is) -> show());
        viewer.scores().jpegProperty().addListener((o, was, is) -> show());
        BooleanBinding nothing = Bindings.createBooleanBinding(
                () -> viewer.document().coder().isEmpty(),
                viewer.document().documentProperty(),
                viewer.document().originalFileProperty());
        rates.disableProperty().bind(nothing.or(viewer.rate().losslessProperty()));
        effort.disableProperty().bind(nothing);
        show();
    }

    private Label caption(String key) {
        Label label = new Label(texts.get(key));
        label.getStyleClass().add("caption");
        return label;
    }

    private static Label figure(String id) {
        Label label = new Label();
        label.setId(id);
        label.getStyleClass().add("figure");
        return label;
    }

    private void fillFigures() {
        figures.getStyleClass().add("figures");
        for (int i = 0; i < 2; i++) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(50);
            column.setHgrow(Priority.ALWAYS);
            figures.getColumnConstraints().add(column);
        }
        share.getStyleClass().add("caption");
        add(0, 0, "figure.size", new VBox(size, share));
        add(1, 0, "figure.bpp", bpp);
        add(0, 1, "figure.psnr", psnr);
        msSsimDb.getStyleClass().add("caption");
        add(1, 1, "figure.msSsim", new VBox(msSsim, msSsimDb));
        ssimulacra2Word.getStyleClass().add("caption");
        add(0, 2, "figure.ssimulacra2", new VBox(ssimulacra2, ssimulacra2Word));
        device.getStyleClass().setAll("label", "caption");
        Label slash = new Label(" / ");
        slash.getStyleClass().add("figure");
        add(1, 2, "figure.times", new VBox(new HBox(encode, slash, decode), device));
    }

    // Both times fit into one cell with the unit said once.
    private String time(Duration time) {
        double seconds = time.toNanos() / 1e9;
        return texts.number(seconds, seconds < 10 ? 2 : 0);
    }

    private void add(int column, int row, String key, Node node) {
        VBox cell = new VBox(caption(key), node);
        cell.getStyleClass().add("figure-cell");
        figures.add(cell, column, row);
    }

    private void show() {
        Encoding now = viewer.encoding().currentProperty().get();
        Document document = viewer.document().documentProperty().get();
        figures.pseudoClassStateChanged(
                WAITING, viewer.encoding().waitingProperty().get());
        String none = "\u2013";
        boolean large = now == null && document != null && document.nlc() != null;
        size.setText(now != null ? texts.bytes(now.file().length) : large ? texts.bytes(document.fileBytes()) : none);
        share.setText(
                now == null || document == null
                        ? ""
                        : texts.get(
                                "figure.share",
                                texts.number(
                                        100.0
                                                * now.file().length
                                                / (3.0
                                                        * now.picture().width()
                                                        * now.picture().height()),
                                        2)));
        bpp.setText(now != null ? texts.number(now.bpp(), 3) : large ? texts.number(document.bpp(), 3) : none);
        psnr.setText(
                now == null || Double.isNaN(now.psnr())
                        ? none
                        : Double.isInfinite(now.psnr()) ? "\u221E" : texts.get("unit.db", texts.number(now.psnr(), 2)));
        Scores scores = viewer.scores().scoresProperty().get();
        msSsim.setText(texts.number(scores.msSsim(), 4));
        msSsimDb.setText(
                Double.isFinite(scores.msSsimDb()) ? texts.get("unit.db", texts.number(scores.msSsimDb(), 1)) : "");
        ssimulacra2.setText(texts.number(scores.ssimulacra2(), 1));
        ssimulacra2Word.setText(Double.isFinite(scores.ssimulacra2()) ? texts.get(word(scores.ssimulacra2())) : "");
        encode.setText(
                now == null || now.work().encodeTime().isZero()
                        ? none
                        : time(now.work().encodeTime()));
        decode.setText(now == null ? none : texts.get("unit.s", time(now.work().decodeTime())));
        device.setText(now == null ? "" : now.work().device().toUpperCase(Locale.ROOT));
        showJpeg(now);
        boolean unknown = document != null
                && document.decoded()
                && document.opened() != null
                && viewer.document().originalFileProperty().get() == null;
        hint.setText(
                document == null
                        ? ""
                        : document.coder() == null
                                ? texts.get("hint.large")
                                : unknown ? texts.get("hint.decoded") : "");
        hint.setManaged(!hint.getText().isEmpty());
        hint.setVisible(hint.isManaged());
        original.setManaged(unknown);
        original.setVisible(unknown);
    }

    // Its authors' words for its scale.
    private static String word(double score) {
        return score >= 90
                ? "figure.ssimulacra2.best"
                : score >= 70
                        ? "figure.ssimulacra2.high"
                        : score >= 50 ? "figure.ssimulacra2.medium" : "figure.ssimulacra2.low";
    }

    // By what the pack is made for: one for the eye is not the worse for a lower PSNR.
    private void showJpeg(Encoding now) {
        Encoding other = viewer.scores().jpegProperty().get();
        Tune tune = now == null
                ? Tune.PSNR
                : viewer.packs().tunes().of(now.request().pack());
        double ours = now == null
                ? Double.NaN
                : viewer.scores().scoresProperty().get().by(tune, now.psnr());
        double theirs = other == null
                ? Double.NaN
                : viewer.scores().jpegScoresProperty().get().by(tune, other.psnr());
        boolean known = Double.isFinite(ours) && Double.isFinite(theirs);
        if (known && other.targetReached()) {
            double ahead = ours - theirs;
            jpeg.setText(texts.get(
                    ahead >= 0 ? "figure.jpegBehind" : "figure.jpegAhead",
                    texts.get("figure.by." + tune, texts.number(theirs, tune == Tune.VISUAL ? 1 : 2)),
                    texts.get(
                            tune == Tune.VISUAL ? "unit.points" : "unit.db",
                            texts.number(Math.abs(ahead), tune == Tune.VISUAL ? 1 : 2))));
        } else {
            jpeg.setText(known ? texts.get("figure.jpegTooLarge", texts.bytes(other.file().length)) : "");
        }
        jpeg.setVisible(known);
        jpeg.setManaged(known);
    }
}
