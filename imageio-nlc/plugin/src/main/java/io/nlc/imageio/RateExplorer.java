package io.nlc.imageio;

import io.nlc.codec.CodedPicture;
import io.nlc.codec.PreparedPicture;
import io.nlc.codec.RateTarget;
import io.nlc.picture.CodecProgress;
import java.awt.image.RenderedImage;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import javax.imageio.IIOException;

/**
 * Encodes one image at many rates. The analysis transform, most of an encoder's work, runs once, at the first rate
 * asked for; the files are those that {@link NlcImageWriter} writes with the same settings. The image must not change.
 * Thread-safe.
 *
 * <p>Holds the image and, from the first rate on, 3 bytes a pixel (with 192 latent channels).
 */
public final class RateExplorer {

    /** Share of the analysis in the work of the first rate, for the progress only. */
    private static final float ANALYSIS_SHARE = 0.7f;

    private final FileEncoder encoder;
    private final NlcSettings settings;
    private final Analysis analysis;

    /**
     * As {@link #RateExplorer(RenderedImage, String, String, int)} with effort 0.
     *
     * @throws IIOException if the pack is not installed, or the image has no colour model or is over the format's
     *     limits
     * @throws IllegalArgumentException if the device is not known
     */
    public RateExplorer(RenderedImage image, String pack, String device) throws IIOException {
        this(image, pack, device, 0);
    }

    /**
     * Reads the image's alpha channel, if it has one, and nothing else yet.
     *
     * @param pack name of the model pack, null for the default one
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}, as {@link NlcImageWriteParam#setDevice}
     *     takes it
     * @param effort as {@link NlcImageWriteParam#setEffort} takes it. Above 0 every rate takes far longer, since little
     *     of the work is common
     * @throws IIOException if the pack is not installed, or the image has no colour model or is over the format's
     *     limits
     * @throws IllegalArgumentException if the device is none of these, or the effort is outside
     */
    public RateExplorer(RenderedImage image, String pack, String device, int effort) throws IIOException {
        this(image, pack, effort, NlcSettings.fromProperties().withDevice(device));
    }

    /**
     * As {@link #RateExplorer(RenderedImage, String, String, int)} with settings of the caller's own.
     *
     * @throws IIOException if the pack is not installed, or the image has no colour model or is over a limit
     * @throws IllegalArgumentException if the effort is outside
     */
    public RateExplorer(RenderedImage image, String pack, int effort, NlcSettings settings) throws IIOException {
        this(image, pack, effort, settings, false);
    }

    /**
     * As {@link #RateExplorer(RenderedImage, String, int, NlcSettings)}, with a choice.
     *
     * @param networksOnly as {@link NlcImageWriteParam#setNetworksOnly} takes it
     * @throws IIOException if the pack is not installed, or the image has no colour model or is over a limit
     * @throws IllegalArgumentException if the effort is outside
     */
    public RateExplorer(RenderedImage image, String pack, int effort, NlcSettings settings, boolean networksOnly)
            throws IIOException {
        this.settings = settings;
        try {
            this.encoder = new FileEncoder(
                    new RenderedImageSource(image),
                    List.of(),
                    settings.packs().choose(pack, null),
                    settings,
                    new EncoderOptions(effort, null, false, false, networksOnly));
        } catch (IOException e) {
            throw IOExceptions.iio(e);
        }
        this.analysis = new Analysis(encoder);
    }

    private RateExplorer(FileEncoder encoder, NlcSettings settings, Analysis analysis) {
        this.encoder = encoder;
        this.settings = settings;
        this.analysis = analysis;
    }

    /**
     * The same image with another pack. If both packs have the same analysis, as packs of a family usually have, it
     * runs once for both.
     *
     * @param pack name of the model pack, null for the default one
     * @throws IIOException if the pack is not installed
     */
    public RateExplorer withPack(String pack) throws IIOException {
        try {
            FileEncoder other = encoder.with(settings.packs().choose(pack, null));
            return new RateExplorer(other, settings, other.sharesAnalysis(encoder) ? analysis : new Analysis(other));
        } catch (IOException e) {
            throw IOExceptions.iio(e);
        }
    }

    /**
     * The same image with another quality in some places than in others; the analysis runs once for all maps.
     *
     * @param map as {@link NlcImageWriteParam#setQualityMap} takes it, null for the same quality everywhere
     * @throws IIOException if the alpha channel cannot be read
     */
    public RateExplorer withMap(QualityMap map) throws IIOException {
        try {
            return new RateExplorer(encoder.with(map), settings, analysis);
        } catch (IOException e) {
            throw IOExceptions.iio(e);
        }
    }

    /**
     * Encodes the image. A call that finds the analysis under way in another thread waits for it, and cannot be
     * cancelled until then.
     *
     * @throws IOException if a network cannot run or memory does not suffice
     * @throws CancellationException if progress says so
     */
    public EncodedFile encode(RateTarget target, CodecProgress progress) throws IOException {
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(progress, "progress");
        return IOExceptions.guarded(() -> file(target, progress));
    }

    private EncodedFile file(RateTarget target, CodecProgress progress) throws IOException {
        float share = analysis.known() ? 0 : ANALYSIS_SHARE;
        PreparedPicture picture = analysis.get(new Part(progress, 0, share));
        long start = System.nanoTime();
        CodedPicture encoded = encoder.encode(picture, target, new Part(progress, share, 1));
        return new EncodedFile(
                encoder.file(encoded).toBytes(settings.limits()),
                encoder.quality(encoded),
                encoded.targetReached(),
                Duration.ofNanos(System.nanoTime() - start));
    }

    /** How long the analysis took, with loading its network if no other had; zero before the first rate. */
    public Duration analysisTime() {
        return analysis.time;
    }

    /** The latents, once somebody needs them. */
    private static final class Analysis {
        private final FileEncoder encoder;
        private volatile PreparedPicture picture;
        private volatile Duration time = Duration.ZERO;

        Analysis(FileEncoder encoder) {
            this.encoder = encoder;
        }

        boolean known() {
            return picture != null;
        }

        synchronized PreparedPicture get(CodecProgress progress) throws IOException {
            if (!known()) {
                long start = System.nanoTime();
                PreparedPicture analysed = encoder.prepare(progress);
                time = Duration.ofNanos(System.nanoTime() - start); // who sees the picture also sees the time
                picture = analysed;
            }
            return picture;
        }
    }

    /** Progress of one of the parts of a work. */
    private record Part(CodecProgress whole, float from, float to) implements CodecProgress {

        @Override
        public void progress(float fraction) {
            whole.progress(fraction >= 1 ? to : Math.min(to, from + (to - from) * fraction));
        }

        @Override
        public boolean cancelled() {
            return whole.cancelled();
        }
    }
}
