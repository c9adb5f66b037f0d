package io.nlc.cli;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.runtime.DeviceChoice;
import java.awt.Rectangle;

/**
 * How files are decoded.
 *
 * @param speed whether networks may hurry
 * @param region of pixels; null for all
 * @param conceal whether damaged tiles are filled
 * @param preview whether the picture without the synthesis transform suffices
 * @param maxSeconds that a file may take, 0 for ever; null for what the settings say
 * @param srgb whether colours of other spaces are converted to sRGB
 * @param strip whether nothing accompanies the picture but what its colours depend on
 */
record DecodingOptions(
        DeviceChoice device,
        NlcImageReadParam.Speed speed,
        Rectangle region,
        boolean conceal,
        boolean preview,
        Double maxSeconds,
        boolean srgb,
        boolean strip) {

    /** @throws Failure if the region is not within the picture */
    void apply(NlcImageReadParam param, int width, int height) throws Failure {
        param.setDevice(device.toString());
        param.setSpeed(speed);
        if (conceal) {
            param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
        }
        if (preview) {
            param.setSourceProgressivePasses(0, 1);
        }
        if (maxSeconds != null) {
            param.setMaxSeconds(maxSeconds);
        }
        if (region != null) {
            if (!new Rectangle(width, height).contains(region)) {
                throw new Failure("the region " + region.x + "," + region.y + "," + region.width + "," + region.height
                        + " is not within the picture of " + width + " x " + height);
            }
            param.setSourceRegion(region);
        }
    }
}
