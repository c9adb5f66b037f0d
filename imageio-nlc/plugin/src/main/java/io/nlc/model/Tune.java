package io.nlc.model;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the networks of a pack were trained to be good at. */
public enum Tune {

    /** The mean squared error. */
    PSNR("psnr"),

    /** Multi-scale structural similarity. */
    MS_SSIM("ms-ssim"),

    /** How pictures look: a mixture of both and of the strength of fine texture. */
    VISUAL("visual");

    private final String text;

    Tune(String text) {
        this.text = text;
    }

    /** The tune of a name: {@code psnr}, {@code ms-ssim} or {@code visual}; empty for others. */
    public static Optional<Tune> of(String name) {
        Objects.requireNonNull(name, "name");
        return Arrays.stream(values())
                .filter(t -> t.text.equals(name.toLowerCase(Locale.ROOT)))
                .findFirst();
    }

    /** All names, for messages. */
    public static String names() {
        return Arrays.stream(values()).map(Tune::toString).collect(Collectors.joining(", "));
    }

    /**
     * The name by which a pack of this tune belongs to another one: {@code minnen2018-128/serial} and
     * {@code minnen2018-128-ms-ssim/serial}. The family carries it, since other training makes another backbone.
     *
     * @param pack {@code family/entropy-model} of any tune
     */
    public String relative(String pack) {
        int slash = Math.max(0, pack.indexOf('/'));
        String family = pack.substring(0, slash);
        for (Tune other : values()) {
            if (other != PSNR && family.endsWith("-" + other)) {
                family = family.substring(0, family.length() - other.text.length() - 1);
            }
        }
        return family + (this == PSNR ? "" : "-" + text) + pack.substring(slash);
    }

    @Override
    public String toString() {
        return text;
    }
}
