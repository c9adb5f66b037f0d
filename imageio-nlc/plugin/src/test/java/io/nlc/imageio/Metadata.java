package io.nlc.imageio;

import io.nlc.imageio.metadata.Density;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import io.nlc.imageio.metadata.TextEntry;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;

/** What accompanies the pictures of tests. */
public final class Metadata {

    /** As a packet of Adobe's, of a picture that was taken on its side. */
    public static final byte[] XMP = ("<?xpacket begin='\uFEFF' id='W5M0MpCehiHzreSzNTczkc9d'?>"
                    + "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF"
                    + " xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description"
                    + " xmlns:tiff='http://ns.adobe.com/tiff/1.0/' tiff:Orientation='6' tiff:Make='Öse'/>"
                    + "</rdf:RDF></x:xmpmeta><?xpacket end='w'?>")
            .getBytes(StandardCharsets.UTF_8);

    /** Datasets of a headline and a keyword, of an odd length together. */
    public static final byte[] IPTC = "\34\2\151\0\10Headline\34\2\31\0\3key".getBytes(StandardCharsets.ISO_8859_1);

    /** Texts of several kinds. */
    public static final List<TextEntry> TEXTS = List.of(
            new TextEntry("Title", "A plain title"),
            new TextEntry("Author", "Käthe Ångström"),
            new TextEntry("Comment", "de", "Kommentar", "Übersetzt: 木"));

    /** All but a profile, a thumbnail and IPTC. */
    public static final PictureMetadata ALL = PictureMetadata.NONE
            .withExif(exif(ByteOrder.BIG_ENDIAN, 1))
            .withXmp(XMP)
            .withDensity(Density.of(300, 300, Density.Unit.INCH))
            .withTexts(TEXTS);

    private Metadata() {}

    /**
     * An EXIF block with a camera's make, its orientation, its resolution, sizes, a place (GPS) and a directory of a
     * thumbnail.
     */
    public static byte[] exif(ByteOrder order, int orientation) {
        ByteBuffer b = ByteBuffer.allocate(256).order(order);
        b.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(StandardCharsets.US_ASCII));
        b.putShort((short) 42).putInt(8);
        b.putShort((short) 7);
        entry(b, 0x010F, 2, 8, 120);
        b.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0);
        entry(b, 0x011A, 5, 1, 128);
        entry(b, 0x011B, 5, 1, 136);
        b.putShort((short) 0x0128)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 2)
                .putShort((short) 0);
        entry(b, 0x8769, 4, 1, 144);
        entry(b, 0x8825, 4, 1, 176);
        b.putInt(230);
        b.position(120).put("Camera\0\0".getBytes(StandardCharsets.US_ASCII));
        b.putInt(72).putInt(1).putInt(96).putInt(1);
        b.putShort((short) 2);
        entry(b, 0xA002, 4, 1, 4000);
        entry(b, 0xA003, 4, 1, 3000);
        b.putInt(0);
        b.position(176).putShort((short) 2);
        b.putShort((short) 1).putShort((short) 2).putInt(2).put(new byte[] {'N', 0, 0, 0});
        entry(b, 2, 5, 3, 206);
        b.putInt(0);
        b.position(206).putInt(48).putInt(1).putInt(8).putInt(1).putInt(30).putInt(1);
        b.position(230).putShort((short) 1);
        entry(b, 0x0103, 3, 1, 0);
        return b.array();
    }

    private static void entry(ByteBuffer b, int tag, int type, int count, int value) {
        b.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }

    /** The first short of an entry of a directory that stands at 8. */
    public static int shortOf(byte[] exif, int tag) {
        ByteBuffer b = ByteBuffer.wrap(exif);
        b.order(exif[0] == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < b.getShort(b.getInt(4)); i++) {
            int at = b.getInt(4) + 2 + 12 * i;
            if ((b.getShort(at) & 0xFFFF) == tag) {
                return b.getShort(at + 8);
            }
        }
        return -1;
    }

    /** A file with these metadata. */
    public static byte[] write(BufferedImage image, PictureMetadata metadata, Consumer<NlcImageWriteParam> settings)
            throws IOException {
        NlcImageWriter writer = (NlcImageWriter) new NlcImageWriterSpi().createWriterInstance(null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            NlcImageWriteParam param = writer.getDefaultWriteParam();
            param.setModel(TinyPack.NAME);
            param.setNetworksOnly(true);
            param.setDevice("cpu");
            settings.accept(param);
            writer.write(
                    null, new IIOImage(image, null, new NlcMetadata(Pixels.of(null, false, false), metadata)), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    /** What a file says. */
    static PictureMetadata read(byte[] file) throws IOException {
        return reader(file).getImageMetadata(0).picture();
    }

    static NlcImageReader reader(byte[] file) throws IOException {
        NlcImageReader reader = (NlcImageReader) new NlcImageReaderSpi().createReaderInstance(null);
        reader.setInput(ImageIO.createImageInputStream(new ByteArrayInputStream(file)));
        return reader;
    }
}
