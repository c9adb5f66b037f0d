package io.nlc.cli;

import io.nlc.imageio.BestJpeg;
import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import io.nlc.metrics.BdRate;
import io.nlc.metrics.MsSsim;
import io.nlc.model.ModelPack;
import io.nlc.model.ModelPacks;
import io.nlc.picture.CodecProgress;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
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
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
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
            "the two curves of means (negative: NLC needs fewer).",
            "",
            "--entropy measures the entropy part by itself instead, with one pack after the",
            "other on each picture: bits of the tiles, seconds from latents to bits and back,",
            "coding steps that must wait for each other, and whether the decoder found the",
            "very latents of the encoder. Networks are loaded and first runs made before."
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

    @Mixin
    private DeviceOption device;

    /** One picture with one codec at one quality. */
    private record Run(
            String file,
            String codec,
            double quality,
            Measurement measured,
            double encodeSeconds,
            double decodeSeconds) {}

    /** Means over the pictures. */
    private record Point(
            double quality,
            double bpp,
            double psnr,
            double msSsim,
            double ssimulacra2,
            double encodeSeconds,
            double decodeSeconds) {
        static Point of(double quality, List<Run> runs) {
            return new Point(
                    quality,
                    mean(runs, r -> r.measured.bpp()),
                    mean(runs, r -> r.measured.psnr()),
                    mean(runs, r -> r.measured.msSsim()),
                    mean(runs, r -> r.measured.ssimulacra2()),
                    mean(runs, Run::encodeSeconds),
                    mean(runs, Run::decodeSeconds));
        }

        private static double mean(List<Run> runs, ToDoubleFunction<Run> value) {
            return runs.stream()
                    .mapToDouble(value)
                    .filter(v -> !Double.isNaN(v))
                    .average()
                    .orElse(Double.NaN);
        }
    }

    private interface Codec {
        byte[] encode(BufferedImage image, double quality) throws IOException;

        BufferedImage decode(byte[] file) throws IOException;
    }

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
        return entropy ? measureEntropy() : measurePictures();
    }

    private int measureEntropy() throws IOException {
        List<ModelPack> packs = new ArrayList<>();
        if (models == null) {
            packs.add(pack());
        } else if (models.equals(List.of("all"))) {
            packs.addAll(program.settings().packs().all());
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
        List<Run> runs = new ArrayList<>();
        Codec nlc = new NlcCodec(pack.name());
        Codec jpeg = new JpegCodec();
        BufferedImage small = new BufferedImage(64, 64, BufferedImage.TYPE_3BYTE_BGR);
        nlc.decode(nlc.encode(small, 0)); // loads the networks, which is not to be measured
        try (ProgressBar bar = ProgressBar.of("bench")) {
            for (Path file : files) {
                BufferedImage image = Input.of(file).read(program.settings()).image();
                if (image.getColorModel().hasAlpha()) {
                    image = PictureFiles.flatten(image);
                }
                for (double quality : levels) {
                    runs.add(run(file, "nlc", nlc, image, quality));
                    bar.show(runs.size() / (double) (files.size() * (levels.size() + jpegQualities.size())));
                }
                for (double quality : jpegQualities) {
                    runs.add(run(file, "jpeg", jpeg, image, quality));
                }
            }
        }
        report(pack, files.size(), points(runs, "nlc", levels), points(runs, "jpeg", jpegQualities), runs);
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

    private static Run run(Path file, String name, Codec codec, BufferedImage image, double quality)
            throws IOException {
        try {
            long start = System.nanoTime();
            byte[] bytes = codec.encode(image, quality);
            long middle = System.nanoTime();
            BufferedImage decoded = codec.decode(bytes);
            long end = System.nanoTime();
            return new Run(
                    file.getFileName().toString(),
                    name,
                    quality,
                    Measurement.of(image, decoded, bytes.length),
                    (middle - start) / 1e9,
                    (end - middle) / 1e9);
        } catch (IOException e) {
            throw Failure.about(file, e);
        }
    }

    private static List<Point> points(List<Run> runs, String codec, List<Double> qualities) {
        return qualities.stream()
                .map(q -> Point.of(
                        q,
                        runs.stream()
                                .filter(r -> r.codec.equals(codec) && r.quality == q)
                                .toList()))
                .toList();
    }

    private void report(ModelPack pack, int pictures, List<Point> nlc, List<Point> jpeg, List<Run> runs) {
        double bdPsnr = bdRate(jpeg, nlc, Point::psnr);
        double bdMsSsim = bdRate(jpeg, nlc, p -> MsSsim.decibels(p.msSsim));
        double bdSsimulacra2 = bdRate(jpeg, nlc, Point::ssimulacra2);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(Json.text(Json.object(
                    "pack",
                    pack.name(),
                    "tune",
                    pack.manifest().about().tune().toString(),
                    "effort",
                    effort,
                    "digest",
                    pack.digestHex(),
                    "pictures",
                    pictures,
                    "nlc",
                    nlc.stream().map(BenchCommand::json).toList(),
                    "jpeg",
                    jpeg.stream().map(BenchCommand::json).toList(),
                    "bdRatePsnr",
                    bdPsnr,
                    "bdRateMsSsim",
                    bdMsSsim,
                    "bdRateSsimulacra2",
                    bdSsimulacra2,
                    "runs",
                    runs.stream()
                            .map(r -> Json.object(
                                    "file",
                                    r.file,
                                    "codec",
                                    r.codec,
                                    "quality",
                                    r.quality,
                                    "width",
                                    r.measured.width(),
                                    "height",
                                    r.measured.height(),
                                    "bytes",
                                    r.measured.bytes(),
                                    "bpp",
                                    r.measured.bpp(),
                                    "psnr",
                                    r.measured.psnr(),
                                    "msSsim",
                                    r.measured.msSsim(),
                                    "ssimulacra2",
                                    r.measured.ssimulacra2(),
                                    "encodeSeconds",
                                    r.encodeSeconds,
                                    "decodeSeconds",
                                    r.decodeSeconds))
                            .toList())));
            return;
        }
        table(
                out,
                "NLC " + pack.name() + (effort > 0 ? ", effort " + effort : "") + ", means over " + pictures
                        + (pictures == 1 ? " picture" : " pictures"),
                nlc);
        if (jpeg.isEmpty()) {
            return;
        }
        out.println();
        table(out, "JPEG (the JDK's, at its best)", jpeg);
        out.println();
        out.println("BD-rate against JPEG: PSNR " + percent(bdPsnr) + ", MS-SSIM " + percent(bdMsSsim)
                + ", SSIMULACRA 2 " + percent(bdSsimulacra2));
    }

    private static Object json(Point p) {
        return Json.object(
                "quality",
                p.quality,
                "bpp",
                p.bpp,
                "psnr",
                p.psnr,
                "msSsim",
                p.msSsim,
                "ssimulacra2",
                p.ssimulacra2,
                "encodeSeconds",
                p.encodeSeconds,
                "decodeSeconds",
                p.decodeSeconds);
    }

    private static void table(PrintWriter out, String title, List<Point> points) {
        out.println(title);
        out.println("quality      bpp  PSNR dB  MS-SSIM     (dB)  SSIMULACRA 2  encode s  decode s");
        for (Point p : points) {
            out.printf(
                    Locale.ROOT,
                    "%7.3f %8.4f %8.3f %8.5f %8.2f %13.3f %9.3f %9.3f%n",
                    p.quality,
                    p.bpp,
                    p.psnr,
                    p.msSsim,
                    MsSsim.decibels(p.msSsim),
                    p.ssimulacra2,
                    p.encodeSeconds,
                    p.decodeSeconds);
        }
    }

    private static String percent(double value) {
        return Double.isNaN(value)
                ? "not to be had (the curves do not overlap)"
                : String.format(Locale.ROOT, "%+.1f %%", value);
    }

    private static double bdRate(List<Point> anchor, List<Point> other, ToDoubleFunction<Point> quality) {
        try {
            return BdRate.of(
                    array(anchor, Point::bpp), array(anchor, quality), array(other, Point::bpp), array(other, quality));
        } catch (IllegalArgumentException e) { // one point only, or equal pictures
            return Double.NaN;
        }
    }

    private static double[] array(List<Point> points, ToDoubleFunction<Point> value) {
        return points.stream().mapToDouble(value).toArray();
    }

    private static byte[] write(ImageWriter writer, BufferedImage image, ImageWriteParam param) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            writer.setOutput(out);
            writer.write(null, new IIOImage(image, null, null), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private final class NlcCodec implements Codec {
        private final String pack;

        NlcCodec(String pack) {
            this.pack = pack;
        }

        @Override
        public byte[] encode(BufferedImage image, double quality) throws IOException {
            NlcImageWriter writer = PictureFiles.writer(program.settings());
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setModel(pack);
            param.setDevice(device.device.toString());
            param.setCompressionQuality((float) quality);
            param.setEffort(effort);
            return write(writer, image, param);
        }

        @Override
        public BufferedImage decode(byte[] file) throws IOException {
            NlcImageReader reader = PictureFiles.reader(program.settings());
            try (ImageInputStream in = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
                reader.setInput(in);
                NlcImageReadParam param = reader.getDefaultReadParam();
                param.setDevice(device.device.toString());
                return reader.read(0, param);
            } finally {
                reader.dispose();
            }
        }
    }

    private static final class JpegCodec implements Codec {
        @Override
        public byte[] encode(BufferedImage image, double quality) throws IOException {
            return BestJpeg.of(image, quality, CodecProgress.NONE).file();
        }

        @Override
        public BufferedImage decode(byte[] file) throws IOException {
            return ImageIO.read(new ByteArrayInputStream(file));
        }
    }
}
