package io.nlc.runtime;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtSession.SessionOptions;
import java.lang.System.Logger.Level;
import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One ONNX Runtime session with tensors over our own buffers. Runs from many threads at once; close must not run beside
 * it.
 */
final class OrtNetwork implements AutoCloseable {

    private final OrtSession session;
    private final String output;

    /** @param options made by {@link Devices#options}, which sees to the environment */
    OrtNetwork(byte[] model, SessionOptions options) throws OrtException {
        session = OrtEnvironment.getEnvironment().createSession(model, options);
        output = session.getOutputNames().iterator().next();
    }

    /** Names of the inputs, in the model's order. */
    Iterable<String> inputs() {
        return session.getInputNames();
    }

    /** Runs into a tensor that already has the output's shape. */
    void run(Map<String, FloatTensor> inputs, FloatTensor result) throws OrtException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try {
            wrap(inputs, in);
            try (OnnxTensor out =
                            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), result.buffer(), result.shape());
                    OrtSession.Result r = session.run(in, Map.of(output, out))) {
                r.size(); // the values went into the pinned buffer
            }
        } finally {
            in.values().forEach(OnnxTensor::close);
        }
    }

    /** Runs where the output's shape is not known beforehand. */
    FloatTensor run(Map<String, FloatTensor> inputs) throws OrtException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try {
            wrap(inputs, in);
            try (OrtSession.Result r = session.run(in)) {
                OnnxTensor out = (OnnxTensor) r.get(0);
                FloatTensor t = new FloatTensor(out.getInfo().getShape());
                t.buffer().put(out.getFloatBuffer());
                return t;
            }
        } finally {
            in.values().forEach(OnnxTensor::close);
        }
    }

    /** Runs a network of one or more outputs: each, flattened, by its name and in the model's order. */
    Map<String, float[]> runAll(Map<String, FloatTensor> inputs) throws OrtException {
        Map<String, OnnxTensor> in = new HashMap<>();
        try {
            wrap(inputs, in);
            try (OrtSession.Result r = session.run(in)) {
                Map<String, float[]> outputs = new LinkedHashMap<>();
                for (Map.Entry<String, OnnxValue> e : r) {
                    FloatBuffer values = ((OnnxTensor) e.getValue()).getFloatBuffer();
                    float[] output = new float[values.remaining()];
                    values.get(output);
                    outputs.put(e.getKey(), output);
                }
                return outputs;
            }
        } finally {
            in.values().forEach(OnnxTensor::close);
        }
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
        try {
            session.close();
        } catch (OrtException e) {
            System.getLogger(OrtNetwork.class.getName()).log(Level.WARNING, "cannot close a session", e);
        }
    }
}
