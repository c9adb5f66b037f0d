package io.nlc.colour;

import java.util.OptionalDouble;

/**
 * What a file says of its colours by codes of ITU-T H.273, of which PQ and HLG are more than a profile can say.
 *
 * @param h273 colour primaries, transfer characteristics, matrix coefficients, full range
 * @param peak the brightest light in cd/m2, above 0, at most {@value HighRange#MOST}; empty if it is not said
 */
record ColourCodes(byte[] h273, OptionalDouble peak) {

    ColourCodes withoutPeak() {
        return new ColourCodes(h273, OptionalDouble.empty());
    }
}
