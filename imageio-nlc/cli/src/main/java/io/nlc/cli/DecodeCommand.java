package io.nlc.cli;

import io.nlc.imageio.NlcImageReadParam;
import java.awt.Rectangle;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

@Command(
        name = "decode",
        description = "Decodes .nlc files to pictures of the format that the suffix names.",
        customSynopsis = {"nlc decode [OPTIONS] IN.nlc OUT", "       nlc decode [OPTIONS] --out=DIR FILE..."},
        footer = {
            "",
            "Formats without transparency (JPEG, BMP) get the picture on white; JPEG is",
            "written with quality 0.95. PNG, JPEG and TIFF get the colour profile of a file",
            "that has one; for other formats its colours are converted to sRGB."
        })
final class DecodeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Mixin
    private FileArguments files;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "png, jpg, bmp, ..., whatever the name says; without it what has no name with a suffix"
                    + " gets PNG.")
    private String format;

    @Option(
            names = "--region",
            paramLabel = "X,Y,W,H",
            converter = RegionConverter.class,
            description = "Decode only this rectangle of pixels.")
    private Rectangle region;

    @Option(names = "--conceal", description = "Fill damaged tiles from their surroundings instead of failing.")
    private boolean conceal;

    @Option(
            names = "--preview",
            description = "Only the soft picture that can be made without the synthesis, in a"
                    + " fraction of the time; where the model pack has none, the picture itself.")
    private boolean preview;

    @Option(
            names = "--speed",
            paramLabel = "SPEED",
            defaultValue = "full",
            description = "full or fast: fast is about 0.3 dB further from the original, sooner, where the model pack"
                    + " has a network for it (default: ${DEFAULT-VALUE}).")
    private NlcImageReadParam.Speed speed;

    @Option(
            names = "--max-seconds",
            paramLabel = "N",
            description = "Give a file up that takes longer; without it, or with 0, none is.")
    private Double maxSeconds;

    @Option(names = "--srgb", description = "Convert to sRGB what has another colour profile, and embed none.")
    private boolean srgb;

    @Option(
            names = "--strip",
            description = "Leave out EXIF (with where it was taken), XMP, IPTC, density, texts; colours stay.")
    private boolean strip;

    @Mixin
    private DeviceOption device;

    @Override
    public Integer call() throws IOException {
        files.check();
        if (maxSeconds != null && !(maxSeconds >= 0)) {
            throw new ParameterException(spec.commandLine(), "--max-seconds must be 0 or more, not " + maxSeconds);
        }
        DecodingOptions options =
                new DecodingOptions(device.device, speed, region, conceal, preview, maxSeconds, srgb, strip);
        return files.convert(new Decoding(program.settings(), options, pictureFormat()), program.streams());
    }

    private PictureFormat pictureFormat() {
        try {
            return format == null ? null : PictureFormat.named(format);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--format: " + e.getMessage(), e);
        }
    }
}
