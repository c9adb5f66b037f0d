package io.nlc.model;

import java.util.Optional;
import java.util.Set;

/** The families of packs that this project publishes, each as a Maven artifact of its own. */
final class PublishedFamilies {

    static final Set<String> NAMES = Set.of(
            "cheng2020",
            "cheng2020-128",
            "cheng2020-ms-ssim",
            "minnen2018",
            "minnen2018-128",
            "minnen2018-128-ms-ssim",
            "minnen2018-128-visual",
            "nlaic",
            "nlaic-128",
            "swift");

    private PublishedFamilies() {}

    /** The artifact with a pack's family; empty if it is none of ours. */
    static Optional<String> artifact(String pack) {
        String family = pack.substring(0, Math.max(0, pack.indexOf('/')));
        return NAMES.contains(family) ? Optional.of("io.nlc:nlc-pack-" + family) : Optional.empty();
    }

    /** What to do about a pack that is not installed. */
    static String advice(String pack) {
        return artifact(pack)
                .map(artifact -> "add " + artifact + " to the class path")
                .orElse("put it below a directory that -Dnlc.models names");
    }
}
