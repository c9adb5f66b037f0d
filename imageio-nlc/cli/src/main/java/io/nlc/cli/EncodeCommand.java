package io.nlc.cli;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.metadata.Thumbnail;
import io.nlc.model.ModelPacks;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "encode",
        description = "Encodes pictures to .nlc files.",
        customSynopsis = {"nlc encode [OPTIONS] IN OUT.nlc", "       nlc encode [OPTIONS] --out=DIR FILE..."},
        footer = {
            "",
            "Pictures may be PNG, JPEG, BMP, GIF, TIFF, WebP, PSD, or of any other format that",
            "ImageIO has a plugin for. Pictures that a camera took on its side (EXIF) are turned",
            "upright. RGB pictures keep their colour profile; CMYK and Lab become sRGB. EXIF, XMP, IPTC,",
            "density and texts are kept. An existing file is replaced once the new one is",
            "complete."
        })
final class EncodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Mixin
    private FileArguments files;

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

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "full",
            description = "full or fast: fast takes half the time for about 1 %% more bits, where the model pack has a"
                    + " network for it (default: ${DEFAULT-VALUE}).")
    private NlcImageReadParam.Speed speed;

    @Mixin
    private InterestOptions interest;

    @Option(
            names = "--exact",
            description = "Keeps the colours of fully transparent pixels, which are otherwise free to change. Lossless"
                    + " files always keep them.")
    private boolean exact;

    @Option(
            names = "--networks-only",
            description =
                    "Makes all of the picture by networks, also what is drawn, and ends where they end; mean colours may"
                            + " be off.")
    private boolean networksOnly;

    @Option(names = "--srgb", description = "Convert to sRGB what has another colour profile, and store none.")
    private boolean srgb;

    @Option(
            names = "--strip",
            description = "Leave out EXIF (with where it was taken), XMP, IPTC, density, texts; colours stay.")
    private boolean strip;

    @Option(
            names = "--thumbnail",
            paramLabel = "SIDE",
            description = "With a thumbnail of at most so many pixels a side, 1 to " + Thumbnail.MAX_SIDE + ".")
    private int thumbnail;

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

        @Option(names = "--psnr", paramLabel = "P", description = "At least this PSNR in dB, however high.")
        private Double psnr;

        @Option(names = "--bytes", paramLabel = "N", description = "At most so large a file.")
        private Long bytes;

        @Option(names = "--lossless", description = "Every sample as it is, of 8 or 16 bits; needs no model pack.")
        private boolean lossless;

        @Option(
                names = "--max-error",
                paramLabel = "N",
                description = "No sample off by more than this (of 255, or of 65535); 0 is --lossless.")
        private Integer maxError;

        void apply(NlcImageWriteParam param) {
            if (lossless) {
                param.setLossless(true);
            } else if (maxError != null) {
                param.setMaxError(maxError);
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
        files.check();
        param();
        return files.convert(new Encoding(program.settings(), srgb, this::param, strip), program.streams());
    }

    private NlcImageWriteParam param() {
        NlcImageWriteParam param = new NlcImageWriteParam();
        try {
            rate.apply(param);
            param.setTune(tune);
            param.setEffort(effort);
            param.setSpeed(speed);
            interest.apply(param, rate.lossless || rate.maxError != null);
            param.setExact(exact);
            param.setNetworksOnly(networksOnly);
            param.setThumbnailSide(thumbnail);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
        param.setModel(model);
        param.setDevice(device.device.toString());
        return param;
    }
}
