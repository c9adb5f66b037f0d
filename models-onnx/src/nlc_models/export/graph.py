"""The writer of ONNX graphs: plain operators of opset 17, node by node, dynamic spatial axes.

Transforms keep float16 initialisers and exact networks int16 or int32 ones, each cast to float32 when the session
loads.
"""

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper

OPSET = 17
IR_VERSION = 8  # what opset 17 came with; older runtimes refuse newer ones


class Graph:
    """Collects nodes and initialisers; methods take and return value names."""

    def __init__(self, name):
        self.name, self.nodes, self.initialisers, self.inputs, self.count = name, [], [], [], 0
        self.seen = {}  # {module: values within it}, for those who want to look at more than the result

    def input(self, name, shape):
        """A float32 input; names in the shape are sizes that may vary."""
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def node(self, op, *inputs, **attributes):
        """Append an operator with one output."""
        self.count += 1
        output = f"{op.lower()}_{self.count}"
        self.nodes.append(helper.make_node(op, list(inputs), [output], **attributes))
        return output

    def constant(self, array):
        """An initialiser of the array's own type."""
        self.count += 1
        name = f"constant_{self.count}"
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def scalar(self, value):
        """A float32 initialiser without dimensions."""
        return self.constant(np.array(value, np.float32))

    def stored(self, tensor, dtype, to=TensorProto.FLOAT):
        """A float32 (or float64) value kept in the file as dtype."""
        return self.node("Cast", self.constant(tensor.detach().cpu().numpy().astype(dtype)), to=to)

    def half(self, tensor):
        """A tensor that the file keeps as float16."""
        return self.stored(tensor, np.float16)

    def integer(self, tensor, to=TensorProto.FLOAT):
        """A tensor of integers below 2^24, which the file keeps as int16 or int32."""
        assert torch.equal(tensor, tensor.round()) and tensor.abs().max() < 2**24
        return self.stored(tensor, np.int16 if tensor.abs().max() < 2**15 else np.int32, to)

    def model(self, value, output, shape):
        """Finish with the value under the name output."""
        return self.model_of([(value, output, shape)])

    def model_of(self, results):
        """Finish with several results, each (value, name of the output, shape)."""
        self.nodes += [helper.make_node("Identity", [value], [output]) for value, output, _ in results]
        outputs = [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape) for _, output, shape in results]
        graph = helper.make_graph(self.nodes, self.name, self.inputs, outputs, self.initialisers)
        model = helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="nlc-models"
        )
        onnx.checker.check_model(model, full_check=True)
        return model

    # ---- pieces used by several layers
    def convolution(self, x, weight, bias, m):
        """x convolved with two values as a float or exact layer m is shaped."""
        common = (
            dict(strides=[m.stride] * 2, pads=[m.padding] * 4)
            if isinstance(m.stride, int)
            else dict(strides=list(m.stride), pads=list(m.padding) * 2)
        )
        if isinstance(m, nn.ConvTranspose2d) or getattr(m, "transposed", False):
            extra = m.output_padding if isinstance(m.output_padding, (tuple, list)) else [m.output_padding] * 2
            return self.node("ConvTranspose", x, weight, bias, output_padding=list(extra), **common)
        groups = dict(group=m.groups) if m.groups > 1 else {}
        return self.node("Conv", x, weight, bias, **groups, **common)

    def clip(self, x, limit):
        """x clipped to +-limit."""
        return self.node("Clip", x, self.scalar(-limit), self.scalar(limit))

    def cast(self, x, to):
        """x as another TensorProto type."""
        return self.node("Cast", x, to=to)

    def double(self, value):
        """A float64 initialiser."""
        return self.constant(np.array(value, np.float64))

    def indices(self, values):
        """Constant int64 vector: a shape or axes."""
        return self.constant(np.array(values, np.int64))

    def rows(self, x):
        """1 x C x h x w -> 1 x h w x C"""
        return self.node("Transpose", self.node("Reshape", x, self.indices([0, 0, -1])), perm=[0, 2, 1])

    def pool(self, x, size):
        """Maxima of squares, the last ones of a row or column perhaps cut off."""
        return self.node("MaxPool", x, kernel_shape=[size] * 2, strides=[size] * 2, ceil_mode=1) if size > 1 else x
