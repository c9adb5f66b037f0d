package io.nlc.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * One picture with one codec at one quality.
 *
 * @param file name of the picture
 * @param codec name of the codec
 * @param quality 0 to 1, as the codec takes it
 * @param measured rate and distortion
 * @param encodeSeconds by the clock
 * @param decodeSeconds by the clock
 */
record BenchRun(
        String file, String codec, double quality, Measurement measured, double encodeSeconds, double decodeSeconds) {

    /** Encodes a picture to a file in memory, decodes it again, and measures both. */
    static BenchRun of(Path file, BenchCodec codec, BufferedImage image, double quality) throws IOException {
        try {
            long start = System.nanoTime();
            byte[] bytes = codec.encode(image, quality);
            long middle = System.nanoTime();
            BufferedImage decoded = codec.decode(bytes);
            long end = System.nanoTime();
            return new BenchRun(
                    file.getFileName().toString(),
                    codec.name(),
                    quality,
                    Measurement.of(image, decoded, bytes.length),
                    (middle - start) / 1e9,
                    (end - middle) / 1e9);
        } catch (IOException e) {
            throw Failure.about(file, e);
        }
    }

    /** For programs. */
    Map<String, Object> json() {
        return Json.object(
                "file", file,
                "codec", codec,
                "quality", quality,
                "width", measured.width(),
                "height", measured.height(),
                "bytes", measured.bytes(),
                "bpp", measured.bpp(),
                "psnr", measured.psnr(),
                "msSsim", measured.msSsim(),
                "ssimulacra2", measured.ssimulacra2(),
                "encodeSeconds", encodeSeconds,
                "decodeSeconds", decodeSeconds);
    }
}
