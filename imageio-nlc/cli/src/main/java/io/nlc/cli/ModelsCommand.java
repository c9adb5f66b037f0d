package io.nlc.cli;

import com.google.gson.JsonParser;
import io.nlc.codec.inspect.CodingSteps;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackListing;
import io.nlc.model.PackManifest;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description = "Lists the installed model packs.",
        footer = {
            "",
            "Packs are found in the directories that --packs and java -Dnlc.models=DIR name,",
            "and on the class path. Coding steps are network runs that must wait for each",
            "other. Packs of one family may share files; each pack's size counts all it needs.",
            "Packs that are broken are named on the error stream, and the exit code is then 1;",
            "the others can be used all the same."
        })
final class ModelsCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Option(names = "--json", description = "For programs, with what is known of the training.")
    private boolean json;

    @Option(names = "--check", description = "Also reads all networks, and checks whether they could be used.")
    private boolean check;

    @Override
    public Integer call() throws IOException {
        ModelPacks installed = program.settings().packs();
        PackListing listing = installed.list();
        List<ModelPack> packs = listing.packs();
        PrintWriter out = spec.commandLine().getOut();
        if (packs.isEmpty()) {
            installed.defaultPack(); // says what to do about it
        }
        String standard = installed.defaultPack().name();
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
                                m.about().description(),
                                "licence",
                                m.about().licence(),
                                "levels",
                                m.gains().levels(),
                                "tune",
                                m.about().tune().toString(),
                                "context",
                                m.context().type(),
                                "kernel",
                                m.context().kernel(),
                                "slices",
                                m.context().slices(),
                                "steps768x512",
                                CodingSteps.of(m, 768, 512),
                                "mixture",
                                m.entropy().mixture(),
                                "residual",
                                m.networks().hasResidual(),
                                "preview",
                                m.networks().hasPreview(),
                                "latentChannels",
                                m.latent().channels(),
                                "bytes",
                                m.networks().bytes(),
                                "digest",
                                pack.digestHex(),
                                "location",
                                pack.location(),
                                "training",
                                m.about().training() == null
                                        ? null
                                        : JsonParser.parseString(m.about().training()));
                    })
                    .toList()));
            return broken(listing);
        }
        for (ModelPack pack : packs) {
            PackManifest m = pack.manifest();
            out.println(pack.name() + (pack.name().equals(standard) ? " (default)" : ""));
            if (!m.about().description().isBlank()) {
                out.println("  " + m.about().description());
            }
            long steps = CodingSteps.of(m, 768, 512);
            out.println(
                    "  context " + m.context().type() + ", " + steps + (steps == 1 ? " coding step" : " coding steps")
                            + " at 768 x 512, "
                            + (m.entropy().mixture() == 1
                                    ? "single Gaussians"
                                    : "mixtures of " + m.entropy().mixture() + " Gaussians"));
            out.printf(
                    Locale.ROOT,
                    "  %d levels, tuned for %s, %.1f MB%s%n",
                    m.gains().levels(),
                    m.about().tune(),
                    m.networks().bytes() / 1e6,
                    m.about().licence().isBlank()
                            ? ""
                            : ", licence " + m.about().licence());
            out.println("  digest " + pack.digestHex());
            out.println("  " + pack.location());
        }
        return broken(listing);
    }

    private int broken(PackListing listing) {
        List<NlcException> broken = new ArrayList<>(listing.broken());
        if (check) {
            for (ModelPack pack : listing.packs()) {
                try {
                    pack.verify();
                } catch (NlcException e) {
                    broken.add(e);
                }
            }
        }
        PrintWriter err = spec.commandLine().getErr();
        broken.forEach(problem -> err.println("nlc: " + Failure.message(problem)));
        return broken.isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }
}
