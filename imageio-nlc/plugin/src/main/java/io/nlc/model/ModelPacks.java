package io.nlc.model;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The packs that are installed in some places. Every call looks anew. Thread-safe. */
public final class ModelPacks {

    /** Name of the pack that writers use unless told otherwise. */
    public static final String DEFAULT = "cheng2020-128/serial";

    private final List<PackProvider> providers;

    /**
     * The packs of directories, then those on the class path, then those of the providers that {@link ServiceLoader}
     * finds.
     *
     * @param directories of families of packs
     */
    public ModelPacks(List<Path> directories) {
        List<PackProvider> all =
                new ArrayList<>(List.of(new DirectoryPackProvider(directories), new ClassPathPackProvider()));
        ServiceLoader.load(PackProvider.class, ModelPacks.class.getClassLoader())
                .forEach(all::add);
        this.providers = List.copyOf(all);
    }

    /** The packs of some providers alone; earlier ones go first. */
    public static ModelPacks of(PackProvider... providers) {
        return new ModelPacks(providers);
    }

    private ModelPacks(PackProvider... providers) {
        this.providers = List.of(providers);
    }

    /**
     * All packs; of two with equal name and digest only the first.
     *
     * @throws NlcException if one of them is broken
     */
    public List<ModelPack> all() throws NlcException {
        Listing listing = list(p -> false);
        if (!listing.broken.isEmpty()) {
            throw listing.broken.get(0);
        }
        return listing.packs;
    }

    /**
     * What can be used, and what is wrong with the rest: a broken pack must not keep people from files that need
     * another one.
     */
    private record Listing(List<ModelPack> packs, List<NlcException> broken) {

        String installed() {
            return installed(ModelPack::name);
        }

        String installed(Function<ModelPack, String> text) {
            String names = packs.isEmpty()
                    ? "no pack is"
                    : "installed: " + packs.stream().map(text).collect(Collectors.joining(", "));
            return broken.isEmpty()
                    ? names
                    : names + "; broken: "
                            + broken.stream().map(Throwable::getMessage).collect(Collectors.joining("; "));
        }
    }

    private Listing list(Predicate<ModelPack> enough) {
        return list(source -> false, enough);
    }

    // Stops at a pack that is enough. What comes after it is not looked at, and not found broken either. Likely places
    // are looked at first.
    private Listing list(Predicate<PackSource> likely, Predicate<ModelPack> enough) {
        Listing listing = new Listing(new ArrayList<>(), new ArrayList<>());
        List<PackSource> sources = new ArrayList<>();
        for (PackProvider provider : providers) {
            try {
                sources.addAll(provider.packs());
            } catch (IOException e) {
                listing.broken.add(new NlcException(
                        FailureKind.PACK_BROKEN, "model packs cannot be listed: " + e.getMessage(), e));
            }
        }
        sources.sort(Comparator.comparing(source -> !likely.test(source))); // which leaves the others as they were
        for (PackSource source : sources) {
            if (add(source, listing, enough)) {
                break;
            }
        }
        return listing;
    }

    private static boolean placeOf(PackSource source, String pack) {
        String place = source.location().replace('\\', '/');
        return place.endsWith("/" + pack) || place.endsWith("/" + pack + "/");
    }

    private static boolean add(PackSource source, Listing listing, Predicate<ModelPack> enough) {
        try {
            ModelPack pack = ModelPack.of(source);
            if (listing.packs.stream()
                    .noneMatch(
                            p -> p.name().equals(pack.name()) && p.digestHex().equals(pack.digestHex()))) {
                listing.packs.add(pack);
                return enough.test(pack);
            }
        } catch (NlcException e) {
            listing.broken.add(e);
        }
        return false;
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
        Listing listing = list(p -> p.name().equals(name));
        for (ModelPack pack : listing.packs) {
            if (pack.name().equals(name)) {
                return pack;
            }
        }
        throw missing("model pack \"" + name + "\" is not installed", name, listing);
    }

    private static NlcException missing(String problem, String name, Listing listing) {
        return new NlcException(
                FailureKind.PACK_MISSING,
                problem + "; " + PublishedFamilies.advice(name) + "; " + listing.installed(),
                name);
    }

    /**
     * The pack of a tune.
     *
     * @param name a pack: it itself if it has the tune, else the one that belongs to it, with the tune's name after its
     *     family's ({@code cheng2020-ms-ssim/serial} for {@code cheng2020/serial}). Null: the one of {@value #DEFAULT},
     *     or else the first pack that has the tune
     * @throws NlcException naming the installed packs and their tunes, if there is none
     */
    public ModelPack tuned(String name, Tune tune) throws NlcException {
        Objects.requireNonNull(tune, "tune");
        String wanted = name == null ? DEFAULT : name;
        Listing listing =
                list(p -> p.manifest().about().tune() == tune && p.name().equals(wanted));
        List<ModelPack> fit = listing.packs.stream()
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
        Listing listing = list(p -> p.name().equals(DEFAULT));
        if (listing.packs.isEmpty()) {
            throw new NlcException(
                    FailureKind.NO_PACK,
                    "no model pack can be used, " + PublishedFamilies.advice(DEFAULT) + " or set -Dnlc.models; "
                            + listing.installed());
        }
        return Stream.<Predicate<ModelPack>>of(
                        p -> p.name().equals(DEFAULT), p -> p.manifest().about().tune() == Tune.PSNR)
                .flatMap(test -> listing.packs.stream().filter(test))
                .findFirst()
                .orElse(listing.packs.get(0));
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
        Listing listing = list(source -> placeOf(source, name), p -> Arrays.equals(p.fileDigest(), digest));
        for (ModelPack pack : listing.packs) {
            if (Arrays.equals(pack.fileDigest(), digest)) {
                return pack;
            }
        }
        String wanted = "the file needs model pack \"" + name + "\" with digest "
                + HexFormat.of().formatHex(digest);
        for (ModelPack pack : listing.packs) {
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
