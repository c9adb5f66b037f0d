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
     * All pixels above a row of the picture have been decoded; called after each row of tiles, from top to bottom.
     *
     * @param end the row, 1 to the height of the picture padded to whole tiles
     */
    default void rows(int end) {}

    /**
     * Asked often, also within a tile; {@code true} ends the work with a
     * {@link java.util.concurrent.CancellationException}.
     */
    boolean cancelled();
}
