package io.nlc.viewer.model.batch;

import io.nlc.codec.RateTarget;
import io.nlc.imageio.NlcSettings;
import java.nio.file.Path;

/**
 * How to convert.
 *
 * @param folder where results go, in folders as those of the inputs; null for beside each input
 * @param pack model pack for encoding
 * @param target rate for encoding
 * @param codecSettings how NLC is run
 * @param existing what to do with existing files
 */
public record BatchOptions(Path folder, String pack, RateTarget target, NlcSettings codecSettings, Existing existing) {}
