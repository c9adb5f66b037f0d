package io.nlc.imageio;

import static org.assertj.core.api.Assertions.assertThat;

import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.PictureMetadata;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.ImageOutputStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** XMP that JPEG files have in more than one segment, there and back. */
@ExtendWith(TinyPack.class)
class ExtendedXmpTest {

    private static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
    private static final String DEPTH = "http://ns.google.com/photos/1.0/depthmap/";
    private static final String DC = "http://purl.org/dc/elements/1.1/";
    private static final String NOTE = "http://ns.adobe.com/xmp/note/";
    private static final String GUID = "0123456789ABCDEF0123456789ABCDEF";
    private static final byte[] HEAD = "http://ns.adobe.com/xmp/extension/\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] XMP = "http://ns.adobe.com/xap/1.0/\0".getBytes(StandardCharsets.ISO_8859_1);

    private static final byte[] PACKET = ("<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?>"
                    + "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF xmlns:rdf='" + RDF + "'>"
                    + "<rdf:Description rdf:about='' xmlns:dc='" + DC + "' xmlns:n='" + NOTE + "'"
                    + " n:HasExtendedXMP='" + GUID + "' dc:source='a &lt; &quot;b&quot;&#10;ö'/>"
                    + "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>")
            .getBytes(StandardCharsets.UTF_8);

    /** What is declared around a description must be declared there in the end. */
    private static final byte[] EXTENSION = ("<x:xmpmeta xmlns:x='adobe:ns:meta/' xmlns:G='" + DEPTH + "'>"
                    + "<rdf:RDF xmlns:rdf='" + RDF + "'><rdf:Description rdf:about='' G:Format='RangeInverse'>"
                    + "<G:Data>" + "Öabc".repeat(200) + "</G:Data></rdf:Description></rdf:RDF></x:xmpmeta>")
            .getBytes(StandardCharsets.UTF_8);

    private record Part(long length, long offset, byte[] data) {

        byte[] segment() {
            return ByteBuffer.allocate(HEAD.length + 40 + data.length)
                    .put(HEAD)
                    .put(GUID.getBytes(StandardCharsets.ISO_8859_1))
                    .putInt((int) length)
                    .putInt((int) offset)
                    .put(data)
                    .array();
        }
    }

    private static Part part(byte[] whole, int from, int to) {
        return new Part(whole.length, from, Arrays.copyOfRange(whole, from, to));
    }

    private static List<Part> parts(byte[] whole, int most) {
        List<Part> parts = new ArrayList<>();
        for (int at = 0; at < whole.length; at += most) {
            parts.add(part(whole, at, Math.min(whole.length, at + most)));
        }
        return parts;
    }

    private static BufferedImage picture() {
        return Pictures.of(40, 30, BufferedImage.TYPE_3BYTE_BGR);
    }

    /** A JPEG file with these segments of type APP1. */
    private static byte[] jpeg(List<byte[]> segments) throws IOException {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        ImageIO.write(picture(), "jpeg", plain);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(plain.toByteArray(), 0, 2);
        for (byte[] data : segments) {
            int length = data.length + 2;
            out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xE1, (byte) (length >> 8), (byte) length});
            out.writeBytes(data);
        }
        out.write(plain.toByteArray(), 2, plain.size() - 2);
        return out.toByteArray();
    }

    private static byte[] jpeg(byte[] packet, List<Part> parts, int place) throws IOException {
        List<byte[]> segments = parts.stream().map(Part::segment).collect(Collectors.toCollection(ArrayList::new));
        segments.add(
                place,
                ByteBuffer.allocate(XMP.length + packet.length)
                        .put(XMP)
                        .put(packet)
                        .array());
        return jpeg(segments);
    }

    private static PictureMetadata read(byte[] file) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(file))) {
            return MetadataFiles.read(in);
        }
    }

    private static byte[] written(PictureMetadata metadata, List<String> warnings) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            MetadataFiles.write(writer, new IIOImage(picture(), null, null), null, metadata, out, warnings::add);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** A property of whichever description has it, as an attribute or an element. */
    private static String property(byte[] packet, String namespace, String name) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setNamespaceAware(true);
            Document document = factory.newDocumentBuilder().parse(new ByteArrayInputStream(packet));
            Node rdf = document.getElementsByTagNameNS(RDF, "RDF").item(0);
            for (Node n = rdf.getFirstChild(); n != null; n = n.getNextSibling()) {
                if (n instanceof Element e && e.hasAttributeNS(namespace, name)) {
                    return e.getAttributeNS(namespace, name);
                }
            }
            Node element = document.getElementsByTagNameNS(namespace, name).item(0);
            return element == null ? null : element.getTextContent();
        } catch (Exception e) {
            throw new AssertionError(new String(packet, StandardCharsets.UTF_8), e);
        }
    }

    private static void assertJoined(byte[] packet) {
        assertThat(property(packet, DC, "source")).isEqualTo("a < \"b\"\nö");
        assertThat(property(packet, DEPTH, "Format")).isEqualTo("RangeInverse");
        assertThat(property(packet, DEPTH, "Data")).isEqualTo("Öabc".repeat(200));
        assertThat(property(packet, NOTE, "HasExtendedXMP")).isNull();
        assertThat(new String(packet, StandardCharsets.UTF_8))
                .startsWith("<?xpacket begin='\uFEFF'")
                .endsWith("<?xpacket end='w'?>");
    }

    @Test
    void parts_inAnyOrder_areJoined() throws IOException {
        List<Part> parts = parts(EXTENSION, 100);
        for (int seed = 0; seed < 5; seed++) {
            Collections.shuffle(parts, new Random(seed));
            assertJoined(read(jpeg(PACKET, parts, seed)).xmp());
        }
    }

    @Test
    void joinedPacket_goesThroughNlc() throws IOException {
        PictureMetadata joined = read(jpeg(PACKET, parts(EXTENSION, 300), 1));
        byte[] file = Metadata.write(picture(), joined, p -> p.setLossless(true));
        assertThat(Metadata.read(file).xmp()).isEqualTo(joined.xmp());
        assertThat(read(written(Metadata.read(file), new ArrayList<>())).xmp()).isEqualTo(joined.xmp());
    }

    @Test
    void guidAsAnElement_isUnderstood() throws IOException {
        String attribute = " n:HasExtendedXMP='" + GUID + "'";
        String element = "><n:HasExtendedXMP>" + GUID + "</n:HasExtendedXMP></rdf:Description>";
        byte[] packet = new String(PACKET, StandardCharsets.UTF_8)
                .replace(attribute, "")
                .replace("/></rdf:RDF", element + "</rdf:RDF")
                .getBytes(StandardCharsets.UTF_8);
        assertJoined(read(jpeg(packet, parts(EXTENSION, 300), 0)).xmp());
    }

    @Test
    void partsThatOverlap_mustAgree() throws IOException {
        List<Part> parts = parts(EXTENSION, 300);
        parts.add(part(EXTENSION, 100, 400));
        assertJoined(read(jpeg(PACKET, parts, 0)).xmp());
        byte[] other = EXTENSION.clone();
        other[200]++;
        parts.add(part(other, 150, 250));
        assertThat(read(jpeg(PACKET, parts, 0)).xmp()).isEqualTo(PACKET);
    }

    @Test
    void partsThatDoNotMakeAWhole_areLeftOut() throws IOException {
        List<Part> whole = parts(EXTENSION, 300);
        List<Part> missing = whole.subList(1, whole.size());
        List<Part> doubled = new ArrayList<>(missing);
        doubled.add(missing.get(0));
        List<Part> longer = new ArrayList<>(whole);
        longer.set(1, new Part(EXTENSION.length + 1, 300, whole.get(1).data));
        List<Part> beyond = new ArrayList<>(whole);
        beyond.add(new Part(EXTENSION.length, EXTENSION.length - 1, new byte[2]));
        List<Part> huge = List.of(new Part(0xFFFF_FFFFL, 0xFFFF_FFF0L, new byte[16]));
        List<Part> empty = List.of(new Part(0, 0, new byte[0]));
        for (List<Part> parts : List.of(missing, doubled, longer, beyond, huge, empty, List.<Part>of())) {
            assertThat(read(jpeg(PACKET, parts, 0)).xmp()).isEqualTo(PACKET);
        }
    }

    @Test
    void extensionOfAnotherPacket_isLeftOut() throws IOException {
        byte[] packet = new String(PACKET, StandardCharsets.UTF_8)
                .replace(GUID, "F".repeat(32))
                .getBytes(StandardCharsets.UTF_8);
        assertThat(read(jpeg(packet, parts(EXTENSION, 300), 0)).xmp()).isEqualTo(packet);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no XML", "<a><b></a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "<a/>", "<a>&b;</a>"})
    void extensionThatMakesNoSense_isLeftOut(String text) throws IOException {
        List<Part> parts = parts(text.getBytes(StandardCharsets.UTF_8), 10);
        assertThat(read(jpeg(PACKET, parts, 0)).xmp()).isEqualTo(PACKET);
    }

    /** Neither nesting nor declarations that all children would inherit cost more than the text's own size. */
    @Test
    void forgedExtension_costsLittle() throws IOException {
        String start = "<rdf:RDF xmlns:rdf='" + RDF + "'";
        String deep = start + ">" + "<a>".repeat(50_000) + "</a>".repeat(50_000) + "</rdf:RDF>";
        String names = IntStream.range(0, 3000)
                .mapToObj(i -> " xmlns:a" + i + "='b" + i + "'")
                .collect(Collectors.joining());
        String wide = start + names + ">" + "<a/>".repeat(50_000) + "</rdf:RDF>";
        byte[] joined = read(jpeg(PACKET, parts(deep.getBytes(StandardCharsets.UTF_8), 60_000), 0))
                .xmp();
        assertThat(joined.length).isLessThan(deep.length() + 2 * PACKET.length);
        assertThat(read(jpeg(PACKET, parts(wide.getBytes(StandardCharsets.UTF_8), 60_000), 0))
                        .xmp())
                .isEqualTo(PACKET);
    }

    /** As an attribute and as an element, each too large for one segment. */
    @Test
    void packetTooLargeForASegment_isWrittenInTwo() throws IOException {
        String large = "0123456789abcdef".repeat(9000);
        byte[] packet = new String(PACKET, StandardCharsets.UTF_8)
                .replace(" n:HasExtendedXMP='" + GUID + "'", " xmlns:G='" + DEPTH + "' G:Data='" + large + "'")
                .replace(
                        "</rdf:RDF>",
                        "<rdf:Description rdf:about='' xmlns:G='" + DEPTH + "'><G:Image rdf:value='1'>" + large
                                + "</G:Image><G:Small>s</G:Small></rdf:Description></rdf:RDF>")
                .getBytes(StandardCharsets.UTF_8);
        List<String> warnings = new ArrayList<>();
        byte[] file = written(PictureMetadata.NONE.withXmp(packet), warnings);
        assertThat(warnings).isEmpty();
        assertThat(ImageIO.read(new ByteArrayInputStream(file)).getWidth()).isEqualTo(40);
        String text = new String(file, StandardCharsets.ISO_8859_1);
        int first = text.indexOf("http://ns.adobe.com/xap/1.0/");
        int second = text.indexOf("http://ns.adobe.com/xmp/extension/");
        assertThat(text.substring(first, second))
                .as("readers that know nothing of the rest have what is small")
                .contains("HasExtendedXMP=\"" + text.substring(second + HEAD.length, second + HEAD.length + 32) + "\"")
                .contains("dc:source", "<G:Small>s</G:Small>")
                .doesNotContain("0123456789abcdef0123456789");
        byte[] back = read(file).xmp();
        for (String name : List.of("Data", "Image")) {
            assertThat(property(back, DEPTH, name)).isEqualTo(large);
        }
        assertThat(property(back, DC, "source")).isEqualTo("a < \"b\"\nö");
        assertThat(property(back, NOTE, "HasExtendedXMP")).isNull();
    }

    @Test
    void largePacketThatIsNoXmp_isWarnedOf() throws IOException {
        List<String> warnings = new ArrayList<>();
        byte[] file = written(PictureMetadata.NONE.withXmp(new byte[70_000]), warnings);
        assertThat(warnings).singleElement().asString().contains("XMP", "70000");
        assertThat(read(file).xmp()).isNull();
    }
}
