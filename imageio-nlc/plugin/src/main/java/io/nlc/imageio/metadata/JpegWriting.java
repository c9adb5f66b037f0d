package io.nlc.imageio.metadata;

import io.nlc.foreign.ProfileSegments;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts what accompanies a picture into a JPEG file that ImageIO's writer has made. */
final class JpegWriting {

    private static final int MAX = 65_533;

    private final byte[] file;
    private final PictureMetadata metadata;
    private final Consumer<String> warnings;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** @param warnings hears what has no place in the file */
    JpegWriting(byte[] file, PictureMetadata metadata, Consumer<String> warnings) {
        this.file = file;
        this.metadata = metadata;
        this.warnings = warnings;
    }

    /** The file with all of it. @param profile null for none */
    byte[] with(byte[] profile) {
        int at = 2;
        out.write(file, 0, at);
        at = jfif(at);
        if (metadata.exif() != null) {
            byte[] exif = profile != null || profiled(at) ? metadata.exif() : ExifBlock.srgb(metadata.exif());
            segment(JpegSegments.APP1, JpegSegments.EXIF, exif, "EXIF block");
        }
        if (metadata.xmp() != null) {
            xmp(metadata.xmp());
        }
        if (metadata.iptc() != null) {
            parts(JpegSegments.APP13, PhotoshopResources.HEAD, PhotoshopResources.of(metadata.iptc()));
        }
        if (profile != null && !profiled(at)) {
            profile(profile);
        }
        for (TextEntry text : metadata.texts()) {
            segment(JpegSegments.COM, new byte[0], text.line().getBytes(StandardCharsets.UTF_8), "text");
        }
        out.write(file, at, file.length - at);
        return out.toByteArray();
    }

    /** JFIF's segment comes first; a file may have none, and then gets one for the density alone. */
    private int jfif(int at) {
        boolean there = marker(at) == JpegSegments.APP0
                && Arrays.equals(file, at + 4, at + 4 + JpegSegments.JFIF.length, JpegSegments.JFIF, 0, 5);
        if (!there) {
            return at;
        }
        int end = at + 2 + length(at);
        byte[] segment = Arrays.copyOfRange(file, at, end);
        Density density = metadata.density();
        if (density != null) {
            boolean metric = density.unit() == Density.Unit.CENTIMETRE || density.unit() == Density.Unit.METRE;
            Density.Unit unit = metric ? Density.Unit.CENTIMETRE : density.unit();
            // What has no whole number of pixels a centimetre usually has one an inch.
            boolean inch = metric && Math.abs(density.horizontal(unit) - Math.rint(density.horizontal(unit))) > 1e-6;
            Density.Unit chosen = inch ? Density.Unit.INCH : unit;
            double x = chosen == Density.Unit.RATIO
                    ? (double) density.x() * density.yDivisor()
                    : density.horizontal(chosen);
            double y =
                    chosen == Density.Unit.RATIO ? (double) density.y() * density.xDivisor() : density.vertical(chosen);
            double down = Math.max(1, Math.max(x, y) / 0xFFFF);
            ByteBuffer.wrap(segment)
                    .put(11, (byte) (chosen == Density.Unit.RATIO ? 0 : chosen == Density.Unit.INCH ? 1 : 2))
                    .putShort(12, (short) Math.max(1, Math.round(x / down)))
                    .putShort(14, (short) Math.max(1, Math.round(y / down)));
        }
        out.writeBytes(segment);
        return end;
    }

    private int marker(int at) {
        return at + 4 <= file.length && file[at] == (byte) 0xFF ? file[at + 1] & 0xFF : -1;
    }

    private int length(int at) {
        return (file[at + 2] & 0xFF) << 8 | file[at + 3] & 0xFF;
    }

    /** Whether the writer has put the profile in by itself. */
    private boolean profiled(int from) {
        for (int at = from; marker(at) >= 0 && marker(at) != 0xDA; at += 2 + length(at)) {
            if (marker(at) == JpegSegments.APP2) {
                return true;
            }
        }
        return false;
    }

    private void profile(byte[] profile) {
        int part = MAX - ProfileSegments.HEAD;
        int parts = (profile.length + part - 1) / part;
        if (parts > 255) {
            warnings.accept("the ICC profile is too large for a JPEG file");
            return;
        }
        for (int i = 0; i < parts; i++) {
            byte[] head = Arrays.copyOf(ProfileSegments.name(), ProfileSegments.HEAD);
            head[ProfileSegments.HEAD - 2] = (byte) (i + 1);
            head[ProfileSegments.HEAD - 1] = (byte) parts;
            segment(
                    JpegSegments.APP2,
                    head,
                    Arrays.copyOfRange(profile, i * part, Math.min(profile.length, (i + 1) * part)),
                    "ICC profile");
        }
    }

    /** What is too large for one segment goes on in extended XMP. */
    private void xmp(byte[] packet) {
        int most = MAX - JpegSegments.XMP.length;
        Optional<ExtendedXmp.Split> split = packet.length > most ? ExtendedXmp.split(packet, most) : Optional.empty();
        segment(
                JpegSegments.APP1,
                JpegSegments.XMP,
                split.map(ExtendedXmp.Split::packet).orElse(packet),
                "XMP packet");
        split.ifPresent(s -> s.segments(MAX).forEach(part -> segment(JpegSegments.APP1, new byte[0], part, "XMP")));
    }

    /** As many segments as it takes, which readers put together. */
    private void parts(int marker, byte[] head, byte[] data) {
        int most = MAX - head.length;
        for (int at = 0; at < data.length; at += most) {
            segment(marker, head, Arrays.copyOfRange(data, at, Math.min(data.length, at + most)), "IPTC");
        }
    }

    private void segment(int marker, byte[] head, byte[] data, String what) {
        int length = head.length + data.length;
        if (length > MAX) {
            warnings.accept("the " + what + " has " + data.length + " bytes and so no place in a JPEG file");
            return;
        }
        out.write(0xFF);
        out.write(marker);
        out.write((length + 2) >> 8);
        out.write(length + 2);
        out.writeBytes(head);
        out.writeBytes(data);
    }
}
