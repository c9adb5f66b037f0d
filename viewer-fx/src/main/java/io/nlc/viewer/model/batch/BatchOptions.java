package io.nlc.viewer.model.batch;

import io.nlc.imageio.NlcSettings;
import io.nlc.viewer.model.coding.EncodeRequest;
import java.nio.file.Path;

/**
 * How to convert.
 *
 * @param folder where results go, in folders as those of the inputs; null for beside each input
 * @param request how to encode, by NLC
 * @param measure whether what was encoded is decoded again for its PSNR
 * @param codecSettings how NLC is run
 * @param existing what to do with existing files
 */
public record BatchOptions(
        Path folder, EncodeRequest request, boolean measure, NlcSettings codecSettings, Existing existing) {}
