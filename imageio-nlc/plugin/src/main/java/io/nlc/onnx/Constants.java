package io.nlc.onnx;

import io.nlc.failure.NlcException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The constants of ONNX files, for a file that leaves out those which other files of its pack have. What comes out is
 * for {@link OnnxModel#check}; of what goes in only the frame is looked at.
 */
public final class Constants {

    private static final int GRAPH = 7;
    private static final int INITIALISER = 5;
    private static final int NAME = 8;
    private static final int BYTES = 2;

    /** What is to stand in a graph, field by field. */
    private final List<byte[]> fields = new ArrayList<>();

    /**
     * Takes all constants of a file.
     *
     * @param prefix what their names begin with here, before a slash
     * @throws NlcException if it is no ONNX file
     */
    public Constants add(String prefix, byte[] model) throws NlcException {
        for (Wire in = new Wire(model, "the model"); in.next(); ) {
            if (in.field() == GRAPH) {
                for (Wire graph = in.message("the graph"); graph.next(); ) {
                    if (graph.field() == INITIALISER) {
                        fields.add(field(INITIALISER, renamed(prefix, graph.anyMessage("an initialiser"))));
                    }
                }
            }
        }
        return this;
    }

    /**
     * A file with these constants behind its own.
     *
     * @throws NlcException if it is no ONNX file
     */
    public byte[] completed(byte[] model) throws NlcException {
        List<byte[]> parts = new ArrayList<>();
        for (Wire in = new Wire(model, "the model"); in.next(); ) {
            if (in.field() == GRAPH) {
                List<byte[]> graph =
                        new ArrayList<>(List.of(in.message("the graph").all()));
                graph.addAll(fields);
                parts.add(field(GRAPH, joined(graph)));
            } else {
                parts.add(in.whole());
            }
        }
        return joined(parts);
    }

    private static byte[] renamed(String prefix, Wire tensor) throws NlcException {
        List<byte[]> parts = new ArrayList<>();
        String name = "";
        while (tensor.next()) {
            if (tensor.field() == NAME) {
                name = tensor.text();
            } else {
                parts.add(tensor.whole());
            }
        }
        parts.add(field(NAME, (prefix + "/" + name).getBytes(StandardCharsets.US_ASCII)));
        return joined(parts);
    }

    private static byte[] field(int number, byte[] bytes) {
        return joined(List.of(varint(number << 3 | BYTES), varint(bytes.length), bytes));
    }

    private static byte[] varint(int value) {
        byte[] bytes = new byte[5];
        int n = 0;
        int rest = value;
        for (; rest > 0x7F; rest >>>= 7) {
            bytes[n++] = (byte) (rest | 0x80);
        }
        bytes[n++] = (byte) rest;
        return Arrays.copyOf(bytes, n);
    }

    private static byte[] joined(List<byte[]> parts) {
        byte[] all = new byte[parts.stream().mapToInt(p -> p.length).reduce(0, Math::addExact)];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
