package io.nlc.onnx;

import io.nlc.failure.NlcException;
import java.util.ArrayList;
import java.util.List;

/**
 * One operator of a graph, checked.
 *
 * @param operator its type, one of {@link Operators}
 * @param inputs names; empty for one that is left out
 * @param outputs names
 * @param plain whether it has no attributes
 */
record Node(String operator, List<String> inputs, List<String> outputs, boolean plain) {

    private static final int MAX_EDGES = 256;
    private static final int MAX_ATTRIBUTES = 16;
    private static final int MAX_INTEGERS = 64;
    /** Axes, strides, pads, sides of kernels and the like. */
    private static final int MAX_INTEGER = 64;
    /** Each has a channel or more. */
    private static final int MAX_GROUPS = 4096;

    /** The fields of a NodeProto. */
    private static final int INPUT = 1;

    private static final int OUTPUT = 2;
    private static final int NAME = 3;
    private static final int OPERATOR = 4;
    private static final int ATTRIBUTE = 5;
    private static final int DOC = 6;
    private static final int DOMAIN = 7;

    /** Reads a NodeProto. @throws NlcException if it is no operator that networks of packs may have */
    static Node read(Wire in) throws NlcException {
        String operator = "";
        List<String> inputs = new ArrayList<>();
        List<String> outputs = new ArrayList<>();
        List<Wire> attributes = new ArrayList<>();
        while (in.next()) {
            switch (in.field()) {
                case INPUT -> inputs.add(in.anyText());
                case OUTPUT -> outputs.add(in.anyText());
                case NAME, DOC -> in.skipText();
                case OPERATOR -> operator = in.text();
                case ATTRIBUTE -> attributes.add(in.anyMessage("an attribute"));
                case DOMAIN -> domain(in.text());
                default -> throw in.unknown();
            }
            OnnxModel.atMost(inputs.size() + outputs.size(), MAX_EDGES, "inputs and outputs of an operator");
            OnnxModel.atMost(attributes.size(), MAX_ATTRIBUTES, "attributes of an operator");
        }
        if (!Operators.has(operator)) {
            throw Wire.refused("it has the operator \"" + operator + "\", which networks of packs may not have");
        }
        for (Wire attribute : attributes) {
            attribute(attribute, operator);
        }
        return new Node(operator, List.copyOf(inputs), List.copyOf(outputs), attributes.isEmpty());
    }

    /** Operators of another domain are code that is not ONNX Runtime's own. */
    static void domain(String domain) throws NlcException {
        if (!domain.isEmpty() && !domain.equals("ai.onnx")) {
            throw Wire.refused("it has operators of the domain \"" + domain + "\", not of ONNX alone");
        }
    }

    // Numbers and words alone: tensors, graphs and references to attributes of functions are all left out.
    private static void attribute(Wire in, String operator) throws NlcException {
        String name = "";
        int[] count = new int[1];
        long[] largest = new long[1];
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> in.skipFloat();
                case 3 -> largest[0] = larger(largest[0], in.integer());
                case 4 -> in.text();
                case 8 ->
                    in.integers(v -> {
                        largest[0] = larger(largest[0], v);
                        OnnxModel.atMost(++count[0], MAX_INTEGERS, "numbers of an attribute");
                    });
                case 13 -> in.skipText();
                case 20 -> in.integer();
                case 5, 10, 22, 23 ->
                    throw Wire.refused("an attribute of " + operator + " holds a tensor, which networks may not have");
                case 6, 11 ->
                    throw Wire.refused("an attribute of " + operator + " holds a graph: there is no control flow");
                default -> throw in.unknown();
            }
        }
        if (!Operators.has(operator, name)) {
            throw Wire.refused(operator + " has the attribute \"" + name + "\", which networks of packs may not have");
        }
        if (largest[0] > (name.equals("group") ? MAX_GROUPS : MAX_INTEGER)) {
            throw Wire.refused("attribute \"" + name + "\" of " + operator + " is out of range: " + largest[0]);
        }
    }

    private static long larger(long a, long b) {
        return Math.max(a, b == Long.MIN_VALUE ? Long.MAX_VALUE : Math.abs(b));
    }
}
