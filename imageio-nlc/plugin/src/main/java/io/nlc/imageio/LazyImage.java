package io.nlc.imageio;

import io.nlc.container.NlcHeader;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.ColorModel;
import java.awt.image.Raster;
import java.awt.image.RenderedImage;
import java.awt.image.SampleModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Vector;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;

/** The pixels of a file, decoded when they are asked for. Thread-safe. */
final class LazyImage implements RenderedImage {

    /*
     * A tile's pixels depend on the latents of those around it, so a row of tiles that is decoded alone takes the
     * latents of three rows. Whoever goes through an image does so from top to bottom, in any order within a row of
     * tiles, perhaps with a margin; so bands of several rows are decoded and two of them are kept: with three rows two
     * thirds of the latents are decoded twice. Latents are a tenth or so of the work. A part that is narrower than the picture and lies in no
     * band that is there is decoded alone, and not kept.
     */

    /** Pixels that a band should have at most; it has a row of tiles at least. */
    private static final int BAND = 1 << 24;

    /** Bytes of heap for each of them. */
    private static final int HEAP = 64;

    /** Bands. */
    private static final int KEPT = 2;

    /** Pictures up to this size are read at once. */
    private static final int SMALL = 1 << 22;

    private final NlcImageReader reader;
    private final NlcImageReadParam param;
    private final Rectangle region;
    private final int tileWidth;
    private final int tileHeight;
    private final int bandHeight;
    private final ColorModel colours;
    private final SampleModel samples;
    private final Map<Integer, Raster> bands = new LinkedHashMap<>(); // by their first rows, the latest used last

    /**
     * Decodes nothing yet.
     *
     * @param reader for this image alone, its input set
     * @param how device, damage and time of param are used
     * @param region of the picture; its corner becomes 0,0
     * @param type of what the reader gives
     */
    LazyImage(
            NlcImageReader reader, NlcImageReadParam how, NlcHeader header, Rectangle region, ImageTypeSpecifier type) {
        this(
                reader,
                how,
                header,
                region,
                type,
                Math.min(BAND, Runtime.getRuntime().maxMemory() / HEAP));
    }

    /** @param pixels that a band should have at most */
    LazyImage(
            NlcImageReader reader,
            NlcImageReadParam how,
            NlcHeader header,
            Rectangle region,
            ImageTypeSpecifier type,
            long pixels) {
        this.reader = reader;
        this.region = region;
        this.param = how.alike();
        param.setDamagedTiles(how.getDamagedTiles());
        this.tileWidth = Math.min(region.width, header.tileWidth());
        this.tileHeight = Math.min(region.height, header.tileHeight());
        this.bandHeight = tileHeight * (int) Math.max(1, pixels / ((long) region.width * tileHeight));
        this.colours = type.getColorModel();
        this.samples = type.getSampleModel(tileWidth, tileHeight);
    }

    /** Whether what is asked for can be given in parts, and is large enough to be worth it. */
    static boolean serves(NlcHeader header, ImageReadParam param) {
        return header.tiles() > 1
                && (long) header.width() * header.height() > SMALL
                && (param == null
                        || param.getSourceXSubsampling() == 1
                                && param.getSourceYSubsampling() == 1
                                && param.getSourceBands() == null
                                && param.getDestinationBands() == null
                                && param.getDestination() == null
                                && param.getDestinationType() == null
                                && param.getDestinationOffset().equals(new Point())
                                && param.getSourceMinProgressivePass() == 0
                                && param.getSourceMaxProgressivePass() == Integer.MAX_VALUE);
    }

    /** A part of the region, decoded. */
    private Raster decoded(Rectangle part) {
        Rectangle source = new Rectangle(part);
        source.translate(region.x, region.y);
        param.setSourceRegion(source);
        try {
            return reader.read(0, param).getRaster();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The pixels of a rectangle, which may share memory with others. */
    private synchronized Raster part(Rectangle wanted) {
        int top = wanted.y / bandHeight * bandHeight;
        boolean wide = wanted.width == region.width || wanted.width == tileWidth && wanted.height == tileHeight;
        boolean inBand = wanted.y + wanted.height <= Math.min(region.height, top + bandHeight);
        if (inBand && (wide || bands.containsKey(top))) {
            return band(top).createChild(wanted.x, wanted.y, wanted.width, wanted.height, wanted.x, wanted.y, null);
        }
        return decoded(wanted).createTranslatedChild(wanted.x, wanted.y);
    }

    private Raster band(int top) {
        Raster rows = bands.remove(top);
        if (rows == null) {
            if (bands.size() == KEPT) { // it goes before the next one is made
                bands.remove(bands.keySet().iterator().next());
            }
            rows = decoded(new Rectangle(0, top, region.width, Math.min(bandHeight, region.height - top)))
                    .createTranslatedChild(0, top);
        }
        bands.put(top, rows);
        return rows;
    }

    @Override
    public Raster getTile(int tileX, int tileY) {
        if (tileX < 0 || tileY < 0 || tileX >= getNumXTiles() || tileY >= getNumYTiles()) {
            throw new IllegalArgumentException(
                    "tile " + tileX + "," + tileY + " is not one of " + getNumXTiles() + " x " + getNumYTiles());
        }
        // Tiles have one size, whatever the picture's is.
        WritableRaster tile = Raster.createWritableRaster(samples, new Point(tileX * tileWidth, tileY * tileHeight));
        Rectangle inside = tile.getBounds().intersection(new Rectangle(region.getSize()));
        tile.setRect(part(inside));
        return tile;
    }

    @Override
    public Raster getData() {
        return getData(new Rectangle(region.getSize()));
    }

    @Override
    public Raster getData(Rectangle rectangle) {
        return copy(rectangle, null);
    }

    @Override
    public WritableRaster copyData(WritableRaster raster) {
        return copy(raster == null ? new Rectangle(region.getSize()) : raster.getBounds(), raster);
    }

    private WritableRaster copy(Rectangle rectangle, WritableRaster given) {
        Rectangle inside = rectangle.intersection(new Rectangle(region.getSize()));
        if (given == null && !inside.equals(rectangle) || inside.isEmpty()) {
            throw new IllegalArgumentException(rectangle + " does not lie in the image");
        }
        WritableRaster to = given != null
                ? given
                : Raster.createWritableRaster(
                        samples.createCompatibleSampleModel(rectangle.width, rectangle.height),
                        rectangle.getLocation());
        for (int y = inside.y; y < inside.y + inside.height; ) { // a band at a time
            int end = Math.min(inside.y + inside.height, (y / bandHeight + 1) * bandHeight);
            to.setRect(part(new Rectangle(inside.x, y, inside.width, end - y)));
            y = end;
        }
        return to;
    }

    @Override
    public ColorModel getColorModel() {
        return colours;
    }

    @Override
    public SampleModel getSampleModel() {
        return samples;
    }

    @Override
    public int getWidth() {
        return region.width;
    }

    @Override
    public int getHeight() {
        return region.height;
    }

    @Override
    public int getTileWidth() {
        return tileWidth;
    }

    @Override
    public int getTileHeight() {
        return tileHeight;
    }

    @Override
    public int getNumXTiles() {
        return (region.width + tileWidth - 1) / tileWidth;
    }

    @Override
    public int getNumYTiles() {
        return (region.height + tileHeight - 1) / tileHeight;
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
    public int getMinTileX() {
        return 0;
    }

    @Override
    public int getMinTileY() {
        return 0;
    }

    @Override
    public int getTileGridXOffset() {
        return 0;
    }

    @Override
    public int getTileGridYOffset() {
        return 0;
    }

    /** None: it is made of a file. */
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
