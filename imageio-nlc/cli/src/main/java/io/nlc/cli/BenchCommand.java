package io.nlc.cli;

import io.nlc.codec.inspect.SynthesisCheck;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.model.PackListing;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Measures rate and distortion on the pictures of a folder, with JPEG alongside.",
        footer = {
            "",
            "Every picture is encoded to a real file in memory and decoded again at each",
            "level of the pack; the tables hold means over the pictures. Transparency is put",
            "on white first. BD-rate is the mean difference in bits at equal quality between",
            "the two curves of means (negative: NLC needs fewer). The title says what the",
            "pack's pictures were synthesised with: floats, 8-bit integers or fewer of these.",
            "",
            "--entropy measures the entropy part by itself instead, with one pack after the",
            "other on each picture: bits of the tiles, seconds from latents to bits and back,",
            "coding steps that must wait for each other, and whether the decoder found the",
            "very latents of the encoder. Networks are loaded and first runs made before.",
            "Latents are the nearest integers, so that packs with the same transforms code",
            "the same ones; encoders round by rate and distortion, and need fewer bits.",
            "",
            "--any looks instead at pictures of any kind, coded as encode does at qualities 0,",
            "0.5 and 1: PSNR beside that of the mean colour of each block of 64 x 64, 40 dB at",
            "quality 1, PSNR and bytes that rise, mean colours that stay from 0.5 up. Pixels",
            "count where alpha is above 0. Sizes stand beside PNG and lossless WebP, where",
            "optipng and cwebp are installed by these. If one fails, the exit code is 1."
        })
final class BenchCommand implements Callable<Integer> {

    private static final List<Double> JPEG_QUALITIES = List.of(0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9);

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Parameters(index = "0", paramLabel = "DIR", description = "A folder with pictures.")
    private Path folder;

    @Option(names = "--model", paramLabel = "PACK", description = "Model pack (default: " + ModelPacks.DEFAULT + ").")
    private String model;

    @Option(names = "--entropy", description = "Only the entropy part, of one or several packs.")
    private boolean entropy;

    @Option(
            names = "--models",
            paramLabel = "PACK",
            split = ",",
            description = "With --entropy: several packs, or all for those installed.")
    private List<String> models;

    @Option(
            names = "--qualities",
            paramLabel = "Q",
            split = ",",
            description = "Qualities, 0 to 1, instead of the pack's levels (with --entropy: of 0.5).")
    private List<Double> qualities;

    @Option(names = "--limit", paramLabel = "N", description = "Only the first N pictures by name.")
    private int limit = Integer.MAX_VALUE;

    @Option(names = "--no-jpeg", description = "Without JPEG, where only the pack is of interest.")
    private boolean noJpeg;

    @Option(names = "--json", description = "For programs, with the figures of every picture.")
    private boolean json;

    @Option(names = "--effort", paramLabel = "E", description = "As of encode, 0 (default) to 9.")
    private int effort = NlcImageWriteParam.DEFAULT_EFFORT;

    @Option(names = "--adaptive", description = "As of encode.")
    private boolean adaptive;

    @Option(names = "--any", description = "Whether pictures of any kind keep what encode promises.")
    private boolean any;

    @Option(names = "--csv", paramLabel = "FILE", description = "With --any: the figures of every picture as well.")
    private Path csv;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() throws IOException {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit must be at least 1, not " + limit);
        }
        if (qualities != null && !qualities.stream().allMatch(q -> q >= 0 && q <= 1)) {
            throw new ParameterException(spec.commandLine(), "--qualities must be 0 to 1, not " + qualities);
        }
        if (models != null && (!entropy || model != null)) {
            throw new ParameterException(
                    spec.commandLine(),
                    entropy ? "--model and --models exclude each other" : "--models needs --entropy");
        }
        if (noJpeg && entropy) {
            throw new ParameterException(
                    spec.commandLine(), "--no-jpeg means nothing with --entropy, which never measures JPEG");
        }
        if (effort < 0 || effort > NlcImageWriteParam.MAX_EFFORT || (effort > 0 && entropy)) {
            throw new ParameterException(
                    spec.commandLine(),
                    entropy
                            ? "--effort means nothing with --entropy"
                            : "--effort must be 0 to " + NlcImageWriteParam.MAX_EFFORT + ", not " + effort);
        }
        if (adaptive && (entropy || effort > 0)) {
            throw new ParameterException(
                    spec.commandLine(), "--adaptive means nothing with " + (entropy ? "--entropy" : "--effort"));
        }
        if (any && (entropy || noJpeg || qualities != null)) {
            throw new ParameterException(
                    spec.commandLine(), "--any goes with none of --entropy, --no-jpeg and --qualities");
        }
        if (csv != null && !any) {
            throw new ParameterException(spec.commandLine(), "--csv needs --any");
        }
        return any ? measureAny() : entropy ? measureEntropy() : measurePictures();
    }

    private int measureAny() throws IOException {
        NlcSettings settings = program.settings().withDevice(device.device);
        String pack = pack().name();
        AnyBench bench = new AnyBench(
                settings, new BenchCodec.Nlc(settings, pack, effort, adaptive, false), SystemTools.ofEnvironment());
        AnyReport report;
        try (ProgressBar bar = ProgressBar.of("bench")) {
            report = bench.measure(pack, pictures(), bar);
        }
        if (csv != null) {
            Files.write(csv, report.csv());
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report.json()));
        } else {
            report.print(out);
        }
        return report.violations() == 0 ? 0 : 1;
    }

    private int measureEntropy() throws IOException {
        List<ModelPack> packs = new ArrayList<>();
        if (models == null) {
            packs.add(pack());
        } else if (models.equals(List.of("all"))) {
            PackListing listing = program.settings().packs().list();
            packs.addAll(listing.packs());
            listing.broken().forEach(e -> spec.commandLine().getErr().println("nlc: " + Failure.message(e)));
        } else {
            for (String name : new LinkedHashSet<>(models)) {
                packs.add(program.settings().packs().byName(name));
            }
        }
        List<Path> files = pictures();
        EntropyTable table = new EntropyTable(
                packs,
                qualities == null ? List.of(0.5) : qualities.stream().distinct().toList(),
                program.settings().withDevice(device.device));
        table.measure(files);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(table.json(files.size())));
        } else {
            table.print(out, files.size());
        }
        table.check();
        return 0;
    }

    private ModelPack pack() throws IOException {
        return program.settings().packs().choose(model, null);
    }

    private int measurePictures() throws IOException {
        ModelPack pack = pack();
        List<Path> files = pictures();
        List<Double> levels =
                qualities != null ? qualities : levels(pack.manifest().gains().levels());
        List<Double> jpegQualities = noJpeg ? List.of() : JPEG_QUALITIES;
        List<BenchRun> runs = new ArrayList<>();
        NlcSettings settings = program.settings().withDevice(device.device);
        BenchCodec nlc = new BenchCodec.Nlc(settings, pack.name(), effort, adaptive, true);
        BenchCodec jpeg = new BenchCodec.Jpeg();
        BufferedImage small = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
        nlc.decode(nlc.encode(small, 0)); // loads the networks, which is not to be measured
        try (ProgressBar bar = ProgressBar.of("bench")) {
            for (Path file : files) {
                BufferedImage image = Input.of(file).read(program.settings()).image();
                if (image.getColorModel().hasAlpha()) {
                    image = PictureFiles.flatten(image);
                }
                for (double quality : levels) {
                    runs.add(BenchRun.of(file, nlc, image, quality));
                    bar.show(runs.size() / (double) (files.size() * (levels.size() + jpegQualities.size())));
                }
                for (double quality : jpegQualities) {
                    runs.add(BenchRun.of(file, jpeg, image, quality));
                }
            }
        }
        BenchReport report = new BenchReport(
                pack,
                effort,
                adaptive,
                SynthesisCheck.arithmetic(pack, settings.runtime()),
                files.size(),
                BenchPoint.curve(runs, nlc.name(), levels),
                BenchPoint.curve(runs, jpeg.name(), jpegQualities),
                runs);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(report.json()));
        } else {
            report.print(out);
        }
        return 0;
    }

    private List<Path> pictures() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw Files.exists(folder)
                    ? new Failure(folder + ": is not a folder", new NotDirectoryException(folder.toString()))
                    : new java.nio.file.NoSuchFileException(folder.toString());
        }
        Set<String> suffixes = Arrays.stream(ImageIO.getReaderFileSuffixes())
                .map(s -> s.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> files = all.filter(Files::isRegularFile)
                    .filter(file -> {
                        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
                        return suffixes.contains(name.substring(name.lastIndexOf('.') + 1)) && !name.endsWith(".nlc");
                    })
                    .sorted()
                    .limit(limit)
                    .toList();
            if (files.isEmpty()) {
                throw new Failure(
                        folder + ": holds no pictures (" + PictureFiles.formats(ImageIO.getReaderFileSuffixes()) + ")");
            }
            return files;
        }
    }

    private static List<Double> levels(int count) {
        return Stream.iterate(0, i -> i + 1)
                .limit(count)
                .map(i -> i / (count - 1.0))
                .toList();
    }
}
