package io.nlc.colour;

/** From samples to linear light, both 0 to 1. */
sealed interface Curve permits ToneCurve, SampledCurve {

    /** The light of a sample. */
    double light(double sample);

    /** The data of an ICC tag. */
    byte[] toBytes();
}
