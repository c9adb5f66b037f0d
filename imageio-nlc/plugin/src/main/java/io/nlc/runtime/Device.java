package io.nlc.runtime;

/**
 * A concrete device, after {@link Devices#candidates} has resolved a {@link DeviceChoice}.
 *
 * @param cuda CUDA, or else CPU
 * @param index CUDA device number
 */
public record Device(boolean cuda, int index) {

    /** The CPU. */
    public static final Device CPU = new Device(false, 0);

    @Override
    public String toString() {
        return cuda ? "cuda:" + index : "cpu";
    }
}
