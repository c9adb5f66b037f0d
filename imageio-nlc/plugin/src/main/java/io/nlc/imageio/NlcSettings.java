package io.nlc.imageio;

import io.nlc.container.Limits;
import io.nlc.model.ModelPacks;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the codec is told from outside. Readers and writers that ImageIO makes read the system properties when they are
 * made; whoever makes their own by {@link PictureFiles#reader(NlcSettings)} may pass anything.
 *
 * @param limits how large pictures may be, and what comes with them; properties {@code nlc.maxSide},
 *     {@code nlc.maxPixels}, {@code nlc.maxExpansionRatio}, {@code nlc.maxAncillary}, {@code nlc.maxPackBytes}
 * @param runtime how networks are run; properties {@code nlc.threads}, {@code nlc.optimization}, {@code nlc.djl},
 *     {@code nlc.maxMemory}, {@code nlc.precision}
 * @param packDirectories where model packs lie besides the class path; property {@code nlc.models}, separated as in a
 *     class path
 * @param maxTime how long a read may take, zero for ever; property {@code nlc.maxSeconds}
 */
public record NlcSettings(Limits limits, RuntimeSettings runtime, List<Path> packDirectories, Duration maxTime) {

    private static final List<String> UNITS = List.of("", "k", "m", "g");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,15})([kmgKMG]?)");

    public NlcSettings {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(runtime, "runtime");
        packDirectories = List.copyOf(packDirectories);
        Objects.requireNonNull(maxTime, "maxTime");
        if (maxTime.isNegative()) {
            throw new IllegalArgumentException("maxTime must not be negative: " + maxTime);
        }
    }

    /** Without a limit of time. */
    public NlcSettings(Limits limits, RuntimeSettings runtime, List<Path> packDirectories) {
        this(limits, runtime, packDirectories, Duration.ZERO);
    }

    /** Neither properties nor directories. */
    public static NlcSettings defaults() {
        return new NlcSettings(Limits.DEFAULT, RuntimeSettings.defaults(), List.of());
    }

    /**
     * What the system properties say now.
     *
     * @throws IllegalArgumentException naming the property, if one makes no sense
     */
    public static NlcSettings fromProperties() {
        return new NlcSettings(
                limitsFromProperties(), runtimeFromProperties(), directoriesFromProperties(), maxTimeFromProperties());
    }

    private static Limits limitsFromProperties() {
        return new Limits(
                Long.getLong("nlc.maxSide", Limits.DEFAULT.maxSide()),
                Long.getLong("nlc.maxPixels", Limits.DEFAULT.maxPixels()),
                Long.getLong("nlc.maxExpansionRatio", Limits.DEFAULT.maxExpansionRatio()),
                Long.getLong("nlc.maxAncillary", Limits.DEFAULT.maxAncillary()),
                Long.getLong("nlc.maxPackBytes", Limits.DEFAULT.maxPackBytes()));
    }

    private static RuntimeSettings runtimeFromProperties() {
        RuntimeSettings defaults = RuntimeSettings.defaults();
        try {
            return new RuntimeSettings(
                    DeviceChoice.AUTO,
                    Integer.getInteger("nlc.threads", defaults.threads()),
                    Optimization.parse(System.getProperty(
                            "nlc.optimization", defaults.optimization().toString())),
                    !"false".equals(System.getProperty("nlc.djl")),
                    bytes(System.getProperty("nlc.maxMemory", "")),
                    Precision.parse(System.getProperty(
                            "nlc.precision", defaults.precision().toString())));
        } catch (IllegalArgumentException e) { // whose message begins with the name of what is wrong
            throw new IllegalArgumentException("property nlc." + e.getMessage(), e);
        }
    }

    /** 0 for nothing; else as {@code -Xmx} has it. */
    private static long bytes(String value) {
        if (value.isEmpty()) {
            return 0;
        }
        Matcher m = BYTES.matcher(value);
        long number = m.matches() ? Long.parseLong(m.group(1)) : 0;
        int shift = number == 0 ? 0 : UNITS.indexOf(m.group(2).toLowerCase(Locale.ROOT)) * 10;
        if (number == 0 || number > Long.MAX_VALUE >> shift) {
            throw new IllegalArgumentException(
                    "maxMemory must be bytes, or a number with k, m or g, not \"" + value + "\"");
        }
        return number << shift;
    }

    private static Duration maxTimeFromProperties() {
        String value = System.getProperty("nlc.maxSeconds", "");
        try {
            return value.isEmpty() ? Duration.ZERO : Deadline.seconds(Double.parseDouble(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("property nlc.maxSeconds must be a number, not \"" + value + "\"", e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("property nlc." + e.getMessage(), e);
        }
    }

    private static List<Path> directoriesFromProperties() {
        return Arrays.stream(System.getProperty("nlc.models", "").split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isBlank())
                .map(NlcSettings::directory)
                .toList();
    }

    private static Path directory(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("property nlc.models: " + e.getReason(), e);
        }
    }

    /** The installed model packs. */
    public ModelPacks packs() {
        return new ModelPacks(packDirectories, limits.maxPackBytes());
    }

    /** The same on another device. */
    public NlcSettings withDevice(DeviceChoice device) {
        return new NlcSettings(limits, runtime.withDevice(device), packDirectories, maxTime);
    }

    /**
     * The same on another device.
     *
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}
     * @throws IllegalArgumentException naming the value, if it is none of these
     */
    public NlcSettings withDevice(String device) {
        return withDevice(DeviceChoice.parse(device));
    }

    /** The same for reads of another speed, where a read's own parameters do not say. */
    public NlcSettings withSpeed(NlcImageReadParam.Speed speed) {
        boolean fast = speed == NlcImageReadParam.Speed.FAST;
        Precision full = runtime.precision() == Precision.FAST ? Precision.AUTO : runtime.precision();
        Precision precision = fast ? Precision.FAST : full;
        return new NlcSettings(limits, runtime.withPrecision(precision), packDirectories, maxTime);
    }

    /** The same with another number of threads that a network may use, at least 1. */
    public NlcSettings withThreads(int threads) {
        return new NlcSettings(limits, runtime.withThreads(threads), packDirectories, maxTime);
    }

    /** The same with another limit of native memory, in bytes; 0 for half of what there is. */
    public NlcSettings withMaxMemory(long bytes) {
        return new NlcSettings(limits, runtime.withMaxMemory(bytes), packDirectories, maxTime);
    }

    /** The same with another limit of the time of a read, zero for none. */
    public NlcSettings withMaxTime(Duration time) {
        return new NlcSettings(limits, runtime, packDirectories, time);
    }

    /** The same with more directories of model packs, which are looked through before the others. */
    public NlcSettings withPacks(List<Path> directories) {
        return new NlcSettings(
                limits,
                runtime,
                Stream.concat(directories.stream(), packDirectories.stream()).toList(),
                maxTime);
    }
}
