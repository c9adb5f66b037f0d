package io.nlc.picture;

/** Hears of progress and may stop the work. Called on the thread that called the codec. */
public interface CodecProgress {

    /** Neither listens nor stops. */
    CodecProgress NONE = new CodecProgress() {
        @Override
        public void progress(float fraction) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /**
     * So much is done.
     *
     * @param fraction 0 to 1, never falling
     */
    void progress(float fraction);

    /**
     * Of a picture that is decoded, all rows above one have their pixels. Their last values, too, but for what the
     * caller puts over them.
     *
     * @param end the first row that may lack some
     */
    default void rows(int end) {}

    /**
     * Asked often, also within a tile; {@code true} ends the work with a
     * {@link java.util.concurrent.CancellationException}.
     */
    boolean cancelled();
}
