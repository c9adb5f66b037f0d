package io.nlc.imageio;

import io.nlc.container.NlcHeader;
import java.awt.Dimension;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
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
import java.util.function.UnaryOperator;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageTypeSpecifier;

/** The pixels of a file, or of another image, made when they are asked for. Thread-safe. */
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

    /** Makes pixels. */
    interface Parts {

        /** A part of the image, whose corner becomes 0,0. It has the image's colour model. */
        Raster read(Rectangle part) throws IOException;
    }

    private final Parts parts;
    private final boolean alone;
    private final Dimension size;
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
        this(
                of(reader, how, region),
                region.getSize(),
                new Dimension(header.tileWidth(), header.tileHeight()),
                type,
                pixels,
                true);
    }

    /**
     * Makes nothing yet.
     *
     * @param tile size of its tiles
     * @param type of what parts make
     * @param pixels that a band should have at most
     * @param alone whether a narrow part is made for less than a band
     */
    LazyImage(Parts parts, Dimension size, Dimension tile, ImageTypeSpecifier type, long pixels, boolean alone) {
        this.parts = parts;
        this.alone = alone;
        this.size = size;
        this.tileWidth = Math.min(size.width, tile.width);
        this.tileHeight = Math.min(size.height, tile.height);
        this.bandHeight = tileHeight * (int) Math.max(1, pixels / ((long) size.width * tileHeight));
        this.colours = type.getColorModel();
        this.samples = type.getSampleModel(tileWidth, tileHeight);
    }

    /** The same pixels, each made another of. @param change of an image in memory, whose size it does not change */
    static LazyImage changed(RenderedImage image, UnaryOperator<BufferedImage> change) {
        Parts parts = part -> change.apply(inMemory(image, part)).getRaster();
        BufferedImage first = change.apply(inMemory(image, new Rectangle(1, 1)));
        return new LazyImage(
                parts,
                new Dimension(image.getWidth(), image.getHeight()),
                new Dimension(image.getTileWidth(), image.getTileHeight()),
                new ImageTypeSpecifier(first),
                1,
                true);
    }

    /** An image turned upright. @param orientation of EXIF */
    static LazyImage turned(RenderedImage image, int orientation) {
        boolean swapped = ExifOrientation.isTurned(orientation);
        Dimension size = new Dimension(image.getWidth(), image.getHeight());
        Dimension tile = new Dimension(image.getTileWidth(), image.getTileHeight());
        Parts parts = part -> ExifOrientation.turn(
                        inMemory(image, ExifOrientation.stored(part, size, orientation)), orientation)
                .getRaster();
        return new LazyImage(
                parts,
                swapped ? new Dimension(size.height, size.width) : size,
                swapped ? new Dimension(tile.height, tile.width) : tile,
                new ImageTypeSpecifier(image.getColorModel(), image.getSampleModel()),
                1,
                true);
    }

    private static BufferedImage inMemory(RenderedImage image, Rectangle part) {
        WritableRaster copy = Raster.createWritableRaster(
                image.getSampleModel().createCompatibleSampleModel(part.width, part.height),
                new Point(image.getMinX() + part.x, image.getMinY() + part.y));
        image.copyData(copy);
        ColorModel colours = image.getColorModel();
        WritableRaster moved = copy.createWritableTranslatedChild(0, 0);
        return new BufferedImage(colours, moved, colours.isAlphaPremultiplied(), null);
    }

    private static Parts of(NlcImageReader reader, NlcImageReadParam how, Rectangle region) {
        NlcImageReadParam param = how.alike();
        param.setDamagedTiles(how.getDamagedTiles());
        return part -> {
            Rectangle source = new Rectangle(part);
            source.translate(region.x, region.y);
            param.setSourceRegion(source);
            return reader.read(0, param).getRaster();
        };
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

    /** A part, made. */
    private Raster decoded(Rectangle part) {
        try {
            return parts.read(part);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /** The pixels of a rectangle, which may share memory with others. */
    private synchronized Raster part(Rectangle wanted) {
        int top = wanted.y / bandHeight * bandHeight;
        boolean wide = !alone || wanted.width == size.width || wanted.width == tileWidth && wanted.height == tileHeight;
        boolean inBand = wanted.y + wanted.height <= Math.min(size.height, top + bandHeight);
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
            rows = decoded(new Rectangle(0, top, size.width, Math.min(bandHeight, size.height - top)))
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
        Rectangle inside = tile.getBounds().intersection(new Rectangle(size));
        tile.setRect(part(inside));
        return tile;
    }

    @Override
    public Raster getData() {
        return getData(new Rectangle(size));
    }

    @Override
    public Raster getData(Rectangle rectangle) {
        return copy(rectangle, null);
    }

    @Override
    public WritableRaster copyData(WritableRaster raster) {
        return copy(raster == null ? new Rectangle(size) : raster.getBounds(), raster);
    }

    private WritableRaster copy(Rectangle rectangle, WritableRaster given) {
        Rectangle inside = rectangle.intersection(new Rectangle(size));
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
        return size.width;
    }

    @Override
    public int getHeight() {
        return size.height;
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
        return (size.width + tileWidth - 1) / tileWidth;
    }

    @Override
    public int getNumYTiles() {
        return (size.height + tileHeight - 1) / tileHeight;
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
