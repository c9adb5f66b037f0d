package io.nlc.onnx;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes messages of Protocol Buffers, right ones and such as nobody else would. */
public final class Proto {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** An integer. */
    public Proto integer(int field, long value) {
        return raw(varint((long) field << 3)).raw(varint(value));
    }

    /** A float. */
    public Proto number(int field, float value) {
        return raw(varint((long) field << 3 | 5))
                .raw(ByteBuffer.allocate(4)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .putFloat(value)
                        .array());
    }

    /** Bytes. */
    public Proto bytes(int field, byte[] value) {
        return raw(varint((long) field << 3 | 2)).raw(varint(value.length)).raw(value);
    }

    /** Text. */
    public Proto text(int field, String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    /** A message. */
    public Proto message(int field, Proto value) {
        return bytes(field, value.toBytes());
    }

    /** Anything. */
    public Proto raw(byte[] value) {
        out.writeBytes(value);
        return this;
    }

    /** What has been written. */
    public byte[] toBytes() {
        return out.toByteArray();
    }

    static byte[] varint(long value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            bytes.write((int) (rest & 0x7F | 0x80));
            rest >>>= 7;
        }
        bytes.write((int) rest);
        return bytes.toByteArray();
    }
}
