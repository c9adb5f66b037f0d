package io.nlc.imageio;

import io.nlc.colour.ColourConversion;
import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import io.nlc.picture.Region;
import io.nlc.picture.SampleSink;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.imageio.ImageReadParam;

/**
 * What a file is read to, and which part of it.
 *
 * @param header of the file
 * @param colours of the file
 * @param param what was asked for; null for all of it
 * @param image the destination
 * @param from the part of the picture that is wanted
 * @param to the part of the destination that gets pixels
 */
record ReadTarget(
        NlcHeader header,
        FileColours colours,
        ImageReadParam param,
        BufferedImage image,
        Rectangle from,
        Rectangle to) {

    /** The part of the picture, as the codec has it. */
    Region region() {
        return new Region(from.x, from.y, from.width, from.height);
    }

    /** All bands of the destination. */
    int[] imageBands() {
        return IntStream.range(0, image.getRaster().getNumBands()).toArray();
    }

    /** What brings the file's colours into the destination's space. */
    Optional<ConvertingSink> converting() {
        ColourConversion conversion = colours.to(image.getColorModel().getColorSpace());
        return conversion == null ? Optional.empty() : Optional.of(new ConvertingSink(conversion));
    }

    /** What takes all samples of a lossless file, in the file's colour space. */
    SampleSink losslessSamples() {
        SampleRasterSink sink = samples();
        int full = (1 << header.pixels().depth()) - 1;
        return converting().map(c -> c.before(sink, full)).orElse(sink);
    }

    /** What takes the colours of a learned file, in the destination's colour space. */
    RasterSink rgb() {
        WritableRaster raster = raster();
        return new RasterSink(
                raster,
                from,
                subsamplingX(),
                subsamplingY(),
                new Point(to.x, to.y),
                header.colour() == Colour.GRAY,
                bands(raster));
    }

    /** What takes all samples of a lossless file, in the destination's space, or the colours of another one. */
    SampleRasterSink samples() {
        return sink(false);
    }

    /** What takes the alpha of a file whose tiles have none. */
    SampleRasterSink alpha() {
        return sink(true);
    }

    private SampleRasterSink sink(boolean alone) {
        WritableRaster raster = raster();
        boolean two = param != null && param.getSourceBands() != null
                ? ImageTypes.of(header, colours).get(0).getNumBands() == 2
                : raster.getNumBands() == 2;
        int alphaBand = two ? 1 : 3;
        int[] planes = IntStream.of(bands(raster))
                .map(band -> plane(band, alphaBand, alone))
                .toArray();
        return new SampleRasterSink(
                raster,
                from,
                subsamplingX(),
                subsamplingY(),
                new Point(to.x, to.y),
                planes,
                header.pixels().depth());
    }

    /** The plane of samples that a band shows. */
    private int plane(int band, int alphaBand, boolean alone) {
        if (alone) {
            return band == alphaBand ? 0 : SampleRasterSink.NOTHING;
        }
        if (band == alphaBand) {
            return header.alpha() && header.lossless() ? header.colour().code() : SampleRasterSink.OPAQUE;
        }
        return header.colour() == Colour.GRAY ? 0 : band;
    }

    private int subsamplingX() {
        return param == null ? 1 : param.getSourceXSubsampling();
    }

    private int subsamplingY() {
        return param == null ? 1 : param.getSourceYSubsampling();
    }

    /** The bands of the destination that get something. */
    private WritableRaster raster() {
        WritableRaster raster = image.getRaster();
        int[] targets = param == null ? null : param.getDestinationBands();
        return targets == null
                ? raster
                : raster.createWritableChild(0, 0, raster.getWidth(), raster.getHeight(), 0, 0, targets);
    }

    private int[] bands(WritableRaster raster) {
        return param != null && param.getSourceBands() != null
                ? param.getSourceBands()
                : IntStream.range(0, raster.getNumBands()).toArray();
    }
}
