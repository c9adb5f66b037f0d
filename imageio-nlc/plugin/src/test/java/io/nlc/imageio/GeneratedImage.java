package io.nlc.imageio;

import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.util.Random;
import java.util.Vector;

/** A picture of any size, like a photograph to networks, whose tiles are computed when they are asked for. */
final class GeneratedImage implements RenderedImage {

    private static final int SIDE = 256;
    private static final BufferedImage TYPE = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);

    private final int width;
    private final int height;

    GeneratedImage(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /** Waves, a slope and noise. */
    @Override
    public Raster getTile(int tileX, int tileY) {
        WritableRaster tile = TYPE.getRaster().createCompatibleWritableRaster(SIDE, SIDE);
        Random random = new Random(tileX * 7919L + tileY);
        int[] row = new int[3 * SIDE];
        for (int r = 0; r < SIDE; r++) {
            double y = tileY * SIDE + r;
            for (int c = 0, i = 0; c < SIDE; c++) {
                double x = tileX * SIDE + c;
                double wave = 118 + 50 * Math.sin(x / 61 + y / 97) + 35 * Math.cos(y / 43 - x / 151);
                int noise = random.nextInt(0x1000000);
                for (int band = 0; band < 3; band++) {
                    double value = wave + 12 * Math.sin((band + 1) * x / 330) + (noise >> 8 * band & 3);
                    row[i++] = (int) Math.max(0, Math.min(255, value));
                }
            }
            tile.setPixels(0, r, SIDE, 1, row);
        }
        return tile.createTranslatedChild(tileX * SIDE, tileY * SIDE);
    }

    @Override
    public Raster getData(Rectangle rect) {
        return copyData(Raster.createWritableRaster(
                TYPE.getSampleModel().createCompatibleSampleModel(rect.width, rect.height), new Point(rect.x, rect.y)));
    }

    @Override
    public WritableRaster copyData(WritableRaster raster) {
        Rectangle all = raster.getBounds();
        for (int y = all.y / SIDE; y <= (all.y + all.height - 1) / SIDE; y++) {
            for (int x = all.x / SIDE; x <= (all.x + all.width - 1) / SIDE; x++) {
                Raster tile = getTile(x, y);
                Rectangle part = tile.getBounds().intersection(all);
                raster.setRect(tile.createChild(part.x, part.y, part.width, part.height, part.x, part.y, null));
            }
        }
        return raster;
    }

    @Override
    public Raster getData() {
        return getData(new Rectangle(width, height));
    }

    @Override
    public ColorModel getColorModel() {
        return TYPE.getColorModel();
    }

    @Override
    public SampleModel getSampleModel() {
        return TYPE.getSampleModel();
    }

    @Override
    public int getWidth() {
        return width;
    }

    @Override
    public int getHeight() {
        return height;
    }

    @Override
    public int getMinX() {
        return 0;
    }

    @Override
    public int getMinY() {
        return 0;
    }

    @Override
    public int getNumXTiles() {
        return (width + SIDE - 1) / SIDE;
    }

    @Override
    public int getNumYTiles() {
        return (height + SIDE - 1) / SIDE;
    }

    @Override
    public int getMinTileX() {
        return 0;
    }

    @Override
    public int getMinTileY() {
        return 0;
    }

    @Override
    public int getTileWidth() {
        return SIDE;
    }

    @Override
    public int getTileHeight() {
        return SIDE;
    }

    @Override
    public int getTileGridXOffset() {
        return 0;
    }

    @Override
    public int getTileGridYOffset() {
        return 0;
    }

    @Override
    public Vector<RenderedImage> getSources() {
        return null;
    }

    @Override
    public Object getProperty(String name) {
        return java.awt.Image.UndefinedProperty;
    }

    @Override
    public String[] getPropertyNames() {
        return null;
    }
}
