package io.nlc.container;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * A complete file in its parts.
 *
 * @param header says how many tiles there are and whether there is alpha
 * @param ancillary chunks that accompany the picture, as {@link NlcWriter#write} takes them
 * @param qualityMap payload of {@code QMAP}, or null; not copied
 * @param alpha the payload {@link AlphaPlane#compress} made, or null; not copied
 * @param tiles payloads in row-major order; not copied
 */
public record NlcFile(NlcHeader header, List<Chunk> ancillary, byte[] qualityMap, byte[] alpha, List<byte[]> tiles) {

    public NlcFile {
        ancillary = List.copyOf(ancillary);
        tiles = List.copyOf(tiles);
    }

    /** A file without a quality map. */
    public NlcFile(NlcHeader header, List<Chunk> ancillary, byte[] alpha, List<byte[]> tiles) {
        this(header, ancillary, null, alpha, tiles);
    }

    /** Exact size in bytes. */
    public long size() {
        return NlcWriter.size(this);
    }

    /**
     * Writes the file.
     *
     * @throws IllegalArgumentException if the parts do not make a valid file
     * @throws IOException as of {@link NlcWriter#write}
     */
    public void write(NlcWriter out) throws IOException {
        out.write(this);
    }

    /**
     * The file's bytes.
     *
     * @param limits of the picture's size
     * @throws IOException as of {@link #write}
     * @throws ArithmeticException if they are more than an array can hold
     */
    public byte[] toBytes(Limits limits) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(Math.toIntExact(size()));
        write(new NlcWriter(bytes, limits));
        return bytes.toByteArray();
    }
}
