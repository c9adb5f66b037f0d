package io.nlc.cli;

import java.util.Map;

/**
 * One picture at one quality, measured on the pixels that are seen at all.
 *
 * @param quality 0 to 1
 * @param bytes of the file
 * @param psnr dB; infinite if no visible pixel has changed
 * @param meanShift how far the mean colour has moved, of 255: the largest of three bands
 * @param kinds of its tiles
 */
record AnyPoint(double quality, long bytes, double psnr, double meanShift, TileKinds kinds) {

    /** For programs; equal pictures have a PSNR of null. */
    Map<String, Object> json() {
        return Json.object(
                "quality", quality,
                "bytes", bytes,
                "psnr", psnr,
                "meanShift", meanShift,
                "tileKinds", kinds.toJson());
    }
}
