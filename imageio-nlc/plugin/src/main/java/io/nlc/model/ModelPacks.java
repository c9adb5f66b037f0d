package io.nlc.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The packs that are installed in some places. Every call looks anew. Thread-safe. */
public final class ModelPacks {

    /** Name of the pack that writers use unless told otherwise. */
    public static final String DEFAULT = "cheng2020-128/serial";

    private final PackProviders providers;
    private final long maxBytes;

    /** As {@link #ModelPacks(List, long)}, with {@link ModelPack#MAX_BYTES}. */
    public ModelPacks(List<Path> directories) {
        this(directories, ModelPack.MAX_BYTES);
    }

    /**
     * The packs of directories, then those on the class path, then those of the providers that
     * {@link java.util.ServiceLoader} finds.
     *
     * @param directories of families of packs
     * @param maxBytes of the networks of a pack together; one that has more is broken
     */
    public ModelPacks(List<Path> directories, long maxBytes) {
        this(PackProviders.installed(directories, ModelPacks.class.getClassLoader()), maxBytes);
    }

    /** The packs of some providers alone; earlier ones go first. */
    public static ModelPacks of(PackProvider... providers) {
        return new ModelPacks(PackProviders.of(providers), ModelPack.MAX_BYTES);
    }

    private ModelPacks(PackProviders providers, long maxBytes) {
        this.providers = providers;
        this.maxBytes = maxBytes;
    }

    /** All packs that can be used; of two with equal name and digest only the first. */
    public List<ModelPack> all() {
        return list().packs();
    }

    /** All packs, and what is wrong with those that cannot be used. */
    public PackListing list() {
        return list(p -> false);
    }

    private PackListing list(Predicate<ModelPack> enough) {
        return list(source -> false, enough);
    }

    // Stops at a pack that is enough. What comes after it is not looked at, and not found broken either. Likely places
    // are looked at first.
    private PackListing list(Predicate<PackSource> likely, Predicate<ModelPack> enough) {
        PackListing.Builder listing = new PackListing.Builder(maxBytes);
        List<PackSource> sources = providers.sources(listing);
        sources.sort(Comparator.comparing(source -> !likely.test(source))); // which leaves the others as they were
        for (PackSource source : sources) {
            ModelPack pack = listing.add(source);
            if (pack != null && enough.test(pack)) {
                break;
            }
        }
        return listing.listing();
    }

    private static boolean placeOf(PackSource source, String pack) {
        String place = source.location().replace('\\', '/');
        return place.endsWith("/" + pack) || place.endsWith("/" + pack + "/");
    }

    /**
     * The pack that somebody asks for: {@link #byName}, {@link #tuned} or {@link #defaultPack}.
     *
     * @param name null for any
     * @param tune null for any
     * @throws NlcException as they do
     */
    public ModelPack choose(String name, Tune tune) throws NlcException {
        if (tune != null) {
            return tuned(name, tune);
        }
        return name == null ? defaultPack() : byName(name);
    }

    /**
     * The pack of a name.
     *
     * @throws NlcException if there is none; the message says where to get it, and names the installed ones
     */
    public ModelPack byName(String name) throws NlcException {
        Objects.requireNonNull(name, "name");
        PackListing listing = list(p -> p.name().equals(name));
        for (ModelPack pack : listing.packs()) {
            if (pack.name().equals(name)) {
                return pack;
            }
        }
        throw missing("model pack \"" + name + "\" is not installed", name, listing);
    }

    private static NlcException missing(String problem, String name, PackListing listing) {
        return new NlcException(
                FailureKind.PACK_MISSING,
                problem + "; " + PublishedFamilies.advice(name) + "; " + listing.installed(),
                name);
    }

    /**
     * The pack of a tune.
     *
     * @param name a pack: it itself if it has the tune, else the one that belongs to it, with the tune's name after its
     *     family's ({@code minnen2018-128-ms-ssim/serial} for {@code minnen2018-128/serial}). Null: the one of
     *     {@value #DEFAULT}, or else the first pack that has the tune
     * @throws NlcException naming the installed packs and their tunes, if there is none
     */
    public ModelPack tuned(String name, Tune tune) throws NlcException {
        Objects.requireNonNull(tune, "tune");
        String wanted = name == null ? DEFAULT : name;
        PackListing listing =
                list(p -> p.manifest().about().tune() == tune && p.name().equals(wanted));
        List<ModelPack> fit = listing.packs().stream()
                .filter(p -> p.manifest().about().tune() == tune)
                .toList();
        for (String candidate : List.of(wanted, tune.relative(wanted))) {
            for (ModelPack pack : fit) {
                if (pack.name().equals(candidate)) {
                    return pack;
                }
            }
        }
        if (name == null && !fit.isEmpty()) {
            return fit.get(0);
        }
        throw new NlcException(
                FailureKind.NO_PACK,
                "no model pack that is tuned for " + tune
                        + (name == null ? "" : " and belongs to \"" + name + "\"") + " is installed; "
                        + listing.installed(
                                p -> p.name() + " (" + p.manifest().about().tune() + ")"));
    }

    /**
     * The pack that writers use unless told otherwise: {@value #DEFAULT} if it is installed, else the first that is
     * tuned for the PSNR, else the first.
     *
     * @throws NlcException if no pack is installed; the message says where to get one
     */
    public ModelPack defaultPack() throws NlcException {
        PackListing listing = list(p -> p.name().equals(DEFAULT));
        if (listing.packs().isEmpty()) {
            throw new NlcException(
                    FailureKind.NO_PACK,
                    "no model pack can be used, " + PublishedFamilies.advice(DEFAULT) + " or set -Dnlc.models; "
                            + listing.installed());
        }
        return Stream.<Predicate<ModelPack>>of(
                        p -> p.name().equals(DEFAULT), p -> p.manifest().about().tune() == Tune.PSNR)
                .flatMap(test -> listing.packs().stream().filter(test))
                .findFirst()
                .orElse(listing.packs().get(0));
    }

    /**
     * The pack that a file needs.
     *
     * @param name pack name in the file's header
     * @param digest the 16 digest bytes in the file's header
     * @throws NlcException that says which pack is needed, where to get it, and what is installed instead
     */
    public ModelPack forFile(String name, byte[] digest) throws NlcException {
        // Parsing a manifest takes a tenth of a second or two in a program that has just been started, and a digest
        // says for certain.
        PackListing listing = list(source -> placeOf(source, name), p -> Arrays.equals(p.fileDigest(), digest));
        for (ModelPack pack : listing.packs()) {
            if (Arrays.equals(pack.fileDigest(), digest)) {
                return pack;
            }
        }
        String wanted = "the file needs model pack \"" + name + "\" with digest "
                + HexFormat.of().formatHex(digest);
        for (ModelPack pack : listing.packs()) {
            if (pack.name().equals(name)) {
                throw new NlcException(
                        FailureKind.PACK_DIFFERS,
                        wanted + "; the installed one has digest "
                                + HexFormat.of().formatHex(pack.fileDigest()),
                        name);
            }
        }
        throw missing(wanted + ", which is not installed", name, listing);
    }
}
