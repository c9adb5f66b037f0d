package io.nlc.codec;

import io.nlc.picture.CodecProgress;

/** Hears nothing of work that nobody knows of beforehand, but may stop it. */
record Silent(CodecProgress whole) implements CodecProgress {

    @Override
    public void progress(float fraction) {
        // What the whole hears of goes on afterwards.
    }

    @Override
    public boolean cancelled() {
        return whole.cancelled();
    }
}
