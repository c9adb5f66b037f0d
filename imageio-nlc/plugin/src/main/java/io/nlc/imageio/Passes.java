package io.nlc.imageio;

import javax.imageio.ImageReadParam;

/**
 * Which passes of a picture are made.
 *
 * @param known how many there are: 2 with a preview, else 1
 * @param first the first one that is wanted
 * @param last the last one
 * @param heard whether anybody hears of the end of a pass that is not the last
 */
record Passes(int known, int first, int last, boolean heard) {

    /** What a param asks for; one that asks for passes that there are not gets the nearest. */
    static Passes of(ImageReadParam param, boolean hasPreview, boolean heard) {
        int last = hasPreview ? 1 : 0;
        int from = param == null ? 0 : Math.min(last, param.getSourceMinProgressivePass());
        int to = param == null ? last : Math.max(from, Math.min(last, param.getSourceMaxProgressivePass()));
        return new Passes(last + 1, from, to, heard);
    }

    /** Whether the preview is made; before the picture only for those who hear of it. */
    boolean preview() {
        return known == 2 && first == 0 && (heard || last == 0);
    }

    /** Whether the picture itself is made. */
    boolean picture() {
        return last == known - 1;
    }
}
