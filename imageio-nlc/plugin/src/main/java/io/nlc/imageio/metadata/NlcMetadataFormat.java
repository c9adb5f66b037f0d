package io.nlc.imageio.metadata;

import io.nlc.container.NlcHeader;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadataFormatImpl;

/**
 * The format {@value NlcMetadata#NATIVE}, whose root has each of these at most once, but Text as often as one likes:
 *
 * <ul>
 *   <li>Header, what the file says of its pixels; trees with another one may be merged, but it changes nothing
 *   <li>Profile, Exif, Xmp and Iptc, each with bytes as its user object
 *   <li>Density, see {@link Density}
 *   <li>Text, see {@link TextEntry}
 *   <li>Thumbnail, with the bytes of a JPEG file as its user object, see {@link Thumbnail}
 * </ul>
 */
public final class NlcMetadataFormat extends IIOMetadataFormatImpl {

    static final String HEADER = "Header";
    static final String PROFILE = "Profile";
    static final String EXIF = "Exif";
    static final String XMP = "Xmp";
    static final String IPTC = "Iptc";
    static final String DENSITY = "Density";
    static final String TEXT = "Text";
    static final String THUMBNAIL = "Thumbnail";

    private static final String MAX_UNSIGNED = "4294967295";
    private static final String TEXTS = "io.nlc.imageio.metadata.elements";

    /** Made when somebody asks for it. */
    private static final class Holder {
        private static final NlcMetadataFormat INSTANCE = new NlcMetadataFormat();
    }

    private NlcMetadataFormat() {
        super(NlcMetadata.NATIVE, CHILD_POLICY_SEQUENCE);
        header();
        bytes(PROFILE);
        bytes(EXIF);
        bytes(XMP);
        bytes(IPTC);
        addElement(DENSITY, NlcMetadata.NATIVE, CHILD_POLICY_EMPTY);
        for (String attribute : List.of("x", "xDivisor", "y", "yDivisor")) {
            boolean divisor = attribute.endsWith("Divisor");
            addAttribute(
                    DENSITY,
                    attribute,
                    DATATYPE_INTEGER,
                    !divisor,
                    divisor ? "1" : null,
                    "1",
                    MAX_UNSIGNED,
                    true,
                    true);
        }
        addAttribute(
                DENSITY,
                "unit",
                DATATYPE_STRING,
                true,
                null,
                Arrays.stream(Density.Unit.values()).map(Enum::name).toList());
        addElement(TEXT, NlcMetadata.NATIVE, CHILD_POLICY_EMPTY);
        addAttribute(TEXT, "keyword", DATATYPE_STRING, true, null);
        addAttribute(TEXT, "language", DATATYPE_STRING, false, "");
        addAttribute(TEXT, "translated", DATATYPE_STRING, false, "");
        addAttribute(TEXT, "value", DATATYPE_STRING, true, null);
        bytes(THUMBNAIL);
        String side = String.valueOf(Thumbnail.MAX_SIDE);
        addAttribute(THUMBNAIL, "width", DATATYPE_INTEGER, true, null, "1", side, true, true);
        addAttribute(THUMBNAIL, "height", DATATYPE_INTEGER, true, null, "1", side, true, true);
    }

    private void header() {
        addElement(HEADER, NlcMetadata.NATIVE, CHILD_POLICY_EMPTY);
        String versions = String.valueOf(NlcHeader.VERSION);
        addAttribute(HEADER, "version", DATATYPE_INTEGER, true, null, "1", versions, true, true);
        addAttribute(HEADER, "colour", DATATYPE_STRING, true, null, List.of("GRAY", "RGB"));
        addBooleanAttribute(HEADER, "alpha", false, false);
        addAttribute(HEADER, "depth", DATATYPE_INTEGER, true, null, List.of("8", "16"));
        addBooleanAttribute(HEADER, "lossless", false, false);
        for (String attribute : List.of("width", "height", "tileWidth", "tileHeight")) {
            addAttribute(
                    HEADER,
                    attribute,
                    DATATYPE_INTEGER,
                    false,
                    null,
                    "1",
                    String.valueOf(Integer.MAX_VALUE),
                    true,
                    true);
        }
        addAttribute(HEADER, "level", DATATYPE_FLOAT, false, null, "0", "256", true, false);
        addAttribute(HEADER, "pack", DATATYPE_STRING, false, null);
        addAttribute(HEADER, "digest", DATATYPE_STRING, false, null);
    }

    private void bytes(String element) {
        addElement(element, NlcMetadata.NATIVE, CHILD_POLICY_EMPTY);
        addObjectValue(element, byte.class, 1, Integer.MAX_VALUE);
    }

    /** The one there is. */
    public static NlcMetadataFormat getInstance() {
        return Holder.INSTANCE;
    }

    /** All may appear in metadata of every type of image. */
    @Override
    public boolean canNodeAppear(String elementName, ImageTypeSpecifier imageType) {
        return NlcMetadata.NATIVE.equals(elementName)
                || Arrays.asList(getChildNames(NlcMetadata.NATIVE)).contains(elementName);
    }

    /** In English; other languages have no texts yet. */
    @Override
    public String getElementDescription(String elementName, Locale locale) {
        getChildPolicy(elementName); // refuses those that there are not
        return text(elementName, locale);
    }

    @Override
    public String getAttributeDescription(String elementName, String attrName, Locale locale) {
        getAttributeDataType(elementName, attrName); // refuses those that there are not
        return text(elementName + '/' + attrName, locale);
    }

    // ImageIO would look for the texts with the thread's class loader, and cannot see into a module.
    private static String text(String key, Locale locale) {
        return ResourceBundle.getBundle(TEXTS, locale == null ? Locale.getDefault() : locale)
                .getString(key);
    }
}
