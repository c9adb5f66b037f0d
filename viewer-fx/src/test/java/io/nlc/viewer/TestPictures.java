package io.nlc.viewer;

import io.nlc.imageio.NlcImageWriteParam;
import io.nlc.imageio.NlcImageWriter;
import io.nlc.imageio.NlcSettings;
import io.nlc.imageio.PictureFiles;
import io.nlc.imageio.metadata.Density;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.TextEntry;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;

/** Pictures for tests. */
public final class TestPictures {

    /** How NLC is run in tests. */
    public static final NlcSettings CPU = NlcSettings.fromProperties().withDevice("cpu");

    private TestPictures() {}

    /** Something like a photograph: smooth areas, an edge, some texture; the same every time. */
    public static BufferedImage scene(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                double wave = Math.sin(x * 0.21) * Math.sin(y * 0.17) * 40 + Math.sin((x * x + y * y) * 0.003) * 25;
                boolean disc = Math.hypot(x - width * 0.6, y - height * 0.4) < height * 0.25;
                int r = clamp((disc ? 200 : 90) + wave);
                int g = clamp(60 + 120.0 * y / height + wave / 2);
                int b = clamp((disc ? 60 : 180) - 80.0 * x / width);
                image.setRGB(x, y, r << 16 | g << 8 | b);
            }
        }
        return image;
    }

    private static int clamp(double v) {
        return (int) Math.max(0, Math.min(255, v));
    }

    /** Something drawn, of few colours, in which networks have no part. */
    public static BufferedImage drawing(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D g = image.createGraphics();
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, width, height);
        for (int i = 0; i < 12; i++) {
            g.setColor(i % 2 == 0 ? Color.BLUE : Color.BLACK);
            g.fillRect(7 * i % width, 5 * i % height, 5, 3);
            g.drawLine(3 * i, height - 1 - i, width - 1, 4 * i);
        }
        g.dispose();
        return image;
    }

    /** The drawing as an {@code .nlc} file of layers, without a pack. */
    public static Path drawnNlc(Path folder, String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(drawing(width, height), "nlc", file.toFile());
        return file;
    }

    /** The scene as a PNG file. */
    public static Path png(Path folder, String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ImageIO.write(scene(width, height), "png", file.toFile());
        return file;
    }

    /**
     * The scene as a JPEG file of a camera that was held on its side, with EXIF, XMP, IPTC, a density, a text and a
     * profile of strange colours.
     */
    public static Path photo(Path folder, String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        ICC_Profile profile = ICC_Profile.getInstance(
                ICC_Profile.getInstance(ColorSpace.CS_sRGB).getData());
        byte[] red = profile.getData(ICC_Profile.icSigRedColorantTag);
        profile.setData(ICC_Profile.icSigRedColorantTag, profile.getData(ICC_Profile.icSigGreenColorantTag));
        profile.setData(ICC_Profile.icSigGreenColorantTag, red);
        ColorModel colours = new ComponentColorModel(
                new ICC_ColorSpace(profile), false, false, Transparency.OPAQUE, DataBuffer.TYPE_BYTE);
        BufferedImage image = new BufferedImage(colours, scene(width, height).getRaster(), false, null);
        PictureMetadata metadata = PictureMetadata.NONE
                .withExif(exif())
                .withXmp("<x:xmpmeta xmlns:x='adobe:ns:meta/'/>".getBytes(StandardCharsets.UTF_8))
                .withIptc("\34\2\151\0\10Headline".getBytes(StandardCharsets.ISO_8859_1))
                .withDensity(Density.of(300, 300, Density.Unit.INCH))
                .withTexts(List.of(new TextEntry("Comment", "what it shows")));
        PictureFiles.save(file, out -> PictureFiles.write(image, metadata, "jpg", out, null, warning -> {}));
        return file;
    }

    /** A camera's name, and orientation 6. */
    private static byte[] exif() {
        ByteBuffer b = ByteBuffer.allocate(46).put("MM".getBytes(StandardCharsets.US_ASCII));
        b.putShort((short) 42).putInt(8).putShort((short) 2);
        b.putShort((short) 0x010F).putShort((short) 2).putInt(8).putInt(38);
        b.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(6 << 16);
        return b.putInt(0).put("Camera\0\0".getBytes(StandardCharsets.US_ASCII)).array();
    }

    /** The scene as an {@code .nlc} file. */
    public static Path nlc(Path folder, String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        NlcImageWriter writer = PictureFiles.writer(CPU);
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setNetworksOnly(true); // scenes are so small that no pack would be used
        PictureFiles.save(file, out -> {
            writer.setOutput(out);
            writer.write(null, new IIOImage(scene(width, height), null, null), param);
        });
        return file;
    }

    /** The scene as an {@code .nlc} file of which nothing is lost. */
    public static Path losslessNlc(Path folder, String name, int width, int height) throws IOException {
        Path file = folder.resolve(name);
        NlcImageWriter writer = PictureFiles.writer(CPU);
        NlcImageWriteParam param = writer.getDefaultWriteParam();
        param.setLossless(true);
        PictureFiles.save(file, out -> {
            writer.setOutput(out);
            writer.write(null, new IIOImage(scene(width, height), null, null), param);
        });
        return file;
    }

    /** Says of an {@code .nlc} file that the camera was held on its side, and does not turn the picture. */
    public static Path onItsSide(Path nlc) throws IOException {
        byte[] exif = HexFormat.of().parseHex("4d4d002a0000000800010112000300000001000600000000" + "0000");
        PictureMetadata held = PictureMetadata.NONE.withExif(exif);
        return Files.write(nlc, PictureFiles.withMetadata(Files.readAllBytes(nlc), held, CPU));
    }
}
