package io.nlc.imageio.metadata;

import java.util.List;
import java.util.Set;
import javax.imageio.metadata.IIOMetadataNode;

/** The parts of ImageIO's standard tree. */
final class StandardTree {

    static final Set<String> SECTIONS =
            Set.of("Chroma", "Compression", "Data", "Dimension", "Document", "Text", "Transparency", "Tiles");

    private static final String VALUE = "value";

    private StandardTree() {}

    static IIOMetadataNode chroma(Pixels pixels) {
        return Nodes.node(
                "Chroma",
                Nodes.node("ColorSpaceType", "name", pixels.gray() ? "GRAY" : "RGB"),
                Nodes.node("NumChannels", VALUE, pixels.channels()),
                Nodes.node("BlackIsZero", VALUE, "TRUE"));
    }

    static IIOMetadataNode compression(Pixels pixels) {
        IIOMetadataNode compression = Nodes.node(
                "Compression",
                Nodes.node("CompressionTypeName", VALUE, pixels.lossless() ? "lossless" : "NLC"),
                Nodes.node("Lossless", VALUE, pixels.lossless() ? "TRUE" : "FALSE"),
                Nodes.node("NumProgressiveScans", VALUE, 1));
        if (pixels.header() != null && pixels.bytes() >= 0) {
            double area = (double) pixels.header().width() * pixels.header().height();
            compression.appendChild(Nodes.node("BitRate", VALUE, (float) (8.0 * pixels.bytes() / area)));
        }
        return compression;
    }

    static IIOMetadataNode data(Pixels pixels) {
        return Nodes.node(
                "Data",
                Nodes.node("PlanarConfiguration", VALUE, "PixelInterleaved"),
                Nodes.node("SampleFormat", VALUE, "UnsignedIntegral"),
                Nodes.node(
                        "BitsPerSample",
                        VALUE,
                        (pixels.depth() + " ").repeat(pixels.channels()).trim()));
    }

    static IIOMetadataNode text(List<TextEntry> texts) {
        IIOMetadataNode all = new IIOMetadataNode("Text");
        for (TextEntry text : texts) {
            IIOMetadataNode entry = Nodes.node("TextEntry", "keyword", text.keyword());
            entry.setAttribute(VALUE, text.value());
            if (!text.language().isEmpty()) {
                entry.setAttribute("language", text.language());
            }
            entry.setAttribute("compression", "none");
            all.appendChild(entry);
        }
        return all;
    }
}
