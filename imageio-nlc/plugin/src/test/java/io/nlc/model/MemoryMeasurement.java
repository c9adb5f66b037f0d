package io.nlc.model;

import io.nlc.context.ContextModel;
import io.nlc.runtime.DeviceChoice;
import io.nlc.runtime.ExactNetwork;
import io.nlc.runtime.FloatTensor;
import io.nlc.runtime.Precision;
import io.nlc.runtime.RuntimeSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Measured the {@code memory} of manifests: how far the resident memory rises above what a loaded network has, while it
 * runs for the first time, for each pixel. To be run on Linux, in a process of its own for each run, since arenas stay.
 * Arguments: the folder of packs, a pack, a file of it, width and height in pixels. Manifests have the largest of 576 x
 * 576 and 768 x 768 (704 x 704 where {@code max_tile} is lower), and an eighth more.
 */
final class MemoryMeasurement {

    private static final Path STATUS = Path.of("/proc/self/status");

    private MemoryMeasurement() {}

    private interface Run {
        void run() throws IOException;
    }

    public static void main(String[] args) throws IOException {
        ModelPack pack = ModelPack.of(PackSource.folder(Path.of(args[0]).resolve(args[1])));
        int width = Integer.parseInt(args[3]);
        int height = Integer.parseInt(args[4]);
        RuntimeSettings settings = RuntimeSettings.defaults()
                .withDevice(DeviceChoice.CPU)
                .withThreads(2)
                .withMaxMemory(Long.MAX_VALUE);
        try (PackSessions sessions = PackSessions.acquire(pack, settings)) {
            Run warm = run(sessions, args[2], 64, 64);
            Run full = run(sessions, args[2], width, height);
            warm.run();
            System.gc();
            Files.writeString(Path.of("/proc/self/clear_refs"), "5"); // forgets the peak
            long before = kibibytes("VmRSS");
            full.run();
            long bytes = 1024 * Math.max(0, kibibytes("VmHWM") - before);
            System.out.printf("%s %s %d %d%n", args[1], args[2], width * height, bytes / ((long) width * height));
        }
    }

    private static Run run(PackSessions sessions, String file, int width, int height) throws IOException {
        LatentShape shape = sessions.pack().manifest().latent();
        int h = height / shape.stride();
        int w = width / shape.stride();
        FloatTensor ones = FloatTensor.filled(1, 1, shape.channels(), 1, 1);
        FloatTensor y = new FloatTensor(1, shape.channels(), h, w);
        FloatTensor edges = new FloatTensor(4);
        FloatTensor x = new FloatTensor(1, 3, height, width);
        FloatTensor hyper = new FloatTensor(1, shape.hyperFeatures(), h, w);
        FloatTensor z = new FloatTensor(1, shape.hyperChannels(), h / 4, w / 4);
        return switch (file) {
            case PackFiles.ANALYSIS -> () -> sessions.analysis().run(x, ones);
            case PackFiles.ANALYSIS_INT8 ->
                () -> sessions.analysis(Precision.FAST).run(x, ones);
            case PackFiles.HYPER_ANALYSIS -> () -> sessions.hyperAnalysis().run(y);
            case PackFiles.SYNTHESIS -> () -> sessions.synthesis().run(y, ones);
            case PackFiles.SYNTHESIS_INT8 ->
                () -> sessions.synthesis(Precision.AUTO).run(y, ones, edges);
            case PackFiles.SYNTHESIS_FAST ->
                () -> sessions.synthesis(Precision.FAST).run(y, ones, edges);
            case PackFiles.PREVIEW -> () -> sessions.preview().orElseThrow().run(y, ones);
            case PackFiles.RESIDUAL -> () -> sessions.residual().orElseThrow().run(hyper, y);
            case PackFiles.INSPECT -> () -> sessions.inspect().orElseThrow().runAll(x);
            case PackFiles.HYPER_SYNTHESIS -> () -> sessions.hyperSynthesis().run(Map.of("z", z), hyper);
            case ContextModel.CONTEXT_FILE -> {
                FloatTensor out = new FloatTensor(1, shape.contextFeatures(), h, w);
                yield () -> sessions.context().orElseThrow().run(Map.of("y", y), out);
            }
            default -> slice(sessions, file, hyper, h, w);
        };
    }

    private static Run slice(PackSessions sessions, String file, FloatTensor hyper, int h, int w) throws IOException {
        PackManifest manifest = sessions.pack().manifest();
        List<Integer> slices = ((ContextModel.Slices) manifest.context()).slices();
        int index = Integer.parseInt(file.replaceAll("\\D", ""));
        boolean anchors = Objects.equals(file, ContextModel.sliceFile(index, true));
        int seen = slices.stream()
                .limit(anchors ? index : index + 1)
                .mapToInt(n -> n)
                .sum();
        Map<String, FloatTensor> inputs = new LinkedHashMap<>(Map.of("hyper", hyper));
        if (seen > 0) {
            inputs.put("y", new FloatTensor(1, seen, h, w));
        }
        FloatTensor out = new FloatTensor(1, manifest.entropy().parametersPerSymbol() * slices.get(index), h, w);
        ExactNetwork network = sessions.slice(index, anchors);
        return () -> network.run(inputs, out);
    }

    private static long kibibytes(String key) throws IOException {
        return Files.readAllLines(STATUS).stream()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
