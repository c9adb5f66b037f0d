package io.nlc.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.RunOptions;
import ai.onnxruntime.OrtSession.SessionOptions;
import io.nlc.failure.NlcException;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One ONNX Runtime session with tensors over our own buffers. Runs from many threads at once; {@link #close} waits for
 * them.
 */
@SuppressWarnings("try") // resources that need only be held
final class OrtNetwork implements AutoCloseable {

    private final OrtSession session;
    private final RunOptions options;
    private final String output;
    private final NativeUse use = new NativeUse();

    /** @param options made by {@link Devices#options}, which sees to the environment */
    OrtNetwork(byte[] model, SessionOptions options) throws OrtException, NlcException {
        OrtSession made = null;
        boolean complete = false;
        try (NativeUse.Use loading = use.begin()) {
            made = OrtEnvironment.getEnvironment().createSession(model, options);
            session = made;
            output = session.getOutputNames().iterator().next();
            this.options = NativeCalls.listen();
            complete = true;
        } finally {
            if (!complete && made != null) {
                made.close();
            }
        }
    }

    /** Names of the inputs, in the model's order. */
    Iterable<String> inputs() {
        return session.getInputNames();
    }

    /** Runs into a tensor that already has the output's shape. */
    void run(Map<String, FloatTensor> inputs, FloatTensor result) throws OrtException, NlcException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try (NativeUse.Use running = use.begin();
                Closing tensors = () -> in.values().forEach(OnnxTensor::close)) {
            wrap(inputs, in);
            try (OnnxTensor out =
                            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), result.buffer(), result.shape());
                    OrtSession.Result r = session.run(in, Set.of(), Map.of(output, out), options)) {
                r.size(); // the values went into the pinned buffer
            }
        }
    }

    /** Runs where the output's shape is not known beforehand. */
    FloatTensor run(Map<String, FloatTensor> inputs) throws OrtException, NlcException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try (NativeUse.Use running = use.begin();
                Closing tensors = () -> in.values().forEach(OnnxTensor::close)) {
            wrap(inputs, in);
            try (OrtSession.Result r = session.run(in, options)) {
                OnnxTensor out = (OnnxTensor) r.get(0);
                FloatTensor t = new FloatTensor(out.getInfo().getShape());
                t.buffer().put(out.getFloatBuffer());
                return t;
            }
        }
    }

    /** Runs a network of one or more outputs: each, flattened, by its name and in the model's order. */
    Map<String, float[]> runAll(Map<String, FloatTensor> inputs) throws OrtException, NlcException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try (NativeUse.Use running = use.begin();
                Closing tensors = () -> in.values().forEach(OnnxTensor::close)) {
            wrap(inputs, in);
            try (OrtSession.Result r = session.run(in, options)) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> e : r) {
                    FloatBuffer values = ((OnnxTensor) e.getValue()).getFloatBuffer();
                    float[] output = new float[values.remaining()];
                    values.get(output);
                    outputs.put(e.getKey(), output);
                }
                return outputs;
            }
        }
    }

    /** Tensors that are freed before the use of the session ends. */
    private interface Closing extends AutoCloseable {
        @Override
        void close();
    }

    private static void wrap(Map<String, FloatTensor> inputs, Map<String, OnnxTensor> in) throws OrtException {
        for (Map.Entry<String, FloatTensor> e : inputs.entrySet()) {
            in.put(
                    e.getKey(),
                    OnnxTensor.createTensor(
                            OrtEnvironment.getEnvironment(),
                            e.getValue().buffer(),
                            e.getValue().shape()));
        }
    }

    @Override
    public void close() {
        use.free(() -> {
            NativeCalls.close(options);
            try {
                session.close();
            } catch (OrtException e) {
                System.getLogger(OrtNetwork.class.getName()).log(Level.WARNING, "cannot close a session", e);
            }
        });
    }
}
