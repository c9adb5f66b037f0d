package io.nlc.container;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.zip.CRC32C;

/** Puts together files that no writer would make. */
final class FileBuilder {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    FileBuilder() {
        out.writeBytes(HexFormat.of().parseHex("8e4e4c430d0a1a0a"));
    }

    FileBuilder chunk(String type, byte[] payload) {
        byte[] name = type.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        CRC32C crc = new CRC32C();
        crc.update(name);
        crc.update(payload);
        return raw(ByteBuffer.allocate(12 + payload.length)
                .putInt(payload.length)
                .put(name)
                .put(payload)
                .putInt((int) crc.getValue())
                .array());
    }

    FileBuilder raw(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    byte[] bytes() {
        return out.toByteArray();
    }
}
