"""Multiply-accumulates of the networks of a pack, counted from the ONNX files that programs run."""

import math
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
from onnx import shape_inference

PRODUCTS = ("MatMul", "Gemm")
WEIGHTED = {"Conv": 1, "QLinearConv": 3}  # which of their inputs are the weights


def of_file(path: str | Path, sides: Mapping[str, int]) -> int:
    """Those of convolutions and matrix products of a network, on inputs whose free sides are these (by their names in
    the file); ValueError if a shape does not follow from them.
    """
    model = onnx.load(path)
    for value in model.graph.input:
        for dim in value.type.tensor_type.shape.dim:
            if dim.dim_param:
                if dim.dim_param not in sides:
                    raise ValueError(f"{path}: {value.name} has a side '{dim.dim_param}'")
                dim.dim_value = sides[dim.dim_param]
    graph = shape_inference.infer_shapes(model, data_prop=True).graph
    shapes = {t.name: tuple(t.dims) for t in graph.initializer} | {
        v.name: tuple(d.dim_value for d in v.type.tensor_type.shape.dim)
        for v in [*graph.input, *graph.value_info, *graph.output]
    }
    return sum(of_node(node, shapes, path) for node in graph.node)


def of_run(path: str | Path, given: Mapping[str, np.ndarray]) -> int:
    """Those of convolutions of a network that is run on such inputs, because it cuts its values to sizes it is told."""
    model = onnx.load(path)
    constants = {t.name: tuple(t.dims) for t in model.graph.initializer}
    pairs = [(n.output[0], n.input[WEIGHTED[n.op_type]]) for n in model.graph.node if n.op_type in WEIGHTED]
    wanted = sorted({name for pair in pairs for name in pair if name not in constants})
    model.graph.output.extend(onnx.ValueInfoProto(name=name) for name in wanted)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    shapes = constants | {k: v.shape for k, v in zip(wanted, session.run(wanted, dict(given)))}
    return sum(math.prod(shapes[made]) * math.prod(shapes[weights][1:]) for made, weights in pairs)


def of_node(node, shapes, path):
    """Those of one operator; 0 of what does not multiply by weights."""
    if node.op_type not in ("Conv", "ConvTranspose", *PRODUCTS):
        return 0
    data, weights, out = (shapes.get(name, ()) for name in (*node.input[:2], node.output[0]))
    if not all(data) or not all(weights) or not all(out) or not out:
        raise ValueError(f"{path}: the sizes of {node.op_type} {node.output[0]} are not known beforehand")
    if node.op_type == "Conv":  # every output is a sum over a kernel of the input's channels
        return math.prod(out) * math.prod(weights[1:])
    if node.op_type == "ConvTranspose":  # and here every input goes to a kernel of the outputs' channels
        return math.prod(data) * math.prod(weights[1:])
    transposed = any(a.name == "transA" and a.i for a in node.attribute)
    return math.prod(out) * data[-2 if transposed else -1]
