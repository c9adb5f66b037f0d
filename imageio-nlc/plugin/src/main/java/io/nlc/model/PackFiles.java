package io.nlc.model;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The files of a pack and which context type has which of them: the first table of {@code docs/pack.md}. */
final class PackFiles {

    static final String ANALYSIS = "analysis.onnx";
    static final String HYPER_ANALYSIS = "hyper_analysis.onnx";
    static final String SYNTHESIS = "synthesis.onnx";
    static final String HYPER_SYNTHESIS = "hyper_synthesis.onnx";
    static final String CONTEXT = "context.onnx";
    static final String HEAD = "head.onnx";
    static final String RESIDUAL = "residual.onnx";
    static final String INSPECT = "inspect.onnx";
    static final String PREVIEW = "preview.onnx";

    private PackFiles() {}

    /** The network of one half of a slice of channels. */
    static String slice(int index, boolean anchors) {
        return "slice" + index + (anchors ? "-anchors.onnx" : "-others.onnx");
    }

    /**
     * The exact networks, in the order of their names (which is that of the digest).
     *
     * @param contextType a known context type
     * @param slices number of slices, 0 unless the type is {@code slices}
     */
    static List<String> exact(String contextType, int slices) {
        TreeSet<String> files = new TreeSet<>(List.of(HYPER_SYNTHESIS));
        if (slices == 0) {
            files.add(HEAD);
        }
        if (contextType.equals("checkerboard")) {
            files.add(CONTEXT);
        }
        for (int i = 0; i < slices; i++) {
            files.add(slice(i, true));
            files.add(slice(i, false));
        }
        return List.copyOf(files);
    }

    /** The files that a pack must have: the transforms and the exact networks. */
    static List<String> required(String contextType, int slices) {
        return Stream.concat(Stream.of(ANALYSIS, HYPER_ANALYSIS, SYNTHESIS), exact(contextType, slices).stream())
                .toList();
    }
}
