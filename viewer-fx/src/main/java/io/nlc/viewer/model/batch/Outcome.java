package io.nlc.viewer.model.batch;

import java.nio.file.Path;
import java.time.Duration;

/** What became of a file. */
public sealed interface Outcome {

    /**
     * It was converted.
     *
     * @param output the file written
     * @param before bytes of the input
     * @param after bytes of the output
     * @param pixels of the picture
     * @param encoded whether the output is the {@code .nlc} file
     * @param targetReached whether the rate could be met
     * @param psnr of the encoded picture against the input, dB; infinite if nothing was lost, NaN if it is not known
     * @param time from reading to written, without measuring
     */
    record Done(
            Path output,
            long before,
            long after,
            long pixels,
            boolean encoded,
            boolean targetReached,
            double psnr,
            Duration time)
            implements Outcome {

        /** Bits a pixel of the {@code .nlc} file, whichever of the two that is. */
        public double bpp() {
            return 8.0 * (encoded ? after : before) / pixels;
        }
    }

    /**
     * It was left out, because a file of the result's name exists.
     *
     * @param output that file
     * @param input whether it was left out because that file itself is to be converted
     */
    record Skipped(Path output, boolean input) implements Outcome {}

    /**
     * It could not be converted.
     *
     * @param reason why
     */
    record Failed(Exception reason) implements Outcome {}
}
