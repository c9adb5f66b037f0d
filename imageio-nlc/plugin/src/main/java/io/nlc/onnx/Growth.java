package io.nlc.onnx;

import io.nlc.failure.NlcException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What a graph makes of what is known before it runs: its constants, and sizes of tensors. ONNX Runtime computes all of
 * that when it loads a graph, so a few bytes could ask for any memory there; and {@code Range} and {@code Pad} make
 * tensors of any size at once, wherever they are.
 */
final class Growth {

    /*
     * Of constants alone only those operators may compute that exporters need: casts of weights and a little
     * arithmetic, whose shapes can be told beforehand. Of sizes and constants come few numbers. A Range runs
     * from 0 by 1 to a size that is not known before the graph runs, so what depends on it is not computed earlier; and
     * Pad adds a constant number of rows.
     */

    private static final Set<String> SAME_SHAPE = Set.of("Cast", "Identity", "Sqrt");
    private static final Set<String> BROADCAST = Set.of("Add", "Sub", "Mul", "Div");
    /** What makes no more of a constant than there is, in a shape that is not told. */
    private static final Set<String> REARRANGED = Set.of("Transpose", "Slice");
    /** What may be made of sizes. */
    private static final Set<String> OF_SIZES = Set.of(
            "Add",
            "Sub",
            "Mul",
            "Div",
            "Mod",
            "Max",
            "Min",
            "Cast",
            "Concat",
            "Gather",
            "Identity",
            "Reshape",
            "Slice",
            "Squeeze",
            "Unsqueeze");
    /** What leaves a number as it is. */
    private static final Set<String> SAME_NUMBER = Set.of("Identity", "Squeeze", "Unsqueeze");

    private static final int MAX_SIZES = 4096;
    private static final long MAX_PAD = 64;

    private record Constant(long[] shape, OptionalLong integer, OptionalLong largest) {}

    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, Constant> constants = new HashMap<>();
    /** Vectors of sizes of tensors, and what is computed from them: how many numbers at most. */
    private final Map<String, Long> sizes = new HashMap<>();
    /** Which sizes of the graph's inputs are not known before it runs. */
    private final Map<String, BitSet> inputs = new HashMap<>();
    /** The graph's inputs whose shapes these are. */
    private final Map<String, String> shapes = new HashMap<>();
    /** Such a size. */
    private final Set<String> varying = new HashSet<>();
    /** Constants whose elements are counted, and whose shape is not known. */
    private final Set<String> rearranged = new HashSet<>();
    /** Whatever has been made so far. */
    private final Set<String> values = new HashSet<>();

    private long elements;

    void add(Node node) {
        nodes.add(node);
    }

    /** Takes an input of the graph and which of its sizes may vary. */
    void add(String input, BitSet free) {
        values.add(input);
        inputs.put(input, free);
    }

    void add(Tensor tensor) throws NlcException {
        values.add(tensor.name());
        constant(tensor.name(), new Constant(tensor.shape(), tensor.integer(), tensor.largest()));
    }

    private void constant(String name, Constant value) throws NlcException {
        elements += count(value.shape);
        OnnxModel.atMost(elements, OnnxModel.MAX_ELEMENTS, "elements of constants");
        constants.put(name, value);
    }

    private static long count(long[] shape) throws NlcException {
        long n = 1;
        for (long size : shape) {
            n *= size;
            OnnxModel.atMost(n, OnnxModel.MAX_ELEMENTS, "elements of a constant");
        }
        return n;
    }

    /** Looks at all operators, once everything has been taken; they must stand after those that they depend on. */
    void check() throws NlcException {
        for (Node node : nodes) {
            List<String> given =
                    node.inputs().stream().filter(i -> !i.isEmpty()).toList();
            if (given.isEmpty() || !values.containsAll(given)) {
                throw Wire.refused(node.operator() + " has an input that nothing before it makes");
            }
            for (String output : node.outputs()) {
                if (!output.isEmpty() && !values.add(output)) {
                    throw Wire.refused("there are two values \"" + output + "\"");
                }
            }
            check(node, given);
        }
    }

    private void check(Node node, List<String> given) throws NlcException {
        if (constants.keySet().containsAll(given)) {
            fold(node, given);
        } else if (node.operator().equals("Shape")) {
            node.outputs().forEach(output -> sizes.put(output, (long) Tensor.MAX_RANK));
            if (node.plain() && inputs.containsKey(given.get(0))) {
                node.outputs().forEach(output -> shapes.put(output, given.get(0)));
            }
        } else if (node.operator().equals("Range")) {
            range(node.inputs());
        } else if (given.stream().allMatch(i -> constants.containsKey(i) || sizes.containsKey(i))) {
            measure(node, given);
        }
        if (node.operator().equals("Pad")) {
            pad(node.inputs());
        }
    }

    private void measure(Node node, List<String> given) throws NlcException {
        if (!OF_SIZES.contains(node.operator())) {
            throw Wire.refused(node.operator() + " computes with sizes alone, which networks of packs may not have");
        }
        long most = node.operator().equals("Concat") ? 0 : 1;
        for (String input : node.operator().equals("Gather") ? given.subList(1, given.size()) : given) {
            long n = sizes.containsKey(input) ? sizes.get(input) : count(constants.get(input).shape);
            most = node.operator().equals("Concat") ? most + n : most * Math.max(1, n);
            OnnxModel.atMost(most, MAX_SIZES, "numbers made of sizes");
        }
        for (String output : node.outputs()) {
            sizes.put(output, most);
            if (varies(node, given)) {
                varying.add(output);
            }
        }
    }

    /** Whether it is a size that is not known before the graph runs. */
    private boolean varies(Node node, List<String> given) {
        String first = given.get(0);
        if (SAME_NUMBER.contains(node.operator())) {
            return varying.contains(first);
        }
        if (!node.operator().equals("Gather") || !shapes.containsKey(first) || given.size() != 2) {
            return false;
        }
        Constant index = constants.get(given.get(1));
        long axis = index == null ? -1 : index.integer.orElse(-1);
        return axis >= 0
                && axis < Tensor.MAX_RANK
                && inputs.get(shapes.get(first)).get((int) axis);
    }

    private void fold(Node node, List<String> inputs) throws NlcException {
        Constant first = constants.get(inputs.get(0));
        Constant result;
        if (REARRANGED.contains(node.operator())) {
            long[] many = {count(first.shape)};
            node.outputs().forEach(rearranged::add);
            result = new Constant(many, OptionalLong.empty(), OptionalLong.empty());
        } else if (inputs.stream().anyMatch(rearranged::contains)) {
            throw Wire.refused(node.operator() + " computes with weights that were rearranged before");
        } else if (SAME_SHAPE.contains(node.operator()) && inputs.size() == 1) {
            result = new Constant(first.shape, OptionalLong.empty(), OptionalLong.empty());
        } else if (BROADCAST.contains(node.operator()) && inputs.size() == 2) {
            result = new Constant(
                    broadcast(first.shape, constants.get(inputs.get(1)).shape),
                    OptionalLong.empty(),
                    OptionalLong.empty());
        } else if (node.operator().equals("Squeeze") && inputs.size() == 1) {
            result = new Constant(
                    Arrays.stream(first.shape).filter(size -> size != 1).toArray(), first.integer, first.largest);
        } else {
            throw Wire.refused(
                    node.operator() + " computes with constants alone, which networks of packs may not have");
        }
        for (String output : node.outputs()) {
            constant(output, result);
        }
    }

    private static long[] broadcast(long[] a, long[] b) {
        long[] shape = new long[Math.max(a.length, b.length)];
        for (int i = 1; i <= shape.length; i++) {
            long x = i <= a.length ? a[a.length - i] : 1;
            long y = i <= b.length ? b[b.length - i] : 1;
            shape[shape.length - i] = Math.max(x, y);
        }
        return shape;
    }

    private void range(List<String> inputs) throws NlcException {
        if (inputs.size() != 3 || !is(inputs.get(0), 0) || !varying.contains(inputs.get(1)) || !is(inputs.get(2), 1)) {
            throw Wire.refused("Range does not count from 0 to a size of an input that may vary");
        }
    }

    private boolean is(String name, long value) {
        Constant constant = constants.get(name);
        return constant != null && constant.integer.equals(OptionalLong.of(value));
    }

    private void pad(List<String> inputs) throws NlcException {
        Constant pads = inputs.size() < 2 ? null : constants.get(inputs.get(1));
        if (pads == null || pads.largest.orElse(Long.MAX_VALUE) > MAX_PAD) {
            throw Wire.refused("Pad does not add a constant number of rows, " + MAX_PAD + " at most");
        }
    }
}
