package io.nlc.cli;

import io.nlc.codec.inspect.CodingSteps;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Lists the installed model packs.",
        footer = {
            "",
            "Packs are found on the class path and in the directories that",
            "java -Dnlc.models=DIR names. Coding steps are network runs that must wait for each",
            "other. Packs of one family may share files; each pack's size counts all it needs."
        })
final class ModelsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--json", description = "For programs, with what is known of the training.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        List<ModelPack> packs = ModelPacks.all();
        PrintWriter out = spec.commandLine().getOut();
        if (packs.isEmpty()) {
            ModelPacks.defaultPack(); // says what to do about it
        }
        String standard = ModelPacks.defaultPack().name();
        if (json) {
            out.println(Json.text(packs.stream()
                    .map(pack -> {
                        PackManifest m = pack.manifest();
                        return Json.object(
                                "name",
                                pack.name(),
                                "default",
                                pack.name().equals(standard),
                                "description",
                                m.description(),
                                "licence",
                                m.licence(),
                                "levels",
                                m.levels(),
                                "tune",
                                m.tune().toString(),
                                "context",
                                m.contextType(),
                                "kernel",
                                m.contextKernel(),
                                "slices",
                                m.slices(),
                                "steps768x512",
                                CodingSteps.of(m, 768, 512),
                                "mixture",
                                m.mixture(),
                                "residual",
                                m.hasResidual(),
                                "preview",
                                m.hasPreview(),
                                "latentChannels",
                                m.latentChannels(),
                                "bytes",
                                bytes(m),
                                "digest",
                                pack.digestHex(),
                                "location",
                                pack.location(),
                                "training",
                                m.training());
                    })
                    .toList()));
            return 0;
        }
        for (ModelPack pack : packs) {
            PackManifest m = pack.manifest();
            out.println(pack.name() + (pack.name().equals(standard) ? " (default)" : ""));
            if (!m.description().isBlank()) {
                out.println("  " + m.description());
            }
            long steps = CodingSteps.of(m, 768, 512);
            out.println("  context " + m.contextType() + ", " + steps + (steps == 1 ? " coding step" : " coding steps")
                    + " at 768 x 512, "
                    + (m.mixture() == 1 ? "single Gaussians" : "mixtures of " + m.mixture() + " Gaussians"));
            out.printf(
                    Locale.ROOT,
                    "  %d levels, tuned for %s, %.1f MB%s%n",
                    m.levels(),
                    m.tune(),
                    bytes(m) / 1e6,
                    m.licence().isBlank() ? "" : ", licence " + m.licence());
            out.println("  digest " + pack.digestHex());
            out.println("  " + pack.location());
        }
        return 0;
    }

    private static long bytes(PackManifest manifest) {
        return manifest.files().values().stream()
                .mapToLong(PackManifest.FileEntry::bytes)
                .sum();
    }
}
