package io.nlc.imageio;

import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.time.Duration;
import java.util.Objects;
import javax.imageio.ImageReadParam;

/**
 * What {@link ImageReadParam} has, and the device that networks run on, whether they may hurry, what becomes of damaged
 * tiles, and how long it may take.
 */
public final class NlcImageReadParam extends ImageReadParam {

    /** What a reader does about a tile that cannot be decoded. */
    public enum DamagedTiles {
        /** An exception. */
        FAIL,
        /** A warning; the tile is filled with the mean of what is around it. */
        CONCEAL
    }

    /** How much a reader takes upon itself for the last bit of a picture's likeness. */
    public enum Speed {
        /** As near to the original as the file allows; what is by default. */
        FULL,
        /**
         * About 0.3 dB further from it, sooner, where the model pack has a network for it and the processor suits it.
         */
        FAST
    }

    private DeviceChoice device = DeviceChoice.AUTO;
    private DamagedTiles damagedTiles = DamagedTiles.FAIL;
    private Duration maxTime = Duration.ZERO;
    private Speed speed = Speed.FULL;

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
     * Chooses between likeness and time; {@link Speed#FULL} by default. Files that were made for a PSNR are always read
     * in full, as is what lies over what networks give.
     */
    public void setSpeed(Speed speed) {
        this.speed = Objects.requireNonNull(speed, "speed");
    }

    /** What {@link #setSpeed} was told. */
    public Speed getSpeed() {
        return speed;
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

    /** Settings for the networks of this read. */
    RuntimeSettings of(RuntimeSettings settings) {
        RuntimeSettings here = settings.withDevice(device);
        return speed == Speed.FAST ? here.withPrecision(Precision.FAST) : here;
    }

    Duration maxTime() {
        return maxTime;
    }

    /** One that networks run for in the same way, with everything else by default. */
    NlcImageReadParam alike() {
        NlcImageReadParam param = new NlcImageReadParam(device, maxTime);
        param.speed = speed;
        return param;
    }
}
