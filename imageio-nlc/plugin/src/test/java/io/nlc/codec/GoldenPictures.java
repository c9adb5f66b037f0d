package io.nlc.codec;

import io.nlc.codec.content.ContentCoder;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.container.PixelFormat;
import io.nlc.container.TilePayload;
import io.nlc.lossless.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Made {@code src/test/resources/nlc/block-*.nlc} when planes were coded one by one, and {@code joint-*.nlc} since they
 * are coded jointly. Both are kept because a file written once must be read for ever: lossless blocks of every way,
 * depth and number of planes. Argument: the folder to write to.
 */
public final class GoldenPictures {

    private static final int TILE = 64;

    /** A sample of a plane of a picture, of which as many bits as the depth count. */
    private interface Drawing {
        int sample(int plane, int x, int y);
    }

    private record Golden(String name, int width, int height, PixelFormat pixels, Drawing drawing) {}

    private static final PixelFormat GRAY8 = new PixelFormat(Colour.GRAY, false, 8);
    private static final PixelFormat GRAY16 = new PixelFormat(Colour.GRAY, false, 16);
    private static final PixelFormat GRAY_ALPHA8 = new PixelFormat(Colour.GRAY, true, 8);
    private static final PixelFormat GRAY_ALPHA16 = new PixelFormat(Colour.GRAY, true, 16);
    private static final PixelFormat RGB8 = new PixelFormat(Colour.RGB, false, 8);
    private static final PixelFormat RGB16 = new PixelFormat(Colour.RGB, false, 16);
    private static final PixelFormat RGBA8 = new PixelFormat(Colour.RGB, true, 8);
    private static final PixelFormat RGBA16 = new PixelFormat(Colour.RGB, true, 16);

    private static final List<Golden> ALL = List.of(
            new Golden("photo-gray8", 40, 28, GRAY8, (p, x, y) -> 5 * x + 3 * y + noise(0, x, y) % 8),
            new Golden("photo-gray-alpha8", 30, 24, GRAY_ALPHA8, (p, x, y) -> hill(x, y) + noise(p, x, y) % 9),
            new Golden("photo-gray16", 26, 22, GRAY16, GoldenPictures::wild),
            new Golden("photo-gray-alpha16", 24, 17, GRAY_ALPHA16, (p, x, y) -> 99 * hill(x, y) + noise(p, x, y) % 999),
            new Golden("photo-rgb8", 27, 21, RGB8, GoldenPictures::planes),
            new Golden("photo-rgb8-green", 24, 20, RGB8, GoldenPictures::green),
            new Golden("photo-rgb8-ycocg", 24, 20, RGB8, GoldenPictures::orange),
            new Golden("photo-rgba8", 21, 20, RGBA8, GoldenPictures::orange),
            new Golden("photo-rgb16", 18, 16, RGB16, (p, x, y) -> 257 * planes(p, x, y) + noise(p, x, y) % 200),
            new Golden("photo-rgb16-green", 18, 15, RGB16, (p, x, y) -> 300 * green(p, x, y) + noise(3, x, y) % 300),
            new Golden("photo-rgba16-ycocg", 16, 14, RGBA16, (p, x, y) -> 280 * orange(p, x, y) + noise(3, x, y) % 280),
            new Golden("graphics-gray8", 70, 60, GRAY8, (p, x, y) -> noise(0, x % 21, y % 14)),
            new Golden("graphics-rgb8", 60, 55, RGB8, (p, x, y) -> noise(p, x % 19, y % 17)),
            new Golden("graphics-rgb8-green", 60, 55, RGB8, (p, x, y) -> green(p, x % 19, y % 17)),
            new Golden("graphics-rgba8-map", 60, 50, RGBA8, (p, x, y) -> noise(p, x % 21, y % 16) & 0xF8),
            new Golden("graphics-gray16", 50, 44, GRAY16, (p, x, y) -> noise(p, x % 20, y % 14)),
            new Golden("graphics-rgba16", 48, 44, RGBA16, (p, x, y) -> noise(p, x % 20, y % 14)),
            new Golden("graphics-text", 64, 40, RGB8, GoldenPictures::text),
            new Golden("palette-rgba8-one", 20, 9, RGBA8, (p, x, y) -> 40 * p + 17),
            new Golden("palette-gray8-two", 41, 23, GRAY8, (p, x, y) -> (x * x + y * y) / 90 % 2 * 255),
            new Golden("palette-rgb8-many", 48, 40, RGB8, (p, x, y) -> noise(p, noise(3, x / 2, y) % 150, 1)),
            new Golden("palette-rgba16", 36, 28, RGBA16, (p, x, y) -> noise(p, noise(5, x / 3, y / 2) % 20, 2)),
            new Golden("raw-rgb8", 6, 5, RGB8, GoldenPictures::noise),
            new Golden("raw-gray-alpha16", 5, 4, GRAY_ALPHA16, GoldenPictures::noise),
            new Golden("map-gray16", 32, 24, GRAY16, (p, x, y) -> (hill(x, y) + noise(p, x, y) % 16) * 257),
            new Golden("map-rgba8-edges", 33, 25, RGBA8, GoldenPictures::edges),
            new Golden("map-rgb8-one-plane", 36, 30, RGB8, GoldenPictures::posterised),
            new Golden("map-rgb16-ycocg", 20, 18, RGB16, (p, x, y) -> orange(p, x, y) * 257),
            new Golden(
                    "size-4x3", 4, 3, GRAY8, (p, x, y) -> x == 3 || y == 2 ? 200 : 40), // explained in docs/format.md
            new Golden("size-1x1", 1, 1, RGBA16, (p, x, y) -> 12345 * p),
            new Golden("size-37x1", 37, 1, RGB8, GoldenPictures::green),
            new Golden("size-1x29", 1, 29, RGB8, GoldenPictures::green),
            new Golden("tiles-rgba8", 150, 70, RGBA8, GoldenPictures::tiles));

    private static final List<Golden> SLOPES = List.of(
            new Golden("slopes-gray8", 60, 50, GRAY8, (p, x, y) -> (7 * x + 5 * y) / 4),
            new Golden("slopes-rgb8", 64, 60, RGB8, (p, x, y) -> (x * (9 + p) + y * (21 - 3 * p)) / 12 + x / 32 * 40),
            new Golden("slopes-rgba16", 40, 36, RGBA16, (p, x, y) -> x * y * (p + 3) / 5 + (x / 20 + y / 18) * 9000),
            new Golden("slopes-strips", 64, 64, RGBA8, (p, x, y) -> (x / 16 * (p + 3) % 7 + 1) * y / 3));

    private GoldenPictures() {}

    public static void main(String[] args) throws IOException {
        for (Golden golden : Stream.concat(ALL.stream(), SLOPES.stream()).toList()) {
            if (golden.name().matches("(palette|raw)-.*")) {
                continue; // as before
            }
            Files.write(Path.of(args[0]).resolve("joint-" + golden.name() + ".nlc"), file(golden));
        }
    }

    /** All pictures: the samples of the tiles of each, by the name of its file. */
    public static Map<String, List<Samples>> blocks() {
        Map<String, List<Samples>> blocks = new LinkedHashMap<>();
        for (Golden golden : Stream.concat(ALL.stream(), SLOPES.stream()).toList()) {
            boolean before = golden.name().matches("(palette|raw)-.*");
            blocks.put((before ? "block-" : "joint-") + golden.name() + ".nlc", blocks(golden));
        }
        return blocks;
    }

    private static List<Samples> blocks(Golden golden) {
        List<Samples> blocks = new ArrayList<>();
        for (int top = 0; top < golden.height(); top += TILE) {
            for (int left = 0; left < golden.width(); left += TILE) {
                blocks.add(samples(golden, left, top));
            }
        }
        return blocks;
    }

    private static byte[] file(Golden golden) {
        NlcHeader header = NlcHeader.lossless(golden.width(), golden.height(), golden.pixels(), TILE, TILE);
        List<TilePayload> tiles =
                blocks(golden).stream().map(ContentCoder::encode).toList();
        return GoldenBytes.file(header, List.of(), tiles);
    }

    private static Samples samples(Golden golden, int left, int top) {
        int width = Math.min(TILE, golden.width() - left);
        int height = Math.min(TILE, golden.height() - top);
        int depth = golden.pixels().depth();
        int[][] planes = new int[golden.pixels().samples()][width * height];
        for (int p = 0; p < planes.length; p++) {
            for (int i = 0; i < width * height; i++) {
                planes[p][i] = golden.drawing().sample(p, left + i % width, top + i / width) & (1 << depth) - 1;
            }
        }
        return new Samples(width, height, depth, planes);
    }

    /** 24 bits without a pattern, the same for ever. */
    private static int noise(int plane, int x, int y) {
        int h = (plane * 31 + x) * 0x9E3779B1 + y * 0x61C88647;
        h = (h ^ h >>> 15) * 0x85EBCA6B;
        h = (h ^ h >>> 13) * 0xC2B2AE35;
        return (h ^ h >>> 16) >>> 8;
    }

    private static int hill(int x, int y) {
        return Math.max(0, 200 - (x - 14) * (x - 14) / 2 - (y - 11) * (y - 11));
    }

    /** Planes that have nothing in common. */
    private static int planes(int plane, int x, int y) {
        int[] slopes = {7 * x, 9 * y, x * y / 3};
        return slopes[plane] + noise(plane, x, y) % 5;
    }

    /** Red differs from green by noise, blue by nothing. */
    private static int green(int plane, int x, int y) {
        return 60 + noise(9, x, y) % 64 + (plane == 0 ? noise(8, x, y) % 40 : plane == 3 ? x : 0);
    }

    /** Red and blue differ from green by as much in opposite directions. */
    private static int orange(int plane, int x, int y) {
        int difference = noise(8, x, y) % 50 - 25;
        return 60 + noise(9, x, y) % 64 + (plane == 0 ? difference : plane == 2 ? -difference : plane == 3 ? y : 0);
    }

    /** Slopes, then samples of which each is anything. */
    private static int wild(int plane, int x, int y) {
        return y < 16 ? 900 * x + 1500 * y + noise(plane, x, y) % 99 : noise(plane, x, y);
    }

    /** Edges of all directions, from one end of the range to the other. */
    private static int edges(int plane, int x, int y) {
        int[] sides = {3 * x - 2 * y - 20, x + y - 30, 2 * y - x, x - 5 * y + 40};
        return sides[plane] > 0 ? 255 - noise(plane, x, y) % 3 : noise(plane, x, y) % 3;
    }

    /** One plane of few values beside two of all. */
    private static int posterised(int plane, int x, int y) {
        return plane == 1 ? noise(1, x, y) % 12 * 20 : 6 * x + 2 * y + noise(plane, x, y) % 30;
    }

    /** Dark signs on a slope of colour. */
    private static int text(int plane, int x, int y) {
        boolean ink = (noise(4, x / 8 % 3 * 8 + x % 8, y % 10) & 3) == 0 && y % 10 < 7 && x % 8 < 6;
        return ink ? 20 : 250 - y / 2 * (plane + 1) - x / 4 * 2;
    }

    /** Something else in each tile. */
    private static int tiles(int plane, int x, int y) {
        return switch (x / TILE + y / TILE * 3) {
            case 0 -> (x / 9 + y / 7) % 2 * 200 + plane;
            case 1 -> orange(plane, x / 4, y / 4);
            case 2 -> green(plane, x, y) & 0xF8;
            case 3 -> noise(plane, x, y);
            case 4 -> plane;
            default -> 3 * x + 5 * y + 60 * plane + noise(plane, x, y) % 7;
        };
    }
}
