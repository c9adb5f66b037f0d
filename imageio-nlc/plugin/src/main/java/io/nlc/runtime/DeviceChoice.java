package io.nlc.runtime;

import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where networks run: {@code auto} (CUDA if it works here, else CPU), {@code cpu}, {@code cuda} or {@code cuda:N}.
 *
 * @param kind what was asked for
 * @param index CUDA device number, 0 for the other kinds
 */
public record DeviceChoice(Kind kind, int index) {

    /** The three ways to choose. */
    public enum Kind {
        AUTO,
        CPU,
        CUDA
    }

    /** CUDA where a driver is present, the provider loads and a warm-up run works; CPU otherwise. */
    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);

    /** The CPU provider alone. */
    public static final DeviceChoice CPU = new DeviceChoice(Kind.CPU, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    public DeviceChoice {
        Objects.requireNonNull(kind, "kind");
        if (index < 0 || index > 0 && kind != Kind.CUDA) {
            throw new IllegalArgumentException("index must be a CUDA device number, not " + index);
        }
    }

    /**
     * Reads a device name.
     *
     * @param device {@code auto}, {@code cpu}, {@code cuda} or {@code cuda:N}; letters of either case
     * @throws IllegalArgumentException naming the value, if it is none of these
     */
    public static DeviceChoice parse(String device) {
        Objects.requireNonNull(device, "device");
        String name = device.trim().toLowerCase(Locale.ROOT);
        if (name.equals("auto")) {
            return AUTO;
        }
        if (name.equals("cpu")) {
            return CPU;
        }
        Matcher m = CUDA.matcher(name);
        if (m.matches()) {
            return new DeviceChoice(Kind.CUDA, m.group(1) == null ? 0 : Integer.parseInt(m.group(1)));
        }
        throw new IllegalArgumentException("device must be auto, cpu, cuda or cuda:N, not \"" + device + "\"");
    }

    /** The name that {@link #parse} reads. */
    @Override
    public String toString() {
        return kind == Kind.CUDA && index > 0 ? "cuda:" + index : kind.name().toLowerCase(Locale.ROOT);
    }
}
