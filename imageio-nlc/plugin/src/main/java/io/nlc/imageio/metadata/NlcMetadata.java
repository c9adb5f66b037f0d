package io.nlc.imageio.metadata;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * What accompanies a picture, as ImageIO passes it on: in the format {@value #NATIVE} of {@link NlcMetadataFormat}, and
 * in the standard one. Trees that are merged into it change {@link #picture()}; what a file says of its pixels stays.
 */
public final class NlcMetadata extends IIOMetadata {

    /** The name of the native format. */
    public static final String NATIVE = "io_nlc_1.0";

    private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;

    private final Pixels pixels;
    private PictureMetadata picture;

    /** @param picture null for nothing */
    public NlcMetadata(Pixels pixels, PictureMetadata picture) {
        super(true, NATIVE, NlcMetadataFormat.class.getName(), null, null);
        this.pixels = Objects.requireNonNull(pixels, "pixels");
        this.picture = picture == null ? PictureMetadata.NONE : picture;
    }

    /**
     * What another plugin's metadata say, as far as NLC keeps it.
     *
     * @param metadata of PNG, JPEG, TIFF, or of any plugin that knows the standard format
     */
    public static PictureMetadata pictureOf(IIOMetadata metadata) {
        return ForeignMetadata.of(metadata);
    }

    /** What accompanies the picture. */
    public PictureMetadata picture() {
        return picture;
    }

    /** What is said of the pixels. */
    public Pixels pixels() {
        return pixels;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public Node getAsTree(String formatName) {
        checkName(formatName);
        return formatName.equals(NATIVE) ? NativeTree.of(pixels, picture) : getStandardTree();
    }

    private static void checkName(String formatName) {
        if (!NATIVE.equals(formatName) && !STANDARD.equals(formatName)) {
            throw new IllegalArgumentException("formatName: " + formatName + " is neither " + NATIVE + " nor "
                    + IIOMetadataFormatImpl.standardMetadataFormatName);
        }
    }

    /**
     * Takes what a tree says, in place of what was said of the same; texts are added. Nothing is taken if the tree is
     * wrong.
     */
    @Override
    public void mergeTree(String formatName, Node root) throws IIOInvalidTreeException {
        checkName(formatName);
        if (root == null) {
            throw new IllegalArgumentException("root is null");
        }
        if (!root.getNodeName().equals(formatName)) {
            throw new IIOInvalidTreeException("the root is " + root.getNodeName() + ", not " + formatName, root);
        }
        picture = formatName.equals(NATIVE) ? NativeTree.merged(picture, root) : standard(root);
    }

    private PictureMetadata standard(Node root) throws IIOInvalidTreeException {
        for (Element child : Nodes.children(root)) {
            if (!StandardTree.SECTIONS.contains(child.getNodeName())) {
                throw new IIOInvalidTreeException("there is no element " + child.getNodeName(), child);
            }
        }
        PictureMetadata said = ForeignMetadata.standard(root);
        List<TextEntry> texts = new ArrayList<>(picture.texts());
        said.texts().stream().filter(text -> !texts.contains(text)).forEach(texts::add);
        return picture.withDensity(said.density() == null ? picture.density() : said.density())
                .withTexts(texts);
    }

    /** As {@link #mergeTree} in place of all that was said; that stays if the tree is wrong. */
    @Override
    public void setFromTree(String formatName, Node root) throws IIOInvalidTreeException {
        PictureMetadata before = picture;
        picture = PictureMetadata.NONE;
        try {
            mergeTree(formatName, root);
        } catch (IIOInvalidTreeException | RuntimeException e) {
            picture = before;
            throw e;
        }
    }

    /** Nothing accompanies the picture any more. */
    @Override
    public void reset() {
        picture = PictureMetadata.NONE;
    }

    @Override
    protected IIOMetadataNode getStandardChromaNode() {
        return StandardTree.chroma(pixels);
    }

    @Override
    protected IIOMetadataNode getStandardCompressionNode() {
        return StandardTree.compression(pixels);
    }

    @Override
    protected IIOMetadataNode getStandardDataNode() {
        return StandardTree.data(pixels);
    }

    @Override
    protected IIOMetadataNode getStandardDimensionNode() {
        return Nodes.node(
                "Dimension", StandardDensity.elements(picture.density()).toArray(IIOMetadataNode[]::new));
    }

    @Override
    protected IIOMetadataNode getStandardDocumentNode() {
        return Nodes.node("Document", Nodes.node("FormatVersion", "value", pixels.version()));
    }

    /** Null if there are no texts: the standard format wants one at least. */
    @Override
    protected IIOMetadataNode getStandardTextNode() {
        return picture.texts().isEmpty() ? null : StandardTree.text(picture.texts());
    }

    @Override
    protected IIOMetadataNode getStandardTransparencyNode() {
        return Nodes.node("Transparency", Nodes.node("Alpha", "value", pixels.alpha() ? "nonpremultiplied" : "none"));
    }
}
