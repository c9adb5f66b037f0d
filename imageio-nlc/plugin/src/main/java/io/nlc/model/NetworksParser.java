package io.nlc.model;

import static io.nlc.model.ManifestParser.check;
import static io.nlc.model.ManifestParser.present;

import io.nlc.context.ContextModel;
import io.nlc.runtime.MeansTest;
import io.nlc.runtime.SelfTest;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The networks that a manifest lists: their files, test vectors and, of {@code inspect.onnx}, outputs. */
final class NetworksParser {

    private static final int MAX_INSPECT = 64;
    private static final int MAX_PLACE = 200;
    private static final int MAX_INPUTS = 4;

    /** Side of the latents of test pictures. */
    private static final int SIDE = 4;

    private static final Set<String> KINDS = Set.of(InspectOutput.MASK, InspectOutput.NONLOCAL);

    private final RawManifest raw;
    private final ContextModel context;

    /** @param raw of which everything but the networks is checked */
    NetworksParser(RawManifest raw, ContextModel context) {
        this.raw = raw;
        this.context = context;
    }

    /** @throws IllegalArgumentException naming the key that is missing or wrong */
    Networks networks() {
        present(raw.files, "files");
        Map<String, NetworkFile> files = new LinkedHashMap<>();
        PackFiles.required(context).forEach(file -> files.put(file, file(file)));
        check(
                !raw.files.containsKey(PackFiles.GRADIENT) || context instanceof ContextModel.Serial,
                "files." + PackFiles.GRADIENT + " is for packs with a serial context");
        Stream.concat(Stream.of(PackFiles.RESIDUAL, PackFiles.PREVIEW, PackFiles.GRADIENT), PackFiles.OF_BYTES.stream())
                .filter(raw.files::containsKey)
                .forEach(file -> files.put(file, file(file)));
        List<InspectOutput> inspect = inspect();
        if (!inspect.isEmpty()) {
            files.put(PackFiles.INSPECT, file(PackFiles.INSPECT));
        }
        return new Networks(files, tests(PackFiles.exact(context)), meansTests(), inspect);
    }

    private NetworkFile file(String name) {
        NetworkFile file = present(raw.files.get(name), "files." + name);
        check(file.bytes() > 0 && file.bytes() < 1L << 30, "files." + name + ".bytes is out of range");
        ManifestParser.sha256(file.sha256(), "files." + name + ".sha256");
        check(
                file.pack() == null
                        || ManifestParser.IDENTIFIER.matcher(file.pack()).matches(),
                "files." + name + ".pack must be the entropy model of another pack, not \"" + file.pack() + "\"");
        return file;
    }

    private List<InspectOutput> inspect() {
        check(
                raw.hasInspect == raw.files.containsKey(PackFiles.INSPECT),
                "inspect and files." + PackFiles.INSPECT + " need each other");
        if (!raw.hasInspect) {
            return List.of();
        }
        List<InspectOutput> outputs = present(raw.inspect, "inspect.outputs");
        check(
                !outputs.isEmpty() && outputs.size() <= MAX_INSPECT,
                "inspect.outputs must be 1 to " + MAX_INSPECT + " outputs, not " + outputs.size());
        Set<String> names = new HashSet<>();
        for (InspectOutput o : outputs) {
            check(
                    o != null
                            && o.name() != null
                            && ManifestParser.IDENTIFIER.matcher(o.name()).matches()
                            && names.add(o.name()),
                    "inspect.outputs has a name that is missing, not of a-z, 0-9, . and -, or there twice");
            check(
                    o.kind() != null && KINDS.contains(o.kind()),
                    "inspect.outputs: kind \"" + o.kind() + "\" of " + o.name() + " is not known");
            check(
                    Integer.bitCount(o.stride()) == 1
                            && o.stride() >= 1
                            && o.stride() <= raw.strides.hyper
                            && raw.halo.analysis % o.stride() == 0,
                    "inspect.outputs: stride of " + o.name()
                            + " must be a power of two up to 64 that divides halo.analysis, not " + o.stride());
            check(
                    o.place() != null
                            && o.place().length() <= MAX_PLACE
                            && o.place().chars().noneMatch(Character::isISOControl),
                    "inspect.outputs: place of " + o.name() + " is missing, too long or not for people");
        }
        return outputs;
    }

    private Map<String, SelfTest> tests(List<String> exact) {
        present(raw.selfTest, "self_test");
        Map<String, SelfTest> tests = new LinkedHashMap<>();
        for (String file : exact) {
            RawManifest.Test t = test(file);
            tests.put(file, new SelfTest(t.seed, inputs(t, file), present(t.sha256, "self_test." + file + ".sha256")));
        }
        return tests;
    }

    private Map<String, MeansTest> meansTests() {
        return PackFiles.OF_BYTES.stream()
                .filter(raw.files::containsKey)
                .collect(Collectors.toMap(Function.identity(), this::meansTest));
    }

    private MeansTest meansTest(String file) {
        RawManifest.Test t = test(file);
        TreeMap<String, SelfTest.Input> inputs = inputs(t, file);
        boolean analysis = file.equals(PackFiles.ANALYSIS_INT8);
        String name = analysis ? "x" : "y";
        long pixels = (long) SIDE * raw.strides.latent;
        long[] shape = analysis ? new long[] {1, 3, pixels, pixels} : new long[] {1, raw.channels.latent, SIDE, SIDE};
        check(
                inputs.keySet().equals(Set.of(name))
                        && Arrays.equals(inputs.get(name).shape(), shape),
                "self_test." + file + ".inputs must be " + name + " of the shape " + Arrays.toString(shape));
        List<Double> means = present(t.means, "self_test." + file + ".means");
        double[] values = means.stream().mapToDouble(Double::doubleValue).toArray();
        return new MeansTest(analysis ? MeansTest.Kind.LATENT : MeansTest.Kind.PICTURE, t.seed, inputs, values);
    }

    private RawManifest.Test test(String file) {
        return present(raw.selfTest.get(file), "self_test." + file);
    }

    private static TreeMap<String, SelfTest.Input> inputs(RawManifest.Test test, String file) {
        TreeMap<String, SelfTest.Input> inputs = new TreeMap<>();
        check(
                present(test.inputs, "self_test." + file + ".inputs").size() <= MAX_INPUTS,
                "self_test." + file + " has more than " + MAX_INPUTS + " inputs");
        test.inputs.forEach((name, input) -> inputs.put(name, input(input)));
        return inputs;
    }

    private static SelfTest.Input input(RawManifest.Input input) {
        check(
                input != null
                        && input.shape != null
                        && input.shape.length >= 2
                        && input.shape.length <= 4
                        && Arrays.stream(input.shape).allMatch(s -> s >= 1 && s <= ManifestParser.MAX_CHANNELS)
                        && Arrays.stream(input.shape).reduce(1, Math::multiplyExact) <= 1 << 22,
                "self_test shape is out of range");
        check(input.max >= 1 && input.max < 1 << 24, "self_test max is out of range");
        return new SelfTest.Input(input.shape, input.max);
    }
}
