package io.nlc.imageio.metadata;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/** Copies of XMP packets with some of their properties. */
final class XmpCopy {

    /*
     * A packet is a tree of RDF: rdf:RDF has children, rdf:Description as a rule, whose attributes and children are the
     * properties. It is copied event by event, so that neither depth nor size of a forged one cost more than its text,
     * and properties are numbered as they come. Packets with a document type are refused: XMP has none, and they are
     * what attacks on XML parsers need.
     */

    private static final int MAX = 1 << 25;
    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static final String NOTE = "http://ns.adobe.com/xmp/note/";
    private static final String EXTENDED = "HasExtendedXMP";
    private static final String XML = "http://www.w3.org/XML/1998/namespace";

    private final XMLStreamReader in;
    private final IntPredicate wanted;
    private final boolean inner;
    private final StringBuilder out = new StringBuilder();
    private final List<Integer> sizes = new ArrayList<>();
    private final Map<String, String> around = new LinkedHashMap<>();
    private String about = "";
    private int depth;
    private int rdf;
    private int left;
    private int began;
    private boolean open;

    /**
     * Begins a copy.
     *
     * @param wanted is asked whether a property, by its number, is to be in the copy
     * @param inner whether only the children of rdf:RDF are
     */
    private XmpCopy(byte[] packet, IntPredicate wanted, boolean inner) throws XMLStreamException {
        this.in = reader(packet);
        this.wanted = wanted;
        this.inner = inner;
    }

    private static XMLStreamReader reader(byte[] packet) throws XMLStreamException {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        int length = packet.length;
        while (length > 0 && packet[length - 1] == 0) { // as some programs pad
            length--;
        }
        return factory.createXMLStreamReader(new ByteArrayInputStream(packet, 0, length));
    }

    /** The GUID of the extended XMP that belongs to a packet, "" for none. */
    static String extension(byte[] packet) throws XMLStreamException {
        XMLStreamReader in = reader(packet);
        while (in.hasNext()) {
            int event = in.next();
            refuse(event);
            if (event == XMLStreamConstants.START_ELEMENT) {
                String said = in.getAttributeValue(NOTE, EXTENDED);
                if (said == null && isNote(in.getNamespaceURI(), in.getLocalName())) {
                    said = in.getElementText();
                }
                if (said != null) {
                    return said.trim();
                }
            }
        }
        return "";
    }

    private static void refuse(int event) throws XMLStreamException {
        if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
            throw new XMLStreamException("XMP has no document type");
        }
    }

    private static boolean isNote(String namespace, String name) {
        return NOTE.equals(namespace) && EXTENDED.equals(name);
    }

    /** All of a packet, to see how large its properties are. */
    static XmpCopy measured(byte[] packet) throws XMLStreamException {
        XmpCopy copy = new XmpCopy(packet, i -> true, false);
        copy.run("");
        return copy;
    }

    /** A packet with the properties of another one. */
    static byte[] joined(byte[] packet, byte[] extension) throws XMLStreamException {
        XmpCopy more = new XmpCopy(extension, i -> true, true);
        more.run("");
        XmpCopy copy = new XmpCopy(packet, i -> true, false);
        copy.run(more.out.toString());
        return copy.bytes();
    }

    /** Some properties of a packet as one that extends it. */
    static byte[] extension(byte[] packet, IntPredicate moved) throws XMLStreamException {
        XmpCopy copy = new XmpCopy(packet, moved, true);
        copy.run("");
        copy.out.insert(0, "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"" + RDF + "\">");
        copy.out.append("</rdf:RDF></x:xmpmeta>");
        return copy.bytes();
    }

    /** A packet without these properties, which names what has them. */
    static byte[] without(byte[] packet, IntPredicate moved, String guid) throws XMLStreamException {
        XmpCopy copy = new XmpCopy(packet, moved.negate(), false);
        copy.run(null);
        String note = "<rdf:Description xmlns:rdf=\"" + RDF + "\" rdf:about=\"" + escaped(copy.about, true)
                + "\" xmlns:xmpNote=\"" + NOTE + "\" xmpNote:" + EXTENDED + "=\"" + guid + "\"/>";
        copy.out.insert(copy.began, note);
        return copy.bytes();
    }

    /** Bytes of each property. */
    List<Integer> sizes() {
        return sizes;
    }

    byte[] bytes() {
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** @param appended behind the last child of rdf:RDF; null to find out where that is */
    private void run(String appended) throws XMLStreamException {
        while (in.hasNext()) {
            int event = in.next();
            refuse(event);
            switch (event) {
                case XMLStreamConstants.START_ELEMENT -> start();
                case XMLStreamConstants.END_ELEMENT -> end(appended);
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (isCopied()) {
                        write(escaped(in.getText(), false));
                    }
                }
                case XMLStreamConstants.PROCESSING_INSTRUCTION -> {
                    if (!inner && isCopied()) {
                        String data = in.getPIData();
                        write("<?" + in.getPITarget() + (data == null || data.isEmpty() ? "" : " " + data) + "?>");
                    }
                }
                default -> {
                    // comments and the declaration say nothing
                }
            }
            if (out.length() > MAX) {
                throw new XMLStreamException("more than " + MAX + " characters");
            }
        }
        if (rdf >= 0) {
            throw new XMLStreamException("there is no rdf:RDF");
        }
    }

    /** Whether what is in the current element is for the copy. */
    private boolean isCopied() {
        return left == 0 && (!inner || rdf > 0 && depth > rdf);
    }

    private void write(String text) {
        if (open) {
            out.append('>');
            open = false;
        }
        out.append(text);
    }

    private void start() {
        depth++;
        boolean property = rdf > 0 && depth == rdf + 2;
        if (left == 0 && property && !isWanted(isNote(in.getNamespaceURI(), in.getLocalName()))) {
            left = depth;
        }
        boolean root = rdf == 0
                && RDF.equals(in.getNamespaceURI())
                && in.getLocalName().equals("RDF");
        if (isCopied()) {
            if (property) {
                began = out.length() + (open ? 1 : 0);
            }
            write("<" + name(in.getPrefix(), in.getLocalName()));
            namespaces();
            attributes();
            open = true;
        } else if (left == 0) {
            for (int i = 0; i < in.getNamespaceCount(); i++) {
                around.put(in.getNamespacePrefix(i), in.getNamespaceURI(i));
            }
        }
        if (root) {
            rdf = depth;
        }
    }

    private boolean isWanted(boolean note) {
        if (note) {
            return false; // whoever extends the copy says so anew
        }
        sizes.add(0);
        return wanted.test(sizes.size() - 1);
    }

    private void namespaces() {
        Set<String> declared = new HashSet<>();
        for (int i = 0; i < in.getNamespaceCount(); i++) {
            declared.add(in.getNamespacePrefix(i));
            namespace(in.getNamespacePrefix(i), in.getNamespaceURI(i));
        }
        if (inner && depth == rdf + 1) {
            for (Map.Entry<String, String> each : around.entrySet()) {
                if (!declared.contains(each.getKey())) {
                    namespace(each.getKey(), each.getValue());
                }
            }
        }
    }

    private void namespace(String prefix, String uri) {
        String name = prefix == null || prefix.isEmpty() ? "xmlns" : "xmlns:" + prefix;
        out.append(' ')
                .append(name)
                .append("=\"")
                .append(escaped(uri == null ? "" : uri, true))
                .append('"');
    }

    private void attributes() {
        boolean described = rdf > 0 && depth == rdf + 1;
        for (int i = 0; i < in.getAttributeCount(); i++) {
            String namespace = in.getAttributeNamespace(i);
            String name = in.getAttributeLocalName(i);
            boolean property = described && !RDF.equals(namespace) && !XML.equals(namespace);
            if (property && !isWanted(isNote(namespace, name))) {
                continue;
            }
            if (described && RDF.equals(namespace) && name.equals("about") && about.isEmpty()) {
                about = in.getAttributeValue(i);
            }
            int from = out.length();
            out.append(' ').append(name(in.getAttributePrefix(i), name)).append("=\"");
            out.append(escaped(in.getAttributeValue(i), true)).append('"');
            if (property) {
                measure(from);
            }
        }
    }

    private void measure(int from) {
        sizes.set(sizes.size() - 1, out.substring(from).getBytes(StandardCharsets.UTF_8).length);
    }

    private void end(String appended) {
        if (isCopied()) {
            if (depth == rdf) {
                write(appended == null ? "" : appended);
                began = out.length();
            }
            if (open) {
                out.append("/>");
                open = false;
            } else {
                out.append("</").append(name(in.getPrefix(), in.getLocalName())).append('>');
            }
            if (rdf > 0 && depth == rdf + 2) {
                measure(began);
            }
        }
        if (depth == left) {
            left = 0;
        }
        if (depth == rdf) {
            rdf = -1;
        }
        depth--;
    }

    private static String name(String prefix, String local) {
        return prefix == null || prefix.isEmpty() ? local : prefix + ":" + local;
    }

    private static String escaped(String text, boolean attribute) {
        StringBuilder safe = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '\r' -> safe.append("&#xD;");
                case '"', '\n', '\t' -> safe.append(attribute ? "&#" + (int) c + ";" : String.valueOf(c));
                default -> safe.append(c);
            }
        }
        return safe.toString();
    }
}
