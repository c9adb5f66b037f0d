package io.nlc.viewer.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * What people call model packs, and what they may expect of them.
 *
 * @param texts the viewer's words
 */
public record PackNames(Texts texts) {

    private static final String PREFIX = "pack.";

    // Those that are of use, the most useful first; the others are for study.
    private static final List<String> FIRST = List.of(
            "cheng2020-128/serial",
            "swift/serial",
            "minnen2018-128/serial",
            "minnen2018-128-visual/serial",
            "minnen2018-128-ms-ssim/serial",
            "cheng2020-ms-ssim/checkerboard",
            "nlaic-128/context3d");

    /** A name such as "Best"; the id itself of a pack that nobody here knows. */
    public String name(String pack) {
        return texts.find(PREFIX + pack).orElse(pack);
    }

    /** How small its files are and how long they take; empty if nobody here knows. */
    public String hint(String pack) {
        return texts.find(PREFIX + pack + ".hint").orElse("");
    }

    /** Name and id, for places with a single line; the id alone if that is its name. */
    public String both(String pack) {
        String name = name(pack);
        return name.equals(pack) ? pack : texts.get("pack.both", name, pack);
    }

    /** Packs in the order in which people want them, and then by their ids. */
    public static List<String> ordered(Collection<String> packs) {
        return packs.stream()
                .sorted(Comparator.comparingInt(PackNames::rank).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** Whether it is one of those that are of use, and not for study only, as far as is known here. */
    public static boolean isForUse(String pack) {
        return FIRST.contains(pack);
    }

    private static int rank(String pack) {
        int index = FIRST.indexOf(pack);
        return index < 0 ? FIRST.size() : index;
    }
}
