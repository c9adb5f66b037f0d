package io.nlc.onnx;

import io.nlc.failure.NlcException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks through the bytes of an ONNX file before ONNX Runtime gets them. A network of a pack is a graph of known
 * operators with all of its weights in the file; whatever else the format has is refused, not passed over:
 *
 * <ul>
 *   <li>data in other files, which are read from wherever the name leads;
 *   <li>operators of other domains, functions, and all that are not on the list of {@link Operators};
 *   <li>graphs within graphs, so there is no control flow;
 *   <li>sparse, text and oversized tensors, and more of anything than networks need;
 *   <li>computing that makes much of little while the network is loaded ({@link Growth}).
 * </ul>
 */
public final class OnnxModel {

    /** Elements of all constants together, as they are in memory once they are cast. */
    static final long MAX_ELEMENTS = 1L << 28;

    private static final int MAX_NODES = 1 << 14;
    private static final int MAX_VALUES = 1 << 15;
    private static final int MAX_ENDS = 128;
    private static final int MAX_IMPORTS = 8;
    private static final int FLOAT = 1;
    private static final long VARIES = -1;

    private final Growth growth = new Growth();
    private final Set<String> names = new HashSet<>();
    private final List<String> inputs = new ArrayList<>();
    private final List<String> outputs = new ArrayList<>();
    private int nodes;
    private int values;
    private int imports;
    private boolean graph;

    private OnnxModel() {}

    /**
     * Checks a file.
     *
     * @param bytes of the file; the very ones that are run
     * @return its inputs and outputs
     * @throws NlcException of kind {@code PACK_BROKEN}, saying what networks of packs may not have; it does not name
     *     the file
     */
    public static Ends check(byte[] bytes) throws NlcException {
        // ONNX Runtime takes a file with this mark for one of its own format, whatever it is besides.
        if (bytes.length >= 8 && bytes[4] == 'O' && bytes[5] == 'R' && bytes[6] == 'T' && bytes[7] == 'M') {
            throw Wire.refused("it is of ONNX Runtime's own format, not an ONNX file");
        }
        OnnxModel model = new OnnxModel();
        model.model(new Wire(bytes, "the model"));
        return new Ends(model.inputs, model.outputs);
    }

    /** @throws NlcException if there are more */
    static void atMost(long n, long limit, String what) throws NlcException {
        if (n > limit) {
            throw Wire.refused("more than " + limit + " " + what);
        }
    }

    private void model(Wire in) throws NlcException {
        while (in.next()) {
            switch (in.field()) {
                case 1, 5 -> in.integer(); // versions
                case 2, 3, 4, 6 -> in.skipText(); // who made it
                case 7 -> {
                    graph(in.message("the graph"));
                    graph = true;
                }
                case 8 -> {
                    atMost(++imports, MAX_IMPORTS, "sets of operators");
                    operators(in.anyMessage("a set of operators"));
                }
                case 20 -> throw Wire.refused("it holds training, which networks of packs may not have");
                case 25 -> throw Wire.refused("it holds functions, which networks of packs may not have");
                default -> throw in.unknown();
            }
        }
        if (!graph) {
            throw Wire.refused("it is no ONNX file: there is no graph");
        }
    }

    private static void operators(Wire in) throws NlcException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> Node.domain(in.text());
                case 2 -> in.integer();
                default -> throw in.unknown();
            }
        }
    }

    private void graph(Wire in) throws NlcException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    atMost(++nodes, MAX_NODES, "operators");
                    growth.add(Node.read(in.anyMessage("an operator")));
                }
                case 2, 10 -> in.skipText();
                case 5 -> initialiser(in.anyMessage("an initialiser"));
                case 11, 12 -> {
                    boolean input = in.field() == 11;
                    BitSet free = new BitSet();
                    String name = value(in.anyMessage("an input or output"), true, free);
                    (input ? inputs : outputs).add(name);
                    if (input) {
                        growth.add(name, free);
                    }
                    atMost(inputs.size() + outputs.size(), MAX_ENDS, "inputs and outputs");
                }
                case 13 -> {
                    atMost(++values, MAX_VALUES, "values");
                    value(in.anyMessage("a value"), false, new BitSet());
                }
                case 15 -> throw Wire.refused("it holds sparse initialisers, which networks of packs may not have");
                default -> throw in.unknown();
            }
        }
        if (outputs.isEmpty()) {
            throw Wire.refused("it has no output");
        }
        growth.check();
    }

    private void initialiser(Wire in) throws NlcException {
        Tensor tensor = Tensor.read(in);
        if (!names.add(tensor.name())) {
            throw Wire.refused("there are two initialisers \"" + tensor.name() + "\"");
        }
        atMost(names.size(), MAX_VALUES, "initialisers");
        growth.add(tensor);
    }

    /** Checks a value; gives its name, and which of its sizes may vary. */
    private static String value(Wire in, boolean end, BitSet free) throws NlcException {
        boolean typed = false;
        String name = "";
        while (in.next()) {
            switch (in.field()) {
                case 1 -> name = in.text();
                case 2 -> {
                    type(in.message("the type of a value"), end, free);
                    typed = true;
                }
                case 3 -> in.skipText();
                default -> throw in.unknown();
            }
        }
        if (end && !typed) {
            throw Wire.refused("an input or output has no type");
        }
        return name;
    }

    private static void type(Wire in, boolean end, BitSet free) throws NlcException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> tensorType(in.message("the type of a value"), end, free);
                case 6 -> in.skipText();
                default -> throw in.unknown(); // sequences, maps and the like
            }
        }
    }

    private static void tensorType(Wire in, boolean end, BitSet free) throws NlcException {
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    if (in.integer() != FLOAT && end) {
                        throw Wire.refused("an input or output is not of float32");
                    }
                }
                case 2 -> shape(in.message("the shape of a value"), free);
                default -> throw in.unknown();
            }
        }
    }

    private static void shape(Wire in, BitSet free) throws NlcException {
        long elements = 1;
        int rank = 0;
        while (in.next()) {
            if (in.field() != 1) {
                throw in.unknown();
            }
            atMost(++rank, Tensor.MAX_RANK, "axes of a value");
            long size = side(in.anyMessage("an axis"));
            free.set(rank - 1, size == VARIES);
            elements *= Math.max(1, size);
            atMost(elements, MAX_ELEMENTS, "elements of a value");
        }
    }

    private static long side(Wire in) throws NlcException {
        long size = VARIES;
        while (in.next()) {
            switch (in.field()) {
                case 1 -> {
                    size = in.integer();
                    if (size < 0 || size > Tensor.MAX_SIDE) {
                        throw Wire.refused("a value has a shape that is out of range");
                    }
                }
                case 2 -> in.text();
                case 3 -> in.skipText();
                default -> throw in.unknown();
            }
        }
        return size;
    }
}
