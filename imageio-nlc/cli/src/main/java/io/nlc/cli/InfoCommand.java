package io.nlc.cli;

import io.nlc.codec.NlcDecoder;
import io.nlc.codec.TileSource;
import io.nlc.container.ChunkInfo;
import io.nlc.container.Layers;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.failure.NlcException;
import io.nlc.model.ModelPack;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.stream.ImageInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "info",
        description = "Shows what a .nlc file says about itself, and checks it.",
        footer = {
            "",
            "--json also decodes the latents (not the picture) and gives their SHA-256",
            "digest, which is the same on every machine; this needs the file's model pack."
        })
final class InfoCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Parameters(index = "0", paramLabel = "IN.nlc", description = "The file to look at; - is standard input.")
    private String file;

    @Option(names = "--json", description = "For programs, with the digest of the decoded latents.")
    private boolean json;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() throws IOException {
        Input in = program.streams().input(file);
        try (ImageInputStream stream = in.open()) {
            NlcReader reader = new NlcReader(stream, program.settings().limits());
            List<ChunkInfo> chunks = reader.chunks();
            ModelPack pack = null;
            String problem = null;
            try {
                if (reader.header().learned()) {
                    pack = program.settings()
                            .packs()
                            .forFile(reader.header().pack(), reader.header().digest());
                }
            } catch (NlcException e) {
                problem = e.getMessage();
            }
            long bytes = Input.length(stream);
            if (json) {
                printJson(in, reader, chunks, pack, problem, bytes);
            } else {
                print(in, reader, chunks, pack, problem, bytes);
            }
            reader.verify();
            return 0;
        } catch (IOException e) {
            throw Failure.about(in, e);
        }
    }

    private void print(Input in, NlcReader reader, List<ChunkInfo> chunks, ModelPack pack, String problem, long bytes)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        NlcHeader h = reader.header();
        TileKinds kinds = TileKinds.of(reader);
        line(out, "file", in + ", " + bytes + " bytes");
        line(
                out,
                "picture",
                h.width() + " x " + h.height() + " " + h.colour().name().toLowerCase(Locale.ROOT)
                        + (h.alpha() ? " with alpha" : "") + ", " + h.pixels().depth() + " bits");
        line(out, "rate", String.format(Locale.ROOT, "%.4f bpp", bpp(h, bytes)));
        line(
                out,
                "quality",
                !h.learned()
                        ? h.lossless() ? "lossless" : "without networks"
                        : pack == null
                                ? level(h)
                                : String.format(
                                        Locale.ROOT,
                                        "%.3f (%s of 0 to %d)",
                                        quality(h, pack),
                                        level(h),
                                        pack.manifest().gains().levels() - 1));
        if (h.mapped()) {
            line(out, "map", MapRange.text(reader));
        }
        line(out, "tiles", h.tiles() + " of " + h.tileWidth() + " x " + h.tileHeight() + ": " + kinds);
        if (h.learned()) {
            line(out, "pack", h.pack() + " " + h.digestHex());
            line(out, "", pack == null ? problem : "installed: " + pack.location());
        }
        out.println("chunks      offset     length");
        for (ChunkInfo c : chunks) {
            out.printf(
                    Locale.ROOT,
                    "  %s  %10d %10d%s%n",
                    c.type(),
                    c.offset(),
                    c.length(),
                    c.crcOk() ? "" : "  CRC is wrong");
        }
    }

    private static void line(PrintWriter out, String name, String value) {
        out.printf(Locale.ROOT, "%-9s %s%n", name, value);
    }

    private static String level(NlcHeader h) {
        return String.format(Locale.ROOT, "level %.2f", h.quality() / 256.0);
    }

    private static double quality(NlcHeader h, ModelPack pack) {
        return pack.manifest().gains().quality(h.quality());
    }

    private static double bpp(NlcHeader h, long bytes) {
        return 8.0 * bytes / ((double) h.width() * h.height());
    }

    private void printJson(
            Input in, NlcReader reader, List<ChunkInfo> chunks, ModelPack pack, String problem, long bytes)
            throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        NlcHeader h = reader.header();
        TileKinds kinds = TileKinds.of(reader);
        String digest = null;
        String trouble = problem;
        if (pack != null) {
            try {
                digest = new NlcDecoder(pack, program.settings().runtime().withDevice(device.device))
                        .latentDigest(h, TileSource.of(reader));
            } catch (IOException e) {
                trouble = e.getMessage();
            }
        }
        out.println(Json.text(Json.object(
                "file",
                in.toString(),
                "bytes",
                bytes,
                "version",
                h.version(),
                "width",
                h.width(),
                "height",
                h.height(),
                "colour",
                h.colour().name(),
                "alpha",
                h.alpha(),
                "depth",
                h.pixels().depth(),
                "lossless",
                h.lossless(),
                "rounded",
                h.layers() == Layers.ROUNDED,
                "level",
                h.quality() / 256.0,
                "quality",
                pack == null ? null : quality(h, pack),
                "qualityMap",
                h.mapped() ? MapRange.json(reader) : null,
                "tileWidth",
                h.tileWidth(),
                "tileHeight",
                h.tileHeight(),
                "tiles",
                h.tiles(),
                "tileKinds",
                kinds.toJson(),
                "pack",
                h.pack(),
                "digest",
                h.digestHex(),
                "packInstalled",
                pack != null,
                "bpp",
                bpp(h, bytes),
                "chunks",
                chunks.stream()
                        .map(c -> Json.object(
                                "type", c.type(), "offset", c.offset(), "length", c.length(), "crcOk", c.crcOk()))
                        .toList(),
                "latents",
                digest,
                "problem",
                trouble)));
    }
}
