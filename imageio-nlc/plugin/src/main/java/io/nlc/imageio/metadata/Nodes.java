package io.nlc.imageio.metadata;

import java.util.ArrayList;
import java.util.List;
import javax.imageio.metadata.IIOMetadataNode;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** Trees of ImageIO's metadata, taken apart and put together. */
final class Nodes {

    private Nodes() {}

    static List<Element> children(Node node) {
        List<Element> children = new ArrayList<>();
        for (Node n = node.getFirstChild(); n != null; n = n.getNextSibling()) {
            if (n instanceof Element e) {
                children.add(e);
            }
        }
        return children;
    }

    /** All descendants of this name, in the tree's order. */
    static List<Element> all(Node root, String name) {
        List<Element> found = new ArrayList<>();
        for (Element e : children(root)) {
            if (e.getNodeName().equals(name)) {
                found.add(e);
            }
            found.addAll(all(e, name));
        }
        return found;
    }

    static byte[] bytes(Node node) {
        return node instanceof IIOMetadataNode n && n.getUserObject() instanceof byte[] bytes ? bytes : null;
    }

    /** An attribute as a whole number, -1 if it is none. */
    static long number(Element e, String attribute) {
        try {
            return Long.parseLong(e.getAttribute(attribute).trim());
        } catch (NumberFormatException notOne) {
            return -1;
        }
    }

    static IIOMetadataNode node(String name, IIOMetadataNode... children) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        for (IIOMetadataNode child : children) {
            node.appendChild(child);
        }
        return node;
    }

    static IIOMetadataNode node(String name, String attribute, Object value) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        node.setAttribute(attribute, value.toString());
        return node;
    }

    static IIOMetadataNode holding(String name, byte[] bytes) {
        IIOMetadataNode node = new IIOMetadataNode(name);
        node.setUserObject(bytes.clone());
        return node;
    }
}
