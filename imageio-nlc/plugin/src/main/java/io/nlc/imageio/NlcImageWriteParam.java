package io.nlc.imageio;

import io.nlc.codec.NlcEncoder;
import io.nlc.codec.RateTarget;
import io.nlc.imageio.metadata.Thumbnail;
import io.nlc.model.Tune;
import io.nlc.runtime.DeviceChoice;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.ImageWriteParam;

/**
 * How to write a {@code .nlc} file: a quality, or a size or PSNR to aim at; the effort; the model pack, or what it is
 * to be good at; the device.
 *
 * <p>Compression mode and type are set already, so that {@link #setCompressionQuality} works at once. Quality and
 * targets replace each other: what was set last counts. With the compression type {@link #LOSSLESS} every sample is
 * kept, and none of these matters. {@code MODE_DISABLED} and {@code MODE_DEFAULT} mean a learned file of the default
 * quality.
 */
public final class NlcImageWriteParam extends ImageWriteParam {

    /** Quality where none is asked for: the middle of what the model pack spans. */
    public static final float DEFAULT_QUALITY = 0.5f;

    /** Effort where none is asked for. */
    public static final int DEFAULT_EFFORT = 0;

    /** The largest effort. */
    public static final int MAX_EFFORT = NlcEncoder.MAX_EFFORT;

    /** The largest that {@link #setMaxError} takes. */
    public static final int LARGEST_MAX_ERROR = 4096;

    /** The compression type of learned files, the default. */
    public static final String LEARNED = NlcProviderInfo.COMPRESSION;

    /** The compression type of files that keep every sample; see {@link #setLossless}. */
    public static final String LOSSLESS = NlcProviderInfo.LOSSLESS;

    private static final List<Message> DESCRIPTIONS =
            List.of(Message.LOW_QUALITY, Message.MEDIUM_QUALITY, Message.HIGH_QUALITY);
    private static final float[] VALUES = {0f, 0.33f, 0.67f, 1f};

    private RateTarget target;
    private String model;
    private Tune tune;
    private DeviceChoice device = DeviceChoice.AUTO;
    private int effort = DEFAULT_EFFORT;
    private QualityMap qualityMap;
    private boolean adaptive;
    private int maxError;
    private boolean exact;
    private boolean networksOnly;
    private NlcImageReadParam.Speed speed = NlcImageReadParam.Speed.FULL;
    private int thumbnailSide;

    /** Default quality, messages in English. */
    public NlcImageWriteParam() {
        this(Locale.ENGLISH);
    }

    NlcImageWriteParam(Locale locale, DeviceChoice device) {
        this(locale);
        this.device = device;
    }

    /** Default quality. */
    public NlcImageWriteParam(Locale locale) {
        super(locale);
        canWriteCompressed = true;
        compressionTypes = new String[] {LEARNED, LOSSLESS};
        setCompressionMode(MODE_EXPLICIT);
    }

    /**
     * As {@link ImageWriteParam#setCompressionMode}; {@code MODE_EXPLICIT} chooses the learned type and the default
     * quality.
     */
    @Override
    public void setCompressionMode(int mode) {
        super.setCompressionMode(mode);
        if (mode == MODE_EXPLICIT) {
            unsetCompression();
        }
    }

    /** Back to the learned compression type, the default quality, and no target. */
    @Override
    public void unsetCompression() {
        if (getCompressionMode() != MODE_EXPLICIT) {
            throw new IllegalStateException("compression mode is not MODE_EXPLICIT");
        }
        compressionType = LEARNED;
        compressionQuality = DEFAULT_QUALITY;
        target = null;
        maxError = 0;
    }

    /**
     * As {@link ImageWriteParam#setCompressionType}; no error is allowed any more, whatever {@link #setMaxError} said.
     */
    @Override
    public void setCompressionType(String type) {
        super.setCompressionType(type);
        maxError = 0;
    }

    /** Whether the compression type is {@link #LOSSLESS}, and no error is allowed. */
    @Override
    public boolean isCompressionLossless() {
        if (getCompressionMode() != MODE_EXPLICIT) {
            throw new IllegalStateException("compression mode is not MODE_EXPLICIT");
        }
        if (compressionType == null) {
            throw new IllegalStateException("no compression type has been set");
        }
        return LOSSLESS.equals(compressionType) && maxError == 0;
    }

    /**
     * Asks for a file that keeps every sample, of 8 or 16 bits, or for a learned one again: short for
     * {@code setCompressionType}. Colours that are neither RGB nor Java's gray are converted first.
     */
    public void setLossless(boolean lossless) {
        if (getCompressionMode() != MODE_EXPLICIT) {
            setCompressionMode(MODE_EXPLICIT);
        }
        setCompressionType(lossless ? LOSSLESS : LEARNED);
    }

    /** Whether every sample is kept, in any compression mode. */
    public boolean isLossless() {
        return keepsSamples() && maxError == 0;
    }

    /**
     * Asks for a file of the type {@link #LOSSLESS} whose samples may each be off by a little, which makes it smaller:
     * by about log2(2 n + 1) bits a sample, as long as there are so many. Alpha stays as it is. The bound holds on
     * every machine.
     *
     * @param n largest error, of 255 for 8-bit samples and of 65535 for 16-bit ones; 0 for none
     * @throws IllegalArgumentException naming the value, if it is not 0 to {@link #LARGEST_MAX_ERROR}
     */
    public void setMaxError(int n) {
        require(n >= 0 && n <= LARGEST_MAX_ERROR, "maxError must be 0 to " + LARGEST_MAX_ERROR + ", not " + n);
        setLossless(true);
        maxError = n;
    }

    /** What {@link #setMaxError} was told. */
    public int getMaxError() {
        return maxError;
    }

    /** Whether samples are kept, or kept within {@link #getMaxError}. */
    boolean keepsSamples() {
        return getCompressionMode() == MODE_EXPLICIT && LOSSLESS.equals(compressionType);
    }

    /**
     * Asks to keep the colours of pixels with an alpha of 0, which nobody sees, in learned files, too. Otherwise the
     * encoder chooses them.
     *
     * @param exact false by default
     */
    public void setExact(boolean exact) {
        this.exact = exact;
    }

    /**
     * Asks for a learned file all of whose tiles are made by networks, whatever becomes of drawn pictures, and that
     * ends where networks end: to compare packs, and to see what they do. Nothing is promised of such a file: mean
     * colours of drawn pictures may be off by several steps, and neither PSNR nor bytes need rise with quality.
     *
     * @param networksOnly false by default
     */
    public void setNetworksOnly(boolean networksOnly) {
        this.networksOnly = networksOnly;
    }

    /** What {@link #setNetworksOnly} was told. */
    public boolean isNetworksOnly() {
        return networksOnly;
    }

    /** What {@link #setExact} was told. */
    public boolean isExact() {
        return exact;
    }

    /**
     * Asks for a quality and forgets any target.
     *
     * @param quality 0 (smallest file the model pack can make) to 1 (best picture it can make)
     * @throws IllegalArgumentException if it is outside
     * @throws IllegalStateException if the compression mode is not {@code MODE_EXPLICIT}
     */
    @Override
    public void setCompressionQuality(float quality) {
        if (!(quality >= 0 && quality <= 1)) {
            throw new IllegalArgumentException("quality must be 0 to 1, not " + quality);
        }
        super.setCompressionQuality(quality);
        target = null;
    }

    @Override
    public String[] getCompressionQualityDescriptions() {
        super.getCompressionQualityDescriptions(); // its checks
        return DESCRIPTIONS.stream().map(text -> text.in(getLocale())).toArray(String[]::new);
    }

    @Override
    public float[] getCompressionQualityValues() {
        super.getCompressionQualityValues(); // its checks
        return VALUES.clone();
    }

    /**
     * Asks for the best picture whose file has at most this size; like the other targets, of the learned type.
     *
     * @param bytes size of the whole file, at least 1
     */
    public void setTargetBytes(long bytes) {
        require(bytes >= 1, "bytes must be at least 1, not " + bytes);
        setTarget(new RateTarget.Bytes(bytes));
    }

    /**
     * Asks for the best picture whose file has at most this many bits a pixel.
     *
     * @param bitsPerPixel above 0; 24 is an uncompressed RGB picture
     */
    public void setTargetBitsPerPixel(double bitsPerPixel) {
        require(
                bitsPerPixel > 0 && bitsPerPixel < Double.POSITIVE_INFINITY,
                "bitsPerPixel must be above 0, not " + bitsPerPixel);
        setTarget(new RateTarget.BitsPerPixel(bitsPerPixel));
    }

    /**
     * Asks for the smallest file whose picture has at least this PSNR. Where networks end, or need more bytes, the
     * picture is coded without them; in the end every sample is kept.
     *
     * @param decibels of the RGB picture, above 0; photographs look good from about 32
     */
    public void setTargetPsnr(double decibels) {
        require(decibels > 0 && decibels < Double.POSITIVE_INFINITY, "decibels must be above 0, not " + decibels);
        setTarget(new RateTarget.Psnr(decibels));
    }

    private void setTarget(RateTarget target) {
        if (getCompressionMode() != MODE_EXPLICIT) {
            setCompressionMode(MODE_EXPLICIT);
        }
        setCompressionType(LEARNED);
        this.target = target;
    }

    private static void require(boolean good, String problem) {
        if (!good) {
            throw new IllegalArgumentException(problem);
        }
    }

    /** Forgets a target: the quality counts again. */
    public void clearTarget() {
        target = null;
    }

    /** What the codec is to aim at: the target, or else the quality. */
    public RateTarget getRateTarget() {
        if (getCompressionMode() != MODE_EXPLICIT) {
            return new RateTarget.Quality(DEFAULT_QUALITY);
        }
        return target != null ? target : new RateTarget.Quality(compressionQuality);
    }

    /**
     * Chooses the model pack.
     *
     * @param pack its name, {@code family/entropy-model}, or null for the default one
     */
    public void setModel(String pack) {
        model = pack;
    }

    /** Name of the model pack, null for the default one. */
    public String getModel() {
        return model;
    }

    /**
     * Chooses what the file is to be good at: a model pack whose networks were trained for that. It belongs to the pack
     * of {@link #setModel}, if one was chosen, and else to the default one. Writing fails if no such pack is installed.
     * {@code visual} is also {@link #setAdaptive adaptive}.
     *
     * @param tune {@code psnr}, {@code ms-ssim}, {@code visual}, or null (default): what {@link #setModel} says,
     *     whatever its tune
     * @throws IllegalArgumentException naming the value, if it is none of these
     */
    public void setTune(String tune) {
        this.tune = tune == null
                ? null
                : Tune.of(tune)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "tune must be one of " + Tune.names() + ", not \"" + tune + "\""));
    }

    /** What {@link #setTune} was told, null for nothing. */
    public String getTune() {
        return tune == null ? null : tune.toString();
    }

    Tune tune() {
        return tune;
    }

    /**
     * Chooses how long to look for fewer bits and a better picture. Files of all efforts decode alike and equally fast.
     * Each part of the picture is encoded in some more ways, and the best stays, so more effort means fewer bits for
     * the same PSNR; at a fixed quality the file may become larger, if the picture gains more by it. Packs that are
     * tuned for something else than the PSNR ignore it.
     *
     * @param effort 0 (default) to {@link #MAX_EFFORT}; docs/effort.md has a table of what each costs and brings
     * @throws IllegalArgumentException naming the value, if it is outside
     */
    public void setEffort(int effort) {
        require(effort >= 0 && effort <= MAX_EFFORT, "effort must be 0 to " + MAX_EFFORT + ", not " + effort);
        this.effort = effort;
    }

    /** What {@link #setEffort} was told. */
    public int getEffort() {
        return effort;
    }

    /**
     * Asks for another quality in some places than in others: regions of interest. What is asked for otherwise, be it
     * quality or target, tells the quality where the map says 0. Files of the type {@link #LOSSLESS} have none, with or
     * without a largest error, and ignore it. With a map the effort is 0.
     *
     * @param map null (default) for the same quality everywhere
     */
    public void setQualityMap(QualityMap map) {
        qualityMap = map;
    }

    /** What {@link #setQualityMap} was told, null for nothing. */
    public QualityMap getQualityMap() {
        return qualityMap;
    }

    /**
     * Whether areas of the picture that are calmer than most of it get a better quality than what is asked for, and
     * busier ones a worse one, because eyes see errors less where much goes on. At an equal SSIMULACRA 2 files become
     * smaller by it (docs/java.md), at an equal PSNR larger. It counts where no {@link #setQualityMap quality map} is
     * given, and as one does: files of the type {@link #LOSSLESS} ignore it, and the effort is 0.
     *
     * @param adaptive false by default; the {@link #setTune tune} {@code visual} does not need it
     */
    public void setAdaptive(boolean adaptive) {
        this.adaptive = adaptive;
    }

    /** What {@link #setAdaptive} was told. */
    public boolean isAdaptive() {
        return adaptive;
    }

    /**
     * Chooses between bits and time; {@link NlcImageReadParam.Speed#FULL} by default.
     * {@link NlcImageReadParam.Speed#FAST} analyses the picture by 8-bit integers, where the model pack has a network
     * for it and the processor suits it: writing then takes half the time, and about a hundredth more bits for the same
     * PSNR. Any reader reads the files. With an effort above 0 it says nothing, nor where no network is needed.
     */
    public void setSpeed(NlcImageReadParam.Speed speed) {
        this.speed = Objects.requireNonNull(speed, "speed");
    }

    /** What {@link #setSpeed} was told. */
    public NlcImageReadParam.Speed getSpeed() {
        return speed;
    }

    /** The settings of a write with these parameters. */
    NlcSettings of(NlcSettings settings) {
        NlcSettings here = settings.withDevice(device);
        return speed == NlcImageReadParam.Speed.FAST ? here.withSpeed(speed) : here;
    }

    /**
     * Chooses where networks run.
     *
     * @param device {@code auto} (default: CUDA if it works here, else CPU), {@code cpu}, {@code cuda} or
     *     {@code cuda:N}
     * @throws IllegalArgumentException naming the value, if it is none of these
     */
    public void setDevice(String device) {
        this.device = DeviceChoice.parse(Objects.requireNonNull(device, "device"));
    }

    /** What {@link #setDevice} was told. */
    public String getDevice() {
        return device.toString();
    }

    /**
     * Asks for a thumbnail of the picture in the file, unless the image that is written brings one.
     *
     * @param side pixels of its larger side at most, 1 to {@link Thumbnail#MAX_SIDE}; 0 (default) for none
     * @throws IllegalArgumentException naming the value, if it is outside
     */
    public void setThumbnailSide(int side) {
        require(side >= 0 && side <= Thumbnail.MAX_SIDE, "side must be 0 to " + Thumbnail.MAX_SIDE + ", not " + side);
        thumbnailSide = side;
    }

    /** What {@link #setThumbnailSide} was told. */
    public int getThumbnailSide() {
        return thumbnailSide;
    }
}
