package io.nlc.onnx;

import static io.nlc.onnx.OnnxFiles.attribute;
import static io.nlc.onnx.OnnxFiles.graph;
import static io.nlc.onnx.OnnxFiles.integers;
import static io.nlc.onnx.OnnxFiles.model;
import static io.nlc.onnx.OnnxFiles.node;
import static io.nlc.onnx.OnnxFiles.tensor;
import static io.nlc.onnx.OnnxFiles.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nlc.TestPacks;
import io.nlc.failure.FailureKind;
import io.nlc.failure.NlcException;
import io.nlc.runtime.MemoryUse;
import io.nlc.runtime.TransformNetwork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class OnnxModelTest {

    private static final byte[] FLOATS = new byte[8];

    private static Proto w() {
        return tensor("w", 1, 2);
    }

    private static Proto with(Proto... nodes) {
        Proto graph = graph();
        for (Proto node : nodes) {
            graph.message(1, node);
        }
        return graph;
    }

    private static void refused(Proto model, String why) {
        assertThatThrownBy(() -> OnnxModel.check(model.toBytes()))
                .isInstanceOfSatisfying(
                        NlcException.class, e -> assertThat(e.kind()).isEqualTo(FailureKind.PACK_BROKEN))
                .hasMessageContaining(why);
    }

    /** What is refused below is so for what is added to this. */
    @Test
    void plainGraph_isTakenAndLoads() throws IOException {
        byte[] model = model(graph(w().bytes(9, FLOATS))).toBytes();
        assertThat(OnnxModel.check(model)).isEqualTo(new Ends(List.of("x"), List.of("y")));
        TransformNetwork.load("plain", () -> model, TestPacks.CPU, new MemoryUse(1 << 20, 1 << 10), List.of())
                .close();
        OnnxModel.check(model(graph(w().bytes(4, FLOATS).text(12, "a note")))
                .text(2, "somebody")
                .toBytes());
        OnnxModel.check(model(graph(w().number(4, 1).number(4, 2))).toBytes());
    }

    @Test
    void networksOfAllPacks_areTaken() throws IOException {
        for (Path root : List.of(
                TestPacks.directory(),
                TestPacks.directory().resolveSibling("networks"),
                Path.of("../../models-onnx/src/main/resources/META-INF/nlc/packs"))) {
            List<Path> networks;
            try (Stream<Path> files = Files.walk(root)) {
                networks = files.filter(f -> f.toString().endsWith(".onnx")).toList();
            }
            assertThat(networks).isNotEmpty();
            for (Path network : networks) {
                byte[] bytes = network.endsWith("gradient.onnx") ? completed(network) : Files.readAllBytes(network);
                assertThatCode(() -> OnnxModel.check(bytes)).as("%s", network).doesNotThrowAnyException();
            }
        }
    }

    private static byte[] completed(Path gradient) throws IOException {
        Constants constants = new Constants();
        for (String part : List.of("synthesis", "head")) {
            Path own = gradient.resolveSibling(part + ".onnx");
            try (Stream<Path> others = Files.walk(gradient.getParent().getParent(), 2)) {
                Path there = Files.exists(own)
                        ? own
                        : others.filter(f -> f.endsWith(part + ".onnx"))
                                .findFirst()
                                .orElseThrow();
                constants.add(part, Files.readAllBytes(there));
            }
        }
        return constants.completed(Files.readAllBytes(gradient));
    }

    /** The list is that of the exporter, which makes the packs of import-compressai, too. */
    @Test
    void operators_areThoseOfTheExporter() throws IOException {
        TreeSet<String> written = new TreeSet<>();
        try (Stream<Path> sources = Files.list(Path.of("../../models-onnx/src/nlc_models/export"))) {
            for (Path source : sources.filter(s -> s.toString().endsWith(".py")).toList()) {
                Pattern.compile("node\\(\\s*\"([A-Z]\\w+)\"(?: if [^,]+ else \"([A-Z]\\w+)\")?")
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(m -> Stream.of(m.group(1), m.group(2))
                                .filter(name -> name != null)
                                .forEach(written::add));
                Pattern.compile("make_node\\(\"(\\w+)\"")
                        .matcher(Files.readString(source))
                        .results()
                        .forEach(m -> written.add(m.group(1)));
            }
        }
        assertThat(written).hasSizeGreaterThan(30);
        assertThat(Operators.names()).containsAll(written);
    }

    @Test
    void documentedOperators_areThoseOfTheList() throws IOException {
        String page = Files.readString(Path.of("../../docs/pack.md"));
        String list = page.substring(page.indexOf("Operators: ") + 11);
        assertThat(list.substring(0, list.indexOf('.')).replaceAll("[`\\s]", "").split(","))
                .containsExactlyInAnyOrderElementsOf(Operators.names());
    }

    static Stream<Arguments> foreignParts() {
        Proto entry = new Proto().text(1, "location").text(2, "../../secret");
        Proto sparse = new Proto().message(1, tensor("v", 1, 0)).message(2, tensor("i", 7, 0));
        Proto holder = node("Add", List.of("x", "w"), "z");
        return Stream.of(
                Arguments.of("external data", model(graph(w().message(13, entry).integer(14, 1))), "another file"),
                Arguments.of("location alone", model(graph(w().integer(14, 1))), "another file"),
                Arguments.of("location beyond an int", model(graph(w().integer(14, (1L << 32) + 1))), "another file"),
                Arguments.of(
                        "location set and set back",
                        model(graph(w().integer(14, 0).integer(14, 1).bytes(9, FLOATS))),
                        "twice"),
                Arguments.of("entries alone", model(graph(w().message(13, entry).bytes(9, FLOATS))), "another file"),
                Arguments.of("sparse initialiser", model(graph().message(15, sparse)), "sparse"),
                Arguments.of(
                        "tensor in an attribute",
                        model(with(node(
                                "Cast",
                                List.of("x"),
                                "z",
                                new Proto().text(1, "to").message(5, w().integer(14, 1))))),
                        "holds a tensor"),
                Arguments.of(
                        "tensors in an attribute",
                        model(with(node(
                                "Cast",
                                List.of("x"),
                                "z",
                                new Proto().text(1, "to").message(10, w())))),
                        "holds a tensor"),
                Arguments.of(
                        "sparse tensor in an attribute",
                        model(with(node(
                                "Cast",
                                List.of("x"),
                                "z",
                                new Proto().text(1, "to").message(22, sparse)))),
                        "holds a tensor"),
                Arguments.of(
                        "graph in an attribute",
                        model(with(node(
                                "Cast",
                                List.of("x"),
                                "z",
                                new Proto().text(1, "to").message(6, graph())))),
                        "control flow"),
                Arguments.of(
                        "graphs in an attribute",
                        model(with(node(
                                "Cast",
                                List.of("x"),
                                "z",
                                new Proto().text(1, "to").message(11, graph())))),
                        "control flow"),
                Arguments.of("domain of an operator", model(with(holder.text(7, "com.microsoft"))), "com.microsoft"),
                Arguments.of(
                        "import of a domain",
                        model(graph())
                                .message(8, new Proto().text(1, "ai.onnx.ml").integer(2, 3)),
                        "ai.onnx.ml"),
                Arguments.of("function", model(graph()).message(25, new Proto().text(1, "Conv")), "functions"),
                Arguments.of("training", model(graph()).message(20, new Proto()), "training"),
                Arguments.of(
                        "settings of a session",
                        model(graph())
                                .message(14, new Proto().text(1, "ort_config").text(2, "{}")),
                        "field 14"),
                Arguments.of("quantisation", model(graph().message(14, new Proto())), "field 14"),
                Arguments.of("two graphs", model(graph()).message(7, graph()), "twice"),
                Arguments.of("field that nobody knows", model(graph()).integer(63, 1), "field 63"),
                Arguments.of("field 2^29 - 1", model(graph()).integer((1 << 29) - 1, 1), "field 536870911"),
                Arguments.of("field 0", model(graph()).integer(0, 1), "field 0"),
                Arguments.of("group", model(graph()).raw(new byte[] {0x13, 0x14}), "no ONNX file"),
                Arguments.of("graph as an integer", new Proto().integer(7, 1), "another type"),
                Arguments.of("no output", model(new Proto().message(11, value("x", 2))), "no output"),
                Arguments.of("no graph", new Proto().integer(1, 8), "no graph"),
                Arguments.of("sequence", model(graph().message(11, sequence())), "field 4"),
                Arguments.of(
                        "attribute of a function",
                        model(with(node(
                                "Cast",
                                List.of("x"),
                                "z",
                                new Proto().text(1, "to").text(21, "other")))),
                        "field 21"));
    }

    private static Proto sequence() {
        return new Proto().text(1, "s").message(2, new Proto().message(4, new Proto()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void foreignParts(String what, Proto model, String why) {
        refused(model, why);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "If",
                "Loop",
                "Scan",
                "SequenceMap",
                "Optional",
                "Constant",
                "ConstantOfShape",
                "Expand",
                "Tile",
                "Resize",
                "RandomNormal",
                "StringConcat",
                "conv",
                "Conv ",
                ""
            })
    void otherOperators(String operator) {
        refused(model(with(node(operator, List.of("x"), "z"))), "the operator \"" + operator + "\"");
    }

    @Test
    void otherAttributes() {
        refused(
                model(with(node("ConvTranspose", List.of("x", "w"), "z", attribute("output_shape", 9)))),
                "output_shape");
        refused(model(with(node("Softmax", List.of("x"), "z", attribute("axis", 65)))), "out of range");
        refused(model(with(node("Softmax", List.of("x"), "z", attribute("axis", Long.MIN_VALUE)))), "out of range");
        refused(
                model(with(node(
                        "Transpose",
                        List.of("x"),
                        "z",
                        new Proto().text(1, "perm").bytes(8, new byte[65])))),
                "numbers of an attribute");
    }

    /** ONNX Runtime takes such a file for one of its own format, which this class does not look into. */
    @Test
    void fileOfTwoFormats() {
        byte[] model = new Proto()
                .raw(new byte[] {0x12, 6})
                .raw("  ORTM".getBytes(StandardCharsets.US_ASCII))
                .raw(model(graph()).toBytes())
                .toBytes();
        assertThat(new String(model, 4, 4, StandardCharsets.US_ASCII)).isEqualTo("ORTM");
        assertThatThrownBy(() -> OnnxModel.check(model))
                .isInstanceOf(NlcException.class)
                .hasMessageContaining("own format");
    }

    static Stream<Arguments> sizes() {
        long huge = 1L << 62;
        return Stream.of(
                Arguments.of("too few bytes", w().bytes(9, new byte[4]), "not as many values"),
                Arguments.of("too many bytes", w().bytes(9, new byte[12]), "not as many values"),
                Arguments.of("none", w(), "not as many values"),
                Arguments.of("twice", w().bytes(9, FLOATS).bytes(4, FLOATS), "not as many values"),
                Arguments.of("negative side", tensor("w", 1, -1).bytes(9, FLOATS), "out of range"),
                Arguments.of("huge side", tensor("w", 1, huge, 4).bytes(9, new byte[0]), "out of range"),
                Arguments.of("huge product", tensor("w", 1, 1 << 24, 1 << 24, 1 << 24), "elements of an initialiser"),
                Arguments.of("wraps to none", tensor("w", 1, 1 << 24, 1 << 24, 1 << 16, 0), "elements"),
                Arguments.of("many axes", tensor("w", 1, new long[9]), "out of range"),
                Arguments.of("texts", tensor("w", 8, 1).text(6, "x"), "texts"),
                Arguments.of("no type", tensor("w", 0, 2).bytes(9, FLOATS), "of type 0"),
                Arguments.of("type of texts", tensor("w", 8, 2).bytes(9, FLOATS), "of type 8"),
                Arguments.of("type beyond an int", w().integer(2, 1), "twice"),
                Arguments.of("huge type", new Proto().integer(2, (1L << 32) + 1).bytes(9, new byte[4]), "of type"),
                Arguments.of("integers one by one", tensor("w", 7, 70_000).bytes(7, new byte[70_000]), "not raw"),
                Arguments.of("segment", w().bytes(9, FLOATS).message(3, new Proto()), "field 3"),
                Arguments.of("name with escape codes", tensor("\u001b[2J", 1, 2).bytes(9, FLOATS), "printable"),
                Arguments.of("long name", tensor("w".repeat(300), 1, 2).bytes(9, FLOATS), "300 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void sizes(String what, Proto w, String why) {
        refused(model(graph(w)), why);
    }

    @Test
    void valuesOutOfRange() {
        refused(model(graph().message(13, value("v", 1 << 20, 1 << 20))), "elements of a value");
        refused(model(graph().message(13, value("v", Long.MAX_VALUE))), "out of range");
        refused(model(graph().message(11, value("v", new long[9]))), "axes");
        refused(model(graph().message(11, new Proto().text(1, "v"))), "no type");
        Proto twice = graph().message(5, w().bytes(9, FLOATS));
        refused(model(twice), "two initialisers");
    }

    @Test
    void tooManyParts() {
        Proto nodes = graph();
        for (int i = 0; i < (1 << 14); i++) {
            nodes.message(1, node("Add", List.of("x", "w"), "z" + i));
        }
        refused(model(nodes), "16384 operators");
        Proto initialisers = graph();
        for (int i = 0; i < (1 << 15); i++) {
            initialisers.message(5, tensor("t" + i, 1).bytes(9, new byte[4]));
        }
        refused(model(initialisers), "32768 initialisers");
        Proto inputs = graph();
        for (int i = 0; i < 128; i++) {
            inputs.message(11, value("i" + i, 1));
        }
        refused(model(inputs), "128 inputs and outputs");
        Proto node = new Proto().text(4, "Concat");
        for (int i = 0; i < 300; i++) {
            node.text(1, "x");
        }
        refused(model(with(node)), "256 inputs and outputs of an operator");
        Proto attributes = node("Conv", List.of("x", "w"), "z");
        for (int i = 0; i < 20; i++) {
            attributes.message(5, attribute("group", 1));
        }
        refused(model(with(attributes)), "16 attributes");
        Proto imports = model(graph());
        for (int i = 0; i < 11; i++) {
            imports.message(8, new Proto().integer(2, 17));
        }
        refused(imports, "8 sets of operators");
    }

    /** What ONNX Runtime computes as soon as it loads a graph. */
    @Test
    void constants_growNoMoreThanWeightsDo() throws IOException {
        Proto row = tensor("row", 1, 1, 1 << 15).bytes(9, new byte[4 << 15]);
        Proto column = tensor("column", 1, 1 << 15, 1).bytes(9, new byte[4 << 15]);
        Proto outer = graph().message(5, row).message(5, column);
        outer.message(1, node("Mul", List.of("row", "column"), "z"));
        refused(model(outer), "elements of a constant");
        Proto many = graph().message(5, tensor("t", 1, 1 << 20).bytes(9, new byte[4 << 20]));
        for (int i = 0; i < 300; i++) {
            many.message(1, node("Cast", List.of("t"), "z" + i, attribute("to", 11)));
        }
        refused(model(many), "elements of constants");
        refused(model(with(node("Concat", List.of("w", "w"), "z", attribute("axis", 0)))), "constants alone");
        OnnxModel.check(model(with(node("Transpose", List.of("w"), "z"))).toBytes());
        refused(
                model(with(node("Transpose", List.of("w"), "z"), node("Mul", List.of("z", "w"), "v"))),
                "rearranged before");
        Proto turned = graph().message(5, tensor("t", 1, 1 << 20).bytes(9, new byte[4 << 20]));
        for (int i = 0; i < 300; i++) {
            turned.message(1, node("Transpose", List.of("t"), "z" + i));
        }
        refused(model(turned), "elements of constants");
        Proto later = with(node("Sqrt", List.of("b"), "c"), node("Sqrt", List.of("w"), "b"));
        refused(model(later), "nothing before it makes");
        refused(model(with(node("Sqrt", List.of(""), "z"))), "nothing before it makes");
        refused(model(with(node("Sqrt", List.of("x"), "y"))), "two values");
        OnnxModel.check(model(with(node("Sqrt", List.of("w"), "b"), node("Mul", List.of("b", "w"), "c")))
                .toBytes());
    }

    private static Proto ranges(long start, String limit, long delta, long side) {
        return graph().message(11, value("tile", 3, side))
                .message(5, integers("start", true, start))
                .message(5, integers("delta", false, delta))
                .message(5, integers("much", true, 1L << 40))
                .message(5, integers("which", true, 1))
                .message(5, integers("channels", true, 0))
                .message(1, node("Squeeze", List.of("delta"), "one"))
                .message(1, node("Shape", List.of("tile"), "shape"))
                .message(1, node("Gather", List.of("shape", "which"), "side"))
                .message(1, node("Gather", List.of("shape", "channels"), "three"))
                .message(1, node("Mul", List.of("side", "much"), "product"))
                .message(1, node("Shape", List.of("tile"), "end", attribute("start", 1)))
                .message(1, node("Gather", List.of("end", "which"), "other"))
                .message(1, node("Range", List.of("start", limit, "one"), "z"));
    }

    @Test
    void ranges_countToSizesThatVary() throws IOException {
        OnnxModel.check(model(ranges(0, "side", 1, 0)).toBytes());
        for (Proto graph : List.of(
                ranges(0, "much", 1, 0),
                ranges(0, "product", 1, 0),
                ranges(0, "three", 1, 0),
                ranges(0, "other", 1, 0),
                ranges(0, "side", 1, 1 << 20),
                ranges(-1L << 40, "side", 1, 0),
                ranges(0, "side", 0, 0))) {
            assertThatThrownBy(() -> OnnxModel.check(model(graph).toBytes()))
                    .isInstanceOf(NlcException.class)
                    .hasMessageMatching("Range (does not count|computes with constants alone).*");
        }
    }

    /** A shape that is known is a constant, too, and four numbers become any many by a few operators. */
    @Test
    void sizes_areFew() throws IOException {
        Proto shape = node("Shape", List.of("x"), "a0");
        OnnxModel.check(model(with(shape, node("Mul", List.of("a0", "a0"), "b")))
                .toBytes());
        Proto twice = with(shape);
        for (int i = 0; i < 11; i++) {
            twice.message(1, node("Concat", List.of("a" + i, "a" + i), "a" + (i + 1), attribute("axis", 0)));
        }
        refused(model(twice), "numbers made of sizes");
        Proto square = with(shape);
        for (int i = 0; i < 3; i++) {
            square.message(1, node("Add", List.of("a" + i, "a" + i), "a" + (i + 1)));
        }
        refused(model(square), "numbers made of sizes");
        refused(model(with(shape, node("NonZero", List.of("a0"), "b"))), "computes with sizes alone");
    }

    @Test
    void sidesThatAreNone_areRefused() {
        Proto minus = new Proto().message(1, new Proto().integer(1, -1));
        refused(
                model(graph().message(
                                11,
                                new Proto()
                                        .text(1, "v")
                                        .message(
                                                2,
                                                new Proto()
                                                        .message(
                                                                1,
                                                                new Proto()
                                                                        .integer(1, 1)
                                                                        .message(2, minus))))),
                "out of range");
    }

    @Test
    void pads_areSmallAndConstant() throws IOException {
        Proto pad = node("Pad", List.of("x", "pads"), "z");
        OnnxModel.check(
                model(with(pad).message(5, integers("pads", false, 0, 64))).toBytes());
        refused(model(with(pad).message(5, integers("pads", false, 0, 65))), "Pad does not");
        refused(model(with(pad).message(5, integers("pads", false, 0, Long.MIN_VALUE))), "Pad does not");
        refused(model(with(node("Pad", List.of("x", "x"), "z"))), "Pad does not");
    }

    @Test
    void everyTruncationAndNoise_isRefusedOrTaken() throws IOException {
        byte[] network = Files.readAllBytes(TestPacks.directory().resolve("test/tiny/head.onnx"));
        for (int length = 0; length < network.length; length += 7) {
            byte[] cut = Arrays.copyOf(network, length);
            assertThatThrownBy(() -> OnnxModel.check(cut)).isInstanceOf(NlcException.class);
        }
        Random random = new Random(1);
        int taken = 0;
        for (int i = 0; i < 3000; i++) {
            byte[] noisy = network.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                noisy[random.nextInt(noisy.length)] = (byte) random.nextInt();
            }
            try {
                OnnxModel.check(noisy);
                taken++;
            } catch (NlcException e) {
                assertThat(e.kind()).isEqualTo(FailureKind.PACK_BROKEN);
            }
        }
        assertThat(taken).as("noise in weights changes no form").isBetween(1, 2999);
    }
}
