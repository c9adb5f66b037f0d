package io.nlc.container;

import io.nlc.failure.NlcException;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** The lossless alpha plane: rows filtered as in PNG with one byte a pixel, then zlib. */
public final class AlphaPlane {
    private static final int NONE = 0;
    private static final int SUB = 1;
    private static final int UP = 2;
    private static final int PAETH = 4;
    private static final int[] FILTERS = {NONE, SUB, UP, PAETH};

    /** Takes the rows of a plane from top to bottom. */
    @FunctionalInterface
    public interface RowSink {
        /**
         * @param y 0, 1, ...
         * @param row {@code width} values, 0 transparent to 255 opaque; used again for the next row
         */
        void row(int y, byte[] row);
    }

    private AlphaPlane() {}

    /**
     * Compresses a plane.
     *
     * @param alpha {@code width * height} values, row by row
     * @return the payload of an {@code ALPH} chunk
     * @throws IllegalArgumentException if alpha has another length
     */
    public static byte[] compress(byte[] alpha, int width, int height) {
        if (alpha.length != (long) width * height) {
            throw new IllegalArgumentException("alpha: " + alpha.length + " values for " + width + " x " + height);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 14];
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            byte[] above = new byte[width];
            byte[] row = new byte[width];
            byte[] filtered = new byte[width + 1];
            byte[] best = new byte[width + 1];
            for (int y = 0; y < height; y++) {
                System.arraycopy(alpha, y * width, row, 0, width);
                long bestCost = Long.MAX_VALUE;
                for (int filter : FILTERS) {
                    long cost = filter(filter, row, above, filtered);
                    if (cost < bestCost) {
                        bestCost = cost;
                        byte[] swap = best;
                        best = filtered;
                        filtered = swap;
                    }
                }
                deflater.setInput(best);
                drain(deflater, buffer, out);
                byte[] swap = above;
                above = row;
                row = swap;
            }
            deflater.finish();
            drain(deflater, buffer, out);
        } finally {
            deflater.end();
        }
        return out.toByteArray();
    }

    private static void drain(Deflater deflater, byte[] buffer, ByteArrayOutputStream out) {
        for (int n; (n = deflater.deflate(buffer)) > 0; ) {
            out.write(buffer, 0, n);
        }
    }

    /**
     * Writes filter byte and residues; returns the sum of the residues' magnitudes, PNG's usual guess at their cost.
     */
    private static long filter(int filter, byte[] row, byte[] above, byte[] filtered) {
        long cost = 0;
        filtered[0] = (byte) filter;
        for (int x = 0; x < row.length; x++) {
            byte residue = (byte) (row[x] - prediction(filter, row, above, x));
            filtered[x + 1] = residue;
            cost += Math.abs(residue);
        }
        return cost;
    }

    private static int prediction(int filter, byte[] row, byte[] above, int x) {
        int left = x == 0 ? 0 : row[x - 1] & 0xFF;
        return switch (filter) {
            case NONE -> 0;
            case SUB -> left;
            case UP -> above[x];
            default -> paeth(left, above[x] & 0xFF, x == 0 ? 0 : above[x - 1] & 0xFF);
        };
    }

    private static int paeth(int left, int up, int upLeft) {
        int dLeft = Math.abs(up - upLeft);
        int dUp = Math.abs(left - upLeft);
        int dUpLeft = Math.abs(left + up - 2 * upLeft);
        return dLeft <= dUp && dLeft <= dUpLeft ? left : dUp <= dUpLeft ? up : upLeft;
    }

    /**
     * Decompresses a plane row by row, holding two rows at a time.
     *
     * @param payload of an {@code ALPH} chunk
     * @throws NlcException if it is damaged, or holds more or less than the plane; rows before the damage have been
     *     delivered
     */
    public static void decompress(byte[] payload, int width, int height, RowSink rows) throws NlcException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(payload);
            byte[] above = new byte[width];
            byte[] row = new byte[width];
            byte[] filtered = new byte[width + 1];
            for (int y = 0; y < height; y++) {
                inflate(inflater, filtered, y);
                unfilter(filtered, row, above, y);
                rows.row(y, row);
                // The sink may have changed its row; the copy in `filtered` is the one to go on from.
                byte[] swap = above;
                above = row;
                row = swap;
                System.arraycopy(filtered, 1, above, 0, width);
            }
            if (inflater.inflate(new byte[1]) != 0 || !inflater.finished() || inflater.getRemaining() != 0) {
                throw NlcException.damaged("ALPH does not end after " + height + " rows");
            }
        } catch (DataFormatException e) {
            throw NlcException.damaged("ALPH is damaged: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    private static void inflate(Inflater inflater, byte[] filtered, int y) throws DataFormatException, NlcException {
        for (int done = 0; done < filtered.length; ) {
            int n = inflater.inflate(filtered, done, filtered.length - done);
            if (n == 0) {
                throw NlcException.damaged("ALPH ends within row " + y);
            }
            done += n;
        }
    }

    /** Leaves the row both in row and in filtered, from index 1. */
    private static void unfilter(byte[] filtered, byte[] row, byte[] above, int y) throws NlcException {
        int filter = filtered[0];
        if (filter != NONE && filter != SUB && filter != UP && filter != PAETH) {
            throw NlcException.damaged("ALPH: filter " + (filter & 0xFF) + " in row " + y);
        }
        for (int x = 0; x < row.length; x++) {
            row[x] = (byte) (filtered[x + 1] + prediction(filter, row, above, x));
            filtered[x + 1] = row[x];
        }
    }
}
