package io.nlc.fuzz;

import io.nlc.TestPacks;
import io.nlc.colour.Profiles;
import io.nlc.container.Chunk;
import io.nlc.imageio.PictureBytes;
import io.nlc.imageio.metadata.Density;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.TextEntry;
import io.nlc.imageio.metadata.Thumbnail;
import io.nlc.lossless.BlockCoder;
import io.nlc.lossless.Samples;
import io.nlc.onnx.OnnxFiles;
import io.nlc.residual.LayerTarget;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Inputs to start from, small ones: golden files, and what the helpers of other tests make. */
final class Seeds {

    private static final int MAX_FILE = 4096;

    private Seeds() {}

    static List<byte[]> noise() {
        List<byte[]> seeds = new ArrayList<>();
        Random random = new Random(1);
        for (int length : new int[] {0, 4, 16, 64, 256, 1024}) {
            byte[] noise = new byte[length];
            random.nextBytes(noise);
            seeds.add(noise);
            seeds.add(new byte[length]);
        }
        return seeds;
    }

    /** Golden files that are small. */
    static List<byte[]> files() throws IOException {
        return small(TestPacks.directory().resolveSibling("nlc"), ".nlc");
    }

    static List<byte[]> manifests() throws IOException {
        return small(TestPacks.directory(), "pack.json");
    }

    static List<byte[]> networks() throws IOException {
        List<byte[]> seeds = small(TestPacks.directory(), ".onnx");
        seeds.add(OnnxFiles.model(OnnxFiles.graph()).toBytes());
        return seeds;
    }

    private static List<byte[]> small(Path folder, String end) throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file :
                    files.filter(p -> p.toString().endsWith(end)).sorted().toList()) {
                if (Files.size(file) <= (end.equals(".nlc") ? MAX_FILE : 4 * MAX_FILE)) {
                    seeds.add(Files.readAllBytes(file));
                }
            }
        }
        return seeds;
    }

    static List<byte[]> blocks() {
        List<byte[]> seeds = new ArrayList<>();
        Random random = new Random(2);
        for (int depth : new int[] {8, 16}) {
            int max = (1 << depth) - 1;
            for (int planes = 1; planes <= 4; planes++) {
                for (int kind = 0; kind < 4; kind++) {
                    int[][] values = new int[planes][24 * 16];
                    for (int p = 0; p < planes; p++) {
                        for (int i = 0; i < values[p].length; i++) {
                            values[p][i] = switch (kind) {
                                case 0 -> (i % 24 * 3 + i / 24 * 5) * (p + 1) & max;
                                case 1 -> random.nextInt(9) * 257 & max;
                                case 2 -> random.nextInt() & max;
                                default -> (i & 1) * max;
                            };
                        }
                    }
                    byte[] block = BlockCoder.encode(new Samples(24, 16, depth, values));
                    seeds.add(BlockTarget.input(24, 16, planes, depth, block));
                }
            }
        }
        return seeds;
    }

    static List<byte[]> layers() {
        return LayerTarget.seeds();
    }

    private static byte[] exifBlock(ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(120).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 4);
        entry(tiff, 0x0112, 3, 1).putShort((short) 6).putShort((short) 0);
        entry(tiff, 0x011A, 5, 1).putInt(100);
        entry(tiff, 0x011B, 5, 1).putInt(108);
        entry(tiff, 0x8769, 4, 1).putInt(62);
        tiff.putInt(0).putShort((short) 2);
        entry(tiff, 0xA001, 3, 1).putShort((short) 0xFFFF).putShort((short) 0);
        entry(tiff, 0xA005, 4, 1).putInt(0);
        tiff.putInt(0);
        return tiff.putInt(100, 72)
                .putInt(104, 1)
                .putInt(108, 300)
                .putInt(112, 4)
                .array();
    }

    private static ByteBuffer entry(ByteBuffer tiff, int tag, int type, int count) {
        return tiff.putShort((short) tag).putShort((short) type).putInt(count);
    }

    static List<byte[]> exif() {
        return new ArrayList<>(List.of(
                exifBlock(ByteOrder.BIG_ENDIAN),
                exifBlock(ByteOrder.LITTLE_ENDIAN),
                PictureBytes.interoperability(ByteOrder.LITTLE_ENDIAN, "R03")));
    }

    static List<byte[]> ancillary() {
        PictureMetadata all = PictureMetadata.NONE
                .withProfile(Profiles.gray(2))
                .withExif(exifBlock(ByteOrder.BIG_ENDIAN))
                .withXmp("<x tiff:Orientation='3'/>".getBytes(StandardCharsets.UTF_8))
                .withDensity(Density.of(300, 299, Density.Unit.INCH))
                .withTexts(List.of(new TextEntry("Title", "en", "title", "Gr\u00FC\u00DFe"), new TextEntry("", "x")))
                .withThumbnail(new Thumbnail(3, 2, new byte[] {1, 2, 3}));
        List<byte[]> seeds = new ArrayList<>();
        ByteArrayOutputStream together = new ByteArrayOutputStream();
        List<String> types = List.of("ICCP", "EXIF", "XMP ", "dens", "thMB", "text");
        for (Chunk chunk : all.chunks()) {
            byte[] one = ByteBuffer.allocate(3 + chunk.length())
                    .put((byte) types.indexOf(chunk.type()))
                    .putShort((short) chunk.length())
                    .put(chunk.payload())
                    .array();
            seeds.add(one);
            together.writeBytes(one);
        }
        seeds.add(together.toByteArray());
        return seeds;
    }

    static List<byte[]> pictures() throws IOException {
        BufferedImage rgb = PictureBytes.even(5, 4, BufferedImage.TYPE_3BYTE_BGR, 10, 100, 200);
        BufferedImage gray = PictureBytes.even(5, 4, BufferedImage.TYPE_BYTE_GRAY, 77);
        byte[] icc = Profiles.adobeRgb();
        byte[] exif = exifBlock(ByteOrder.LITTLE_ENDIAN);
        byte[] app1 = ByteBuffer.allocate(6 + exif.length)
                .put("Exif\0\0".getBytes(StandardCharsets.US_ASCII))
                .put(exif)
                .array();
        List<byte[]> seeds = new ArrayList<>(List.of(
                PictureBytes.png(rgb, PictureBytes.iccp(icc)),
                PictureBytes.png(rgb, PictureBytes.gamma(50_000)),
                PictureBytes.png(
                        rgb,
                        PictureBytes.gamma(45_455),
                        PictureBytes.chromaticities(31_270, 32_900, 64_000, 33_000, 21_000, 71_000, 15_000, 6_000)),
                PictureBytes.png(gray, new PictureBytes.PngChunk("eXIf", exif)),
                PictureBytes.png(gray, new PictureBytes.PngChunk("cICP", new byte[] {9, 1, 0, 1})),
                PictureBytes.png(
                        gray,
                        new PictureBytes.PngChunk("pHYs", new byte[] {0, 0, 1, 0, 0, 0, 1, 0, 1}),
                        new PictureBytes.PngChunk("tEXt", "Title\0x".getBytes(StandardCharsets.ISO_8859_1)),
                        new PictureBytes.PngChunk("iTXt", "Title\0\0\0en\0t\0y".getBytes(StandardCharsets.ISO_8859_1))),
                PictureBytes.jpeg(rgb, PictureBytes.segment(0xE1, 0, app1)),
                PictureBytes.jpeg(rgb, PictureBytes.app2(1, 1, icc, 0, icc.length)),
                PictureBytes.jpeg(gray, PictureBytes.segment(0xFE, 1, "a comment".getBytes(StandardCharsets.UTF_8))),
                PictureBytes.bmp(rgb, icc, null, null),
                PictureBytes.webp("EXIF", exif),
                exif));
        for (String format : new String[] {"tiff", "gif", "bmp"}) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ImageIO.write(rgb, format, out);
            seeds.add(out.toByteArray());
        }
        return seeds;
    }

    static List<byte[]> profiles() {
        return List.of(
                Profiles.adobeRgb(), Profiles.srgb(), Profiles.gray(1.8), Profiles.cmyk(), Profiles.linearProPhoto());
    }
}
