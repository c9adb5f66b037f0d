import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.LinearGradientPaint;
import java.awt.Polygon;
import java.awt.RenderingHints;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import javax.imageio.ImageIO;

/**
 * Draws the icon: a landscape that turns, from left to right, into the squares of its latents.
 * {@code java Icon.java DIR} writes DIR/nlc-SIZE.png for the usual sizes. icons/nlc.ico and icons/nlc.icns are these pictures packed by
 * ImageMagick's {@code convert} and icnsutils' {@code png2icns}.
 */
public final class Icon {

    private static final int[] SIZES = {16, 24, 32, 48, 64, 128, 256, 512};
    // All coordinates are of a 256 x 256 square.
    private static final double UNIT = 256;
    private static final int SCALE = 4;
    private static final int CELLS = 8;
    private static final Color DARK = new Color(0x14123A);

    public static void main(String[] args) throws IOException {
        File dir = new File(args[0]);
        for (int size : SIZES) {
            ImageIO.write(draw(size), "png", new File(dir, "nlc-" + size + ".png"));
        }
    }

    private static BufferedImage draw(int size) {
        // Twice halved, which is a box filter: sharp where edges meet pixels, as the grid's do at 32, 64, 128...
        BufferedImage image = paint(size * SCALE);
        for (int s = SCALE / 2; s >= 1; s /= 2) {
            BufferedImage half = new BufferedImage(size * s, size * s, BufferedImage.TYPE_INT_ARGB);
            Graphics2D g = half.createGraphics();
            g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
            g.drawImage(image, 0, 0, size * s, size * s, null);
            g.dispose();
            image = half;
        }
        return image;
    }

    private static Graphics2D graphics(BufferedImage image) {
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.scale(image.getWidth() / UNIT, image.getHeight() / UNIT);
        return g;
    }

    private static BufferedImage paint(int size) {
        double pixel = UNIT * SCALE / size;
        boolean few = pixel >= 8;
        boolean small = pixel >= 4;
        BufferedImage scene = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        Graphics2D g = graphics(scene);
        scene(g);
        g.dispose();

        BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
        g = graphics(image);
        Area frame = new Area(new RoundRectangle2D.Double(0, 0, UNIT, UNIT, 100, 100));
        g.setColor(DARK);
        g.fill(frame);
        // The photograph, up to a stair of whole cells, then cells that lose size and colour
        int cells = few ? CELLS / 2 : CELLS;
        double cell = UNIT / cells;
        Area photo = new Area();
        for (int row = 0; row < cells; row++) {
            for (int column = 0; column < cells; column++) {
                double x = column * cell;
                double y = row * cell;
                int past = column - edge(row, cells);
                if (past < 0) {
                    photo.add(new Area(new Rectangle2D.Double(x, y, cell, cell)));
                    continue;
                }
                // Small icons: the squares end where pixels do, one pixel apart.
                double gap = small ? 0 : 2.5 + 0.9 * past;
                double side = small ? cell - pixel : cell - 2 * gap;
                double start = small ? pixel : gap;
                double round = small ? 0 : cell * 0.25;
                Area square = new Area(new RoundRectangle2D.Double(x + start, y + start, side, side, round, round));
                square.intersect(frame);
                g.setColor(latent(mean(scene, x, y, cell), row, column, few ? past + 1 : past));
                g.fill(square);
            }
        }
        photo.intersect(frame);
        g.setClip(photo);
        scene(g);
        g.dispose();
        return image;
    }

    private static int edge(int row, int cells) {
        int[] stair = cells == 4 ? new int[]{3, 2, 2, 2} : new int[]{5, 4, 5, 4, 4, 3, 4, 4};
        return stair[row];
    }

    private static Color mean(BufferedImage scene, double x, double y, double cell) {
        double f = scene.getWidth() / UNIT;
        long r = 0;
        long g = 0;
        long b = 0;
        int n = 0;
        for (int py = (int) (y * f); py < (int) ((y + cell) * f); py += 2) {
            for (int px = (int) (x * f); px < (int) ((x + cell) * f); px += 2) {
                int c = scene.getRGB(px, py);
                r += c >> 16 & 255;
                g += c >> 8 & 255;
                b += c & 255;
                n++;
            }
        }
        return new Color((int) (r / n), (int) (g / n), (int) (b / n));
    }

    // Latents are not colours: the farther from the photograph, the more the square is one of the false colours of a heatmap.
    private static Color latent(Color mean, int row, int column, int past) {
        Color[] heat = {new Color(0x3B2FA8), new Color(0x22C7D6), new Color(0xF43F8E), new Color(0x6D4BE0), new Color(0xFFC53D), new Color(0x1E9BF0)};
        Color to = heat["305142413025240315512034".charAt((row + column * 3) % 24) - '0'];
        double t = Math.min(1, past * 0.4);
        return new Color(mix(mean.getRed(), to.getRed(), t), mix(mean.getGreen(), to.getGreen(), t), mix(mean.getBlue(), to.getBlue(), t));
    }

    private static int mix(int a, int b, double t) {
        return (int) Math.round(a + (b - a) * t);
    }

    private static void scene(Graphics2D g) {
        g.setPaint(new LinearGradientPaint(0, 0, 0, 180, new float[]{0, 0.55f, 1},
                new Color[]{new Color(0x2456D6), new Color(0x5FB4F5), new Color(0xFFE2A8)}));
        g.fill(new Rectangle2D.Double(0, 0, UNIT, UNIT));
        g.setColor(new Color(0xFFD23F));
        g.fill(new Ellipse2D.Double(40, 40, 64, 64));
        g.setPaint(new GradientPaint(0, 90, new Color(0x7A4FC9), 0, 210, new Color(0x3D2C86)));
        g.fill(hills(0, 186, 44, 132, 78, 160, 138, 84, 206, 156, 256, 118));
        g.setColor(new Color(0xF7F3FF));
        g.fill(new Polygon(new int[]{138, 108, 122, 136, 150, 166}, new int[]{84, 122, 118, 130, 116, 114}, 6));
        Path2D meadow = new Path2D.Double();
        meadow.moveTo(0, 190);
        meadow.curveTo(60, 150, 120, 200, 256, 158);
        meadow.lineTo(256, 256);
        meadow.lineTo(0, 256);
        meadow.closePath();
        g.setPaint(new GradientPaint(0, 160, new Color(0x3ECF6E), 0, 256, new Color(0x0F8A5F)));
        g.fill(meadow);
    }

    private static Path2D hills(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.lineTo(UNIT, UNIT);
        path.lineTo(0, UNIT);
        path.closePath();
        return path;
    }
}
