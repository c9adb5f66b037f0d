package io.nlc.imageio.metadata;

import io.nlc.container.NlcHeader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Trees of the native format, made and read. */
final class NativeTree {

    private NativeTree() {}

    static IIOMetadataNode of(Pixels pixels, PictureMetadata picture) {
        IIOMetadataNode root = Nodes.node(NlcMetadata.NATIVE, header(pixels));
        add(root, NlcMetadataFormat.PROFILE, picture.profile());
        add(root, NlcMetadataFormat.EXIF, picture.exif());
        add(root, NlcMetadataFormat.XMP, picture.xmp());
        add(root, NlcMetadataFormat.IPTC, picture.iptc());
        Density density = picture.density();
        if (density != null) {
            IIOMetadataNode node = Nodes.node(NlcMetadataFormat.DENSITY, "x", density.x());
            node.setAttribute("xDivisor", String.valueOf(density.xDivisor()));
            node.setAttribute("y", String.valueOf(density.y()));
            node.setAttribute("yDivisor", String.valueOf(density.yDivisor()));
            node.setAttribute("unit", density.unit().name());
            root.appendChild(node);
        }
        for (TextEntry text : picture.texts()) {
            IIOMetadataNode node = Nodes.node(NlcMetadataFormat.TEXT, "keyword", text.keyword());
            node.setAttribute("language", text.language());
            node.setAttribute("translated", text.translated());
            node.setAttribute("value", text.value());
            root.appendChild(node);
        }
        Thumbnail thumbnail = picture.thumbnail();
        if (thumbnail != null) {
            IIOMetadataNode node = Nodes.holding(NlcMetadataFormat.THUMBNAIL, thumbnail.jpeg());
            node.setAttribute("width", String.valueOf(thumbnail.width()));
            node.setAttribute("height", String.valueOf(thumbnail.height()));
            root.appendChild(node);
        }
        return root;
    }

    private static IIOMetadataNode header(Pixels pixels) {
        IIOMetadataNode node = Nodes.node(NlcMetadataFormat.HEADER, "version", pixels.version());
        node.setAttribute("colour", pixels.gray() ? "GRAY" : "RGB");
        node.setAttribute("alpha", pixels.alpha() ? "TRUE" : "FALSE");
        node.setAttribute("depth", String.valueOf(pixels.depth()));
        node.setAttribute("lossless", pixels.lossless() ? "TRUE" : "FALSE");
        NlcHeader header = pixels.header();
        if (header != null) {
            node.setAttribute("width", String.valueOf(header.width()));
            node.setAttribute("height", String.valueOf(header.height()));
            node.setAttribute("tileWidth", String.valueOf(header.tileWidth()));
            node.setAttribute("tileHeight", String.valueOf(header.tileHeight()));
        }
        if (header != null && !header.lossless()) {
            node.setAttribute("level", String.valueOf(header.quality() / 256.0));
            node.setAttribute("pack", header.pack());
            node.setAttribute("digest", header.digestHex());
        }
        return node;
    }

    private static void add(IIOMetadataNode root, String name, byte[] bytes) {
        if (bytes != null) {
            root.appendChild(Nodes.holding(name, bytes));
        }
    }

    /**
     * What a tree says in place of what was said; texts that are not there yet are added.
     *
     * @throws IIOInvalidTreeException if the tree is not one of {@link NlcMetadataFormat}
     */
    static PictureMetadata merged(PictureMetadata before, Node root) throws IIOInvalidTreeException {
        PictureMetadata all = before;
        List<TextEntry> texts = new ArrayList<>(before.texts());
        Set<String> seen = new HashSet<>();
        for (Element e : Nodes.children(root)) {
            check(e);
            String name = e.getNodeName();
            if (!name.equals(NlcMetadataFormat.TEXT) && !seen.add(name)) {
                throw new IIOInvalidTreeException("there is more than one " + name, e);
            }
            all = switch (name) {
                case NlcMetadataFormat.PROFILE -> all.withProfile(bytes(e));
                case NlcMetadataFormat.EXIF -> all.withExif(bytes(e));
                case NlcMetadataFormat.XMP -> all.withXmp(bytes(e));
                case NlcMetadataFormat.IPTC -> all.withIptc(bytes(e));
                case NlcMetadataFormat.DENSITY -> all.withDensity(density(e));
                case NlcMetadataFormat.THUMBNAIL -> all.withThumbnail(thumbnail(e));
                default -> all;
            };
            if (name.equals(NlcMetadataFormat.TEXT)) {
                TextEntry text = text(e);
                if (!texts.contains(text)) {
                    texts.add(text);
                }
            }
        }
        return all.withTexts(texts);
    }

    /** Whether the format knows the element and its attributes, and those that must be there are. */
    private static void check(Element e) throws IIOInvalidTreeException {
        IIOMetadataFormat format = NlcMetadataFormat.getInstance();
        String name = e.getNodeName();
        if (name.equals(NlcMetadata.NATIVE) || !format.canNodeAppear(name, null)) {
            throw new IIOInvalidTreeException("there is no element " + name, e);
        }
        if (!Nodes.children(e).isEmpty()) {
            throw new IIOInvalidTreeException(name + " has no children", e);
        }
        Set<String> known = Set.of(format.getAttributeNames(name));
        for (int i = 0; i < e.getAttributes().getLength(); i++) {
            String attribute = e.getAttributes().item(i).getNodeName();
            if (!known.contains(attribute)) {
                throw new IIOInvalidTreeException(name + " has no attribute " + attribute, e);
            }
        }
        for (String attribute : known) {
            if (format.isAttributeRequired(name, attribute) && !e.hasAttribute(attribute)) {
                throw new IIOInvalidTreeException(name + " has no " + attribute, e);
            }
        }
    }

    private static byte[] bytes(Element e) throws IIOInvalidTreeException {
        byte[] bytes = Nodes.bytes(e);
        if (bytes == null || bytes.length == 0) {
            throw new IIOInvalidTreeException(e.getNodeName() + " has no bytes as its user object", e);
        }
        return bytes.clone();
    }

    private static Density density(Element e) throws IIOInvalidTreeException {
        try {
            return new Density(
                    Nodes.number(e, "x"),
                    e.hasAttribute("xDivisor") ? Nodes.number(e, "xDivisor") : 1,
                    Nodes.number(e, "y"),
                    e.hasAttribute("yDivisor") ? Nodes.number(e, "yDivisor") : 1,
                    Density.Unit.valueOf(e.getAttribute("unit")));
        } catch (IllegalArgumentException wrong) {
            throw new IIOInvalidTreeException(wrong.getMessage(), wrong, e);
        }
    }

    private static TextEntry text(Element e) throws IIOInvalidTreeException {
        try {
            return new TextEntry(
                    e.getAttribute("keyword"),
                    e.getAttribute("language"),
                    e.getAttribute("translated"),
                    e.getAttribute("value"));
        } catch (IllegalArgumentException wrong) {
            throw new IIOInvalidTreeException(wrong.getMessage(), wrong, e);
        }
    }

    private static Thumbnail thumbnail(Element e) throws IIOInvalidTreeException {
        try {
            return new Thumbnail((int) Nodes.number(e, "width"), (int) Nodes.number(e, "height"), bytes(e));
        } catch (IllegalArgumentException wrong) {
            throw new IIOInvalidTreeException(wrong.getMessage(), wrong, e);
        }
    }
}
