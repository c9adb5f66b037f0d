package io.nlc.imageio.contract;

import static io.nlc.imageio.contract.Outcome.ABSENT;
import static io.nlc.imageio.contract.Outcome.DONE;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.QualityMap;
import java.awt.Rectangle;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.imageio.ImageWriteParam;

/** Every public method that the params of NLC have beyond those of ImageIO, or do in another way. */
final class OwnCases {

    private static final QualityMap REGIONS = QualityMap.regions(List.of(new Rectangle(8, 8)), 0, -0.4);
    private static final double[] NO_LENGTHS = {0, -1, Double.NaN, Double.POSITIVE_INFINITY};

    private final Contract all;

    OwnCases(Contract all) {
        this.all = all;
    }

    void add() {
        reading();
        writing();
    }

    private void setRead(String what, Consumer<NlcImageReadParam> does) {
        read(what, done(does));
    }

    private void read(String what, Function<NlcImageReadParam, Object> asked) {
        all.on(
                what,
                s -> s.bareReader().getDefaultReadParam() instanceof NlcImageReadParam own ? asked.apply(own) : ABSENT);
    }

    private void setWrite(String what, Consumer<NlcImageWriteParam> does) {
        write(what, done(does));
    }

    private void write(String what, Function<NlcImageWriteParam, Object> asked) {
        all.on(
                what,
                s -> s.bareWriter().getDefaultWriteParam() instanceof NlcImageWriteParam own
                        ? asked.apply(own)
                        : ABSENT);
    }

    private static <P> Function<P, Object> done(Consumer<P> does) {
        return param -> {
            does.accept(param);
            return DONE;
        };
    }

    private void reading() {
        all.of(NlcImageReadParam.class).method("setDevice(String)");
        for (String device : new String[] {"auto", "cpu", "cuda", "cuda:1", "cuda:-1", "tpu", "", null}) {
            setRead(said(device), p -> p.setDevice(device));
        }
        all.method("getDevice()");
        read("", NlcImageReadParam::getDevice);
        all.method("setDamagedTiles(DamagedTiles)");
        setRead("CONCEAL", p -> p.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL));
        setRead("null", p -> p.setDamagedTiles(null));
        all.method("getDamagedTiles()");
        read("", NlcImageReadParam::getDamagedTiles);
        all.method("setSpeed(Speed)");
        setRead("FAST", p -> p.setSpeed(NlcImageReadParam.Speed.FAST));
        setRead("null", p -> p.setSpeed(null));
        all.method("getSpeed()");
        read("", NlcImageReadParam::getSpeed);
        all.method("setMaxSeconds(double)");
        for (double seconds : new double[] {0, 0.5, 1e300, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            setRead(String.valueOf(seconds), p -> p.setMaxSeconds(seconds));
        }
        all.method("getMaxSeconds()");
        read("", NlcImageReadParam::getMaxSeconds);
        read("after 0.5", p -> {
            p.setMaxSeconds(0.5);
            return p.getMaxSeconds();
        });
    }

    private void writing() {
        all.of(NlcImageWriteParam.class);
        overridden();
        lossless();
        targets();
        all.method("setModel(String)");
        setWrite("null", p -> p.setModel(null));
        setWrite("one that is not installed: writing fails", p -> p.setModel("no/such"));
        all.method("getModel()");
        write("", NlcImageWriteParam::getModel);
        all.method("setTune(String)");
        for (String tune : new String[] {"psnr", "ms-ssim", "visual", "PSNR", "other", null}) {
            setWrite(said(tune), p -> p.setTune(tune));
        }
        all.method("getTune()");
        write("", NlcImageWriteParam::getTune);
        all.method("setEffort(int)");
        for (int effort : new int[] {0, NlcImageWriteParam.MAX_EFFORT, NlcImageWriteParam.MAX_EFFORT + 1, -1}) {
            setWrite(String.valueOf(effort), p -> p.setEffort(effort));
        }
        all.method("getEffort()");
        write("", NlcImageWriteParam::getEffort);
        all.method("setSpeed(Speed)");
        setWrite("FAST", p -> p.setSpeed(NlcImageReadParam.Speed.FAST));
        setWrite("null", p -> p.setSpeed(null));
        all.method("getSpeed()");
        write("", NlcImageWriteParam::getSpeed);
        all.method("setQualityMap(QualityMap)");
        setWrite("regions", p -> p.setQualityMap(REGIONS));
        setWrite("null", p -> p.setQualityMap(null));
        all.method("getQualityMap()");
        write("", NlcImageWriteParam::getQualityMap);
        write("of regions, after a quality, is it", p -> {
            p.setQualityMap(REGIONS);
            p.setCompressionQuality(0.25f);
            return p.getQualityMap() == REGIONS;
        });
        all.method("setAdaptive(boolean)");
        setWrite("true", p -> p.setAdaptive(true));
        all.method("isAdaptive()");
        write("", NlcImageWriteParam::isAdaptive);
        all.method("setDevice(String)");
        for (String device : new String[] {"auto", "cpu", "cuda:1", "tpu", null}) {
            setWrite(said(device), p -> p.setDevice(device));
        }
        all.method("getDevice()");
        write("", NlcImageWriteParam::getDevice);
        all.method("setThumbnailSide(int)");
        for (int side : new int[] {0, 1, 160, -1, Integer.MAX_VALUE}) {
            setWrite(String.valueOf(side), p -> p.setThumbnailSide(side));
        }
        all.method("getThumbnailSide()");
        write("", NlcImageWriteParam::getThumbnailSide);
        all.method("setExact(boolean)");
        setWrite("true", p -> p.setExact(true));
        all.method("isExact()");
        write("", NlcImageWriteParam::isExact);
        all.method("setNetworksOnly(boolean)");
        setWrite("true", p -> p.setNetworksOnly(true));
        all.method("isNetworksOnly()");
        write("", NlcImageWriteParam::isNetworksOnly);
    }

    /** What is ImageIO's, and is asked of all under its name: here what else it does. */
    private void overridden() {
        all.method("setCompressionMode(int)");
        write("explicit again, then getCompressionQuality", p -> {
            p.setCompressionQuality(0.9f);
            p.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            return p.getCompressionQuality();
        });
        all.method("unsetCompression()");
        write("of a largest error, then getMaxError", p -> {
            p.setMaxError(3);
            p.unsetCompression();
            return p.getMaxError();
        });
        all.method("setCompressionType(String)");
        write("of a largest error, then getMaxError", p -> {
            p.setMaxError(3);
            p.setCompressionType(NlcImageWriteParam.LOSSLESS);
            return p.getMaxError();
        });
        all.method("isCompressionLossless()");
        write("with a largest error", p -> {
            p.setMaxError(3);
            return p.isCompressionLossless();
        });
        all.method("setCompressionQuality(float)");
        write("beside a target, then getRateTarget", p -> {
            p.setTargetPsnr(40);
            p.setCompressionQuality(0.25f);
            return p.getRateTarget();
        });
        all.method("getCompressionQualityDescriptions()");
        write("in German", p -> new NlcImageWriteParam(Locale.GERMAN).getCompressionQualityDescriptions()[0]);
        all.method("getCompressionQualityValues()");
        write("changed by who asks, then asked again", p -> {
            p.getCompressionQualityValues()[0] = 1;
            return p.getCompressionQualityValues()[0];
        });
    }

    private void lossless() {
        all.method("setLossless(boolean)");
        setWrite("true", p -> p.setLossless(true));
        write("true, mode disabled, then getCompressionType", p -> {
            p.setCompressionMode(ImageWriteParam.MODE_DISABLED);
            p.setLossless(true);
            return p.getCompressionType();
        });
        write("false, of a largest error, then getMaxError", p -> {
            p.setMaxError(3);
            p.setLossless(false);
            return p.getMaxError();
        });
        all.method("isLossless()");
        write("", NlcImageWriteParam::isLossless);
        write("mode disabled", p -> {
            p.setCompressionMode(ImageWriteParam.MODE_DISABLED);
            return p.isLossless();
        });
        write("lossless", p -> {
            p.setLossless(true);
            return p.isLossless();
        });
        write("with a largest error", p -> {
            p.setMaxError(3);
            return p.isLossless();
        });
        all.method("setMaxError(int)");
        for (int error :
                new int[] {0, NlcImageWriteParam.LARGEST_MAX_ERROR, NlcImageWriteParam.LARGEST_MAX_ERROR + 1, -1}) {
            setWrite(String.valueOf(error), p -> p.setMaxError(error));
        }
        all.method("getMaxError()");
        write("", NlcImageWriteParam::getMaxError);
        write("of 3, after a target", p -> {
            p.setMaxError(3);
            p.setTargetBytes(1000);
            return p.getMaxError();
        });
    }

    private void targets() {
        all.method("setTargetBytes(long)");
        for (long bytes : new long[] {1, Long.MAX_VALUE, 0, -1}) {
            setWrite(String.valueOf(bytes), p -> p.setTargetBytes(bytes));
        }
        write("beside lossless, then isLossless", p -> {
            p.setLossless(true);
            p.setTargetBytes(1000);
            return p.isLossless();
        });
        write("mode disabled, then getCompressionMode", p -> {
            p.setCompressionMode(ImageWriteParam.MODE_DISABLED);
            p.setTargetBytes(1000);
            return p.getCompressionMode();
        });
        all.method("setTargetBitsPerPixel(double)");
        setWrite("0.5", p -> p.setTargetBitsPerPixel(0.5));
        for (double bits : NO_LENGTHS) {
            setWrite(String.valueOf(bits), p -> p.setTargetBitsPerPixel(bits));
        }
        all.method("setTargetPsnr(double)");
        setWrite("40.0", p -> p.setTargetPsnr(40));
        for (double decibels : NO_LENGTHS) {
            setWrite(String.valueOf(decibels), p -> p.setTargetPsnr(decibels));
        }
        all.method("clearTarget()");
        setWrite("", NlcImageWriteParam::clearTarget);
        write("of a target, then getRateTarget", p -> {
            p.setTargetPsnr(40);
            p.clearTarget();
            return p.getRateTarget();
        });
        all.method("getRateTarget()");
        write("", NlcImageWriteParam::getRateTarget);
        write("the last of three", p -> {
            p.setTargetPsnr(40);
            p.setTargetBitsPerPixel(0.5);
            p.setTargetBytes(1000);
            return p.getRateTarget();
        });
        write("mode disabled", p -> {
            p.setTargetPsnr(40);
            p.setCompressionMode(ImageWriteParam.MODE_DISABLED);
            return p.getRateTarget();
        });
    }

    private static String said(String text) {
        return text == null ? "null" : "\"" + text + "\"";
    }
}
