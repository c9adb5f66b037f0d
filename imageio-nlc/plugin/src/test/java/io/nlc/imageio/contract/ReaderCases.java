package io.nlc.imageio.contract;

import static io.nlc.imageio.contract.Outcome.DONE;

import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.lang.reflect.Proxy;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.event.IIOReadProgressListener;
import javax.imageio.event.IIOReadUpdateListener;
import javax.imageio.event.IIOReadWarningListener;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageInputStream;

/** Every public method of a reader. */
final class ReaderCases {

    private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

    /** What a listener throws. */
    static final class OfListener extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private interface Asked {
        Object of(ImageReader reader, int index) throws Throwable;
    }

    private final Contract all;

    ReaderCases(Contract all) {
        this.all = all;
    }

    void add() {
        all.of(ImageReader.class);
        settings();
        indexed("getNumImages(boolean)", "not searched", (r, i) -> r.getNumImages(false), false);
        all.on("searched", s -> s.reader().getNumImages(true)).on("searched, forward only", s -> {
            ImageReader r = s.bareReader();
            r.setInput(s.input(), true);
            return r.getNumImages(true);
        });
        indexed("getWidth(int)", "", ImageReader::getWidth, true);
        indexed("getHeight(int)", "", ImageReader::getHeight, true);
        indexed("isRandomAccessEasy(int)", "", ImageReader::isRandomAccessEasy, true);
        indexed("getAspectRatio(int)", "", ImageReader::getAspectRatio, true);
        indexed("getRawImageType(int)", "", ImageReader::getRawImageType, true);
        indexed("getImageTypes(int)", "", ImageReader::getImageTypes, true);
        indexed("getDefaultReadParam()", "", (r, i) -> r.getDefaultReadParam(), false);
        indexed("getStreamMetadata()", "", (r, i) -> r.getStreamMetadata(), false);
        indexed("getStreamMetadata(String, Set)", "", (r, i) -> r.getStreamMetadata(STANDARD, Set.of("x")), false);
        all.on("format null", s -> s.reader().getStreamMetadata(null, Set.of()))
                .on("names null", s -> s.reader().getStreamMetadata(STANDARD, null));
        indexed("getImageMetadata(int)", "", ImageReader::getImageMetadata, true);
        indexed(
                "getImageMetadata(int, String, Set)",
                "",
                (r, i) -> r.getImageMetadata(i, STANDARD, Set.of("Chroma")),
                true);
        all.on("unknown format", s -> s.reader().getImageMetadata(0, "unknown", Set.of()))
                .on("format null", s -> s.reader().getImageMetadata(0, null, Set.of()))
                .on("names null", s -> s.reader().getImageMetadata(0, STANDARD, null));
        indexed("read(int)", "", ImageReader::read, true);
        indexed("read(int, ImageReadParam)", "", (r, i) -> r.read(i, r.getDefaultReadParam()), true);
        all.on("param null", s -> s.reader().read(0, null))
                .on("param of ImageIO itself", s -> s.reader().read(0, new ImageReadParam()));
        readParams();
        indexed("readAll(int, ImageReadParam)", "", (r, i) -> r.readAll(i, null), true);
        indexed("readAll(Iterator)", "", (r, i) -> r.readAll(null), false);
        all.on(
                        "a null in it",
                        s -> s.reader()
                                .readAll(Collections.<ImageReadParam>singletonList(null)
                                        .iterator()))
                .on("none", s -> s.reader().readAll(Collections.emptyIterator()));
        indexed("canReadRaster()", "", (r, i) -> r.canReadRaster(), false);
        indexed("readRaster(int, ImageReadParam)", "", (r, i) -> r.readRaster(i, null), true);
        indexed("isImageTiled(int)", "", ImageReader::isImageTiled, true);
        indexed("getTileWidth(int)", "", ImageReader::getTileWidth, true);
        indexed("getTileHeight(int)", "", ImageReader::getTileHeight, true);
        indexed("getTileGridXOffset(int)", "", ImageReader::getTileGridXOffset, true);
        indexed("getTileGridYOffset(int)", "", ImageReader::getTileGridYOffset, true);
        indexed("readTile(int, int, int)", "", (r, i) -> r.readTile(i, 0, 0), true);
        all.on("tile 1, 0", s -> s.reader().readTile(0, 1, 0))
                .on("tile 0, -1", s -> s.reader().readTile(0, 0, -1));
        indexed("readTileRaster(int, int, int)", "", (r, i) -> r.readTileRaster(i, 0, 0), true);
        all.on("tile 1, 0", s -> s.reader().readTileRaster(0, 1, 0));
        indexed("readAsRenderedImage(int, ImageReadParam)", "", (r, i) -> r.readAsRenderedImage(i, null), true);
        indexed("readerSupportsThumbnails()", "", (r, i) -> r.readerSupportsThumbnails(), false);
        indexed("hasThumbnails(int)", "", ImageReader::hasThumbnails, true);
        indexed("getNumThumbnails(int)", "", ImageReader::getNumThumbnails, true);
        indexed("getThumbnailWidth(int, int)", "there is none", (r, i) -> r.getThumbnailWidth(i, 0), true);
        indexed("getThumbnailHeight(int, int)", "there is none", (r, i) -> r.getThumbnailHeight(i, 0), true);
        indexed("readThumbnail(int, int)", "there is none", (r, i) -> r.readThumbnail(i, 0), true);
        listeners();
    }

    private void settings() {
        all.method("getFormatName()").on("", s -> s.reader().getFormatName());
        all.method("getOriginatingProvider()").on("", s -> s.bareReader().getOriginatingProvider());
        all.method("setInput(Object, boolean, boolean)")
                .on("a stream", s -> input(s, s.input()))
                .on("null", s -> input(s, null))
                .on("bytes", s -> input(s, s.file()));
        all.method("setInput(Object, boolean)").on("a stream", s -> {
            s.bareReader().setInput(s.input(), true);
            return DONE;
        });
        all.method("setInput(Object)")
                .on("a stream", s -> {
                    s.bareReader().setInput(s.input());
                    return DONE;
                })
                .on("text", s -> {
                    s.bareReader().setInput("text");
                    return DONE;
                });
        indexed("getInput()", "", (r, i) -> r.getInput(), false);
        indexed("isSeekForwardOnly()", "", (r, i) -> r.isSeekForwardOnly(), false);
        indexed("isIgnoringMetadata()", "", (r, i) -> r.isIgnoringMetadata(), false);
        indexed("getMinIndex()", "", (r, i) -> r.getMinIndex(), false);
        all.method("getAvailableLocales()").on("", s -> s.bareReader().getAvailableLocales());
        all.method("setLocale(Locale)")
                .on("null", s -> locale(s, null))
                .on("English", s -> locale(s, Locale.ENGLISH))
                .on("German", s -> locale(s, Locale.GERMAN))
                .on("Tibetan", s -> locale(s, new Locale("bo")));
        all.method("getLocale()").on("", s -> s.bareReader().getLocale());
        all.method("reset()").on("", s -> {
            ImageReader r = s.reader();
            r.reset();
            return r.getInput();
        });
        all.method("dispose()")
                .on("", s -> {
                    s.reader().dispose();
                    return DONE;
                })
                .on("twice", s -> {
                    ImageReader r = s.reader();
                    r.dispose();
                    r.dispose();
                    return DONE;
                });
        all.method("abort()")
                .on("idle", s -> {
                    s.bareReader().abort();
                    return DONE;
                })
                .on("before a read", s -> {
                    ImageReader r = s.reader();
                    r.abort();
                    return r.read(0);
                })
                .on("as it starts", s -> {
                    ImageReader r = s.reader();
                    r.addIIOReadProgressListener(
                            listener(IIOReadProgressListener.class, "imageStarted", () -> r.abort()));
                    return r.read(0);
                })
                .on("on its way", s -> {
                    ImageReader r = s.reader();
                    r.addIIOReadProgressListener(
                            listener(IIOReadProgressListener.class, "imageProgress", () -> r.abort()));
                    return r.read(0);
                });
    }

    private static Object input(Subject s, Object input) throws Throwable {
        ImageReader r = s.bareReader();
        r.setInput(input, true, true);
        return DONE;
    }

    private static Object locale(Subject s, Locale locale) throws Throwable {
        s.bareReader().setLocale(locale);
        return DONE;
    }

    /** A method in every state that a reader may be in, and with every kind of index. */
    private void indexed(String method, String what, Asked asked, boolean index) {
        String with = what.isEmpty() ? "" : ", " + what;
        all.method(method)
                .on("input set" + with, s -> asked.of(s.reader(), 0))
                .on("no input" + with, s -> asked.of(s.bareReader(), 0))
                .on("input null" + with, s -> asked.of(changed(s, r -> r.setInput(null)), 0))
                .on("forward only" + with, s -> asked.of(changed(s, r -> r.setInput(s.input(), true)), 0))
                .on("metadata ignored" + with, s -> asked.of(changed(s, r -> r.setInput(s.input(), false, true)), 0))
                .on("after a read" + with, s -> {
                    ImageReader r = s.reader();
                    r.read(0);
                    return asked.of(r, 0);
                })
                .on("after reset" + with, s -> asked.of(changed(s, ImageReader::reset), 0))
                .on("after dispose" + with, s -> asked.of(changed(s, ImageReader::dispose), 0))
                .on("no such file" + with, s -> asked.of(of(s, new byte[500]), 0))
                .on("empty file" + with, s -> asked.of(of(s, new byte[0]), 0))
                .on("closed stream" + with, s -> {
                    ImageInputStream in = s.input();
                    in.close();
                    ImageReader r = s.bareReader();
                    r.setInput(in);
                    return asked.of(r, 0);
                });
        if (index) {
            all.on("index 1" + with, s -> asked.of(s.reader(), 1))
                    .on("index -1" + with, s -> asked.of(s.reader(), -1))
                    .on("index 1, forward only" + with, s -> asked.of(changed(s, r -> r.setInput(s.input(), true)), 1));
        }
    }

    private static ImageReader of(Subject s, byte[] bytes) throws Exception {
        ImageReader r = s.bareReader();
        r.setInput(Subject.stream(bytes));
        return r;
    }

    private static ImageReader changed(Subject s, Consumer<ImageReader> change) throws Exception {
        ImageReader r = s.reader();
        change.accept(r);
        return r;
    }

    private void param(String what, Consumer<ImageReadParam> settings) {
        all.on(what, s -> {
            ImageReader r = s.reader();
            ImageReadParam p = r.getDefaultReadParam();
            settings.accept(p);
            return r.read(0, p);
        });
    }

    private void readParams() {
        param("a corner", p -> p.setSourceRegion(new Rectangle(47, 31, 1, 1)));
        param("region partly outside", p -> p.setSourceRegion(new Rectangle(40, 30, 100, 100)));
        param("region outside", p -> p.setSourceRegion(new Rectangle(48, 0, 4, 4)));
        param("region far outside", p -> p.setSourceRegion(new Rectangle(5000, 5000, 1, 1)));
        param("every 2nd, every 3rd", p -> p.setSourceSubsampling(2, 3, 0, 0));
        param("every 2nd from 1 on, every 3rd from 2 on", p -> p.setSourceSubsampling(2, 3, 1, 2));
        param("every 100th", p -> p.setSourceSubsampling(100, 100, 0, 0));
        param("every 100th, from outside", p -> p.setSourceSubsampling(100, 100, 99, 99));
        param("offset outside the region", p -> {
            p.setSourceRegion(new Rectangle(1, 1, 4, 4));
            p.setSourceSubsampling(8, 8, 5, 5);
        });
        for (int type : new int[] {
            BufferedImage.TYPE_3BYTE_BGR,
            BufferedImage.TYPE_INT_RGB,
            BufferedImage.TYPE_INT_BGR,
            BufferedImage.TYPE_USHORT_565_RGB,
            BufferedImage.TYPE_USHORT_555_RGB,
            BufferedImage.TYPE_4BYTE_ABGR,
            BufferedImage.TYPE_INT_ARGB,
            BufferedImage.TYPE_INT_ARGB_PRE,
            BufferedImage.TYPE_BYTE_GRAY,
            BufferedImage.TYPE_USHORT_GRAY,
            BufferedImage.TYPE_BYTE_INDEXED,
            BufferedImage.TYPE_BYTE_BINARY
        }) {
            param("destination " + Destinations.name(type), p -> p.setDestination(new BufferedImage(48, 32, type)));
            param(
                    "destinationType " + Destinations.name(type),
                    p -> p.setDestinationType(ImageTypeSpecifier.createFromBufferedImageType(type)));
        }
        param("destination R, G, B", p -> p.setDestination(Destinations.interleaved(DataBuffer.TYPE_BYTE, 0, 1, 2)));
        param("destination G, R, B", p -> p.setDestination(Destinations.interleaved(DataBuffer.TYPE_BYTE, 1, 0, 2)));
        param(
                "destination of 16 bits",
                p -> p.setDestination(Destinations.interleaved(DataBuffer.TYPE_USHORT, 0, 1, 2)));
        param("destination in planes", p -> p.setDestination(Destinations.banded()));
        param("destination of floats", p -> p.setDestination(Destinations.floats()));
        param("destination smaller", p -> p.setDestination(rgb(10, 9)));
        param("destination larger", p -> p.setDestination(rgb(100, 90)));
        param("destination and offset", p -> {
            p.setDestination(rgb(60, 60));
            p.setDestinationOffset(new Point(2, 3));
        });
        param("offset without destination", p -> p.setDestinationOffset(new Point(2, 3)));
        param("offset negative", p -> p.setDestinationOffset(new Point(-2, -3)));
        param("offset negative, all gone", p -> p.setDestinationOffset(new Point(-48, 0)));
        param("offset beyond the destination", p -> {
            p.setDestination(rgb(10, 10));
            p.setDestinationOffset(new Point(10, 0));
        });
        bands("0", 0);
        bands("2, 1, 0", 2, 1, 0);
        bands("0, 0, 0", 0, 0, 0);
        bands("0, 1, 3", 0, 1, 3);
        bands("0, 1, 2, 3", 0, 1, 2, 3);
        param("sourceBands 1, gray destination", p -> {
            p.setSourceBands(new int[] {1});
            p.setDestination(new BufferedImage(48, 32, BufferedImage.TYPE_BYTE_GRAY));
        });
        param("sourceBands 0, gray destinationType", p -> {
            p.setSourceBands(new int[] {0});
            p.setDestinationType(ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY));
        });
        param("destinationBands 0", p -> p.setDestinationBands(new int[] {0}));
        param("destinationBands 2, 1, 0", p -> p.setDestinationBands(new int[] {2, 1, 0}));
        param("destinationBands 0, 1, 3", p -> p.setDestinationBands(new int[] {0, 1, 3}));
        param("sourceBands 0, destinationBands 2", p -> {
            p.setSourceBands(new int[] {0});
            p.setDestinationBands(new int[] {2});
        });
        param("sourceBands 0, destinationBands 1, 2", p -> {
            p.setSourceBands(new int[] {0});
            p.setDestinationBands(new int[] {1, 2});
        });
        param("passes that there are not", p -> p.setSourceProgressivePasses(7, 2));
        param("render size", p -> {
            if (p.canSetSourceRenderSize()) {
                p.setSourceRenderSize(new Dimension(9, 9));
            }
        });
        param("a destination of RGB with other primaries", p -> p.setDestination(Destinations.linear()));
    }

    private void bands(String what, int... bands) {
        param("sourceBands " + what, p -> p.setSourceBands(bands));
    }

    private static BufferedImage rgb(int width, int height) {
        return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    }

    private void listeners() {
        Runnable fail = () -> {
            throw new OfListener();
        };
        all.method("addIIOReadProgressListener(IIOReadProgressListener)").on("null", s -> {
            s.reader().addIIOReadProgressListener(null);
            return DONE;
        });
        for (String event : List.of("imageStarted", "imageProgress", "imageComplete")) {
            all.on("it throws in " + event, s -> {
                ImageReader r = s.reader();
                r.addIIOReadProgressListener(listener(IIOReadProgressListener.class, event, fail));
                return r.read(0);
            });
        }
        all.on("it throws an error in imageProgress", s -> {
            ImageReader r = s.reader();
            r.addIIOReadProgressListener(listener(IIOReadProgressListener.class, "imageProgress", () -> {
                throw new OutOfMemoryError("of the listener");
            }));
            return r.read(0);
        });
        for (String event : List.of("sequenceStarted", "sequenceComplete")) {
            all.on("it throws in " + event, s -> {
                ImageReader r = s.reader();
                r.addIIOReadProgressListener(listener(IIOReadProgressListener.class, event, fail));
                return r.readAll(null);
            });
        }
        all.method("removeIIOReadProgressListener(IIOReadProgressListener)")
                .on("null", s -> {
                    s.reader().removeIIOReadProgressListener(null);
                    return DONE;
                })
                .on("a stranger", s -> {
                    s.reader().removeIIOReadProgressListener(listener(IIOReadProgressListener.class, "", fail));
                    return DONE;
                })
                .on("one that throws", s -> {
                    ImageReader r = s.reader();
                    IIOReadProgressListener l = listener(IIOReadProgressListener.class, "imageStarted", fail);
                    r.addIIOReadProgressListener(l);
                    r.removeIIOReadProgressListener(l);
                    return r.read(0);
                });
        all.method("removeAllIIOReadProgressListeners()").on("", s -> {
            ImageReader r = s.reader();
            r.addIIOReadProgressListener(listener(IIOReadProgressListener.class, "imageStarted", fail));
            r.removeAllIIOReadProgressListeners();
            return r.read(0);
        });
        all.method("addIIOReadUpdateListener(IIOReadUpdateListener)")
                .on("null", s -> {
                    s.reader().addIIOReadUpdateListener(null);
                    return DONE;
                })
                .on("it throws in imageUpdate", s -> {
                    ImageReader r = s.reader();
                    r.addIIOReadUpdateListener(listener(IIOReadUpdateListener.class, "imageUpdate", fail));
                    return r.read(0);
                });
        all.method("removeIIOReadUpdateListener(IIOReadUpdateListener)").on("null", s -> {
            s.reader().removeIIOReadUpdateListener(null);
            return DONE;
        });
        all.method("removeAllIIOReadUpdateListeners()").on("", s -> {
            s.reader().removeAllIIOReadUpdateListeners();
            return DONE;
        });
        all.method("addIIOReadWarningListener(IIOReadWarningListener)").on("null", s -> {
            s.reader().addIIOReadWarningListener(null);
            return DONE;
        });
        all.method("removeIIOReadWarningListener(IIOReadWarningListener)")
                .on("null", s -> {
                    s.reader().removeIIOReadWarningListener(null);
                    return DONE;
                })
                .on("a stranger", s -> {
                    s.reader().removeIIOReadWarningListener(listener(IIOReadWarningListener.class, "", fail));
                    return DONE;
                });
        all.method("removeAllIIOReadWarningListeners()").on("", s -> {
            s.reader().removeAllIIOReadWarningListeners();
            return DONE;
        });
    }

    static <T> T listener(Class<T> type, String event, Runnable action) {
        return type.cast(Proxy.newProxyInstance(
                ReaderCases.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, args) -> {
                    if (method.getName().equals(event)) {
                        action.run();
                    }
                    return method.getName().equals("equals")
                            ? proxy == args[0]
                            : method.getName().equals("hashCode") ? System.identityHashCode(proxy) : null;
                }));
    }
}
