package io.nlc.imageio;

import io.nlc.runtime.DeviceChoice;
import java.util.Objects;
import javax.imageio.ImageReadParam;

/** What {@link ImageReadParam} has, and the device that networks run on, and what becomes of damaged tiles. */
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

    /** Everything by default. */
    public NlcImageReadParam() {}

    NlcImageReadParam(DeviceChoice device) {
        this.device = device;
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

    DeviceChoice deviceChoice() {
        return device;
    }
}
