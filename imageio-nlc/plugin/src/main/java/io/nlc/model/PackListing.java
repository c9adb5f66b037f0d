package io.nlc.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The packs that are installed, and what is wrong with the rest: a broken pack keeps nobody from the others.
 *
 * @param packs that can be used; of two with equal name and digest only the first
 * @param broken what is wrong with the others, each with its place
 */
public record PackListing(List<ModelPack> packs, List<NlcException> broken) {

    /** How many broken packs a message about another one tells of. */
    private static final int TOLD = 5;

    public PackListing {
        packs = List.copyOf(packs);
        broken = List.copyOf(broken);
    }

    /** The packs, for a message. */
    String installed() {
        return installed(ModelPack::name);
    }

    /** The packs, each as the text says, for a message. */
    String installed(Function<ModelPack, String> text) {
        String names = packs.isEmpty()
                ? "no pack is"
                : "installed: " + packs.stream().map(text).collect(Collectors.joining(", "));
        if (broken.isEmpty()) {
            return names;
        }
        String more = broken.size() > TOLD ? "; and " + (broken.size() - TOLD) + " more" : "";
        return names + "; broken: "
                + broken.stream().limit(TOLD).map(Throwable::getMessage).collect(Collectors.joining("; ")) + more;
    }

    /** Looks at one pack after the other. */
    static final class Builder {
        private final long maxBytes;
        private final List<ModelPack> packs = new ArrayList<>();
        private final List<NlcException> broken = new ArrayList<>();

        /** @param maxBytes of the networks of a pack together */
        Builder(long maxBytes) {
            this.maxBytes = maxBytes;
        }

        /** The pack, or null if it is broken or there already. */
        ModelPack add(PackSource source) {
            try {
                ModelPack pack = ModelPack.of(source, maxBytes);
                boolean known = packs.stream()
                        .anyMatch(p ->
                                p.name().equals(pack.name()) && p.digestHex().equals(pack.digestHex()));
                if (known) {
                    return null;
                }
                packs.add(pack);
                return pack;
            } catch (NlcException e) {
                broken.add(e);
                return null;
            }
        }

        /** Notes that somebody who should know of packs does not say. */
        void failed(String who, Throwable why) {
            broken.add(new NlcException(
                    FailureKind.PACK_BROKEN, "model packs cannot be listed: " + who + ": " + Reason.of(why), why));
        }

        PackListing listing() {
            return new PackListing(packs, broken);
        }
    }
}
