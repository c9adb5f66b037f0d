package io.nlc.codec;

import io.nlc.picture.CodecProgress;

/** Progress of one of the parts of a work. */
record PartProgress(CodecProgress whole, float from, float to) implements CodecProgress {

    @Override
    public void progress(float fraction) {
        whole.progress(fraction >= 1 ? to : Math.min(to, from + (to - from) * fraction));
    }

    @Override
    public boolean cancelled() {
        return whole.cancelled();
    }
}
