package io.nlc.viewer.vm;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.Tune;
import io.nlc.viewer.model.Document;
import io.nlc.viewer.model.EncodeRequest;
import io.nlc.viewer.model.Encoding;
import io.nlc.viewer.model.LatestJob;
import io.nlc.viewer.model.MemoryPicture;
import io.nlc.viewer.model.PictureCoder;
import io.nlc.viewer.model.PictureLoader;
import io.nlc.viewer.model.PictureSource;
import io.nlc.viewer.model.Reason;
import io.nlc.viewer.model.Scores;
import io.nlc.viewer.model.TiledPicture;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/** The open picture, the rate asked for, and what came of it. */
public final class ViewerModel {

    /*
     * A change of a slider makes the encoding on the screen stale (waiting) and starts a job in place of the one
     * before. Its result becomes the current encoding, and the other two sliders take its values; that must not start
     * a job again, hence `following`. MS-SSIM and SSIMULACRA 2 take longer than decoding, so they come after the
     * picture, by a job of its own.
     */

    private final ViewerContext context;
    private final ReadOnlyObjectWrapper<Document> document = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<PictureSource> original = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Path> originalFile = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Encoding> current = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyObjectWrapper<Scores> scores = new ReadOnlyObjectWrapper<>(Scores.UNKNOWN);
    private final ReadOnlyObjectWrapper<Scores> jpegScores = new ReadOnlyObjectWrapper<>(Scores.UNKNOWN);
    private final ReadOnlyObjectWrapper<Encoding> jpeg = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyBooleanWrapper waiting = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper opening = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<PictureSource> preview = new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<Message> message = new SimpleObjectProperty<>();
    private final ObjectProperty<RateMode> mode = new SimpleObjectProperty<>(RateMode.QUALITY);
    private final DoubleProperty quality = new SimpleDoubleProperty();
    private final DoubleProperty bpp = new SimpleDoubleProperty(0.5);
    private final DoubleProperty psnr = new SimpleDoubleProperty(32);
    private final StringProperty pack = new SimpleStringProperty();
    private final BooleanProperty dark = new SimpleBooleanProperty();
    private final ObservableList<String> packs = FXCollections.observableArrayList();
    private final ObservableList<PaneChoice.Kept> kept = FXCollections.observableArrayList();
    private final ObservableList<Path> recent = FXCollections.observableArrayList();
    private final LatestJob packsJob;
    private final LatestJob openJob;
    private final LatestJob encodeJob;
    private final LatestJob metricJob;
    private final LatestJob jpegJob;
    private final LatestJob saveJob;
    private final CompareModel compare;
    private final TuneModel tunes;
    private final ReadOnlyBooleanWrapper packsKnown = new ReadOnlyBooleanWrapper();
    private boolean packsListed;
    private boolean packsLater;
    private List<Path> turnable = List.of();
    private int at;
    private PictureCoder coder;
    private boolean following;
    private int keptSoFar;

    /** An empty viewer. */
    public ViewerModel(ViewerContext context) {
        this.context = context;
        this.packsJob = new LatestJob("nlc-packs", context.ui());
        this.openJob = new LatestJob("nlc-open", context.ui());
        this.encodeJob = new LatestJob("nlc-encode", context.ui());
        this.metricJob = new LatestJob("nlc-metrics", context.ui());
        this.jpegJob = new LatestJob("nlc-jpeg", context.ui());
        this.saveJob = new LatestJob("nlc-save", context.ui());
        this.compare = new CompareModel(this, context);
        quality.set(context.settings().get("quality", 0.5));
        dark.set(context.settings().get("dark", 0.0) == 1);
        recent.setAll(context.settings().recent());
        pack.set(context.settings().get("pack", ModelPacks.DEFAULT));
        packs.setAll(pack.get());
        tunes = new TuneModel(pack, context.ui());
        quality.addListener((o, was, is) -> slid(RateMode.QUALITY));
        bpp.addListener((o, was, is) -> slid(RateMode.BPP));
        psnr.addListener((o, was, is) -> slid(RateMode.PSNR));
        pack.addListener((o, was, is) -> packChosen());
        dark.addListener((o, was, is) -> context.settings().put("dark", dark.get() ? 1 : 0));
    }

    /**
     * Looks which packs are installed, in the background. The first file that is opened does so too, but only once it
     * is loaded: all manifests together take a fraction of a second, which the first picture need not wait for.
     */
    public void listPacks() {
        packsLater = false;
        if (packsListed) {
            return;
        }
        packsListed = true;
        packsJob.start(
                cancelled -> NlcSettings.fromProperties().packs().all(),
                installed -> {
                    List<String> found = installed.stream().map(ModelPack::name).toList();
                    // One by one, each in its place: a list that is set anew takes the choice from the box that shows
                    // it.
                    found.stream()
                            .filter(name -> !packs.contains(name))
                            .forEach(name -> packs.add(-1 - Collections.binarySearch(packs, name), name));
                    if (!found.isEmpty() && !found.contains(pack.get())) {
                        String gone = pack.get();
                        pack.set(found.contains(ModelPacks.DEFAULT) ? ModelPacks.DEFAULT : found.get(0));
                        packs.remove(gone);
                    }
                    tunes.installed(installed);
                    packsKnown.set(true);
                },
                e -> failed("error.packs", e));
    }

    /** Leaves it to the caller when packs are listed: opening a file does so no longer, until it has been done once. */
    public void listPacksLater() {
        packsLater = !packsListed;
    }

    private void listUnlessLater() {
        if (!packsLater) {
            listPacks();
        }
    }

    /** What all parts share. */
    public ViewerContext context() {
        return context;
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

    /** The newest encoding that is done; null before there is one. */
    public ReadOnlyObjectProperty<Encoding> currentProperty() {
        return current.getReadOnlyProperty();
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

    /** Whether the current encoding is not yet the one asked for. */
    public ReadOnlyBooleanProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
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

    /** What the user should know; null for nothing. */
    public ObjectProperty<Message> messageProperty() {
        return message;
    }

    /** The slider that leads. */
    public ObjectProperty<RateMode> modeProperty() {
        return mode;
    }

    /** The value of a slider. */
    public DoubleProperty rateProperty(RateMode which) {
        return switch (which) {
            case QUALITY -> quality;
            case BPP -> bpp;
            case PSNR -> psnr;
        };
    }

    /** The model pack. */
    public StringProperty packProperty() {
        return pack;
    }

    /** Names of the installed model packs. */
    public ObservableList<String> packs() {
        return packs;
    }

    /** What the packs are made for, and those for the same as the chosen one. */
    public TuneModel tunes() {
        return tunes;
    }

    /** Whether {@link #packs} is complete; until then it holds the chosen one only. */
    public ReadOnlyBooleanProperty packsKnownProperty() {
        return packsKnown.getReadOnlyProperty();
    }

    /** Encodings that were kept for comparison. */
    public ObservableList<PaneChoice.Kept> kept() {
        return kept;
    }

    /** The files opened last, newest first. */
    public ObservableList<Path> recent() {
        return recent;
    }

    /** Whether colours are light on dark. */
    public BooleanProperty darkProperty() {
        return dark;
    }

    /** How pictures are put beside each other. */
    public CompareModel compare() {
        return compare;
    }

    /** Encodes the original; empty if there is none, or it is too large. */
    public Optional<PictureCoder> coder() {
        return Optional.ofNullable(coder);
    }

    /**
     * Whether PSNR and other scores mean anything: an encoding of a decoded file is measured against that only once it
     * is encoded anew.
     */
    public boolean measured() {
        Encoding now = current.get();
        return now != null && !Double.isNaN(now.psnr());
    }

    /**
     * Opens the first of some files; {@link #turn} goes on to the others.
     *
     * @param files at least one
     */
    public void open(List<Path> files) {
        List<Path> all = List.copyOf(files);
        open(all.get(0));
        turnable = all;
        at = 0;
    }

    /**
     * Opens another one of the files that were opened together; does nothing at their end.
     *
     * @param by 1 for the next, -1 for the one before
     */
    public void turn(int by) {
        if (at + by >= 0 && at + by < turnable.size()) {
            List<Path> all = turnable;
            int next = at + by;
            open(all.get(next));
            turnable = all;
            at = next;
        }
    }

    /** Opens a file in place of the one that is open, which stays if the new one cannot be opened. */
    public void open(Path file) {
        turnable = List.of();
        at = 0;
        opening.set(true);
        message.set(null);
        openJob.start(
                (BooleanSupplier cancelled, Consumer<MemoryPicture> soFar) ->
                        context.loader().load(file, cancelled, soFar),
                this::preview,
                loaded -> {
                    opening.set(false);
                    show(loaded);
                    preview.set(null);
                    listUnlessLater();
                },
                e -> {
                    opening.set(false);
                    preview.set(null);
                    failed("error.open", e, file.getFileName());
                    if (Reason.missing(e)) {
                        context.settings().removeRecent(file);
                        recent.setAll(context.settings().recent());
                    }
                    listUnlessLater();
                });
    }

    // From now on one looks at the new picture, if only softly; what one does to the viewport holds for it.
    private void preview(PictureSource soft) {
        compare.overlayProperty().set(null);
        compare.fittedProperty().set(true);
        preview.set(soft);
    }

    private void show(Document loaded) {
        stop();
        if (document.get() != null && document.get().picture() instanceof TiledPicture tiles) {
            tiles.close();
        }
        coder = loaded.coder();
        kept.clear();
        originalFile.set(null);
        current.set(null);
        original.set(loaded.picture());
        compare.overlayProperty().set(null);
        if (preview.get() == null) {
            compare.fittedProperty().set(true);
        }
        document.set(loaded);
        context.settings().addRecent(loaded.file());
        recent.setAll(context.settings().recent());
        if (loaded.nlc() != null) {
            compare.modeProperty().set(CompareModel.Mode.SINGLE);
            tunes.learn(loaded.nlc().pack());
            following(() -> {
                pack.set(loaded.nlc().pack().name());
                mode.set(RateMode.QUALITY);
                quality.set(loaded.nlc().quality());
            });
            if (loaded.opened() != null) {
                done(loaded.opened());
            }
        } else {
            if (compare.modeProperty().get() == CompareModel.Mode.SINGLE) {
                compare.modeProperty().set(CompareModel.Mode.SPLIT);
            }
            encode();
        }
        if (loaded.picture() instanceof TiledPicture tiles) {
            tiles.whenChanged(() -> context.ui().execute(() -> tilesChanged(tiles)));
            inform("info.large");
        } else if (loaded.fullWidth() != loaded.picture().width() && loaded.coder() == null) {
            inform("info.reduced", loaded.picture().width(), loaded.picture().height());
        }
    }

    private void tilesChanged(TiledPicture tiles) {
        if (original.get() == tiles && tiles.problem() != null) {
            failed("error.open", tiles.problem(), document.get().name());
        }
    }

    private void stop() {
        encodeJob.cancel();
        metricJob.cancel();
        jpegJob.cancel();
        waiting.set(false);
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
                loaded -> {
                    opening.set(false);
                    coder = loaded.document.coder();
                    originalFile.set(file);
                    original.set(loaded.document.picture());
                    kept.clear();
                    compare.modeProperty().set(CompareModel.Mode.SPLIT);
                    done(loaded.opened);
                },
                e -> {
                    opening.set(false);
                    failed("error.original", e, file.getFileName());
                });
    }

    private record Original(Document document, Encoding opened) {}

    private void slid(RateMode which) {
        if (!following) {
            mode.set(which);
            if (which == RateMode.QUALITY) {
                context.settings().put("quality", quality.get());
            }
            encode();
        }
    }

    private void packChosen() {
        if (!following) {
            context.settings().put("pack", pack.get());
            encode();
        }
    }

    private void encode() {
        if (coder == null) {
            return;
        }
        metricJob.cancel();
        jpegJob.cancel();
        EncodeRequest request = EncodeRequest.nlc(
                pack.get(), mode.get().target(rateProperty(mode.get()).get()));
        Encoding known = coder.cached(request).orElse(null);
        if (known != null) {
            encodeJob.cancel();
            done(known);
            return;
        }
        waiting.set(true);
        PictureCoder now = coder;
        encodeJob.start(cancelled -> now.encode(request, cancelled), this::done, e -> {
            waiting.set(false);
            failed("error.encode", e);
        });
    }

    private void done(Encoding encoding) {
        following(() -> follow(encoding));
        scores.set(Scores.UNKNOWN);
        jpegScores.set(Scores.UNKNOWN);
        jpeg.set(null);
        current.set(encoding);
        waiting.set(false);
        if (!encoding.targetReached()) {
            inform("info.target");
        } else if (message.get() != null
                && message.get().text().equals(context.texts().get("info.target"))) {
            message.set(null);
        }
        PictureCoder now = coder;
        if (measured()) {
            metricJob.start(cancelled -> now.scores(encoding), scores::set, e -> failed("error.encode", e));
            boolean score = tunes.of(encoding.request().pack()) != Tune.PSNR;
            jpegJob.start(
                    cancelled -> {
                        Encoding made = now.encode(EncodeRequest.jpeg(Encoding.sameSize(encoding)), cancelled);
                        return new Rival(made, score ? now.scores(made) : Scores.UNKNOWN);
                    },
                    made -> {
                        jpegScores.set(made.scores);
                        jpeg.set(made.encoding);
                    },
                    e -> failed("error.encode", e));
        }
    }

    private record Rival(Encoding encoding, Scores scores) {}

    // The sliders that do not lead take the values of what came out.
    private void follow(Encoding encoding) {
        if (mode.get() != RateMode.QUALITY) {
            quality.set(encoding.quality());
        }
        if (mode.get() != RateMode.BPP) {
            bpp.set(encoding.bpp());
        }
        if (mode.get() != RateMode.PSNR && measurable(encoding)) {
            psnr.set(encoding.psnr());
        }
    }

    private static boolean measurable(Encoding encoding) {
        return Double.isFinite(encoding.psnr());
    }

    private void following(Runnable change) {
        following = true;
        try {
            change.run();
        } finally {
            following = false;
        }
    }

    /**
     * Shows an encoding that was made elsewhere, such as a point of the plot, and sets the sliders as if it had been
     * asked for.
     */
    public void show(Encoding encoding) {
        if (encoding.request().codec() != EncodeRequest.Codec.NLC || coder == null) {
            return;
        }
        stop();
        encodeJob.cancel();
        following(() -> {
            pack.set(encoding.request().pack());
            mode.set(RateMode.QUALITY);
            quality.set(encoding.quality());
        });
        done(encoding);
    }

    /** Keeps the current encoding so that panes can show it beside later ones. */
    public void keep() {
        if (current.get() != null) {
            kept.add(new PaneChoice.Kept(++keptSoFar, current.get()));
        }
    }

    /** Writes the current encoding; an existing file is replaced, so whoever calls has asked. */
    public void save(Path file) {
        Encoding now = current.get();
        if (now == null) {
            return;
        }
        saveJob.start(
                cancelled -> {
                    PictureFiles.save(file, out -> out.write(now.file()));
                    return file;
                },
                saved -> inform(
                        "info.saved", saved.getFileName(), context.texts().bytes(now.file().length)),
                e -> failed("error.save", e, file.getFileName()));
    }

    /** A name for the current encoding's file. */
    public String proposedName() {
        String name = document.get() == null ? "picture" : document.get().name();
        int dot = name.lastIndexOf('.');
        return (dot > 0 ? name.substring(0, dot) : name) + ".nlc";
    }

    void inform(String key, Object... args) {
        message.set(new Message(false, context.texts().get(key, args)));
    }

    void failed(String key, Throwable e, Object... args) {
        Reason reason = reason(e);
        Object[] all = Arrays.copyOf(args, args.length + 1);
        all[args.length] = reason.text();
        message.set(new Message(true, context.texts().get(key, all), reason.detail()));
    }

    /** What went wrong, in words for people. */
    public Reason reason(Throwable e) {
        return Reason.of(e, context.texts());
    }

    /** Ends all work and remembers the settings. */
    public void close() {
        stop();
        List.of(openJob, saveJob).forEach(LatestJob::close);
        if (document.get() != null && document.get().picture() instanceof TiledPicture tiles) {
            tiles.close();
        }
        context.settings().save();
    }
}
