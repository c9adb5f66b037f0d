package io.nlc.cli;

import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.PictureFiles;
import io.nlc.model.ModelPacks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import javax.imageio.IIOImage;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "encode",
        description = "Encodes a picture to a .nlc file.",
        footer = {
            "",
            "IN may be of any format that Java's ImageIO reads: PNG, JPEG, BMP, GIF, TIFF,",
            "and more with plugins. Pictures that a camera took on its side (EXIF) are turned",
            "upright. An existing OUT is replaced once the new file is complete."
        })
final class EncodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Parameters(index = "0", paramLabel = "IN", description = "The picture.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT.nlc", description = "The file to write.")
    private Path out;

    @ArgGroup(exclusive = true)
    private Rate rate = new Rate();

    @Option(
            names = "--model",
            paramLabel = "PACK",
            description = "Model pack (default: " + ModelPacks.DEFAULT + "; see 'nlc models').")
    private String model;

    @Option(
            names = "--tune",
            paramLabel = "T",
            description =
                    "psnr, ms-ssim or visual: the model pack trained for that, of --model's kind if that is given.")
    private String tune;

    @Option(
            names = "--effort",
            paramLabel = "E",
            description = "0 (default, fastest) to 9: longer for fewer bits at equal quality. Decoding takes the same.")
    private int effort = NlcImageWriteParam.DEFAULT_EFFORT;

    @Mixin
    private DeviceOption device;

    private static final class Rate {
        @Option(
                names = "--quality",
                paramLabel = "Q",
                description = "0 (smallest file) to 1 (best picture); default 0.5.")
        private Float quality;

        @Option(names = "--bpp", paramLabel = "B", description = "At most so many bits a pixel.")
        private Double bpp;

        @Option(names = "--psnr", paramLabel = "P", description = "At least this PSNR in dB.")
        private Double psnr;

        @Option(names = "--bytes", paramLabel = "N", description = "At most so large a file.")
        private Long bytes;

        @Option(names = "--lossless", description = "Every sample as it is, of 8 or 16 bits; needs no model pack.")
        private boolean lossless;

        void apply(NlcImageWriteParam param) {
            if (lossless) {
                param.setLossless(true);
            } else if (quality != null) {
                param.setCompressionQuality(quality);
            } else if (bpp != null) {
                param.setTargetBitsPerPixel(bpp);
            } else if (psnr != null) {
                param.setTargetPsnr(psnr);
            } else if (bytes != null) {
                param.setTargetBytes(bytes);
            }
        }
    }

    @Override
    public Integer call() throws IOException {
        NlcImageWriteParam param = new NlcImageWriteParam();
        try {
            rate.apply(param);
            param.setTune(tune);
            param.setEffort(effort);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        param.setModel(model);
        param.setDevice(device.device.toString());
        BufferedImage image = Pictures.read(in, program.settings());
        long start = System.nanoTime();
        encode(image, param);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (Files.isRegularFile(out)) {
            report(seconds);
        }
        return 0;
    }

    private void encode(BufferedImage image, NlcImageWriteParam param) throws IOException {
        NlcImageWriter writer = PictureFiles.writer(program.settings());
        try (ProgressBar bar = ProgressBar.of("encoding")) {
            writer.addIIOWriteProgressListener(bar);
            writer.addIIOWriteWarningListener((source, index, warning) -> {
                bar.close();
                spec.commandLine().getErr().println("nlc: warning: " + warning);
            });
            Pictures.save(out, stream -> {
                writer.setOutput(stream);
                writer.write(null, new IIOImage(image, null, null), param);
            });
        } finally {
            writer.dispose();
        }
    }

    private void report(double seconds) throws IOException {
        try (ImageInputStream stream = new FileImageInputStream(out.toFile())) {
            NlcHeader h = new NlcReader(stream, program.settings().limits()).header();
            spec.commandLine()
                    .getOut()
                    .printf(
                            Locale.ROOT,
                            "%s: %d bytes, %.4f bpp, %d x %d, %s, %.1f s%n",
                            out,
                            stream.length(),
                            8.0 * stream.length() / ((double) h.width() * h.height()),
                            h.width(),
                            h.height(),
                            rate(h),
                            seconds);
        }
    }

    private String rate(NlcHeader h) throws IOException {
        if (h.lossless()) {
            return "lossless";
        }
        int levels = program.settings()
                .packs()
                .forFile(h.pack(), h.digest())
                .manifest()
                .gains()
                .levels();
        return String.format(Locale.ROOT, "quality %.3f, %s", h.quality() / 256.0 / (levels - 1), h.pack());
    }
}
