package io.nlc.onnx;

import java.util.Map;
import java.util.Set;

/** The operators that networks of packs may have, each with its attributes: those that the exporter writes. */
final class Operators {

    /*
     * None of them reads a file, runs another graph or calls code of the pack's. Of the attributes those are missing
     * that make an output as large as somebody likes (output_shape of ConvTranspose), and of the operators those that
     * do so with any input (Expand, Tile, ConstantOfShape, Resize); Range and Pad are looked at by Growth.
     */

    private static final String KERNEL = "kernel_shape strides pads dilations ceil_mode";

    private static final Map<String, Set<String>> ATTRIBUTES = Map.ofEntries(
            op("Abs"),
            op("Add"),
            op("AveragePool", KERNEL, "count_include_pad"),
            op("Cast", "to"),
            op("Clip"),
            op("Concat", "axis"),
            op("Conv", "kernel_shape strides pads dilations group"),
            op("ConvTranspose", "kernel_shape strides pads dilations group output_padding"),
            op("CumSum", "exclusive reverse"),
            op("DepthToSpace", "blocksize mode"),
            op("DequantizeLinear", "axis"),
            op("Div"),
            op("Erf"),
            op("Exp"),
            op("Floor"),
            op("Gather", "axis"),
            op("Gemm", "alpha beta transA transB"),
            op("Greater"),
            op("Identity"),
            op("LeakyRelu", "alpha"),
            op("Log"),
            op("MatMul"),
            op("Max"),
            op("MaxPool", KERNEL, "storage_order"),
            op("Min"),
            op("Mod", "fmod"),
            op("Mul"),
            op("NonZero"),
            op("Pad", "mode"),
            op("QLinearConv", "kernel_shape strides pads dilations group"),
            op("QuantizeLinear", "axis"),
            op("Range"),
            op("ReduceMax", "axes keepdims"),
            op("ReduceMean", "axes keepdims"),
            op("ReduceSum", "keepdims noop_with_empty_axes"),
            op("Relu"),
            op("Reshape", "allowzero"),
            op("Shape", "start end"),
            op("Sigmoid"),
            op("Slice"),
            op("Softmax", "axis"),
            op("Sqrt"),
            op("Squeeze"),
            op("Sub"),
            op("Tanh"),
            op("Transpose", "perm"),
            op("Unsqueeze"),
            op("Where"));

    private Operators() {}

    private static Map.Entry<String, Set<String>> op(String name, String... attributes) {
        String all = String.join(" ", attributes);
        return Map.entry(name, all.isEmpty() ? Set.of() : Set.of(all.split(" ")));
    }

    /** Whether networks may have the operator. */
    static boolean has(String operator) {
        return ATTRIBUTES.containsKey(operator);
    }

    /** Whether an operator that they may have may have the attribute. */
    static boolean has(String operator, String attribute) {
        return ATTRIBUTES.get(operator).contains(attribute);
    }

    /** The operators, for the documentation's test. */
    static Set<String> names() {
        return ATTRIBUTES.keySet();
    }
}
