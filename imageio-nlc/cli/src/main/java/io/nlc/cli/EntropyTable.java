package io.nlc.cli;

import io.nlc.codec.inspect.CodingSteps;
import io.nlc.codec.inspect.EntropyBench;
import io.nlc.codec.inspect.EntropyMeasurement;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.RenderedImageSource;
import io.nlc.model.ModelPack;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** {@code nlc bench --entropy}: what the entropy parts of several packs cost and bring, measured side by side. */
final class EntropyTable {

    private static final int WARM_UP = 3;

    private final List<ModelPack> packs;
    private final List<Double> qualities;
    private final NlcSettings settings;
    private final List<Run> runs = new ArrayList<>();

    EntropyTable(List<ModelPack> packs, List<Double> qualities, NlcSettings settings) {
        this.packs = packs;
        this.qualities = qualities;
        this.settings = settings;
    }

    /** One picture with one pack at one quality. */
    private record Run(ModelPack pack, String file, int width, int height, EntropyMeasurement measured) {
        double bpp() {
            return 8.0 * measured.bytes() / ((double) width * height);
        }

        double steps() {
            return CodingSteps.of(pack.manifest(), width, height);
        }
    }

    /** Means over the pictures. */
    private record Row(
            ModelPack pack,
            double quality,
            double steps,
            double bpp,
            double encodeSeconds,
            double decodeSeconds,
            boolean equal) {}

    /**
     * Measures every picture with one pack after the other, so that whatever else the machine does meets all of them.
     */
    void measure(List<Path> files) throws IOException {
        try (ProgressBar bar = ProgressBar.of("bench")) {
            for (Path file : files) {
                BufferedImage image = Input.of(file).read(settings).image();
                if (image.getColorModel().hasAlpha()) {
                    image = PictureFiles.flatten(image);
                }
                for (int i = 0;
                        i < WARM_UP && file.equals(files.get(0));
                        i++) { // loads the networks, and has the coders compiled
                    measure(file, image, qualities.subList(0, 1));
                    runs.clear();
                }
                measure(file, image, qualities);
                bar.show(runs.size() / (double) (files.size() * packs.size() * qualities.size()));
            }
        }
    }

    private void measure(Path file, BufferedImage image, List<Double> at) throws IOException {
        RenderedImageSource source = new RenderedImageSource(image);
        for (ModelPack pack : packs) {
            try {
                for (EntropyMeasurement m : new EntropyBench(pack, settings.runtime())
                        .measure(source.width(), source.height(), source, at)) {
                    runs.add(new Run(pack, file.getFileName().toString(), source.width(), source.height(), m));
                }
            } catch (IOException e) {
                throw Failure.about(file, e);
            }
        }
    }

    /** Prints the means. */
    void print(PrintWriter out, int pictures) {
        out.println("Entropy coding alone, means over " + pictures + (pictures == 1 ? " picture" : " pictures"));
        int width = packs.stream().mapToInt(p -> p.name().length()).max().orElse(0);
        out.printf(
                Locale.ROOT, "%-" + width + "s quality  steps      bpp  encode s  decode s  latents equal%n", "pack");
        for (Row r : rows()) {
            out.printf(
                    Locale.ROOT,
                    "%-" + width + "s %7.3f %6.0f %8.4f %9.4f %9.4f  %s%n",
                    r.pack.name(),
                    r.quality,
                    r.steps,
                    r.bpp,
                    r.encodeSeconds,
                    r.decodeSeconds,
                    r.equal ? "yes" : "no");
        }
    }

    /** The same for programs, with the figures of every picture. */
    Object json(int pictures) {
        return Json.object(
                "pictures",
                pictures,
                "means",
                rows().stream()
                        .map(r -> Json.object(
                                "pack",
                                r.pack.name(),
                                "digest",
                                r.pack.digestHex(),
                                "quality",
                                r.quality,
                                "steps",
                                r.steps,
                                "bpp",
                                r.bpp,
                                "encodeSeconds",
                                r.encodeSeconds,
                                "decodeSeconds",
                                r.decodeSeconds,
                                "equal",
                                r.equal))
                        .toList(),
                "runs",
                runs.stream()
                        .map(r -> Json.object(
                                "pack",
                                r.pack.name(),
                                "file",
                                r.file,
                                "width",
                                r.width,
                                "height",
                                r.height,
                                "quality",
                                r.measured.quality(),
                                "steps",
                                r.steps(),
                                "bytes",
                                r.measured.bytes(),
                                "bpp",
                                r.bpp(),
                                "encodeSeconds",
                                r.measured.encodeSeconds(),
                                "decodeSeconds",
                                r.measured.decodeSeconds(),
                                "latents",
                                r.measured.digest(),
                                "equal",
                                r.measured.equal(),
                                "problem",
                                r.measured.problem()))
                        .toList());
    }

    /** Fails if the decoder's latents ever were not the encoder's. */
    void check() throws Failure {
        for (Run r : runs) {
            if (!r.measured.equal()) {
                throw new Failure(r.file + ": pack " + r.pack.name() + " at quality " + r.measured.quality() + ": "
                        + r.measured.problem());
            }
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (ModelPack pack : packs) {
            for (double quality : qualities) {
                List<Run> some = runs.stream()
                        .filter(r -> r.pack == pack && r.measured.quality() == quality)
                        .toList();
                rows.add(new Row(
                        pack,
                        quality,
                        mean(some, Run::steps),
                        mean(some, Run::bpp),
                        mean(some, r -> r.measured.encodeSeconds()),
                        mean(some, r -> r.measured.decodeSeconds()),
                        some.stream().allMatch(r -> r.measured.equal())));
            }
        }
        return rows;
    }

    private static double mean(List<Run> some, ToDoubleFunction<Run> value) {
        return some.stream().mapToDouble(value).average().orElse(Double.NaN);
    }
}
