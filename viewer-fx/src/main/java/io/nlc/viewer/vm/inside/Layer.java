package io.nlc.viewer.vm.inside;

/** What lies over the picture. */
public enum Layer {
    NONE,
    BITS,
    CHANNEL,
    ORDER,
    ATTENTION
}
