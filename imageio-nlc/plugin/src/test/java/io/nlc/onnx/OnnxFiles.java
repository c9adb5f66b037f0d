package io.nlc.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/** ONNX files for tests, put together by hand: {@code y = x + w} and what somebody might make of it. */
public final class OnnxFiles {

    private OnnxFiles() {}

    /** A file of a graph. */
    public static Proto model(Proto graph) {
        return new Proto()
                .integer(1, 8)
                .message(8, new Proto().text(1, "").integer(2, 17))
                .message(7, graph);
    }

    /** The graph {@code y = x + w}, to be added to. */
    public static Proto graph() {
        return graph(tensor("w", 1, new long[] {2}).bytes(9, new byte[8]));
    }

    /** The same with another {@code w}. */
    public static Proto graph(Proto w) {
        return new Proto()
                .text(2, "g")
                .message(1, node("Add", List.of("x", "w"), "y"))
                .message(5, w)
                .message(11, value("x", 2))
                .message(12, value("y", 2));
    }

    /** A tensor without its data. */
    public static Proto tensor(String name, int type, long... dims) {
        Proto tensor = new Proto().integer(2, type).text(8, name);
        for (long dim : dims) {
            tensor.integer(1, dim);
        }
        return tensor;
    }

    /** A vector or scalar of int64. */
    public static Proto integers(String name, boolean scalar, long... values) {
        ByteBuffer raw = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            raw.putLong(value);
        }
        return (scalar ? tensor(name, 7) : tensor(name, 7, values.length)).bytes(9, raw.array());
    }

    /** An operator. */
    public static Proto node(String operator, List<String> inputs, String output, Proto... attributes) {
        Proto node = new Proto();
        inputs.forEach(input -> node.text(1, input));
        node.text(2, output).text(4, operator);
        for (Proto attribute : attributes) {
            node.message(5, attribute);
        }
        return node;
    }

    /** An attribute of one integer. */
    public static Proto attribute(String name, long value) {
        return new Proto().text(1, name).integer(3, value).integer(20, 2);
    }

    /** An attribute of two integers. */
    public static Proto attribute(String name, long first, long second) {
        return new Proto().text(1, name).integer(8, first).integer(8, second).integer(20, 7);
    }

    /** An input or output of float32; sides that are not positive may vary. */
    public static Proto value(String name, long... dims) {
        Proto shape = new Proto();
        for (long dim : dims) {
            shape.message(1, dim > 0 ? new Proto().integer(1, dim) : new Proto().text(2, "n"));
        }
        return new Proto()
                .text(1, name)
                .message(2, new Proto().message(1, new Proto().integer(1, 1).message(2, shape)));
    }
}
