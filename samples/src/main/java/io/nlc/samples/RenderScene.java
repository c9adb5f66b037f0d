package io.nlc.samples;

import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * Renders the sample picture: an evening at a mountain lake, by marching rays over {@link Landscape}.
 *
 * <p>{@code java -cp ... io.nlc.samples.RenderScene landscape.png [width height]}
 *
 * <p>The picture is ours to give away, and it has what a codec finds hard and a viewer sees at once: a smooth sky, fine
 * forest texture, soft gradients in haze, sharp crests, and the ripples of a reflection.
 */
public final class RenderScene {
    /*
     * A ray advances by a share of its height above the ground, which on ground less steep than the share allows
     * never jumps over anything; the last step is refined by bisection. Where a pixel covers more than a tree, detail
     * that could only flicker is left out (fewer octaves), and three by three rays a pixel soften the rest. Light: a
     * low warm sun with soft shadows, a blue sky, and haze that thickens with distance and glows towards the sun.
     */
    private static final int RAYS = 3;
    private static final double FAR = 14_000;
    private static final double[] SUN = unit(-0.84, 0.27, 0.16);
    private static final double[] SUNLIGHT = {8.6, 5.2, 2.7};
    private static final double[] SKYLIGHT = {0.62, 0.86, 1.30};
    private static final double[] EYE = {0, 4.6, -140};

    private RenderScene() {}

    /** Renders to the file named first; width and height in pixels may follow. */
    public static void main(String[] args) throws IOException {
        if (args.length != 1 && args.length != 3) {
            System.err.println("usage: RenderScene OUT.png [WIDTH HEIGHT]");
            System.exit(2);
        }
        int width = args.length == 3 ? Integer.parseInt(args[1]) : 768;
        int height = args.length == 3 ? Integer.parseInt(args[2]) : 512;
        if (!ImageIO.write(render(width, height), "png", new File(args[0]))) {
            throw new IOException("no PNG writer");
        }
    }

    /** The scene in sRGB; the same picture for the same size on every machine, but for rounding in {@link Math}. */
    public static BufferedImage render(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        IntStream.range(0, height).parallel().forEach(y -> {
            int[] row = new int[width];
            for (int x = 0; x < width; x++) {
                row[x] = pixel(x, y, width, height);
            }
            image.setRGB(0, y, width, 1, row, 0, width);
        });
        return image;
    }

    private static int pixel(int x, int y, int width, int height) {
        double[] sum = new double[3];
        for (int j = 0; j < RAYS; j++) {
            for (int i = 0; i < RAYS; i++) {
                double u = (2 * (x + (i + 0.5) / RAYS) - width) / width;
                double v = (height - 2 * (y + (j + 0.5) / RAYS)) / width;
                double[] colour = trace(EYE, unit(0.56 * u, 0.56 * v + 0.075, 1), 0.0015 * 512 / height);
                for (int c = 0; c < 3; c++) {
                    sum[c] += film(colour[c]) / (RAYS * RAYS);
                }
            }
        }
        double dx = 2.0 * x / width - 1;
        double dy = 2.0 * y / height - 1;
        double vignette = 1 - 0.10 * (dx * dx + dy * dy);
        double luma = 0.3 * sum[0] + 0.6 * sum[1] + 0.1 * sum[2];
        double grain = 0.008 * (Noise.hash(x, y, 901) + Noise.hash(x, y, 902) - 1);
        int rgb = 0;
        for (int c = 0; c < 3; c++) {
            double value = luma + 1.12 * (sum[c] - luma);
            rgb = rgb << 8 | (int) (255 * Math.max(0, Math.min(1, value * vignette + grain)) + 0.5);
        }
        return rgb;
    }

    /** What is seen from {@code from} in the direction {@code ray}; {@code spread} is the angle of a pixel. */
    private static double[] trace(double[] from, double[] ray, double spread) {
        double water = ray[1] < 0 ? -from[1] / ray[1] : FAR;
        double ground = march(from, ray, Math.min(water, FAR), spread);
        if (ground < Math.min(water, FAR)) {
            return haze(land(along(from, ray, ground), ground, spread), ray, ground);
        }
        if (water < FAR) {
            return haze(water(along(from, ray, water), ray, water, spread), ray, water);
        }
        return sky(ray);
    }

    /** Distance to the ground or a tree, or {@code limit}. */
    private static double march(double[] from, double[] ray, double limit, double spread) {
        double t = 2;
        double before = 0;
        while (t < limit) {
            double y = from[1] + ray[1] * t;
            if (y > Landscape.TOP && ray[1] > 0) {
                return limit;
            }
            double above = above(from, ray, t, spread);
            if (above < 0.0004 * t) {
                for (int i = 0; i < 9; i++) {
                    double middle = 0.5 * (before + t);
                    if (above(from, ray, middle, spread) < 0.0004 * middle) {
                        t = middle;
                    } else {
                        before = middle;
                    }
                }
                return t;
            }
            before = t;
            t += Math.max(0.0012 * t, 0.38 * above);
        }
        return limit;
    }

    private static double above(double[] from, double[] ray, double t, double spread) {
        double x = from[0] + ray[0] * t;
        double y = from[1] + ray[1] * t;
        double z = from[2] + ray[2] * t;
        double ground = Landscape.ground(x, z, octaves(t * spread));
        double above = y - ground;
        if (Landscape.nearTrees(above, ground)) {
            // A tree is steep: while the ray is among trees, approach in steps small enough not to miss one.
            double seen = y - Landscape.surface(x, z, ground);
            return seen < 0 ? seen : Math.min(above, 0.6 * seen + 0.4);
        }
        return above;
    }

    private static int octaves(double footprint) {
        return Math.max(4, Math.min(10, (int) (10.8 - Math.log(Math.max(1, footprint)) / Math.log(2))));
    }

    private static double[] land(double[] p, double t, double spread) {
        double e = Math.max(0.12, 0.7 * t * spread);
        int octaves = octaves(t * spread);
        double ground = Landscape.ground(p[0], p[2], octaves);
        double surface = Landscape.surface(p[0], p[2], ground);
        double tree = surface - ground;
        double[] normal = normal(p, e, octaves, tree > 0.3);
        double[] slope = tree > 0.3 ? normal(p, 4, Math.min(octaves, 6), false) : normal;

        double patches = Noise.fractal(p[0] / 60, p[2] / 60, 6, 101);
        double fine = Noise.fractal(p[0] / 3.1, p[2] / 3.1, 4, 111);
        double[] colour;
        double wrap = 0;
        if (tree > 0.3) {
            double kind = Noise.hash((int) Math.floor(p[0] / 11), (int) Math.floor(p[2] / 11), 121);
            colour = mix(
                    rgb(0.020, 0.040, 0.016), rgb(0.050, 0.066, 0.018), 0.5 * kind + 0.5 * Math.max(0, patches + 0.3));
            colour = mix(colour, rgb(0.16, 0.10, 0.016), kind > 0.86 ? 0.75 : 0);
            double shade = 0.35 + 0.65 * Math.min(1, tree / 13);
            colour = scale(colour, shade * (1 + 0.5 * fine));
            wrap = 0.25;
        } else {
            double[] rock = mix(rgb(0.115, 0.100, 0.088), rgb(0.19, 0.165, 0.14), 0.5 + 0.8 * patches);
            rock = scale(rock, 0.85 + 0.3 * Noise.value(p[1] / 9 + 2 * patches, p[0] / 300, 131) + 0.3 * fine);
            double[] grass = mix(rgb(0.065, 0.080, 0.020), rgb(0.135, 0.110, 0.030), 0.5 + 0.9 * patches);
            grass = scale(grass, 1 + 0.5 * fine);
            double green = Noise.step(0.62, 0.80, normal[1]) * Noise.step(1000, 520, p[1] + 260 * patches);
            colour = mix(rock, grass, green);
            double snow =
                    Noise.step(760, 1050, p[1] + 330 * patches) * Noise.step(0.50, 0.68, normal[1] + 0.18 * patches);
            colour = mix(colour, rgb(0.72, 0.74, 0.78), snow);
            double beach = Noise.step(2.6, 0.6, p[1] + 0.9 * fine);
            double[] stone = mix(
                    rgb(0.150, 0.132, 0.110),
                    rgb(0.075, 0.072, 0.072),
                    0.5 + 1.1 * Noise.fractal(p[0] / 0.7, p[2] / 0.7, 5, 141));
            colour = mix(
                    colour,
                    scale(stone, 1 + 0.7 * fine + 0.6 * Noise.fractal(p[0] / 0.16, p[2] / 0.16, 3, 147)),
                    beach);
            double moss = Noise.step(0.05, 0.3, Noise.fractal(p[0] / 1.1, p[2] / 1.1, 5, 143))
                    * Noise.step(0.5, 0.9, normal[1]);
            colour = mix(colour, rgb(0.085, 0.088, 0.028), t < 150 ? 0.7 * moss * Noise.step(0.35, 0.8, p[1]) : 0);
            colour = scale(colour, Noise.mix(0.38, 1, Noise.step(0.05, 0.30, p[1])));
        }
        double facing = Math.max(0, (dot(normal, SUN) + wrap) / (1 + wrap));
        double lit = facing > 0 ? facing * shadow(p, t, spread) : 0;
        double open = 0.45 + 0.55 * slope[1];
        double bounce = Math.max(0, -0.6 * normal[0] + 0.2);
        double[] light = new double[3];
        for (int c = 0; c < 3; c++) {
            light[c] = colour[c]
                    * (SUNLIGHT[c] * lit + SKYLIGHT[c] * open * (0.5 + 0.5 * normal[1]) + 0.035 * SUNLIGHT[c] * bounce);
        }
        return light;
    }

    private static double[] normal(double[] p, double e, int octaves, boolean trees) {
        double left = height(p[0] - e, p[2], octaves, trees);
        double right = height(p[0] + e, p[2], octaves, trees);
        double near = height(p[0], p[2] - e, octaves, trees);
        double away = height(p[0], p[2] + e, octaves, trees);
        return unit(left - right, 2 * e, near - away);
    }

    private static double height(double x, double z, int octaves, boolean trees) {
        double ground = Landscape.ground(x, z, octaves);
        return trees ? Landscape.surface(x, z, ground) : ground;
    }

    /** 1 in the sun, 0 in the shade, between where a crest covers part of the sun. */
    private static double shadow(double[] p, double distance, double spread) {
        double open = 1;
        double t = 0.8 + 0.0015 * distance;
        double[] start = {p[0], p[1] + 0.4, p[2]};
        while (t < 4000 && open > 0.01) {
            double x = start[0] + SUN[0] * t;
            double y = start[1] + SUN[1] * t;
            double z = start[2] + SUN[2] * t;
            if (y > Landscape.TOP) {
                break;
            }
            double ground = Landscape.ground(x, z, octaves(Math.max(distance * spread, 0.01 * t)) - 1);
            double above = y - ground;
            if (Landscape.nearTrees(above, ground)) {
                above = y - Landscape.surface(x, z, ground);
                open = Math.min(open, 0.5 + above / (0.03 * t + 0.5));
                t += Math.max(0.8, 0.5 * above);
            } else {
                open = Math.min(open, 0.5 + 12 * above / t);
                t += Math.max(1 + 0.01 * t, 0.5 * above);
            }
        }
        return Math.max(0, Math.min(1, open));
    }

    private static double[] water(double[] p, double[] ray, double t, double spread) {
        double e = 0.15 + 0.5 * t * spread;
        double calm = 0.35 + 0.65 * Noise.step(-0.15, 0.35, Noise.fractal(p[0] / 160, p[2] / 55, 3, 201));
        double sx = (waves(p[0] - e, p[2]) - waves(p[0] + e, p[2])) / (2 * e);
        double sz = (waves(p[0], p[2] - e) - waves(p[0], p[2] + e)) / (2 * e);
        double[] normal = unit(calm * sx, 1, calm * sz);
        double cosine = Math.max(0, -dot(ray, normal));
        double fresnel = 0.03 + 0.97 * Math.pow(1 - cosine, 5);
        double[] mirrored = new double[3];
        for (int c = 0; c < 3; c++) {
            mirrored[c] = ray[c] + 2 * cosine * normal[c];
        }
        mirrored[1] = Math.max(0.002, mirrored[1]);
        mirrored = unit(mirrored[0], mirrored[1], mirrored[2]);
        double hit = march(p, mirrored, FAR, 2 * spread);
        double[] reflected =
                hit < FAR ? haze(land(along(p, mirrored, hit), t + hit, spread), mirrored, hit) : sky(mirrored);
        double depth = Math.max(0, -Landscape.ground(p[0], p[2], 5));
        double[] deep = mix(rgb(0.075, 0.085, 0.055), rgb(0.010, 0.034, 0.040), 1 - Math.exp(-depth / 1.5));
        return mix(deep, scale(reflected, 0.94), Math.min(1, fresnel + 0.02));
    }

    private static double waves(double x, double z) {
        return 0.050 * Noise.fractal(x / 7, z / 3.2, 4, 211) + 0.03 * Noise.fractal(x / 31 + 0.1 * z, z / 17, 2, 221);
    }

    private static double[] sky(double[] ray) {
        double up = Math.max(0, ray[1]);
        double sun = Math.max(0, dot(ray, SUN));
        double[] colour = mix(rgb(0.92, 0.80, 0.66), rgb(0.14, 0.30, 0.62), Math.pow(Math.min(1, 2.3 * up), 0.62));
        colour = add(colour, scale(rgb(1.0, 0.55, 0.25), 0.35 * Math.pow(sun, 5)));
        if (up > 0.015) {
            double t = 2600 / up;
            double x = ray[0] * t;
            double z = ray[2] * t;
            double cover = clouds(x, z);
            double towardsSun = clouds(x + 620 * SUN[0], z + 620 * SUN[2]);
            double density = Noise.step(0.02, 0.42, cover);
            double bright = Math.max(0, Math.min(1, 0.72 + 1.5 * (cover - towardsSun)));
            double[] cloud = mix(rgb(0.50, 0.47, 0.55), rgb(1.55, 1.12, 0.82), bright);
            colour = mix(colour, cloud, 0.88 * density * Noise.step(0.015, 0.10, up));
            double veil = Noise.step(-0.05, 0.5, Noise.fractal(x / 9000 + 7, z / 2600, 6, 311));
            colour = mix(colour, rgb(1.10, 0.95, 0.86), 0.35 * veil * Noise.step(0.04, 0.2, up));
        }
        return colour;
    }

    private static double clouds(double x, double z) {
        double bend = 700 * Noise.fractal(x / 2500, z / 2500, 3, 301);
        return Noise.fractal((x + bend) / 4200 + 3.1, (z - bend) / 2900 + 1.7, 8, 302) + 0.02;
    }

    private static double[] haze(double[] colour, double[] ray, double t) {
        double thick = 1 - Math.exp(-Math.pow(t / 9500, 1.15));
        double sun = Math.max(0, dot(ray, SUN));
        double[] air = add(rgb(0.40, 0.50, 0.66), scale(rgb(0.75, 0.48, 0.24), 0.75 * Math.pow(sun, 3)));
        return mix(colour, air, thick);
    }

    /** Exposure, the shoulder of a film (Narkowicz's fit of ACES) and the sRGB curve. */
    private static double film(double v) {
        v = Math.max(0, 0.80 * v);
        double mapped = Math.min(1, v * (2.51 * v + 0.03) / (v * (2.43 * v + 0.59) + 0.14));
        return mapped <= 0.0031308 ? 12.92 * mapped : 1.055 * Math.pow(mapped, 1 / 2.4) - 0.055;
    }

    private static double[] along(double[] from, double[] ray, double t) {
        return new double[] {from[0] + ray[0] * t, from[1] + ray[1] * t, from[2] + ray[2] * t};
    }

    private static double[] rgb(double r, double g, double b) {
        return new double[] {r, g, b};
    }

    private static double[] mix(double[] a, double[] b, double t) {
        return new double[] {Noise.mix(a[0], b[0], t), Noise.mix(a[1], b[1], t), Noise.mix(a[2], b[2], t)};
    }

    private static double[] add(double[] a, double[] b) {
        return new double[] {a[0] + b[0], a[1] + b[1], a[2] + b[2]};
    }

    private static double[] scale(double[] a, double s) {
        return new double[] {a[0] * s, a[1] * s, a[2] * s};
    }

    private static double dot(double[] a, double[] b) {
        return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
    }

    private static double[] unit(double x, double y, double z) {
        double length = Math.sqrt(x * x + y * y + z * z);
        return new double[] {x / length, y / length, z / length};
    }
}
