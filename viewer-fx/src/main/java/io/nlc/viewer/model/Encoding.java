package io.nlc.viewer.model;

import io.nlc.codec.RateTarget;
import java.time.Duration;

/**
 * An encoded picture, decoded again.
 *
 * @param request what was asked for
 * @param file the whole file
 * @param picture what it decodes to
 * @param rgb the same as 8-bit samples, for metrics
 * @param quality 0 to 1, on the scale of its codec and pack
 * @param psnr against the picture that was encoded, dB; NaN if that is not known
 * @param encodeTime zero if it was not encoded here
 * @param decodeTime from bytes to pixels
 * @param device where the transforms ran
 * @param targetReached whether the target could be met
 */
public record Encoding(
        EncodeRequest request,
        byte[] file,
        MemoryPicture picture,
        byte[] rgb,
        double quality,
        double psnr,
        Duration encodeTime,
        Duration decodeTime,
        String device,
        boolean targetReached) {

    /** Bits a pixel. */
    public double bpp() {
        return 8.0 * file.length / ((double) picture.width() * picture.height());
    }

    /** Memory that it takes, about. */
    long memory() {
        return file.length + rgb.length + picture.bytes();
    }

    /** A request for the same picture in at most so many bytes. */
    public static RateTarget sameSize(Encoding other) {
        return new RateTarget.Bytes(other.file.length);
    }
}
