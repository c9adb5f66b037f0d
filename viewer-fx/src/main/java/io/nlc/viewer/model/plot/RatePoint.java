package io.nlc.viewer.model.plot;

import io.nlc.viewer.model.coding.Codec;
import io.nlc.viewer.model.coding.EncodeRequest;
import io.nlc.viewer.model.coding.Encoding;
import io.nlc.viewer.model.coding.Scores;

/**
 * What one encoding of a picture costs and how good it is, without its pixels.
 *
 * @param request how to get the encoding again
 * @param quality 0 to 1, on the scale of its codec and pack
 * @param bytes size of the file
 * @param bpp bits a pixel of the file
 * @param psnr dB; infinite if nothing was lost, NaN if it is not known
 * @param scores what else is known of its quality
 */
public record RatePoint(EncodeRequest request, double quality, long bytes, double bpp, double psnr, Scores scores) {

    /** The figures of an encoding. */
    public static RatePoint of(Encoding encoding, Scores scores) {
        return new RatePoint(
                encoding.request(),
                encoding.quality(),
                encoding.file().length,
                encoding.bpp(),
                encoding.psnr(),
                scores);
    }

    /** Which curve it belongs to. */
    public Codec codec() {
        return request.codec().ofCurve();
    }

    /** Whether the encoding is a {@code .nlc} file. */
    public boolean nlc() {
        return request.nlc();
    }
}
