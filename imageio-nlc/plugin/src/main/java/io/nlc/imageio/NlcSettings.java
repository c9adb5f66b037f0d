package io.nlc.imageio;

import io.nlc.container.Limits;
import io.nlc.model.ModelPacks;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.Optimization;
import io.nlc.runtime.RuntimeSettings;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the codec is told from outside. Readers and writers that ImageIO makes read the system properties when they are
 * made; whoever makes their own by {@link PictureFiles#reader(NlcSettings)} may pass anything.
 *
 * @param limits how large pictures may be; properties {@code nlc.maxSide}, {@code nlc.maxPixels},
 *     {@code nlc.maxExpansionRatio}
 * @param runtime how networks are run; properties {@code nlc.threads}, {@code nlc.optimization}, {@code nlc.djl}
 * @param packDirectories where model packs lie besides the class path; property {@code nlc.models}, separated as in a
 *     class path
 */
public record NlcSettings(Limits limits, RuntimeSettings runtime, List<Path> packDirectories) {

    public NlcSettings {
        Objects.requireNonNull(limits, "limits");
        Objects.requireNonNull(runtime, "runtime");
        packDirectories = List.copyOf(packDirectories);
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
        return new NlcSettings(limitsFromProperties(), runtimeFromProperties(), directoriesFromProperties());
    }

    private static Limits limitsFromProperties() {
        return new Limits(
                Long.getLong("nlc.maxSide", Limits.DEFAULT.maxSide()),
                Long.getLong("nlc.maxPixels", Limits.DEFAULT.maxPixels()),
                Long.getLong("nlc.maxExpansionRatio", Limits.DEFAULT.maxExpansionRatio()));
    }

    private static RuntimeSettings runtimeFromProperties() {
        RuntimeSettings defaults = RuntimeSettings.defaults();
        try {
            return new RuntimeSettings(
                    DeviceChoice.AUTO,
                    Integer.getInteger("nlc.threads", defaults.threads()),
                    Optimization.parse(System.getProperty(
                            "nlc.optimization", defaults.optimization().toString())),
                    !"false".equals(System.getProperty("nlc.djl")));
        } catch (IllegalArgumentException e) { // whose message begins with the name of what is wrong
            throw new IllegalArgumentException("property nlc." + e.getMessage(), e);
        }
    }

    private static List<Path> directoriesFromProperties() {
        return Arrays.stream(System.getProperty("nlc.models", "").split(Pattern.quote(File.pathSeparator)))
                .filter(directory -> !directory.isBlank())
                .map(Path::of)
                .toList();
    }

    /** The installed model packs. */
    public ModelPacks packs() {
        return new ModelPacks(packDirectories);
    }

    /** The same on another device. */
    public NlcSettings withDevice(DeviceChoice device) {
        return new NlcSettings(limits, runtime.withDevice(device), packDirectories);
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

    /** The same with more directories of model packs, which are looked through before the others. */
    public NlcSettings withPacks(List<Path> directories) {
        return new NlcSettings(
                limits,
                runtime,
                Stream.concat(directories.stream(), packDirectories.stream()).toList());
    }
}
