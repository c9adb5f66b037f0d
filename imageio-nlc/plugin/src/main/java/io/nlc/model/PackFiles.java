package io.nlc.model;

import io.nlc.context.ContextModel;
import java.util.List;
import java.util.stream.Stream;

/** The files of a pack and which context model has which of them: the first table of {@code docs/pack.md}. */
final class PackFiles {

    static final String ANALYSIS = "analysis.onnx";
    static final String HYPER_ANALYSIS = "hyper_analysis.onnx";
    static final String SYNTHESIS = "synthesis.onnx";
    static final String HYPER_SYNTHESIS = "hyper_synthesis.onnx";
    static final String RESIDUAL = "residual.onnx";
    static final String INSPECT = "inspect.onnx";
    static final String PREVIEW = "preview.onnx";

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
}
