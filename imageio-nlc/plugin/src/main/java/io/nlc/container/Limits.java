package io.nlc.container;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;

/**
 * How large pictures may be, and what comes with them. Each limit has a system property of its name, which messages
 * give ({@code nlc.maxSide}).
 *
 * @param maxSide pixels of the larger side; more than 2^31 - 1 counts as that
 * @param maxPixels pixels of a picture
 * @param maxExpansionRatio how many times larger than its file a picture may be in memory, at 3 bytes a pixel
 * @param maxAncillary bytes of the chunks that accompany a picture; what is over it is passed over
 * @param maxPackBytes of the networks of a model pack; one that has more is not used
 */
public record Limits(long maxSide, long maxPixels, long maxExpansionRatio, long maxAncillary, long maxPackBytes) {

    /** Of an ICC profile, EXIF, XMP and others together: 32 MiB. */
    private static final long MAX_ANCILLARY = 1L << 25;

    /** 512 MiB; the packs of this project have up to 60. */
    private static final long MAX_PACK_BYTES = 1L << 29;

    /**
     * Sides of 65,535, 2^28 pixels, and a ratio of 200,000: an empty tile of 2^20 pixels takes about 20 bytes of file
     * and 3 MiB of memory, so far honest files can go, and a forged header of a short file gets no farther.
     */
    public static final Limits DEFAULT = new Limits(65_535, 1L << 28, 200_000);

    /** The same for what comes with pictures as in {@link #DEFAULT}. */
    public Limits(long maxSide, long maxPixels, long maxExpansionRatio) {
        this(maxSide, maxPixels, maxExpansionRatio, MAX_ANCILLARY, MAX_PACK_BYTES);
    }

    public Limits {
        maxSide = Math.min(maxSide, Integer.MAX_VALUE);
    }

    /**
     * Checks a picture's size.
     *
     * @param width taken as given in the file, so that it may be beyond int
     * @param height likewise
     * @throws NlcException if the size is empty or over a limit; the message names the property
     */
    public void checkSize(long width, long height) throws NlcException {
        String size = "size " + width + " x " + height + " is ";
        if (width < 1 || height < 1) {
            throw NlcException.damaged(size + "empty");
        }
        if (width > maxSide || height > maxSide) {
            throw new NlcException(
                    FailureKind.LIMIT, size + "over the limit of " + maxSide + " a side (nlc.maxSide)", width, height);
        }
        if (width * height > maxPixels) {
            throw new NlcException(
                    FailureKind.LIMIT,
                    size + "over the limit of " + maxPixels + " pixels (nlc.maxPixels)",
                    width,
                    height);
        }
    }

    /**
     * Checks that a file is not too short for the picture that it claims to hold, before memory is asked for.
     *
     * @param bytes of the file, as far as they are known to be there
     * @throws NlcException if it is; the message names the property
     */
    public void checkExpansion(NlcHeader header, long bytes) throws NlcException {
        long width = header.width();
        long height = header.height();
        if (3.0 * width * height > (double) maxExpansionRatio * bytes) {
            throw new NlcException(
                    FailureKind.LIMIT,
                    "a file of " + bytes + " bytes claims to hold " + width + " x " + height + " pixels; more than "
                            + maxExpansionRatio + " times its size is refused (nlc.maxExpansionRatio)",
                    width,
                    height);
        }
    }
}
