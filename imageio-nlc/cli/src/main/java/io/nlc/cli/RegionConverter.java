package io.nlc.cli;

import java.awt.Rectangle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A rectangle of pixels, {@code x,y,width,height}. */
final class RegionConverter implements ITypeConverter<Rectangle> {
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
