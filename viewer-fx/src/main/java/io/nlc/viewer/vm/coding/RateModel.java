package io.nlc.viewer.vm.coding;

import io.nlc.viewer.model.Settings;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.vm.ViewerContext;
import javafx.beans.property.DoubleProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.beans.property.SimpleObjectProperty;

/** What is asked of the encoder: a model pack, and a rate by one of three sliders. */
public final class RateModel {

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
        packs.whenChosen(() -> asked.run());
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

    /** All of it as the encoder wants it. */
    public EncodeRequest request() {
        return EncodeRequest.nlc(
                packs.packProperty().get(),
                mode.get().target(rateProperty(mode.get()).get()));
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
            mode.set(RateMode.QUALITY);
            quality.set(newQuality);
        });
    }

    /** The sliders that do not lead take the values of what came out. */
    void follow(Encoding encoding) {
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
