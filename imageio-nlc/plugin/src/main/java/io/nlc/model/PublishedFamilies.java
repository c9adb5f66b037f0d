package io.nlc.model;

import java.util.Optional;
import java.util.Set;

/**
 * The families of packs that this project publishes, each as a Maven artifact of its own; that of the default pack has
 * no more than this, and a second artifact the family's other entropy models.
 */
final class PublishedFamilies {

    static final Set<String> NAMES = Set.of(
            "cheng2020-128",
            "cheng2020-ms-ssim",
            "minnen2018-128",
            "minnen2018-128-ms-ssim",
            "minnen2018-128-visual",
            "nlaic-128",
            "swift");

    private PublishedFamilies() {}

    /** The artifact that a pack is in; empty if its family is none of ours. */
    static Optional<String> artifact(String pack) {
        String family = family(pack);
        if (!NAMES.contains(family)) {
            return Optional.empty();
        }
        boolean aside = family.equals(family(ModelPacks.DEFAULT)) && !pack.equals(ModelPacks.DEFAULT);
        return Optional.of("io.nlc:nlc-pack-" + family + (aside ? "-contexts" : ""));
    }

    private static String family(String pack) {
        return pack.substring(0, Math.max(0, pack.indexOf('/')));
    }

    /** What to do about a pack that is not installed. */
    static String advice(String pack) {
        return artifact(pack)
                .map(artifact -> "add " + artifact + " to the class path")
                .orElse("put it below a directory that -Dnlc.models names");
    }
}
