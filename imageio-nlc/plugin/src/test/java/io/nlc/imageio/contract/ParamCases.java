package io.nlc.imageio.contract;

import static io.nlc.imageio.contract.Outcome.DONE;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.imageio.IIOParam;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;

/** Every public method of params, on those that a reader and a writer make. */
final class ParamCases {

    private static final ImageTypeSpecifier GRAY =
            ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY);

    private final Contract all;

    ParamCases(Contract all) {
        this.all = all;
    }

    void add() {
        all.of(IIOParam.class);
        both("setSourceRegion(Rectangle)", "null", p -> p.setSourceRegion(null));
        both("empty", p -> p.setSourceRegion(new Rectangle(1, 1, 0, 5)));
        both("negative", p -> p.setSourceRegion(new Rectangle(-1, 0, 5, 5)));
        both("good", p -> p.setSourceRegion(new Rectangle(1, 1, 5, 5)));
        both("smaller than the subsampling offset", p -> {
            p.setSourceSubsampling(9, 9, 8, 8);
            p.setSourceRegion(new Rectangle(1, 1, 5, 5));
        });
        asked("getSourceRegion()", IIOParam::getSourceRegion);
        both("setSourceSubsampling(int, int, int, int)", "0", p -> p.setSourceSubsampling(0, 1, 0, 0));
        both("offset too large", p -> p.setSourceSubsampling(2, 2, 2, 0));
        both("offset negative", p -> p.setSourceSubsampling(2, 2, -1, 0));
        both("good", p -> p.setSourceSubsampling(2, 3, 1, 2));
        both("offset beyond the region", p -> {
            p.setSourceRegion(new Rectangle(1, 1, 2, 2));
            p.setSourceSubsampling(9, 9, 5, 5);
        });
        asked("getSourceXSubsampling()", IIOParam::getSourceXSubsampling);
        asked("getSourceYSubsampling()", IIOParam::getSourceYSubsampling);
        asked("getSubsamplingXOffset()", IIOParam::getSubsamplingXOffset);
        asked("getSubsamplingYOffset()", IIOParam::getSubsamplingYOffset);
        both("setSourceBands(int[])", "null", p -> p.setSourceBands(null));
        both("none", p -> p.setSourceBands(new int[0]));
        both("negative", p -> p.setSourceBands(new int[] {-1}));
        both("twice the same", p -> p.setSourceBands(new int[] {1, 1}));
        both("good", p -> p.setSourceBands(new int[] {2, 0}));
        asked("getSourceBands()", IIOParam::getSourceBands);
        both("setDestinationType(ImageTypeSpecifier)", "null", p -> p.setDestinationType(null));
        both("gray", p -> p.setDestinationType(GRAY));
        asked("getDestinationType()", IIOParam::getDestinationType);
        both("setDestinationOffset(Point)", "null", p -> p.setDestinationOffset(null));
        both("good", p -> p.setDestinationOffset(new Point(-1, 7)));
        asked("getDestinationOffset()", IIOParam::getDestinationOffset);
        both("setController(IIOParamController)", "null", p -> p.setController(null));
        both("one", p -> p.setController(x -> true));
        asked("getController()", IIOParam::getController);
        asked("getDefaultController()", IIOParam::getDefaultController);
        asked("hasController()", IIOParam::hasController);
        asked("activateController()", IIOParam::activateController);
        reading();
        writing();
    }

    private void both(String method, String what, Consumer<IIOParam> does) {
        all.method(method);
        both(what, does);
    }

    private void both(String what, Consumer<IIOParam> does) {
        all.on("reading: " + what, s -> {
                    does.accept(s.bareReader().getDefaultReadParam());
                    return DONE;
                })
                .on("writing: " + what, s -> {
                    does.accept(s.bareWriter().getDefaultWriteParam());
                    return DONE;
                });
    }

    private void asked(String method, Function<IIOParam, Object> asked) {
        all.method(method)
                .on("reading", s -> asked.apply(s.bareReader().getDefaultReadParam()))
                .on("writing", s -> asked.apply(s.bareWriter().getDefaultWriteParam()));
    }

    private void read(String what, Consumer<ImageReadParam> does) {
        all.on(what, s -> {
            does.accept(s.bareReader().getDefaultReadParam());
            return DONE;
        });
    }

    private void reads(String method, Function<ImageReadParam, Object> asked) {
        all.method(method).on("", s -> asked.apply(s.bareReader().getDefaultReadParam()));
    }

    private void reading() {
        all.of(ImageReadParam.class).method("setDestinationType(ImageTypeSpecifier)");
        read("gray", p -> p.setDestinationType(GRAY));
        read("beside a destination", p -> {
            p.setDestination(Subject.picture());
            p.setDestinationType(GRAY);
        });
        all.method("setDestination(BufferedImage)");
        read("null", p -> p.setDestination(null));
        read("good", p -> p.setDestination(Subject.picture()));
        read("beside a type", p -> {
            p.setDestinationType(GRAY);
            p.setDestination(Subject.picture());
        });
        reads("getDestination()", ImageReadParam::getDestination);
        all.method("setDestinationBands(int[])");
        read("null", p -> p.setDestinationBands(null));
        read("negative", p -> p.setDestinationBands(new int[] {-1}));
        read("twice the same", p -> p.setDestinationBands(new int[] {1, 1}));
        read("good", p -> p.setDestinationBands(new int[] {2, 0}));
        reads("getDestinationBands()", ImageReadParam::getDestinationBands);
        reads("canSetSourceRenderSize()", ImageReadParam::canSetSourceRenderSize);
        all.method("setSourceRenderSize(Dimension)");
        read("good", p -> p.setSourceRenderSize(new Dimension(5, 5)));
        read("empty", p -> p.setSourceRenderSize(new Dimension(0, 5)));
        read("null", p -> p.setSourceRenderSize(null));
        reads("getSourceRenderSize()", ImageReadParam::getSourceRenderSize);
        all.method("setSourceProgressivePasses(int, int)");
        read("good", p -> p.setSourceProgressivePasses(0, 1));
        read("negative", p -> p.setSourceProgressivePasses(-1, 1));
        read("none", p -> p.setSourceProgressivePasses(0, 0));
        read("beyond int", p -> p.setSourceProgressivePasses(5, Integer.MAX_VALUE));
        reads("getSourceMinProgressivePass()", ImageReadParam::getSourceMinProgressivePass);
        reads("getSourceMaxProgressivePass()", ImageReadParam::getSourceMaxProgressivePass);
        reads("getSourceNumProgressivePasses()", ImageReadParam::getSourceNumProgressivePasses);
    }

    private void write(String what, Consumer<ImageWriteParam> does) {
        all.on(what, s -> {
            does.accept(s.bareWriter().getDefaultWriteParam());
            return DONE;
        });
    }

    private void writes(String method, Function<ImageWriteParam, Object> asked) {
        all.method(method).on("", s -> asked.apply(s.bareWriter().getDefaultWriteParam()));
    }

    /** What depends on the compression mode. */
    private void modes(String method, Function<ImageWriteParam, Object> asked) {
        all.method(method)
                .on("fresh", s -> asked.apply(s.bareWriter().getDefaultWriteParam()))
                .on("mode default", s -> asked.apply(mode(s, ImageWriteParam.MODE_DEFAULT)))
                .on("mode disabled", s -> asked.apply(mode(s, ImageWriteParam.MODE_DISABLED)))
                .on("mode copy from metadata", s -> asked.apply(mode(s, ImageWriteParam.MODE_COPY_FROM_METADATA)))
                .on("mode explicit", s -> asked.apply(mode(s, ImageWriteParam.MODE_EXPLICIT)))
                .on("mode explicit, type null", s -> {
                    ImageWriteParam p = mode(s, ImageWriteParam.MODE_EXPLICIT);
                    p.setCompressionType(null);
                    return asked.apply(p);
                })
                .on("mode explicit, type of the first name", s -> {
                    ImageWriteParam p = mode(s, ImageWriteParam.MODE_EXPLICIT);
                    p.setCompressionType(p.getCompressionTypes()[0]);
                    return asked.apply(p);
                })
                .on("mode explicit, after unsetCompression", s -> {
                    ImageWriteParam p = mode(s, ImageWriteParam.MODE_EXPLICIT);
                    p.unsetCompression();
                    return asked.apply(p);
                });
    }

    private static ImageWriteParam mode(Subject s, int mode) throws Exception {
        ImageWriteParam p = s.bareWriter().getDefaultWriteParam();
        p.setCompressionMode(mode);
        return p;
    }

    private void writing() {
        all.of(ImageWriteParam.class);
        writes("getLocale()", ImageWriteParam::getLocale);
        writes("canWriteTiles()", ImageWriteParam::canWriteTiles);
        writes("canOffsetTiles()", ImageWriteParam::canOffsetTiles);
        all.method("setTilingMode(int)");
        write("disabled", p -> p.setTilingMode(ImageWriteParam.MODE_DISABLED));
        write("explicit", p -> p.setTilingMode(ImageWriteParam.MODE_EXPLICIT));
        write("unknown", p -> p.setTilingMode(99));
        writes("getTilingMode()", ImageWriteParam::getTilingMode);
        writes("getPreferredTileSizes()", ImageWriteParam::getPreferredTileSizes);
        all.method("setTiling(int, int, int, int)");
        write("good", p -> p.setTiling(64, 64, 0, 0));
        write("empty", p -> p.setTiling(0, 64, 0, 0));
        all.method("unsetTiling()");
        write("", ImageWriteParam::unsetTiling);
        writes("getTileWidth()", ImageWriteParam::getTileWidth);
        writes("getTileHeight()", ImageWriteParam::getTileHeight);
        writes("getTileGridXOffset()", ImageWriteParam::getTileGridXOffset);
        writes("getTileGridYOffset()", ImageWriteParam::getTileGridYOffset);
        writes("canWriteProgressive()", ImageWriteParam::canWriteProgressive);
        all.method("setProgressiveMode(int)");
        write("disabled", p -> p.setProgressiveMode(ImageWriteParam.MODE_DISABLED));
        write("default", p -> p.setProgressiveMode(ImageWriteParam.MODE_DEFAULT));
        write("explicit", p -> p.setProgressiveMode(ImageWriteParam.MODE_EXPLICIT));
        write("unknown", p -> p.setProgressiveMode(99));
        writes("getProgressiveMode()", ImageWriteParam::getProgressiveMode);
        writes("canWriteCompressed()", ImageWriteParam::canWriteCompressed);
        all.method("setCompressionMode(int)");
        write("default", p -> p.setCompressionMode(ImageWriteParam.MODE_DEFAULT));
        write("explicit", p -> p.setCompressionMode(ImageWriteParam.MODE_EXPLICIT));
        write("unknown", p -> p.setCompressionMode(99));
        write("negative", p -> p.setCompressionMode(-1));
        writes("getCompressionMode()", ImageWriteParam::getCompressionMode);
        modes("getCompressionTypes()", ImageWriteParam::getCompressionTypes);
        modes("setCompressionType(String)", p -> {
            p.setCompressionType(p.getCompressionTypes()[0]);
            return DONE;
        });
        write("null", p -> {
            p.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            p.setCompressionType(null);
        });
        write("unknown", p -> {
            p.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            p.setCompressionType("unknown");
        });
        modes("getCompressionType()", ImageWriteParam::getCompressionType);
        modes("unsetCompression()", p -> {
            p.unsetCompression();
            return DONE;
        });
        modes("getLocalizedCompressionTypeName()", ImageWriteParam::getLocalizedCompressionTypeName);
        modes("isCompressionLossless()", ImageWriteParam::isCompressionLossless);
        modes("setCompressionQuality(float)", p -> {
            p.setCompressionQuality(0.25f);
            return DONE;
        });
        for (float quality : new float[] {0, 1, -0.01f, 1.01f, Float.NaN, Float.NEGATIVE_INFINITY}) {
            write(String.valueOf(quality), p -> {
                p.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                p.setCompressionQuality(quality);
            });
        }
        modes("getCompressionQuality()", ImageWriteParam::getCompressionQuality);
        modes("getBitRate(float)", p -> p.getBitRate(0.5f));
        write("2", p -> {
            p.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            p.getBitRate(2);
        });
        modes("getCompressionQualityDescriptions()", ImageWriteParam::getCompressionQualityDescriptions);
        modes("getCompressionQualityValues()", ImageWriteParam::getCompressionQualityValues);
    }
}
