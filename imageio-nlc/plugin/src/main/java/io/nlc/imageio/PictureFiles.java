package io.nlc.imageio;

import io.nlc.container.Chunk;
import io.nlc.container.NlcFile;
import io.nlc.container.NlcReader;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.awt.image.RenderedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.event.IIOWriteProgressListener;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** What programs around the plugin need for pictures and their files, done once. */
public final class PictureFiles {

    private static final float JPEG_QUALITY = 0.95f;

    private PictureFiles() {}

    /** Our reader, even where another plugin would like to read the format, with the system properties' settings. */
    public static NlcImageReader reader() {
        return reader(NlcSettings.fromProperties());
    }

    /** Our reader. */
    public static NlcImageReader reader(NlcSettings settings) {
        return new NlcImageReader(new NlcImageReaderSpi(), settings);
    }

    /** Our writer, with the system properties' settings. */
    public static NlcImageWriter writer() {
        return writer(NlcSettings.fromProperties());
    }

    /** Our writer. */
    public static NlcImageWriter writer(NlcSettings settings) {
        return new NlcImageWriter(new NlcImageWriterSpi(), settings);
    }

    /** As {@link #read(Path, NlcSettings)} with the system properties' settings. */
    public static BufferedImage read(Path file) throws IOException {
        return read(file, NlcSettings.fromProperties());
    }

    /**
     * Reads a picture of any format that ImageIO knows, turned upright if a camera noted how it was held, of gray or
     * RGB samples in the picture's own colour space: the image's colour model has its profile, if there is one. CMYK,
     * Lab and others are converted to sRGB.
     *
     * @param settings for {@code .nlc} files
     * @throws IOException if the file cannot be read, or is damaged or of no format known here; then the message says
     *     which are
     */
    public static BufferedImage read(Path file, NlcSettings settings) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return read(in, settings);
        }
    }

    /**
     * As {@link #read(Path, NlcSettings)} from a stream, which need not be a file's.
     *
     * @param in at the picture's first byte; stays open
     */
    public static BufferedImage read(ImageInputStream in, NlcSettings settings) throws IOException {
        return read(in, settings, warning -> {});
    }

    /**
     * As {@link #read(ImageInputStream, NlcSettings)}.
     *
     * @param warnings takes what is not as it should be but fails nothing, such as a colour profile that is damaged
     */
    public static BufferedImage read(ImageInputStream in, NlcSettings settings, Consumer<String> warnings)
            throws IOException {
        int orientation = ExifOrientation.of(in, settings);
        BufferedImage stored = new NlcImageReaderSpi().canDecodeInput(in)
                ? readNlc(in, settings, warnings)
                : OtherPictures.read(in, 1, warnings);
        return ExifOrientation.turn(stored, orientation);
    }

    /**
     * As {@link #read(ImageInputStream, NlcSettings, Consumer)}, but a picture that would take up a quarter of the heap
     * is read only where and when somebody asks for its pixels, as encoders do for one tile after another. What goes
     * wrong then is an {@link java.io.UncheckedIOException}. Pictures of formats that the JDK does not read are read at
     * once.
     *
     * @param in at the picture's first byte; needed as long as the image
     */
    public static RenderedImage readAsRenderedImage(
            ImageInputStream in, NlcSettings settings, Consumer<String> warnings) throws IOException {
        int orientation = ExifOrientation.of(in, settings);
        if (!new NlcImageReaderSpi().canDecodeInput(in)) {
            Optional<RenderedImage> large =
                    LargePictures.of(in, orientation, Runtime.getRuntime().maxMemory(), warnings);
            return large.isPresent() ? large.get() : read(in, settings, warnings);
        }
        NlcImageReader reader = reader(settings); // nothing of it has to be disposed of
        reader.setInput(in);
        reader.addIIOReadWarningListener((source, warning) -> warnings.accept(warning));
        RenderedImage stored = LargePictures.isLarge((long) reader.getWidth(0) * reader.getHeight(0), 4)
                ? reader.readAsRenderedImage(0, null)
                : reader.read(0);
        return ExifOrientation.turn(stored, orientation);
    }

    /** As {@link #metadata(ImageInputStream)} of a file. */
    public static PictureMetadata metadata(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return metadata(in);
        }
    }

    /**
     * What accompanies a picture that {@link #read(ImageInputStream, NlcSettings)} reads: it says that the picture is
     * upright, as the image then is.
     *
     * @param in at the picture's first byte, where it is left
     * @throws IOException if the stream fails
     */
    public static PictureMetadata metadata(ImageInputStream in) throws IOException {
        return MetadataFiles.read(in).upright(ExifOrientation.of(in));
    }

    /**
     * An {@code .nlc} file with something else accompanying its picture, whose samples and profile stay as they are.
     *
     * @param file whole
     * @param metadata whose profile is of no account
     * @throws IOException if the file is damaged
     */
    public static byte[] withMetadata(byte[] file, PictureMetadata metadata, NlcSettings settings) throws IOException {
        try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            NlcReader reader = new NlcReader(in, settings.limits());
            List<Chunk> chunks = new ArrayList<>(reader.ancillary().stream()
                    .filter(chunk -> chunk.type().equals(Chunk.PROFILE))
                    .toList());
            chunks.addAll(metadata.withProfile(null).chunks());
            List<byte[]> tiles = new ArrayList<>();
            for (int i = 0; i < reader.header().tiles(); i++) {
                tiles.add(reader.tile(i));
            }
            return new NlcFile(reader.header(), chunks, reader.qualityMap(), reader.alpha(), tiles)
                    .toBytes(settings.limits());
        }
    }

    /**
     * Reads a part of the pixels of a picture that is too large to be read whole, of a format that is not ours.
     *
     * @param step every so many columns and rows are read
     * @throws IOException as of {@link #read(Path, NlcSettings)}
     */
    public static BufferedImage readReduced(Path file, int step) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            int orientation = ExifOrientation.of(in);
            return ExifOrientation.turn(OtherPictures.read(in, step, warning -> {}), orientation);
        }
    }

    /**
     * The same picture in sRGB, or gray, of 8 bits or, if it has more, 16.
     *
     * @return the image itself if it is so
     */
    public static BufferedImage srgb(BufferedImage image) {
        return SrgbImages.of(image);
    }

    /** As {@link #srgb(BufferedImage)}; what is not in memory is converted when it is asked for. */
    public static RenderedImage srgb(RenderedImage image) {
        return ProfiledWriting.srgb(image);
    }

    /** Whether a file begins as {@code .nlc} files do, whatever its name. */
    public static boolean isNlc(Path file) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            return new NlcImageReaderSpi().canDecodeInput(in);
        }
    }

    private static BufferedImage readNlc(ImageInputStream in, NlcSettings settings, Consumer<String> warnings)
            throws IOException {
        NlcImageReader reader = reader(settings);
        try {
            reader.setInput(in);
            reader.addIIOReadWarningListener((source, warning) -> warnings.accept(warning));
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    /** The failure of a file that is no picture of a format known here, which names those that are. */
    public static NlcException notAPicture() {
        String known = formats(ImageIO.getReaderFileSuffixes());
        return new NlcException(FailureKind.FORMAT, "not a picture that can be read here (" + known + ")", known);
    }

    /** File suffixes for people to read: lower case, sorted. */
    public static String formats(String[] suffixes) {
        return Arrays.stream(suffixes)
                .filter(s -> !s.isEmpty())
                .map(s -> s.toLowerCase(Locale.ROOT))
                .distinct()
                .sorted()
                .collect(Collectors.joining(", "));
    }

    /**
     * A whole picture in sRGB; what quality is measured on.
     *
     * @return {@code 3 * width * height} bytes: interleaved 8-bit R, G, B
     * @throws NlcException if that is more than an array can hold
     */
    public static byte[] rgb(BufferedImage picture) throws IOException {
        BufferedImage image = SrgbImages.of(picture);
        RenderedImageSource source = new RenderedImageSource(image);
        if (3L * source.width() * source.height() > Integer.MAX_VALUE - 8) {
            throw new NlcException(
                    FailureKind.TOO_LARGE,
                    "pictures of " + source.width() + " x " + source.height() + " are too large to compare");
        }
        byte[] rgb = new byte[3 * source.width() * source.height()];
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR && image.getRaster().getParent() == null) {
            // Most pictures, and the general way is slow until it is compiled.
            byte[] bgr = ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
            for (int i = 0; i < rgb.length; i += 3) {
                rgb[i] = bgr[i + 2];
                rgb[i + 1] = bgr[i + 1];
                rgb[i + 2] = bgr[i];
            }
            return rgb;
        }
        source.readRgb(0, 0, source.width(), source.height(), rgb);
        return rgb;
    }

    /** All pixels of an image; the image itself if it is one in memory. */
    public static BufferedImage inMemory(RenderedImage image) {
        return ProfiledWriting.inMemory(image);
    }

    /**
     * Colours of 8 bits without alpha, on white.
     *
     * @return in the colour space of the image if that is RGB, else in sRGB
     */
    public static BufferedImage flatten(BufferedImage image) {
        return FlatImages.of(image);
    }

    /**
     * What writes pictures of another format, as well as anything here can.
     *
     * @param suffix of the format's files, without the point
     * @return empty if nothing does
     */
    public static Optional<ImageWriter> writerOf(String suffix) {
        return ProfiledWriting.writer(suffix);
    }

    /**
     * An image as a writer of another format is to write it: with its colour profile embedded where the format has a
     * place for one (PNG, JPEG, TIFF), and else converted to sRGB. An image that is not in memory
     * ({@link NlcImageReader#readAsRenderedImage}) is only copied there if its samples have to be changed.
     *
     * @param writer of {@link #writerOf}
     * @param image that the writer can write
     * @param param that it will be written with; not null, which the JDK's writer of TIFF does not stand
     * @throws IOException if the writer has no metadata of the kind
     */
    public static IIOImage toWrite(ImageWriter writer, RenderedImage image, ImageWriteParam param) throws IOException {
        return ProfiledWriting.of(writer, image, param);
    }

    /**
     * Writes a picture in another format with what accompanies it: on white if the format has no transparency, in sRGB
     * if it has no colour profiles, and JPEG in a quality of {@value #JPEG_QUALITY}.
     *
     * @param image which may be decoded only while it is written ({@link NlcImageReader#readAsRenderedImage})
     * @param metadata whose profile is of no account: that of the image is embedded
     * @param suffix of the format's files, without the point
     * @param out stays open
     * @param progress hears how far the writer is, if the image is not in memory; null if nobody wants to know
     * @param warnings hears what the format has no place for
     * @throws NlcException of kind {@link FailureKind#UNSUPPORTED} if nothing here writes the format, or it cannot hold
     *     the picture
     */
    public static void write(
            RenderedImage image,
            PictureMetadata metadata,
            String suffix,
            ImageOutputStream out,
            IIOWriteProgressListener progress,
            Consumer<String> warnings)
            throws IOException {
        ImageWriter writer = writerOf(suffix)
                .orElseThrow(() -> new NlcException(FailureKind.UNSUPPORTED, "nothing here writes " + suffix));
        try {
            RenderedImage picture = fitting(writer, image);
            if (progress != null && !(picture instanceof BufferedImage)) {
                writer.addIIOWriteProgressListener(progress);
            }
            ImageWriteParam param = writer.getDefaultWriteParam();
            if (Arrays.asList(writer.getOriginatingProvider().getFormatNames()).contains("jpeg")) {
                param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
                param.setCompressionQuality(JPEG_QUALITY);
            }
            MetadataFiles.write(writer, toWrite(writer, picture, param), param, metadata, out, warnings);
        } finally {
            writer.dispose();
        }
    }

    private static RenderedImage fitting(ImageWriter writer, RenderedImage image) throws NlcException {
        if (writer.getOriginatingProvider().canEncodeImage(new ImageTypeSpecifier(image))) {
            return image;
        }
        RenderedImage flat = ProfiledWriting.changed(image, FlatImages::of);
        if (!writer.getOriginatingProvider().canEncodeImage(new ImageTypeSpecifier(flat))) {
            throw new NlcException(FailureKind.UNSUPPORTED, "this format cannot hold the picture");
        }
        return flat;
    }

    /** Writes to a stream. */
    @FunctionalInterface
    public interface Output {

        /** Writes everything; the stream is closed by whoever calls. */
        void to(ImageOutputStream out) throws IOException;
    }

    /**
     * Writes a file all or not at all: under another name beside it first, which then takes its place, with the mode
     * and the owner that it had. Symbolic links are followed. What is no regular file (a pipe, a device, /dev/fd/N) is
     * written into, and so is a file that cannot be replaced.
     *
     * @throws NoSuchFileException if its folder does not exist
     * @throws NlcException if it is a folder
     * @throws FileSystemException if it cannot be written, with its name
     */
    public static void save(Path file, Output output) throws IOException {
        try (UnfinishedFiles unfinished = new UnfinishedFiles()) {
            save(file, output, unfinished);
        }
    }

    /**
     * As {@link #save(Path, Output)}.
     *
     * @param unfinished knows the other name as long as there is one
     */
    public static void save(Path file, Output output, UnfinishedFiles unfinished) throws IOException {
        FileSaver.save(file, output, unfinished);
    }
}
