package io.nlc.imageio.metadata;

import java.awt.color.ICC_Profile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What other plugins' metadata say, from the trees of PNG, JPEG and TIFF, and of others from the standard one. */
final class ForeignMetadata {

    static final String JPEG = "javax_imageio_jpeg_image_1.0";
    static final String PNG = "javax_imageio_png_1.0";
    static final String TIFF = "javax_imageio_tiff_image_1.0";
    static final String XMP_KEYWORD = "XML:com.adobe.xmp";

    private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

    private ForeignMetadata() {}

    /** @return what there is; nothing where the metadata know none of these trees */
    static PictureMetadata of(IIOMetadata metadata) {
        if (metadata instanceof NlcMetadata own) {
            return own.picture();
        }
        String[] names = metadata.getMetadataFormatNames();
        Set<String> known = names == null ? Set.of() : Set.of(names);
        if (known.contains(JPEG)) {
            return jpeg(metadata.getAsTree(JPEG));
        }
        if (known.contains(PNG)) {
            return png(metadata.getAsTree(PNG));
        }
        if (known.contains(TIFF)) {
            return TiffFields.read(metadata);
        }
        return known.contains(STANDARD) ? standard(metadata.getAsTree(STANDARD)) : PictureMetadata.NONE;
    }

    private static PictureMetadata jpeg(Node root) {
        JpegSegments segments = new JpegSegments();
        for (Element jfif : Nodes.all(root, "app0JFIF")) {
            segments.density((int) Nodes.number(jfif, "Xdensity"), (int) Nodes.number(jfif, "Ydensity"), (int)
                    Nodes.number(jfif, "resUnits"));
        }
        for (Element icc : Nodes.all(root, "app2ICC")) {
            if (((IIOMetadataNode) icc).getUserObject() instanceof ICC_Profile profile) {
                segments.profile(profile.getData());
            }
        }
        for (Element unknown : Nodes.all(root, "unknown")) {
            byte[] data = Nodes.bytes(unknown);
            if (data != null) {
                segments.take((int) Nodes.number(unknown, "MarkerTag"), data);
            }
        }
        for (Element comment : Nodes.all(root, "com")) {
            byte[] data = Nodes.bytes(comment);
            segments.take(
                    JpegSegments.COM,
                    data != null ? data : comment.getAttribute("comment").getBytes(StandardCharsets.UTF_8));
        }
        return segments.metadata();
    }

    private static PictureMetadata png(Node root) {
        PictureMetadata all = PictureMetadata.NONE;
        List<TextEntry> texts = new ArrayList<>();
        for (Element icc : Nodes.all(root, "iCCP")) {
            all = all.withProfile(PngChunks.inflated(Nodes.bytes(icc)));
        }
        for (Element phys : Nodes.all(root, "pHYs")) {
            long x = Nodes.number(phys, "pixelsPerUnitXAxis");
            long y = Nodes.number(phys, "pixelsPerUnitYAxis");
            boolean metre = phys.getAttribute("unitSpecifier").equals("meter");
            if (x > 0 && y > 0) {
                all = all.withDensity(Density.of(x, y, metre ? Density.Unit.METRE : Density.Unit.RATIO));
            }
        }
        for (Element unknown : Nodes.all(root, "UnknownChunk")) {
            if (unknown.getAttribute("type").equals("eXIf")) {
                byte[] block = Nodes.bytes(unknown);
                all = all.withExif(block == null ? null : ExifBlock.bare(block));
            }
        }
        for (Element entry : Nodes.all(root, "tEXtEntry")) {
            texts.add(new TextEntry(entry.getAttribute("keyword"), entry.getAttribute("value")));
        }
        for (Element entry : Nodes.all(root, "zTXtEntry")) {
            texts.add(new TextEntry(entry.getAttribute("keyword"), entry.getAttribute("text")));
        }
        for (Element entry : Nodes.all(root, "iTXtEntry")) {
            if (entry.getAttribute("keyword").equals(XMP_KEYWORD)) {
                all = all.withXmp(entry.getAttribute("text").getBytes(StandardCharsets.UTF_8));
            } else {
                texts.add(new TextEntry(
                        entry.getAttribute("keyword"),
                        entry.getAttribute("languageTag"),
                        entry.getAttribute("translatedKeyword"),
                        entry.getAttribute("text")));
            }
        }
        return RawProfiles.unpacked(all.withTexts(texts));
    }

    /** @param root of the standard format */
    static PictureMetadata standard(Node root) {
        PictureMetadata all = PictureMetadata.NONE;
        double x = size(root, "Horizontal");
        double y = size(root, "Vertical");
        double aspect = 0;
        List<TextEntry> texts = new ArrayList<>();
        for (Element ratio : Nodes.all(root, "PixelAspectRatio")) {
            aspect = StandardDensity.number(ratio);
        }
        for (Element entry : Nodes.all(root, "TextEntry")) {
            String keyword = entry.getAttribute("keyword");
            texts.add(new TextEntry(
                    keyword.isEmpty() ? TextEntry.COMMENT : keyword,
                    entry.getAttribute("language"),
                    "",
                    entry.getAttribute("value")));
        }
        return all.withDensity(StandardDensity.of(x, y, aspect)).withTexts(texts);
    }

    /** The side of a pixel in millimetres, 0 if it is not known; BMP's plugin has the space between pixels instead. */
    private static double size(Node root, String direction) {
        for (String name : List.of(direction + "PixelSize", direction + "PhysicalPixelSpacing")) {
            for (Element size : Nodes.all(root, name)) {
                return StandardDensity.number(size);
            }
        }
        return 0;
    }
}
