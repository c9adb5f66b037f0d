package io.nlc.onnx;

import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One message of Protocol Buffers, field by field. It reads where the bytes are and makes nothing but the names that
 * are asked for.
 *
 * <p>Parsers forgive much: fields that they do not know, of another wire type, or given twice, of which the last one
 * counts or all are merged. Two of them may then see two different models in one file, so here all of that is refused.
 */
final class Wire {

    /** The longest name. */
    private static final int MAX_TEXT = 256;

    private static final int VARINT = 0;
    private static final int FIXED64 = 1;
    private static final int BYTES = 2;
    private static final int FIXED32 = 5;
    private static final int MAX_FIELD = 63;

    private final byte[] data;
    private final int end;
    private final String what;
    private int pos;
    private int start;
    private long seen;

    private int field;
    private int type;
    private long value;
    private int from;

    /** @param what the message is, for messages of ours */
    Wire(byte[] data, String what) {
        this(data, 0, data.length, what);
    }

    private Wire(byte[] data, int from, int end, String what) {
        this.data = data;
        this.pos = from;
        this.end = end;
        this.what = what;
    }

    /** Goes on to the next field; false if there is none. */
    boolean next() throws NlcException {
        if (pos == end) {
            return false;
        }
        start = pos;
        long tag = varint(5);
        type = (int) (tag & 7);
        if (tag >>> 3 < 1 || tag >>> 3 > MAX_FIELD) {
            throw unknown(tag >>> 3);
        }
        field = (int) (tag >>> 3);
        switch (type) {
            case VARINT -> value = varint(10);
            case FIXED64 -> skip(8);
            case FIXED32 -> skip(4);
            case BYTES -> skip(varint(10));
            default -> throw broken();
        }
        return true;
    }

    /** The field at hand as it is there, with its number. */
    byte[] whole() {
        return Arrays.copyOfRange(data, start, pos);
    }

    /** All that has not been read of this message. */
    byte[] all() {
        return Arrays.copyOfRange(data, pos, end);
    }

    /** Number of the field. */
    int field() {
        return field;
    }

    /** The value of a field that is there once. */
    long integer() throws NlcException {
        once();
        return anyInteger();
    }

    /** The value of a field that may be there again. */
    long anyInteger() throws NlcException {
        of(VARINT);
        return value;
    }

    /** A float that is there once, which nobody wants to know. */
    void skipFloat() throws NlcException {
        once();
        of(FIXED32);
    }

    /** Text that is there once and that nobody wants to know. */
    void skipText() throws NlcException {
        once();
        of(BYTES);
    }

    /** The message in a field that is there once. */
    Wire message(String name) throws NlcException {
        once();
        return anyMessage(name);
    }

    /** The message in a field that may be there again. */
    Wire anyMessage(String name) throws NlcException {
        of(BYTES);
        return new Wire(data, from, pos, name);
    }

    /** A name that is there once. */
    String text() throws NlcException {
        once();
        return anyText();
    }

    /** A name that may be there again: printable ASCII. */
    String anyText() throws NlcException {
        of(BYTES);
        if (pos - from > MAX_TEXT) {
            throw refused(what + " has a name of " + (pos - from) + " bytes");
        }
        for (int i = from; i < pos; i++) {
            if (data[i] < 0x20 || data[i] == 0x7F) {
                throw refused(what + " has a name that is not of printable ASCII characters");
            }
        }
        return new String(data, from, pos - from, StandardCharsets.US_ASCII);
    }

    /** Length in bytes of a field that is there once. */
    int size() throws NlcException {
        once();
        of(BYTES);
        return pos - from;
    }

    /** Eight bytes of the field at hand, the lowest first. */
    long littleEndian(int index) {
        long bits = 0;
        for (int i = 7; i >= 0; i--) {
            bits = bits << 8 | data[from + 8 * index + i] & 0xFF;
        }
        return bits;
    }

    /** Takes the values of a repeated field of integers, which may stand together or one by one. */
    void integers(Values values) throws NlcException {
        if (type == VARINT) {
            values.take(value);
            return;
        }
        of(BYTES);
        for (Wire packed = new Wire(data, from, pos, what); packed.pos < packed.end; ) {
            values.take(packed.varint(10));
        }
    }

    /** Number of values of a repeated field of floats or doubles, which may stand together or one by one. */
    int fixed(int bytes) throws NlcException {
        if (type == (bytes == 4 ? FIXED32 : FIXED64)) {
            return 1;
        }
        of(BYTES);
        if ((pos - from) % bytes != 0) {
            throw broken();
        }
        return (pos - from) / bytes;
    }

    /** Takes one value after the other. */
    interface Values {
        void take(long value) throws NlcException;
    }

    private void once() throws NlcException {
        if ((seen & 1L << field) != 0) {
            throw refused(what + " has field " + field + " twice");
        }
        seen |= 1L << field;
    }

    private void of(int wanted) throws NlcException {
        if (type != wanted) {
            throw refused(what + " has a field " + field + " of another type");
        }
    }

    private void skip(long bytes) throws NlcException {
        if (bytes < 0 || bytes > end - pos) {
            throw broken();
        }
        from = pos;
        pos += (int) bytes;
    }

    private long varint(int most) throws NlcException {
        long bits = 0;
        for (int i = 0; i < most && pos < end; i++) {
            byte b = data[pos++];
            bits |= (b & 0x7FL) << 7 * i;
            if (b >= 0) {
                return bits;
            }
        }
        throw broken();
    }

    /** The failure of a message with a field that it may not have. */
    NlcException unknown() {
        return unknown(field);
    }

    private NlcException unknown(long number) {
        return refused(what + " has a field " + number + ", which networks of packs may not have");
    }

    private NlcException broken() {
        return refused("it is no ONNX file: " + what + " is cut off or damaged");
    }

    /** A network that is not run. */
    static NlcException refused(String why) {
        return new NlcException(FailureKind.PACK_BROKEN, why);
    }
}
