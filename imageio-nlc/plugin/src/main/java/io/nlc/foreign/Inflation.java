package io.nlc.foreign;

import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Bytes that PNG keeps deflated. A few of them may stand for gigabytes, so there is an end. */
public final class Inflation {

    private static final int STEP = 1 << 13;

    private Inflation() {}

    /**
     * Inflates a zlib stream.
     *
     * @param data ends with the stream
     * @param from where it begins
     * @param most bytes that may come of it
     * @throws DataFormatException if it is damaged or cut off, or more would come
     */
    public static byte[] of(byte[] data, int from, int most) throws DataFormatException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(data, from, data.length - from);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] part = new byte[STEP];
            while (!inflater.finished()) {
                int n = inflater.inflate(part);
                if (n == 0 && !inflater.finished()) {
                    throw new DataFormatException("it is cut off");
                }
                if (out.size() + n > most) {
                    throw new DataFormatException("it has more than " + most + " bytes");
                }
                out.write(part, 0, n);
            }
            return out.toByteArray();
        } finally {
            inflater.end();
        }
    }
}
