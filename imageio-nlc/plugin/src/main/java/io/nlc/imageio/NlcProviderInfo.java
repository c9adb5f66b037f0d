package io.nlc.imageio;

import java.util.Optional;

/** What the reader's and the writer's provider say alike. */
final class NlcProviderInfo {

    static final String[] NAMES = {"nlc", "NLC"};
    static final String[] SUFFIXES = {"nlc"};
    static final String[] MIME_TYPES = {"image/x-nlc"};
    static final String COMPRESSION = "NLC";
    static final String LOSSLESS = "lossless";

    private NlcProviderInfo() {}

    /** From the jar's manifest; ImageIO wants one even where there is no jar. */
    static String vendor() {
        return Optional.ofNullable(NlcProviderInfo.class.getPackage().getImplementationVendor())
                .orElse("NLC");
    }

    static String version() {
        return Optional.ofNullable(NlcProviderInfo.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}
