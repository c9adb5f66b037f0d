package io.nlc.imageio;

import io.nlc.container.Colour;
import io.nlc.container.NlcHeader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Node;

/** What a file says about itself, in ImageIO's standard format {@code javax_imageio_1.0}. Read only. */
final class NlcMetadata extends IIOMetadata {

    private final NlcHeader header;
    private final long bytes;

    /** @param bytes size of the file, or -1 if it is not known */
    NlcMetadata(NlcHeader header, long bytes) {
        super(true, null, null, null, null);
        this.header = header;
        this.bytes = bytes;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public Node getAsTree(String formatName) {
        if (!IIOMetadataFormatImpl.standardMetadataFormatName.equals(formatName)) {
            throw new IllegalArgumentException(
                    "formatName: " + formatName + " is not " + IIOMetadataFormatImpl.standardMetadataFormatName);
        }
        return getStandardTree();
    }

    @Override
    public void mergeTree(String formatName, Node root) {
        throw new IllegalStateException("NLC metadata is read only");
    }

    @Override
    public void reset() {
        throw new IllegalStateException("NLC metadata is read only");
    }

    @Override
    protected IIOMetadataNode getStandardChromaNode() {
        boolean gray = header.colour() == Colour.GRAY;
        int channels = (gray ? 1 : 3) + (header.alpha() ? 1 : 0);
        return node(
                "Chroma",
                node("ColorSpaceType", "name", gray ? "GRAY" : "RGB"),
                node("NumChannels", "value", channels),
                node("BlackIsZero", "value", "TRUE"));
    }

    @Override
    protected IIOMetadataNode getStandardCompressionNode() {
        IIOMetadataNode compression = node(
                "Compression",
                node(
                        "CompressionTypeName",
                        "value",
                        header.lossless() ? NlcProviderInfo.LOSSLESS : NlcProviderInfo.COMPRESSION),
                node("Lossless", "value", header.lossless() ? "TRUE" : "FALSE"),
                node("NumProgressiveScans", "value", 1));
        if (bytes >= 0) {
            compression.appendChild(
                    node("BitRate", "value", (float) (8.0 * bytes / ((double) header.width() * header.height()))));
        }
        return compression;
    }

    @Override
    protected IIOMetadataNode getStandardDataNode() {
        int channels = (header.colour() == Colour.GRAY ? 1 : 3) + (header.alpha() ? 1 : 0);
        return node(
                "Data",
                node("PlanarConfiguration", "value", "PixelInterleaved"),
                node("SampleFormat", "value", "UnsignedIntegral"),
                node(
                        "BitsPerSample",
                        "value",
                        (header.pixels().depth() + " ").repeat(channels).trim()));
    }

    @Override
    protected IIOMetadataNode getStandardDimensionNode() {
        return node("Dimension", node("PixelAspectRatio", "value", "1.0"), node("ImageOrientation", "value", "Normal"));
    }

    @Override
    protected IIOMetadataNode getStandardDocumentNode() {
        return node("Document", node("FormatVersion", "value", header.version()));
    }

    @Override
    protected IIOMetadataNode getStandardTextNode() {
        if (header.lossless()) {
            return null;
        }
        return node(
                "Text",
                text("pack", header.pack()),
                text("digest", header.digestHex()),
                text("level", header.quality() / 256.0));
    }

    @Override
    protected IIOMetadataNode getStandardTransparencyNode() {
        return node("Transparency", node("Alpha", "value", header.alpha() ? "nonpremultiplied" : "none"));
    }

    private static IIOMetadataNode text(String keyword, Object value) {
        IIOMetadataNode entry = node("TextEntry", "keyword", keyword);
        entry.setAttribute("value", value.toString());
        return entry;
    }

    private static IIOMetadataNode node(String name, IIOMetadataNode... children) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        for (IIOMetadataNode child : children) {
            node.appendChild(child);
        }
        return node;
    }

    private static IIOMetadataNode node(String name, String attribute, Object value) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        node.setAttribute(attribute, value.toString());
        return node;
    }
}
