package io.nlc.imageio;

import io.nlc.runtime.DeviceChoice;
import java.time.Duration;
import java.util.Objects;
import javax.imageio.ImageReadParam;

/**
 * What {@link ImageReadParam} has, and the device that networks run on, what becomes of damaged tiles, and how long it
 * may take.
 */
public final class NlcImageReadParam extends ImageReadParam {

    /** What a reader does about a tile that cannot be decoded. */
    public enum DamagedTiles {
        /** An exception. */
        FAIL,
        /** A warning; the tile is filled with the mean of what is around it. */
        CONCEAL
    }

    private DeviceChoice device = DeviceChoice.AUTO;
    private DamagedTiles damagedTiles = DamagedTiles.FAIL;
    private Duration maxTime = Duration.ZERO;

    /** Everything by default. */
    public NlcImageReadParam() {}

    NlcImageReadParam(DeviceChoice device, Duration maxTime) {
        this.device = device;
        this.maxTime = maxTime;
    }

    /**
     * Chooses where networks run; the same pixels (but for rounding) come out everywhere.
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

    /** Chooses what becomes of damaged tiles; {@link DamagedTiles#FAIL} by default. */
    public void setDamagedTiles(DamagedTiles damagedTiles) {
        this.damagedTiles = Objects.requireNonNull(damagedTiles, "damagedTiles");
    }

    /** What {@link #setDamagedTiles} was told. */
    public DamagedTiles getDamagedTiles() {
        return damagedTiles;
    }

    /**
     * Limits the time that a read may take; then it fails. By default the property {@code nlc.maxSeconds}, and without
     * that there is no limit. A run of a network that has begun is waited for.
     *
     * @param seconds 0 for no limit
     * @throws IllegalArgumentException if it is negative or no number
     */
    public void setMaxSeconds(double seconds) {
        maxTime = Deadline.seconds(seconds);
    }

    /** What {@link #setMaxSeconds} was told. */
    public double getMaxSeconds() {
        return Deadline.seconds(maxTime);
    }

    Duration maxTime() {
        return maxTime;
    }

    DeviceChoice deviceChoice() {
        return device;
    }
}
