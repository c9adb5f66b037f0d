package io.nlc.container;

/**
 * What the header says of the quality.
 *
 * @param level in 1/256, 0..65535; 0 without a pack
 * @param mapped whether a {@code QMAP} chunk says where it is another one
 */
public record HeaderQuality(int level, boolean mapped) {

    public HeaderQuality {
        if (level < 0 || level > 0xFFFF) {
            throw new IllegalArgumentException("quality " + level + " is not within 0..65535");
        }
    }
}
