package io.nlc.viewer.model;

import io.nlc.metrics.MsSsim;

/**
 * What one encoding of a picture costs and how good it is, without its pixels.
 *
 * @param request how to get the encoding again
 * @param quality 0 to 1, on the scale of its codec and pack
 * @param bytes   size of the file
 * @param bpp     bits a pixel of the file
 * @param psnr    dB; infinite if nothing was lost, NaN if it is not known
 * @param msSsim  0 to 1; NaN if it is not known, or the picture is too small for it
 */
public record RatePoint(EncodeRequest request, double quality, long bytes, double bpp, double psnr, double msSsim) {

    /** Name of the series of JPEG; the others are called as their model pack. */
    public static final String JPEG = "JPEG";

    /** The figures of an encoding. */
    public static RatePoint of(Encoding encoding, double msSsim) {
        return new RatePoint(encoding.request(), encoding.quality(), encoding.file().length, encoding.bpp(), encoding.psnr(), msSsim);
    }

    /** Which curve it belongs to: a model pack, or {@link #JPEG}. */
    public String series() {
        return request.codec() == EncodeRequest.Codec.JPEG ? JPEG : request.pack();
    }

    /** Whether the encoding is a {@code .nlc} file. */
    public boolean nlc() {
        return request.codec() == EncodeRequest.Codec.NLC;
    }

    /** MS-SSIM on a scale on which equal steps look about equal: {@code -10 log10(1 - msSsim)}. */
    public double msSsimDb() {
        return MsSsim.decibels(msSsim);
    }
}
