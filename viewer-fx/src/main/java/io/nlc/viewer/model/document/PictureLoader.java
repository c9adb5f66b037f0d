package io.nlc.viewer.model.document;

import io.nlc.codec.RateTarget;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.imageio.ExifOrientation;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.Psnr;
import io.nlc.viewer.model.Jobs;
import io.nlc.viewer.model.PictureNames;
import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.NlcFile;
import io.nlc.viewer.model.coding.PictureCoder;
import io.nlc.viewer.model.picture.MemoryPicture;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

/** Opens picture files of any format, with memory that does not grow with the picture. */
public final class PictureLoader {

    /*
     * A picture in memory costs 5.3 bytes a pixel as MemoryPicture, 3 to 4 as the image it is encoded from, and 3 for
     * its samples. Above MAX_PIXELS an .nlc file is shown by tiles that are decoded when they come into view
     * (TiledPicture), and a file of another format, which cannot be read by parts in general, as every n-th pixel of
     * every n-th row.
     */

    /** Pixels of the largest picture that is kept in memory and can be encoded anew. */
    public static final long MAX_PIXELS = 24_000_000;

    private final NlcSettings codecSettings;
    private final long maxPixels;
    private final long cache;
    private final Jobs jobs;

    /**
     * Makes a loader.
     *
     * @param codecSettings how NLC is run
     * @param maxPixels of the largest picture that is kept in memory
     * @param cache bytes for encodings of a picture, or tiles of a large one
     * @param jobs decode tiles
     */
    public PictureLoader(NlcSettings codecSettings, long maxPixels, long cache, Jobs jobs) {
        this.jobs = jobs;
        this.codecSettings = codecSettings;
        this.maxPixels = maxPixels;
        this.cache = cache;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it cannot be read; the message is fit to be shown beside its name
     * @throws CancellationException if that is asked for
     */
    public Document load(Path file, BooleanSupplier cancelled) throws IOException {
        return load(file, cancelled, null);
    }

    /**
     * Opens a file.
     *
     * @param preview takes a soft picture of the same size as soon as there is one; there is none of some files. Null
     *     for nobody
     * @throws IOException as of {@link #load(Path, BooleanSupplier)}
     * @throws CancellationException if that is asked for
     */
    public Document load(Path file, BooleanSupplier cancelled, Consumer<MemoryPicture> preview) throws IOException {
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        if (Files.isDirectory(file)) {
            throw new NlcException(FailureKind.FOLDER, "is a folder");
        }
        // What was stored on its side is shown upright, where its tiles are not those that are seen.
        boolean learned = NlcFile.is(file)
                && NlcFile.isLearned(file, codecSettings)
                && ExifOrientation.of(file) == ExifOrientation.UPRIGHT;
        return learned ? loadNlc(file, cancelled, preview) : loadOther(file);
    }

    private Document loadNlc(Path file, BooleanSupplier cancelled, Consumer<MemoryPicture> preview) throws IOException {
        NlcFile nlc = NlcFile.of(file, codecSettings);
        int width = nlc.header().width();
        int height = nlc.header().height();
        if ((long) width * height > maxPixels) {
            Document.OnDisk large = new Document.OnDisk(file, Files.size(file), width, height);
            return new Document(large, new TiledPicture(file, nlc, codecSettings, cache, jobs), null, nlc, null);
        }
        byte[] bytes = Files.readAllBytes(file);
        long start = System.nanoTime();
        BufferedImage image = PictureCoder.decode(bytes, codecSettings, cancelled, preview);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        MemoryPicture picture = MemoryPicture.of(image);
        PictureCoder coder = new PictureCoder(image, PictureFiles.metadata(file), codecSettings, cache);
        Encoding opened = new Encoding(
                EncodeRequest.nlc(nlc.header().pack(), new RateTarget.Quality(nlc.quality())),
                bytes,
                nlc.quality(),
                true,
                new Encoding.Decoded(picture, coder.rgb(), Double.NaN),
                new Encoding.Work(Duration.ZERO, time, NlcFile.device(nlc.pack(), codecSettings), true));
        Document.OnDisk whole = new Document.OnDisk(file, bytes.length, width, height);
        return new Document(whole, picture, coder, nlc, opened);
    }

    private Document loadOther(Path file) throws IOException {
        int[] size = size(file);
        long pixels = (long) size[0] * size[1];
        if (pixels > maxPixels) {
            int step = (int) Math.ceil(Math.sqrt((double) pixels / maxPixels));
            Document.OnDisk large = new Document.OnDisk(file, Files.size(file), size[0], size[1]);
            MemoryPicture reduced = MemoryPicture.of(PictureFiles.readReduced(file, step));
            return new Document(large, reduced, null, null, null);
        }
        BufferedImage image = PictureFiles.read(file, codecSettings);
        Document.OnDisk whole = new Document.OnDisk(file, Files.size(file), image.getWidth(), image.getHeight());
        PictureCoder coder = new PictureCoder(image, PictureFiles.metadata(file), codecSettings, cache);
        return new Document(whole, MemoryPicture.of(image), coder, null, null);
    }

    private interface Use<T> {
        T with(ImageReader reader) throws IOException;
    }

    /** Of the upright picture. */
    private static int[] size(Path file) throws IOException {
        int[] stored = with(file, reader -> new int[] {reader.getWidth(0), reader.getHeight(0)});
        return ExifOrientation.isTurned(ExifOrientation.of(file)) ? new int[] {stored[1], stored[0]} : stored;
    }

    private static <T> T with(Path file, Use<T> use) throws IOException {
        try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                throw PictureNames.notAPicture(file);
            }
            ImageReader reader = readers.next();
            try {
                reader.setInput(in, true, true);
                return use.with(reader);
            } finally {
                reader.dispose();
            }
        } catch (RuntimeException e) { // the JDK's readers throw such on damaged files
            throw NlcException.damaged("damaged picture: " + e, e);
        }
    }

    /**
     * Reads a file that was made elsewhere as an encoding of an open picture.
     *
     * @param original the open picture
     * @throws IOException if it cannot be read
     * @throws NlcException if it has another size
     * @throws CancellationException if that is asked for
     */
    public Encoding foreign(Path file, PictureCoder original, BooleanSupplier cancelled) throws IOException {
        long start = System.nanoTime();
        Document loaded = load(file, cancelled);
        Duration time = Duration.ofNanos(System.nanoTime() - start);
        if (loaded.coder() == null) {
            throw new NlcException(FailureKind.TOO_LARGE, "the picture is too large to compare");
        }
        Encoding read = new Encoding(
                new EncodeRequest(new Codec.Elsewhere(file), new RateTarget.Quality(1)),
                Files.readAllBytes(file),
                1,
                true,
                new Encoding.Decoded(
                        (MemoryPicture) loaded.picture(), loaded.coder().rgb(), Double.NaN),
                new Encoding.Work(Duration.ZERO, time, "cpu", false));
        return measured(read, original);
    }

    /**
     * The same encoding, measured against the original of what it decodes to.
     *
     * @throws NlcException if the original has another size
     */
    public static Encoding measured(Encoding opened, PictureCoder original) throws NlcException {
        if (original.width() != opened.picture().width()
                || original.height() != opened.picture().height()) {
            throw new NlcException(
                    FailureKind.SIZES_DIFFER,
                    "the original has " + original.width() + " x " + original.height()
                            + " pixels, the file " + opened.picture().width() + " x "
                            + opened.picture().height(),
                    original.width(),
                    original.height(),
                    opened.picture().width(),
                    opened.picture().height());
        }
        return opened.withPsnr(Psnr.of(original.rgb(), opened.rgb()));
    }
}
