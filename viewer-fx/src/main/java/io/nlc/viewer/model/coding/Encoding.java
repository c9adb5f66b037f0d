package io.nlc.viewer.model.coding;

import io.nlc.codec.RateTarget;
import io.nlc.viewer.model.picture.MemoryPicture;
import java.time.Duration;

/**
 * An encoded picture, decoded again.
 *
 * @param request what was asked for
 * @param file the whole file
 * @param quality 0 to 1, on the scale of its codec and pack
 * @param targetReached whether the target could be met
 * @param decoded what it decodes to
 * @param work what that took
 */
public record Encoding(
        EncodeRequest request, byte[] file, double quality, boolean targetReached, Decoded decoded, Work work) {

    /**
     * What a file decodes to.
     *
     * @param picture for the screen
     * @param rgb the same as 8-bit samples, for metrics
     * @param psnr against the picture that was encoded, dB; NaN if that is not known
     * @param split the same for regions of interest and the rest; null if there are none
     */
    public record Decoded(MemoryPicture picture, byte[] rgb, double psnr, Interest.Split split) {

        /** All of the picture alike. */
        public Decoded(MemoryPicture picture, byte[] rgb, double psnr) {
            this(picture, rgb, psnr, null);
        }
    }

    /**
     * What it took to make a file and to decode it.
     *
     * @param encodeTime zero if it was not encoded here
     * @param decodeTime from bytes to pixels
     * @param device where the transforms ran
     * @param learned whether networks had a part in the file: they have none in what was drawn
     */
    public record Work(Duration encodeTime, Duration decodeTime, String device, boolean learned) {}

    /** What it decodes to. */
    public MemoryPicture picture() {
        return decoded.picture;
    }

    /** The same as 8-bit samples. */
    public byte[] rgb() {
        return decoded.rgb;
    }

    /** As of {@link Decoded#psnr}. */
    public double psnr() {
        return decoded.psnr;
    }

    /** As of {@link Decoded#split}. */
    public Interest.Split split() {
        return decoded.split;
    }

    /** The same encoding, of which the PSNR has become known. */
    public Encoding withPsnr(double psnr) {
        return new Encoding(
                request,
                file,
                quality,
                targetReached,
                new Decoded(decoded.picture, decoded.rgb, psnr, decoded.split),
                work);
    }

    /** Bits a pixel. */
    public double bpp() {
        return 8.0 * file.length / ((double) picture().width() * picture().height());
    }

    /** Memory that it takes, about. */
    long memory() {
        return file.length + rgb().length + picture().bytes();
    }

    /** A request for the same picture in at most so many bytes. */
    public static RateTarget sameSize(Encoding other) {
        return new RateTarget.Bytes(other.file.length);
    }
}
