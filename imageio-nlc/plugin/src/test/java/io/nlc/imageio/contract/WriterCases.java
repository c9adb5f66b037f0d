package io.nlc.imageio.contract;

import static io.nlc.imageio.contract.Outcome.DONE;

import java.awt.Dimension;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.event.IIOWriteWarningListener;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Every public method of a writer. */
final class WriterCases {

    private static final ImageTypeSpecifier RGB =
            ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB);

    private interface Asked {
        Object of(ImageWriter writer) throws Throwable;
    }

    private interface Does {
        void with(ImageWriter writer) throws Throwable;
    }

    private final Contract all;

    WriterCases(Contract all) {
        this.all = all;
    }

    void add() {
        all.of(ImageWriter.class);
        settings();
        metadata();
        states("canWriteRasters()", ImageWriter::canWriteRasters);
        writing();
        states("canWriteSequence()", ImageWriter::canWriteSequence);
        done("prepareWriteSequence(IIOMetadata)", w -> w.prepareWriteSequence(null));
        done("writeToSequence(IIOImage, ImageWriteParam)", w -> w.writeToSequence(image(), null));
        done("endWriteSequence()", ImageWriter::endWriteSequence);
        states("canReplaceStreamMetadata()", ImageWriter::canReplaceStreamMetadata);
        done("replaceStreamMetadata(IIOMetadata)", w -> w.replaceStreamMetadata(null));
        states("canReplaceImageMetadata(int)", w -> w.canReplaceImageMetadata(0));
        done("replaceImageMetadata(int, IIOMetadata)", w -> w.replaceImageMetadata(0, null));
        states("canInsertImage(int)", w -> w.canInsertImage(0));
        done("writeInsert(int, IIOImage, ImageWriteParam)", w -> w.writeInsert(0, image(), null));
        states("canRemoveImage(int)", w -> w.canRemoveImage(0));
        done("removeImage(int)", w -> w.removeImage(0));
        states("canWriteEmpty()", ImageWriter::canWriteEmpty);
        done(
                "prepareWriteEmpty(IIOMetadata, ImageTypeSpecifier, int, int, IIOMetadata, List, ImageWriteParam)",
                w -> w.prepareWriteEmpty(null, RGB, 8, 8, null, null, null));
        done("endWriteEmpty()", ImageWriter::endWriteEmpty);
        states("canInsertEmpty(int)", w -> w.canInsertEmpty(0));
        done(
                "prepareInsertEmpty(int, ImageTypeSpecifier, int, int, IIOMetadata, List, ImageWriteParam)",
                w -> w.prepareInsertEmpty(0, RGB, 8, 8, null, null, null));
        done("endInsertEmpty()", ImageWriter::endInsertEmpty);
        states("canReplacePixels(int)", w -> w.canReplacePixels(0));
        done("prepareReplacePixels(int, Rectangle)", w -> w.prepareReplacePixels(0, new Rectangle(1, 1)));
        done("replacePixels(RenderedImage, ImageWriteParam)", w -> w.replacePixels(Subject.picture(), null));
        done(
                "replacePixels(Raster, ImageWriteParam)",
                w -> w.replacePixels((Raster) Subject.picture().getRaster(), null));
        done("endReplacePixels()", ImageWriter::endReplacePixels);
        listeners();
    }

    private void settings() {
        all.method("getOriginatingProvider()").on("", s -> s.bareWriter().getOriginatingProvider());
        all.method("setOutput(Object)")
                .on("a stream", s -> {
                    s.writer();
                    return DONE;
                })
                .on("null", s -> {
                    s.bareWriter().setOutput(null);
                    return DONE;
                })
                .on("text", s -> {
                    s.bareWriter().setOutput("text");
                    return DONE;
                });
        states("getOutput()", ImageWriter::getOutput);
        all.method("getAvailableLocales()").on("", s -> s.bareWriter().getAvailableLocales());
        all.method("setLocale(Locale)")
                .on("null", s -> locale(s, null))
                .on("English", s -> locale(s, Locale.ENGLISH))
                .on("German", s -> locale(s, Locale.GERMAN))
                .on("Tibetan", s -> locale(s, new Locale("bo")));
        all.method("getLocale()").on("", s -> s.bareWriter().getLocale());
        states("getDefaultWriteParam()", ImageWriter::getDefaultWriteParam);
        all.method("reset()").on("", s -> {
            ImageWriter w = s.writer();
            w.reset();
            return w.getOutput();
        });
        all.method("dispose()")
                .on("", s -> {
                    s.writer().dispose();
                    return DONE;
                })
                .on("twice", s -> {
                    ImageWriter w = s.writer();
                    w.dispose();
                    w.dispose();
                    return DONE;
                });
        all.method("abort()")
                .on("idle", s -> {
                    s.bareWriter().abort();
                    return DONE;
                })
                .on("before it writes", s -> written(s, ImageWriter::abort))
                .on("on its way", s -> {
                    ImageWriter w = s.writer();
                    w.addIIOWriteProgressListener(
                            ReaderCases.listener(IIOWriteProgressListener.class, "imageProgress", () -> w.abort()));
                    w.write(Subject.picture());
                    return DONE;
                });
    }

    private static Object locale(Subject s, Locale locale) throws Throwable {
        s.bareWriter().setLocale(locale);
        return DONE;
    }

    private static IIOImage image() {
        return new IIOImage(Subject.picture(), null, null);
    }

    private void states(String method, Asked asked) {
        all.method(method)
                .on("output set", s -> asked.of(s.writer()))
                .on("no output", s -> asked.of(s.bareWriter()))
                .on("output null", s -> {
                    ImageWriter w = s.writer();
                    w.setOutput(null);
                    return asked.of(w);
                })
                .on("after a picture", s -> {
                    ImageWriter w = s.writer();
                    w.write(Subject.picture());
                    return asked.of(w);
                })
                .on("after reset", s -> {
                    ImageWriter w = s.writer();
                    w.reset();
                    return asked.of(w);
                })
                .on("after dispose", s -> {
                    ImageWriter w = s.writer();
                    w.dispose();
                    return asked.of(w);
                })
                .on("closed stream", s -> {
                    ImageOutputStream out = new MemoryCacheImageOutputStream(new ByteArrayOutputStream());
                    ImageWriter w = s.bareWriter();
                    w.setOutput(out);
                    out.close();
                    return asked.of(w);
                });
    }

    private void done(String method, Does does) {
        states(method, w -> {
            does.with(w);
            return DONE;
        });
    }

    private void metadata() {
        states("getDefaultStreamMetadata(ImageWriteParam)", w -> w.getDefaultStreamMetadata(null));
        all.on("a param", s -> s.bareWriter().getDefaultStreamMetadata(new ImageWriteParam(null)));
        states(
                "getDefaultImageMetadata(ImageTypeSpecifier, ImageWriteParam)",
                w -> w.getDefaultImageMetadata(RGB, null));
        for (int type = BufferedImage.TYPE_INT_RGB; type <= BufferedImage.TYPE_BYTE_INDEXED; type++) {
            ImageTypeSpecifier specifier = ImageTypeSpecifier.createFromBufferedImageType(type);
            all.on(Destinations.name(type), s -> s.bareWriter().getDefaultImageMetadata(specifier, null));
        }
        all.on("type null", s -> s.bareWriter().getDefaultImageMetadata(null, null))
                .on("its own param", s -> {
                    ImageWriter w = s.bareWriter();
                    return w.getDefaultImageMetadata(RGB, w.getDefaultWriteParam());
                })
                .on(
                        "a param of ImageIO itself",
                        s -> s.bareWriter().getDefaultImageMetadata(RGB, new ImageWriteParam(null)));
        states("convertStreamMetadata(IIOMetadata, ImageWriteParam)", w -> w.convertStreamMetadata(null, null));
        all.on("of an image", s -> s.bareWriter().convertStreamMetadata(s.metadata(), null));
        all.method("convertImageMetadata(IIOMetadata, ImageTypeSpecifier, ImageWriteParam)")
                .on("its own", s -> s.bareWriter().convertImageMetadata(s.metadata(), RGB, null))
                .on("null", s -> s.bareWriter().convertImageMetadata(null, RGB, null))
                .on("type null", s -> s.bareWriter().convertImageMetadata(s.metadata(), null, null))
                .on("a stranger's", s -> s.bareWriter().convertImageMetadata(new Foreign(true), RGB, null))
                .on(
                        "one without the standard format",
                        s -> s.bareWriter().convertImageMetadata(new Foreign(false), RGB, null));
        states(
                "getNumThumbnailsSupported(ImageTypeSpecifier, ImageWriteParam, IIOMetadata, IIOMetadata)",
                w -> w.getNumThumbnailsSupported(null, null, null, null));
        all.on("of a type", s -> s.bareWriter().getNumThumbnailsSupported(RGB, null, null, null));
        states(
                "getPreferredThumbnailSizes(ImageTypeSpecifier, ImageWriteParam, IIOMetadata, IIOMetadata)",
                w -> w.getPreferredThumbnailSizes(null, null, null, null));
        all.on("of a type", s -> s.bareWriter().getPreferredThumbnailSizes(RGB, null, null, null));
    }

    private void writing() {
        done("write(IIOMetadata, IIOImage, ImageWriteParam)", w -> w.write(null, image(), null));
        all.on("image null", s -> {
                    s.writer().write(null, null, null);
                    return DONE;
                })
                .on("a raster", s -> {
                    s.writer()
                            .write(null, new IIOImage((Raster) Subject.picture().getRaster(), null, null), null);
                    return DONE;
                })
                .on("with its metadata", s -> {
                    s.writer().write(null, new IIOImage(Subject.picture(), null, s.metadata()), null);
                    return DONE;
                })
                .on("with a stranger's metadata", s -> {
                    s.writer().write(null, new IIOImage(Subject.picture(), null, new Foreign(true)), null);
                    return DONE;
                })
                .on("with a stranger's stream metadata", s -> {
                    s.writer().write(new Foreign(true), image(), null);
                    return DONE;
                })
                .on("with a thumbnail", s -> {
                    s.writer()
                            .write(
                                    null,
                                    new IIOImage(
                                            Subject.picture(),
                                            List.of(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB)),
                                            null),
                                    null);
                    return DONE;
                });
        for (int type = BufferedImage.TYPE_INT_RGB; type <= BufferedImage.TYPE_BYTE_INDEXED; type++) {
            int t = type;
            all.on(Destinations.name(type), s -> back(s, new BufferedImage(48, 32, t), p -> {}));
        }
        all.on("in planes", s -> back(s, Destinations.banded(), p -> {}))
                .on("of floats", s -> back(s, Destinations.floats(), p -> {}))
                .on("of 16 bits", s -> back(s, Destinations.interleaved(DataBuffer.TYPE_USHORT, 0, 1, 2), p -> {}));
        param("a corner", p -> p.setSourceRegion(new Rectangle(47, 31, 1, 1)));
        param("region partly outside", p -> p.setSourceRegion(new Rectangle(40, 30, 100, 100)));
        param("region outside", p -> p.setSourceRegion(new Rectangle(48, 0, 4, 4)));
        param("every 2nd, every 3rd", p -> p.setSourceSubsampling(2, 3, 0, 0));
        param("every 2nd from 1 on, every 3rd from 2 on", p -> p.setSourceSubsampling(2, 3, 1, 2));
        param("every 100th", p -> p.setSourceSubsampling(100, 100, 0, 0));
        param("every 100th, from outside", p -> p.setSourceSubsampling(100, 100, 99, 99));
        for (int[] bands : new int[][] {
            {0}, {2}, {0, 1}, {2, 1, 0}, {0, 0, 0}, {0, 1, 2}, {3}, {0, 1, 2, 3}, {0, 1, 2, 0}, {0, 1, 2, 0, 1}
        }) {
            param("sourceBands " + java.util.Arrays.toString(bands), p -> p.setSourceBands(bands));
        }
        param(
                "destinationType gray",
                p -> p.setDestinationType(
                        ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_BYTE_GRAY)));
        param("destinationOffset", p -> p.setDestinationOffset(new java.awt.Point(5, 5)));
        param("compression disabled", p -> {
            if (p.canWriteCompressed()) {
                p.setCompressionMode(ImageWriteParam.MODE_DEFAULT);
            }
        });
        all.on("a param of ImageIO itself", s -> {
            s.writer().write(null, image(), new ImageWriteParam(null));
            return DONE;
        });
        done("write(IIOImage)", w -> w.write(image()));
        all.on("null", s -> {
            s.writer().write((IIOImage) null);
            return DONE;
        });
        done("write(RenderedImage)", w -> w.write((RenderedImage) Subject.picture()));
        all.on("null", s -> {
            s.writer().write((RenderedImage) null);
            return DONE;
        });
    }

    private void param(String what, Consumer<ImageWriteParam> settings) {
        all.on(what, s -> back(s, Subject.picture(), settings));
    }

    /** What is read again, of which the size is told. */
    private static Object back(Subject s, BufferedImage image, Consumer<ImageWriteParam> settings) throws Throwable {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter w = s.bareWriter();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            w.setOutput(out);
            ImageWriteParam p = w.getDefaultWriteParam();
            settings.accept(p);
            w.write(null, new IIOImage(image, null, null), p);
        }
        ImageReader r = s.bareReader();
        r.setInput(new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes.toByteArray())));
        return new Dimension(r.getWidth(0), r.getHeight(0));
    }

    private static Object written(Subject s, Consumer<ImageWriter> before) throws Throwable {
        ImageWriter w = s.writer();
        before.accept(w);
        w.write(Subject.picture());
        return DONE;
    }

    private void listeners() {
        Runnable fail = () -> {
            throw new ReaderCases.OfListener();
        };
        all.method("addIIOWriteWarningListener(IIOWriteWarningListener)").on("null", s -> {
            s.writer().addIIOWriteWarningListener(null);
            return DONE;
        });
        all.method("removeIIOWriteWarningListener(IIOWriteWarningListener)")
                .on("null", s -> {
                    s.writer().removeIIOWriteWarningListener(null);
                    return DONE;
                })
                .on("a stranger", s -> {
                    s.writer()
                            .removeIIOWriteWarningListener(
                                    ReaderCases.listener(IIOWriteWarningListener.class, "", fail));
                    return DONE;
                });
        all.method("removeAllIIOWriteWarningListeners()").on("", s -> {
            s.writer().removeAllIIOWriteWarningListeners();
            return DONE;
        });
        all.method("addIIOWriteProgressListener(IIOWriteProgressListener)").on("null", s -> {
            s.writer().addIIOWriteProgressListener(null);
            return DONE;
        });
        for (String event : List.of("imageStarted", "imageProgress", "imageComplete")) {
            all.on("it throws in " + event, s -> {
                ImageWriter w = s.writer();
                w.addIIOWriteProgressListener(ReaderCases.listener(IIOWriteProgressListener.class, event, fail));
                w.write(Subject.picture());
                return DONE;
            });
        }
        all.on("it throws an error in imageProgress", s -> {
            ImageWriter w = s.writer();
            w.addIIOWriteProgressListener(ReaderCases.listener(IIOWriteProgressListener.class, "imageProgress", () -> {
                throw new OutOfMemoryError("of the listener");
            }));
            w.write(Subject.picture());
            return DONE;
        });
        all.method("removeIIOWriteProgressListener(IIOWriteProgressListener)").on("null", s -> {
            s.writer().removeIIOWriteProgressListener(null);
            return DONE;
        });
        all.method("removeAllIIOWriteProgressListeners()")
                .on(
                        "",
                        s -> written(s, w -> {
                            w.addIIOWriteProgressListener(
                                    ReaderCases.listener(IIOWriteProgressListener.class, "imageStarted", fail));
                            w.removeAllIIOWriteProgressListeners();
                        }));
    }

    /** Metadata of a plugin that nobody knows. */
    static final class Foreign extends IIOMetadata {

        Foreign(boolean standard) {
            super(standard, null, null, null, null);
        }

        @Override
        public boolean isReadOnly() {
            return true;
        }

        @Override
        public org.w3c.dom.Node getAsTree(String formatName) {
            if (!isStandardMetadataFormatSupported()) {
                throw new IllegalArgumentException(formatName);
            }
            return getStandardTree();
        }

        @Override
        public void mergeTree(String formatName, org.w3c.dom.Node root) {
            throw new IllegalStateException();
        }

        @Override
        public void reset() {
            throw new IllegalStateException();
        }
    }
}
