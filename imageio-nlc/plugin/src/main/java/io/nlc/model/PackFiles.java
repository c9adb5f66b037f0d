package io.nlc.model;

import io.nlc.context.ContextModel;
import io.nlc.onnx.Ends;
import java.util.List;
import java.util.stream.Stream;

/** The files of a pack and which context model has which of them: the first table of {@code docs/pack.md}. */
final class PackFiles {

    static final String ANALYSIS = "analysis.onnx";
    static final String ANALYSIS_INT8 = "analysis-int8.onnx";
    static final String HYPER_ANALYSIS = "hyper_analysis.onnx";
    static final String SYNTHESIS = "synthesis.onnx";
    static final String SYNTHESIS_INT8 = "synthesis-int8.onnx";
    static final String SYNTHESIS_FAST = "synthesis-fast.onnx";
    static final String HYPER_SYNTHESIS = "hyper_synthesis.onnx";
    static final String RESIDUAL = "residual.onnx";
    static final String INSPECT = "inspect.onnx";
    static final String PREVIEW = "preview.onnx";
    static final String GRADIENT = "gradient.onnx";

    /** Files whose constants {@link #GRADIENT} uses, under their names without the suffix. */
    static final List<String> DIFFERENTIATED = List.of(SYNTHESIS, ContextModel.HEAD_FILE);

    /**
     * Networks that may take the place of {@link #ANALYSIS} or {@link #SYNTHESIS} where a processor passes their test.
     */
    static final List<String> OF_BYTES = List.of(ANALYSIS_INT8, SYNTHESIS_FAST, SYNTHESIS_INT8);

    private PackFiles() {}

    /** The exact networks, in the order of their names, which is that of the digest. */
    static List<String> exact(ContextModel context) {
        return Stream.concat(Stream.of(HYPER_SYNTHESIS), context.networks().stream())
                .sorted()
                .toList();
    }

    /** The files that a pack must have: the transforms and the exact networks. */
    static List<String> required(ContextModel context) {
        return Stream.concat(Stream.of(ANALYSIS, HYPER_ANALYSIS, SYNTHESIS), exact(context).stream())
                .toList();
    }

    /** The inputs and outputs of a network: the first table of {@code docs/pack.md}. */
    static Ends ends(String file, PackManifest manifest) {
        return switch (file) {
            case ANALYSIS, ANALYSIS_INT8 -> ends(List.of("x", "gain"), "y");
            case HYPER_ANALYSIS -> ends(List.of("y"), "z");
            case SYNTHESIS, PREVIEW -> ends(List.of("y", "inverse_gain"), "x");
            case SYNTHESIS_INT8, SYNTHESIS_FAST -> ends(List.of("y", "inverse_gain", "edges"), "x");
            case HYPER_SYNTHESIS -> ends(List.of("z"), "hyper");
            case GRADIENT ->
                new Ends(List.of("y", "inverse_gain", "x", "hyper", "weight", "counts"), List.of("slope", "cost"));
            case RESIDUAL -> ends(List.of("hyper", "y"), "residual");
            case INSPECT ->
                new Ends(
                        List.of("x"),
                        manifest.networks().inspect().stream()
                                .map(InspectOutput::name)
                                .toList());
            case ContextModel.CONTEXT_FILE -> ends(List.of("y"), "context");
            default -> ends(seen(file, manifest.context()), "params");
        };
    }

    private static Ends ends(List<String> inputs, String output) {
        return new Ends(inputs, List.of(output));
    }

    /** What a head, or the network of half a slice, sees. */
    private static List<String> seen(String file, ContextModel context) {
        if (context.hasNetwork()) {
            return List.of("hyper", "context");
        }
        boolean alone = context instanceof ContextModel.None || file.equals(ContextModel.sliceFile(0, true));
        return alone ? List.of("hyper") : List.of("hyper", "y");
    }
}
