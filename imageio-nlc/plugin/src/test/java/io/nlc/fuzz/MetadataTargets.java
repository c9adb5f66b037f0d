package io.nlc.fuzz;

import io.nlc.colour.ExifNotes;
import io.nlc.colour.PictureNotes;
import io.nlc.colour.PictureProfile;
import io.nlc.container.Chunk;
import io.nlc.failure.NlcException;
import io.nlc.imageio.metadata.MetadataFiles;
import io.nlc.imageio.metadata.NlcMetadata;
import io.nlc.imageio.metadata.PictureMetadata;
import io.nlc.imageio.metadata.Pixels;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** What accompanies pictures. */
final class MetadataTargets {

    private static final List<String> TYPES = List.of("ICCP", "EXIF", "XMP ", "dens", "thMB", "text");

    /** Files need not begin where their stream does. */
    private static final int BEFORE = 5;

    private MetadataTargets() {}

    /** Chunks: a type, a length of two bytes, and so many bytes. What they say can be said anew. */
    static void ancillary(byte[] input) throws IOException {
        FuzzInput in = new FuzzInput(input);
        List<Chunk> chunks = new ArrayList<>();
        while (in.more()) {
            String type = TYPES.get(in.below(TYPES.size()));
            chunks.add(new Chunk(type, in.bytes(in.u16())));
        }
        said(PictureMetadata.of(chunks));
    }

    private static void said(PictureMetadata metadata) throws IOException {
        Checks.equal(metadata, PictureMetadata.of(metadata.chunks()), "metadata and what their chunks say");
        Pixels pixels = new Pixels(null, false, false, 8, true, -1);
        NlcMetadata tree = new NlcMetadata(pixels, metadata);
        NlcMetadata again = new NlcMetadata(pixels, null);
        again.setFromTree(NlcMetadata.NATIVE, tree.getAsTree(NlcMetadata.NATIVE));
        // Equal texts become one: a tree may be merged into what it came from.
        Checks.equal(
                metadata.withTexts(metadata.texts().stream().distinct().toList()),
                again.picture(),
                "metadata and what their tree says");
        tree.mergeTree(
                IIOMetadataFormatImpl.standardMetadataFormatName,
                tree.getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName));
        PictureMetadata upright = metadata.upright();
        Checks.equal(
                metadata.orientation() == 1 || upright.orientation() == 1, true, "what is upright, and what says so,");
        metadata.stripped();
    }

    /** A block of EXIF: once the picture is turned, nobody finds that it must be. */
    static void exif(byte[] input) throws IOException {
        PictureMetadata metadata = PictureMetadata.NONE.withExif(input);
        int seen = metadata.orientation();
        Checks.that(seen >= 1 && seen <= 8, "orientation " + seen);
        int found = ExifNotes.orientation(new ArrayStream(input));
        Checks.that(found >= 1 && found <= 8, "orientation " + found);
        for (int orientation = 1; orientation <= 8; orientation++) {
            byte[] upright = metadata.upright(orientation).exif();
            Checks.equal(input.length, upright.length, "lengths");
        }
    }

    /** A file of any format. */
    static void pictureFile(byte[] input) throws IOException {
        PictureMetadata known = metadata(new ArrayStream(input));
        PictureMetadata unknown = metadata(new MemoryCacheImageInputStream(new ByteArrayInputStream(input)));
        // The JDK's plugins, for all other formats, believe less of a damaged file if they know its length.
        int first = input.length == 0 ? 0 : input[0] & 0xFF;
        if (first == 0xFF || first == 0x89 || first == 'R') {
            Checks.equal(known, unknown, "what streams that know their length, and others, have");
        }
        said(known);
        said(unknown);
    }

    private static PictureMetadata metadata(ImageInputStream in) throws IOException {
        try (in) {
            PictureMetadata metadata = MetadataFiles.read(in);
            Checks.equal(0L, in.getStreamPosition(), "positions");
            return metadata;
        }
    }

    /** A file of any format, behind something else in its stream. */
    static void colours(byte[] input) throws IOException {
        byte[] stream = new byte[BEFORE + input.length];
        System.arraycopy(input, 0, stream, BEFORE, input.length);
        Colours known = Colours.of(new ArrayStream(stream), input.length);
        Colours unknown = Colours.of(new MemoryCacheImageInputStream(new ByteArrayInputStream(stream)), input.length);
        Checks.equal(known, unknown, "what streams that know their length, and others, have");
    }

    /** What is found. */
    private record Colours(
            int orientation,
            PictureNotes.Samples samples,
            PictureProfile profile,
            PictureProfile gray,
            List<String> warnings) {

        static Colours of(ImageInputStream in, int length) throws IOException {
            in.seek(BEFORE);
            int orientation = ExifNotes.orientation(in);
            Checks.that(orientation >= 1 && orientation <= 8, "orientation " + orientation);
            Checks.equal((long) BEFORE, in.getStreamPosition(), "positions");
            List<String> warnings = new ArrayList<>();
            PictureNotes notes = PictureNotes.of(in, warnings::add);
            Checks.equal((long) BEFORE, in.getStreamPosition(), "positions");
            try (ImageInputStream patched = notes.stream(in)) {
                byte[] all = new byte[length + 1];
                int got = 0;
                for (int n; got <= length && (n = patched.read(all, got, all.length - got)) > 0; ) {
                    got += n;
                }
                Checks.equal(length, got, "lengths of the file and of what its reader sees");
            }
            return new Colours(orientation, notes.samples(), notes.profile(), notes.gray(), warnings);
        }
    }

    /** A profile for one, three or four channels. */
    static void profile(byte[] input) throws NlcException {
        NlcException last = null;
        for (int channels : new int[] {1, 3, 4}) {
            try {
                PictureProfile profile = PictureProfile.of(input, channels);
                Checks.equal(channels, profile.channels(), "channels");
                Checks.equal(profile, PictureProfile.of(profile.bytes(), channels), "a profile and its bytes");
            } catch (NlcException e) {
                last = e;
            }
        }
        if (last != null) {
            throw last;
        }
    }
}
