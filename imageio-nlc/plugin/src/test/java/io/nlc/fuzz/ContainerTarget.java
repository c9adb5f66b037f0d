package io.nlc.fuzz;

import io.nlc.container.AlphaPlane;
import io.nlc.container.AlphaTiles;
import io.nlc.container.Chunk;
import io.nlc.container.Limits;
import io.nlc.container.NlcFile;
import io.nlc.container.NlcHeader;
import io.nlc.container.NlcReader;
import io.nlc.container.QualityMapPayload;
import io.nlc.container.TilePayload;
import io.nlc.failure.NlcException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The chunks of a file. Whether the stream knows its length makes no difference, and a file that is whole can be
 * written anew.
 */
final class ContainerTarget {

    private static final int MAX_PIXELS = 1 << 16;
    private static final Limits LIMITS = new Limits(1 << 16, 1 << 24, 200_000, 1 << 14, 1 << 20);

    private ContainerTarget() {}

    static void run(byte[] input) throws IOException {
        byte[] repaired = Checks.repaired(input);
        if (!Arrays.equals(input, repaired)) {
            try {
                one(input);
            } catch (NlcException e) {
                Checks.that(!e.getMessage().isEmpty(), "no message");
            }
        }
        one(repaired);
    }

    private static void one(byte[] file) throws IOException {
        Content known = Content.of(new ArrayStream(file));
        Content unknown = Content.of(new MemoryCacheImageInputStream(new ByteArrayInputStream(file)));
        Checks.equal(
                known.withoutWords(), unknown.withoutWords(), "what streams that know their length, and others, have");
        if (known.whole()) {
            NlcFile made =
                    new NlcFile(known.header, known.ancillary, bytes(known.map), bytes(known.alpha), tiles(known));
            byte[] again = made.toBytes(LIMITS);
            Checks.equal(made.size(), (long) again.length, "the size foretold and that of the file");
            Content back = Content.of(new ArrayStream(again));
            Checks.equal(known.header, back.header, "headers");
            Checks.equal(known.map, back.map, "quality maps");
            Checks.equal(known.alpha, back.alpha, "alpha");
            Checks.equal(known.tiles, back.tiles, "tiles");
            Checks.that(back.ancillary.containsAll(known.ancillary), "a chunk was lost");
            Checks.equal(List.of(), back.problems, "problems of a file that we wrote, and none");
        }
    }

    private static byte[] bytes(Part part) {
        return part == null ? null : part.bytes.array();
    }

    private static List<byte[]> tiles(Content content) {
        return content.tiles.stream().map(ContainerTarget::bytes).toList();
    }

    /** Bytes, or why there are none. */
    private record Part(ByteBuffer bytes, String failure) {

        interface Source {
            byte[] get() throws IOException;
        }

        static Part of(Source source) throws IOException {
            try {
                byte[] bytes = source.get();
                return bytes == null ? null : new Part(ByteBuffer.wrap(bytes), null);
            } catch (NlcException e) {
                return new Part(null, e.getMessage());
            }
        }
    }

    /** All that there is in a file. */
    private record Content(
            NlcHeader header,
            List<Chunk> ancillary,
            Part map,
            Part alpha,
            List<Part> tiles,
            List<String> problems,
            String bad) {

        static Content of(ImageInputStream in) throws IOException {
            NlcReader reader = new NlcReader(in, LIMITS);
            NlcHeader header = reader.header();
            Checks.equal(header, NlcHeader.parse(header.toBytes(), LIMITS), "a header and what is read of it");
            List<Chunk> ancillary = reader.ancillary();
            Part map = Part.of(reader::qualityMap);
            if (map != null && map.bytes != null) {
                map(header, map.bytes.array());
            }
            Part alpha = Part.of(reader::alpha);
            if (alpha != null && alpha.bytes != null && header.width() * header.height() <= MAX_PIXELS) {
                alpha(header, alpha.bytes.array());
            }
            List<Part> tiles = new ArrayList<>();
            for (int i = 0; i < header.tiles(); i++) {
                int index = i;
                Part tile = Part.of(() -> reader.tile(index));
                tiles.add(tile);
                if (tile.bytes != null && header.version() == 2) {
                    payload(header, index, tile.bytes.array());
                }
            }
            reader.chunks();
            boolean all = tiles.stream().allMatch(t -> t.bytes != null);
            // A stream that does not know its length may not have been read to its end otherwise.
            List<String> problems = !all
                    ? List.of()
                    : reader.problems().stream().map(Exception::getMessage).toList();
            String bad = null;
            try {
                reader.verify();
            } catch (NlcException e) {
                bad = e.getMessage();
            }
            return new Content(header, ancillary, map, alpha, tiles, problems, bad);
        }

        /** Streams say in different words what is wrong with a chunk that is cut off and too large besides. */
        Content withoutWords() {
            return new Content(
                    header, ancillary, map, alpha, tiles, problems.isEmpty() ? List.of() : List.of("some"), bad);
        }

        boolean whole() {
            return bad == null && problems.isEmpty();
        }

        private static void map(NlcHeader header, byte[] bytes) {
            try {
                TilePayload map = QualityMapPayload.parse(header, bytes);
                Checks.equal(bytes.length, map.length(), "a map's length");
            } catch (NlcException e) {
                Checks.that(e.getMessage().contains("QMAP"), "no name");
            }
        }

        private static void payload(NlcHeader header, int index, byte[] bytes) {
            try {
                TilePayload tile = TilePayload.parse(bytes);
                Checks.that(Arrays.equals(bytes, tile.toBytes()), "a tile's payload is not written as it was");
                Checks.equal(
                        tile.check(),
                        tile.bound(header, index).bound(header, index).check(),
                        "check values");
            } catch (NlcException e) {
                Checks.that(!e.getMessage().isEmpty(), "no message");
            }
        }

        private static void alpha(NlcHeader header, byte[] payload) {
            try {
                if (header.version() == 2) {
                    AlphaTiles.parse(header, payload);
                    return;
                }
                int width = header.width();
                byte[] plane = new byte[width * header.height()];
                AlphaPlane.decompress(
                        payload, width, header.height(), (y, row) -> System.arraycopy(row, 0, plane, y * width, width));
                byte[] back = new byte[plane.length];
                AlphaPlane.decompress(
                        AlphaPlane.compress(plane, width, header.height()),
                        width,
                        header.height(),
                        (y, row) -> System.arraycopy(row, 0, back, y * width, width));
                Checks.that(Arrays.equals(plane, back), "the alpha plane did not come back");
            } catch (NlcException e) {
                Checks.that(!e.getMessage().isEmpty(), "no message");
            }
        }
    }
}
