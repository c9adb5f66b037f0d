package io.nlc.viewer.vm.coding;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.model.Tune;
import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Interest;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.vm.ViewerContext;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.IntegerProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleIntegerProperty;
import javafx.beans.property.SimpleObjectProperty;

/**
 * What is asked of the encoder: a model pack, a rate by one of three sliders, regions of interest, and effort; or that
 * nothing is lost.
 */
public final class RateModel {

    private static final String EFFORT = "effort";

    /*
     * When an encoding is done, the sliders that do not lead take its values; that must not be taken for somebody's
     * wish, hence `following`.
     */

    private final Settings settings;
    private final PackModel packs;
    private final ObjectProperty<RateMode> mode = new SimpleObjectProperty<>(RateMode.QUALITY);
    private final DoubleProperty quality = new SimpleDoubleProperty();
    private final DoubleProperty bpp = new SimpleDoubleProperty(0.5);
    private final DoubleProperty psnr = new SimpleDoubleProperty(32);
    private final IntegerProperty effort = new SimpleIntegerProperty();
    private final BooleanProperty lossless = new SimpleBooleanProperty();
    private final InterestModel interest;
    private Runnable asked = () -> {};
    private boolean following;

    /** The quality that was asked for last. */
    public RateModel(ViewerContext context, PackModel packs) {
        this.settings = context.settings();
        this.packs = packs;
        quality.set(settings.get("quality", 0.5));
        for (RateMode which : RateMode.values()) {
            rateProperty(which).addListener((o, was, is) -> slid(which));
        }
        effort.set((int) Math.max(
                0, Math.min(NlcImageWriteParam.MAX_EFFORT, settings.get(EFFORT, NlcImageWriteParam.DEFAULT_EFFORT))));
        effort.addListener((o, was, is) -> {
            settings.put(EFFORT, effort.get());
            wish();
        });
        lossless.addListener((o, was, is) -> wish());
        interest = new InterestModel(settings, lossless, this::wish);
        packs.whenChosen(this::wish);
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
    public PackModel packs() {
        return packs;
    }

    /** How long the encoder is to look for fewer bits, 0 to {@link NlcImageWriteParam#MAX_EFFORT}; remembered. */
    public IntegerProperty effortProperty() {
        return effort;
    }

    /** What matters in the picture; where something does, the effort is 0. */
    public InterestModel interest() {
        return interest;
    }

    /** Whether nothing is to be lost; then pack, rate and effort mean nothing. */
    public BooleanProperty losslessProperty() {
        return lossless;
    }

    /** All of it as the encoder wants it. */
    public EncodeRequest request() {
        return lossless.get()
                ? EncodeRequest.LOSSLESS
                : new EncodeRequest(
                        codec(), mode.get().target(rateProperty(mode.get()).get()));
    }

    /** NLC with the pack and, as far as the pack knows one, the effort; or with regions of interest. */
    public Codec codec() {
        String pack = packs.packProperty().get();
        Interest regions = interest.interestProperty().get();
        if (regions != null) {
            return new Codec.Nlc(pack, regions);
        }
        return packs.tunes().of(pack) == Tune.PSNR ? new Codec.Nlc(pack, effort.get()) : new Codec.Nlc(pack);
    }

    private void wish() {
        if (!following) {
            asked.run();
        }
    }

    /** Moves the slider that leads by a share of its range. */
    public void slide(double by) {
        RateMode which = mode.get();
        DoubleProperty rate = rateProperty(which);
        double moved = rate.get() + by * (which.max() - which.min());
        rate.set(Math.max(which.min(), Math.min(which.max(), moved)));
    }

    /** Is told when something else is asked for. */
    void whenAsked(Runnable listener) {
        asked = listener;
    }

    private void slid(RateMode which) {
        if (!following) {
            mode.set(which);
            if (which == RateMode.QUALITY) {
                settings.put("quality", quality.get());
            }
            asked.run();
        }
    }

    /** Takes pack and quality of a file that has been opened. */
    public void follow(NlcFile file) {
        packs.tunes().learn(file.pack());
        follow(file.pack().name(), file.quality());
    }

    /** Takes pack and quality of something that was not made by these sliders. */
    void follow(String pack, double newQuality) {
        packs.follow(pack);
        following(() -> {
            lossless.set(false);
            mode.set(RateMode.QUALITY);
            quality.set(newQuality);
        });
    }

    /** Goes back to what an encoding was asked for with, by its pack, quality and regions of interest. */
    void back(Encoding encoding) {
        if (encoding.request().codec() instanceof Codec.Nlc nlc) {
            follow(nlc.pack(), encoding.quality());
            following(() -> interest.follow(nlc.interest()));
            if (packs.tunes().of(nlc.pack()) == Tune.PSNR && nlc.interest() == null) {
                following(() -> effort.set(nlc.effort()));
            }
        } else if (encoding.request().lossless()) {
            following(() -> lossless.set(true));
        }
    }

    /** The sliders that do not lead take the values of what came out. */
    void follow(Encoding encoding) {
        if (encoding.request().lossless()) {
            return; // it is on none of their scales
        }
        following(() -> {
            if (mode.get() != RateMode.QUALITY) {
                quality.set(encoding.quality());
            }
            if (mode.get() != RateMode.BPP) {
                bpp.set(encoding.bpp());
            }
            if (mode.get() != RateMode.PSNR && Double.isFinite(encoding.psnr())) {
                psnr.set(encoding.psnr());
            }
        });
    }

    private void following(Runnable change) {
        following = true;
        try {
            change.run();
        } finally {
            following = false;
        }
    }
}
