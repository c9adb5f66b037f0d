"""Self-tests of exact networks: inputs that any program can make, and the digest of what comes out."""

import numpy as np
import onnxruntime as ort

from .manifest import integer_digest


def inputs(shapes, limits, seed=1):
    """Inputs of a self-test, {name: array}: one linear congruential generator runs over all inputs in the order of
    their names.
    """
    state, made = seed, {}
    for name in sorted(shapes):
        values = np.empty(int(np.prod(shapes[name])), np.float32)
        for i in range(values.size):
            state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
            values[i] = (state >> 33) % (2 * limits[name] + 1) - limits[name]
        made[name] = values.reshape(shapes[name])
    return made


def session(model, threads=1, level=ort.GraphOptimizationLevel.ORT_ENABLE_ALL):
    """An ONNX Runtime session on the CPU. model: bytes; threads: 0 for all; level: of optimisation."""
    options = ort.SessionOptions()
    options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
    options.graph_optimization_level = level
    options.log_severity_level = 3
    return ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def self_test(model, shapes, limits, seed=1):
    """Manifest entry of one exact network: how to make its inputs and the digest of its output."""
    output = session(model).run(None, inputs(shapes, limits, seed))[0]
    return {
        "seed": seed,
        "inputs": {n: {"shape": list(shapes[n]), "max": limits[n]} for n in sorted(shapes)},
        "sha256": integer_digest(output),
    }
