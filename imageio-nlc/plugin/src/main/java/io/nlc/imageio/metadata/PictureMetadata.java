package io.nlc.imageio.metadata;

import io.nlc.container.Chunk;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What accompanies a picture and is not its pixels. What there is none of is null.
 *
 * @param profile an ICC profile that the samples are of; null for sRGB; not copied
 * @param exif an EXIF block: a TIFF file as JPEG has it after {@code Exif} and two zeros; not copied
 * @param xmp an XMP packet, usually UTF-8; not copied
 * @param density pixels a length
 * @param texts in their order
 * @param thumbnail a small picture of the picture
 * @param iptc the datasets of IPTC-IIM, as TIFF has them in tag 33723; not copied
 */
public record PictureMetadata(
        byte[] profile,
        byte[] exif,
        byte[] xmp,
        Density density,
        List<TextEntry> texts,
        Thumbnail thumbnail,
        byte[] iptc) {

    /** Nothing. */
    public static final PictureMetadata NONE = new PictureMetadata(null, null, null, null, List.of(), null, null);

    private static final String PROFILE = "ICCP";
    private static final String EXIF = "EXIF";
    private static final String XMP = "XMP ";

    private static final String IPTC = "iptc";

    public PictureMetadata {
        texts = List.copyOf(texts);
    }

    /** Without IPTC. */
    public PictureMetadata(
            byte[] profile, byte[] exif, byte[] xmp, Density density, List<TextEntry> texts, Thumbnail thumbnail) {
        this(profile, exif, xmp, density, texts, thumbnail, null);
    }

    /** What the chunks of a file say; those that make no sense, or are of other types, are passed over. */
    public static PictureMetadata of(List<Chunk> chunks) {
        PictureMetadata all = NONE;
        List<TextEntry> texts = new ArrayList<>();
        for (Chunk chunk : chunks) {
            switch (chunk.type()) {
                case PROFILE -> all = all.withProfile(chunk.payload());
                case EXIF -> all = all.withExif(chunk.payload());
                case XMP -> all = all.withXmp(chunk.payload());
                case IPTC -> all = all.withIptc(chunk.payload());
                case Density.CHUNK ->
                    all = all.withDensity(Density.parse(chunk.payload()).orElse(all.density));
                case Thumbnail.CHUNK ->
                    all = all.withThumbnail(Thumbnail.parse(chunk.payload()).orElse(all.thumbnail));
                case TextEntry.CHUNK -> TextEntry.parse(chunk.payload()).ifPresent(texts::add);
                default -> {
                    // not ours
                }
            }
        }
        return all.withTexts(texts);
    }

    /** The chunks of a file that say so. */
    public List<Chunk> chunks() {
        List<Chunk> chunks = new ArrayList<>();
        add(chunks, PROFILE, profile);
        add(chunks, EXIF, exif);
        add(chunks, XMP, xmp);
        add(chunks, Density.CHUNK, density == null ? null : density.toBytes());
        add(chunks, IPTC, iptc);
        texts.forEach(text -> add(chunks, TextEntry.CHUNK, text.toBytes()));
        add(chunks, Thumbnail.CHUNK, thumbnail == null ? null : thumbnail.toBytes());
        return chunks;
    }

    private static void add(List<Chunk> chunks, String type, byte[] payload) {
        if (payload != null) {
            chunks.add(new Chunk(type, payload));
        }
    }

    /** Only what the colours depend on. */
    public PictureMetadata stripped() {
        return NONE.withProfile(profile);
    }

    /** How the camera was held, as the EXIF block says: 1 to 8; 1, upright, where it says nothing. */
    public int orientation() {
        return exif == null ? 1 : new ExifBlock(exif).orientation();
    }

    /**
     * For a picture that was turned as {@link #orientation()} says: EXIF block and XMP packet say now that it is
     * upright. The thumbnail in the EXIF block, which was not turned, is left out.
     */
    public PictureMetadata upright() {
        return upright(orientation());
    }

    /** As {@link #upright()} for a picture that was turned as another orientation says; 1 if it was not. */
    public PictureMetadata upright(int orientation) {
        if (orientation == 1) {
            return this;
        }
        return withExif(exif == null ? null : ExifBlock.upright(exif, orientation >= 5))
                .withXmp(xmp == null ? null : XmpPacket.upright(xmp))
                .withDensity(density == null || orientation < 5 ? density : density.turned());
    }

    public PictureMetadata withProfile(byte[] icc) {
        return new PictureMetadata(icc, exif, xmp, density, texts, thumbnail, iptc);
    }

    public PictureMetadata withExif(byte[] block) {
        return new PictureMetadata(profile, block, xmp, density, texts, thumbnail, iptc);
    }

    public PictureMetadata withXmp(byte[] packet) {
        return new PictureMetadata(profile, exif, packet, density, texts, thumbnail, iptc);
    }

    public PictureMetadata withDensity(Density pixels) {
        return new PictureMetadata(profile, exif, xmp, pixels, texts, thumbnail, iptc);
    }

    public PictureMetadata withTexts(List<TextEntry> entries) {
        return new PictureMetadata(profile, exif, xmp, density, entries, thumbnail, iptc);
    }

    public PictureMetadata withThumbnail(Thumbnail small) {
        return new PictureMetadata(profile, exif, xmp, density, texts, small, iptc);
    }

    /** @param datasets null or empty for none */
    public PictureMetadata withIptc(byte[] datasets) {
        byte[] some = datasets == null || datasets.length == 0 ? null : datasets;
        return new PictureMetadata(profile, exif, xmp, density, texts, thumbnail, some);
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof PictureMetadata m
                && Arrays.equals(m.profile, profile)
                && Arrays.equals(m.exif, exif)
                && Arrays.equals(m.xmp, xmp)
                && Arrays.equals(m.iptc, iptc)
                && Objects.equals(m.density, density)
                && m.texts.equals(texts)
                && Objects.equals(m.thumbnail, thumbnail);
    }

    @Override
    public int hashCode() {
        return Objects.hash(Arrays.hashCode(exif), Arrays.hashCode(xmp), Arrays.hashCode(iptc), density, texts);
    }
}
