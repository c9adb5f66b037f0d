package io.nlc.cli;

import io.nlc.imageio.NlcImageReadParam;
import io.nlc.imageio.NlcImageReader;
import io.nlc.imageio.PictureFiles;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

@Command(
        name = "decode",
        description = "Decodes a .nlc file to a picture of the format that OUT's suffix names.",
        footer = {
            "",
            "Formats without transparency (JPEG, BMP) get the picture on white; JPEG is",
            "written with quality 0.95."
        })
final class DecodeCommand implements Callable<Integer> {

    private static final float JPEG_QUALITY = 0.95f;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Nlc program;

    @Parameters(index = "0", paramLabel = "IN.nlc", description = "The file to read.")
    private Path in;

    @Parameters(index = "1", paramLabel = "OUT", description = "The picture to write: .png, .jpg, .bmp, .tif, ...")
    private Path out;

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

    @Mixin
    private DeviceOption device;

    static final class RegionConverter implements ITypeConverter<Rectangle> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9}),(\\d{1,9}),(\\d{1,9}),(\\d{1,9})");

        @Override
        public Rectangle convert(String value) {
            Matcher m = FORM.matcher(value);
            if (!m.matches() || Integer.parseInt(m.group(3)) == 0 || Integer.parseInt(m.group(4)) == 0) {
                throw new TypeConversionException("'" + value + "' is not x,y,width,height");
            }
            return new Rectangle(
                    Integer.parseInt(m.group(1)),
                    Integer.parseInt(m.group(2)),
                    Integer.parseInt(m.group(3)),
                    Integer.parseInt(m.group(4)));
        }
    }

    @Override
    public Integer call() throws IOException {
        String name = out.getFileName() == null ? "" : out.getFileName().toString();
        String suffix = name.substring(name.lastIndexOf('.') + 1);
        Iterator<ImageWriter> writers = ImageIO.getImageWritersBySuffix(suffix);
        if (name.lastIndexOf('.') < 0 || !writers.hasNext()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "OUT must have the suffix of a picture format ("
                            + PictureFiles.formats(ImageIO.getWriterFileSuffixes()) + "), not '" + out + "'");
        }
        ImageWriter writer = writers.next();
        try {
            write(writer, decode());
        } finally {
            writer.dispose();
        }
        return 0;
    }

    private BufferedImage decode() throws IOException {
        Pictures.check(in);
        NlcImageReader reader = PictureFiles.reader(program.settings());
        try (ImageInputStream stream = new FileImageInputStream(in.toFile());
                ProgressBar bar = ProgressBar.of("decoding")) {
            reader.setInput(stream);
            reader.addIIOReadProgressListener(bar);
            reader.addIIOReadWarningListener((source, warning) -> {
                bar.close();
                spec.commandLine().getErr().println("nlc: warning: " + warning);
            });
            NlcImageReadParam param = reader.getDefaultReadParam();
            param.setDevice(device.device.toString());
            if (conceal) {
                param.setDamagedTiles(NlcImageReadParam.DamagedTiles.CONCEAL);
            }
            if (preview) {
                param.setSourceProgressivePasses(0, 1);
            }
            if (region != null) {
                Rectangle picture = new Rectangle(reader.getWidth(0), reader.getHeight(0));
                if (!picture.contains(region)) {
                    throw new Failure(
                            "the region " + region.x + "," + region.y + "," + region.width + "," + region.height
                                    + " is not within the picture of " + picture.width + " x " + picture.height);
                }
                param.setSourceRegion(region);
            }
            return reader.read(0, param);
        } catch (IOException e) {
            throw Failure.about(in, e);
        } finally {
            reader.dispose();
        }
    }

    private void write(ImageWriter writer, BufferedImage decoded) throws IOException {
        BufferedImage image = decoded;
        if (!writer.getOriginatingProvider().canEncodeImage(new ImageTypeSpecifier(image))) {
            image = PictureFiles.flatten(image);
            if (!writer.getOriginatingProvider().canEncodeImage(new ImageTypeSpecifier(image))) {
                throw new Failure(out + ": this format cannot hold the picture");
            }
        }
        ImageWriteParam param = writer.getDefaultWriteParam();
        if (writer.getOriginatingProvider().getFormatNames()[0].equalsIgnoreCase("jpeg")
                || out.toString().matches("(?i).*\\.jpe?g")) {
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(JPEG_QUALITY);
        }
        BufferedImage picture = image;
        Pictures.save(out, stream -> {
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), param);
        });
    }
}
