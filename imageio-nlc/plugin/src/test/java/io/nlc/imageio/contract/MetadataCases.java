package io.nlc.imageio.contract;

import static io.nlc.imageio.contract.Outcome.DONE;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Locale;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataFormat;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.metadata.IIOMetadataNode;

/** Every public method of metadata, that of a file and a writer's default, and of the native format. */
final class MetadataCases {

    private static final String STANDARD = IIOMetadataFormatImpl.standardMetadataFormatName;
    private static final ImageTypeSpecifier RGB =
            ImageTypeSpecifier.createFromBufferedImageType(BufferedImage.TYPE_INT_RGB);

    private interface Asked {
        Object of(IIOMetadata metadata) throws Throwable;
    }

    private interface AskedFormat {
        Object of(IIOMetadataFormat format) throws Throwable;
    }

    private interface AskedElement {
        Object of(IIOMetadataFormat format, String element) throws Throwable;
    }

    private interface AskedAttribute {
        Object of(IIOMetadataFormat format, String element, String attribute) throws Throwable;
    }

    private final Contract all;

    MetadataCases(Contract all) {
        this.all = all;
    }

    private MetadataCases both(String what, Asked asked) {
        all.on("of a file" + (what.isEmpty() ? "" : ": " + what), s -> asked.of(s.metadata()))
                .on(
                        "default" + (what.isEmpty() ? "" : ": " + what),
                        s -> asked.of(s.bareWriter().getDefaultImageMetadata(RGB, null)));
        return this;
    }

    private MetadataCases method(String method) {
        all.method(method);
        return this;
    }

    void add() {
        all.of(IIOMetadata.class);
        method("isStandardMetadataFormatSupported()").both("", IIOMetadata::isStandardMetadataFormatSupported);
        method("isReadOnly()").both("", IIOMetadata::isReadOnly);
        method("getNativeMetadataFormatName()").both("", IIOMetadata::getNativeMetadataFormatName);
        method("getExtraMetadataFormatNames()").both("", IIOMetadata::getExtraMetadataFormatNames);
        method("getMetadataFormatNames()").both("", IIOMetadata::getMetadataFormatNames);
        method("getMetadataFormat(String)")
                .both("the standard one", m -> m.getMetadataFormat(STANDARD))
                .both("its native one", m -> m.getMetadataFormat(m.getNativeMetadataFormatName()))
                .both("unknown", m -> m.getMetadataFormat("unknown"))
                .both("null", m -> m.getMetadataFormat(null));
        method("getAsTree(String)")
                .both("the standard one", m -> m.getAsTree(STANDARD))
                .both("its native one", m -> m.getAsTree(m.getNativeMetadataFormatName()))
                .both("unknown", m -> m.getAsTree("unknown"))
                .both("null", m -> m.getAsTree(null));
        method("mergeTree(String, Node)");
        trees(IIOMetadata::mergeTree);
        method("setFromTree(String, Node)");
        trees(IIOMetadata::setFromTree);
        method("reset()").both("", m -> {
            m.reset();
            return DONE;
        });
        method("setController(IIOMetadataController)")
                .both("null", m -> {
                    m.setController(null);
                    return DONE;
                })
                .both("one", m -> {
                    m.setController(x -> true);
                    return DONE;
                });
        method("getController()").both("", IIOMetadata::getController);
        method("getDefaultController()").both("", IIOMetadata::getDefaultController);
        method("hasController()").both("", IIOMetadata::hasController);
        method("activateController()")
                .both("none", IIOMetadata::activateController)
                .both("one", m -> {
                    m.setController(x -> true);
                    return m.activateController();
                });
        format();
    }

    private interface Tree {
        void into(IIOMetadata metadata, String format, org.w3c.dom.Node root) throws Exception;
    }

    private void trees(Tree tree) {
        both("its own native tree", m -> {
                    String name = m.getNativeMetadataFormatName();
                    tree.into(m, name, m.getAsTree(name));
                    return DONE;
                })
                .both("its own standard tree", m -> {
                    tree.into(m, STANDARD, m.getAsTree(STANDARD));
                    return DONE;
                })
                .both("an empty standard tree", m -> {
                    tree.into(m, STANDARD, new IIOMetadataNode(STANDARD));
                    return DONE;
                })
                .both("unknown format", m -> {
                    tree.into(m, "unknown", new IIOMetadataNode("unknown"));
                    return DONE;
                })
                .both("format null", m -> {
                    tree.into(m, null, new IIOMetadataNode(STANDARD));
                    return DONE;
                })
                .both("root null", m -> {
                    tree.into(m, STANDARD, null);
                    return DONE;
                })
                .both("native root of another name", m -> {
                    tree.into(m, m.getNativeMetadataFormatName(), new IIOMetadataNode("other"));
                    return DONE;
                })
                .both("standard root of another name", m -> {
                    tree.into(m, STANDARD, new IIOMetadataNode("other"));
                    return DONE;
                })
                .both("an unknown native element", m -> {
                    IIOMetadataNode root = new IIOMetadataNode(m.getNativeMetadataFormatName());
                    root.appendChild(new IIOMetadataNode("Unknown"));
                    tree.into(m, m.getNativeMetadataFormatName(), root);
                    return DONE;
                });
    }

    private void format(String method, AskedFormat asked) {
        all.method(method).on("", s -> asked.of(of(s)));
    }

    private static IIOMetadataFormat of(Subject s) {
        return s.readers().getImageMetadataFormat(s.readers().getNativeImageMetadataFormatName());
    }

    private void element(String method, AskedElement asked) {
        all.method(method)
                .on("the root", s -> asked.of(of(s), of(s).getRootName()))
                .on("a child of it", s -> asked.of(of(s), child(s)))
                .on("unknown", s -> asked.of(of(s), "unknown"))
                .on("null", s -> asked.of(of(s), null));
    }

    private static String child(Subject s) {
        return of(s).getChildNames(of(s).getRootName())[0];
    }

    private void attribute(String method, AskedAttribute asked) {
        all.method(method)
                .on("unknown of the root", s -> asked.of(of(s), of(s).getRootName(), "unknown"))
                .on("of an unknown element", s -> asked.of(of(s), "unknown", "unknown"))
                .on("null", s -> asked.of(of(s), of(s).getRootName(), null))
                .on("element null", s -> asked.of(of(s), null, "unknown"));
    }

    private void format() {
        all.of(IIOMetadataFormat.class);
        format("getRootName()", IIOMetadataFormat::getRootName);
        all.method("canNodeAppear(String, ImageTypeSpecifier)")
                .on("the root", s -> of(s).canNodeAppear(of(s).getRootName(), RGB))
                .on("a child of it", s -> of(s).canNodeAppear(child(s), RGB))
                .on("unknown", s -> of(s).canNodeAppear("unknown", RGB))
                .on("type null", s -> of(s).canNodeAppear(child(s), null));
        element("getElementMinChildren(String)", IIOMetadataFormat::getElementMinChildren);
        element("getElementMaxChildren(String)", IIOMetadataFormat::getElementMaxChildren);
        element("getElementDescription(String, Locale)", (f, e) -> f.getElementDescription(e, Locale.ENGLISH));
        all.on("a child of it, locale null", s -> of(s).getElementDescription(child(s), null));
        element("getChildPolicy(String)", IIOMetadataFormat::getChildPolicy);
        element("getChildNames(String)", IIOMetadataFormat::getChildNames);
        element("getAttributeNames(String)", IIOMetadataFormat::getAttributeNames);
        attribute("getAttributeValueType(String, String)", IIOMetadataFormat::getAttributeValueType);
        attribute("getAttributeDataType(String, String)", IIOMetadataFormat::getAttributeDataType);
        attribute("isAttributeRequired(String, String)", IIOMetadataFormat::isAttributeRequired);
        attribute("getAttributeDefaultValue(String, String)", IIOMetadataFormat::getAttributeDefaultValue);
        attribute("getAttributeEnumerations(String, String)", IIOMetadataFormat::getAttributeEnumerations);
        attribute("getAttributeMinValue(String, String)", IIOMetadataFormat::getAttributeMinValue);
        attribute("getAttributeMaxValue(String, String)", IIOMetadataFormat::getAttributeMaxValue);
        attribute("getAttributeListMinLength(String, String)", IIOMetadataFormat::getAttributeListMinLength);
        attribute("getAttributeListMaxLength(String, String)", IIOMetadataFormat::getAttributeListMaxLength);
        attribute(
                "getAttributeDescription(String, String, Locale)",
                (f, e, a) -> f.getAttributeDescription(e, a, Locale.ENGLISH));
        all.on("all, as far as there are some", s -> describedAll(of(s)));
        element("getObjectValueType(String)", IIOMetadataFormat::getObjectValueType);
        element("getObjectClass(String)", IIOMetadataFormat::getObjectClass);
        element("getObjectDefaultValue(String)", IIOMetadataFormat::getObjectDefaultValue);
        element("getObjectEnumerations(String)", IIOMetadataFormat::getObjectEnumerations);
        element("getObjectMinValue(String)", IIOMetadataFormat::getObjectMinValue);
        element("getObjectMaxValue(String)", IIOMetadataFormat::getObjectMaxValue);
        element("getObjectArrayMinLength(String)", IIOMetadataFormat::getObjectArrayMinLength);
        element("getObjectArrayMaxLength(String)", IIOMetadataFormat::getObjectArrayMaxLength);
    }

    /** Whether each attribute of the root's children answers about itself. */
    private static Object describedAll(IIOMetadataFormat f) {
        for (String element : f.getChildNames(f.getRootName())) {
            for (String attribute : f.getAttributeNames(element)) {
                f.getAttributeDescription(element, attribute, Locale.ENGLISH);
                f.getAttributeDataType(element, attribute);
                int type = f.getAttributeValueType(element, attribute);
                if (type == IIOMetadataFormat.VALUE_ENUMERATION
                        && Arrays.stream(f.getAttributeEnumerations(element, attribute))
                                .anyMatch(String::isEmpty)) {
                    return false;
                }
            }
        }
        return true;
    }
}
