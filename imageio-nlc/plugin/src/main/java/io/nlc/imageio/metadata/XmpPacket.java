package io.nlc.imageio.metadata;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What must change in an XMP packet when its picture is turned. */
final class XmpPacket {

    /** As an attribute or an element; the prefix is the one that everybody uses. */
    private static final Pattern ORIENTATION =
            Pattern.compile("(?<said>tiff:Orientation\\s*=\\s*[\"']|<tiff:Orientation\\s*>\\s*)[2-8](?=\\s*[\"'<])");

    private XmpPacket() {}

    /** Says that the picture is upright. Packets of other encodings than UTF-8 and its like stay. */
    static byte[] upright(byte[] packet) {
        // One character a byte, so that all others stay what they are.
        Matcher m = ORIENTATION.matcher(new String(packet, StandardCharsets.ISO_8859_1));
        return m.replaceAll("${said}1").getBytes(StandardCharsets.ISO_8859_1);
    }
}
