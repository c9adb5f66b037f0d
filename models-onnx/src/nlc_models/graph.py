"""ONNX graphs of the networks, written node by node: plain operators of opset 17, dynamic spatial axes.

Transforms keep float16 initialisers and exact networks int16 or int32 ones, each cast to float32 when the session loads.
"""

from functools import singledispatch

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper

from . import networks
from .quantize import LEAK, SYMBOL_CLIP, ExactConv

OPSET = 17
IR_VERSION = 8  # what opset 17 came with; older runtimes refuse newer ones


class Graph:
    """Collects nodes and initialisers; methods take and return value names."""

    def __init__(self, name):
        self.name, self.nodes, self.initialisers, self.inputs, self.count = name, [], [], [], 0

    def input(self, name, shape):
        self.inputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, shape))
        return name

    def node(self, op, *inputs, **attributes):
        self.count += 1
        output = f"{op.lower()}_{self.count}"
        self.nodes.append(helper.make_node(op, list(inputs), [output], **attributes))
        return output

    def constant(self, array):
        self.count += 1
        name = f"constant_{self.count}"
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def scalar(self, value):
        return self.constant(np.array(value, np.float32))

    def stored(self, tensor, dtype):
        """A float32 value kept in the file as dtype."""
        return self.node("Cast", self.constant(tensor.detach().cpu().numpy().astype(dtype)), to=TensorProto.FLOAT)

    def half(self, tensor):
        return self.stored(tensor, np.float16)

    def integer(self, tensor):
        assert torch.equal(tensor, tensor.round()) and tensor.abs().max() < 2**24
        return self.stored(tensor, np.int16 if tensor.abs().max() < 2**15 else np.int32)

    def model(self, value, output, shape):
        """Finish with the value under the name output."""
        self.nodes.append(helper.make_node("Identity", [value], [output]))
        result = helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)
        graph = helper.make_graph(self.nodes, self.name, self.inputs, [result], self.initialisers)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION, producer_name="nlc-models")
        onnx.checker.check_model(model, full_check=True)
        return model

    # ---- pieces used by several layers
    def convolution(self, x, weight, bias, m):
        common = dict(strides=[m.stride] * 2, pads=[m.padding] * 4) if isinstance(m.stride, int) else dict(
            strides=list(m.stride), pads=list(m.padding) * 2)
        if isinstance(m, nn.ConvTranspose2d) or getattr(m, "transposed", False):
            extra = m.output_padding if isinstance(m.output_padding, (tuple, list)) else [m.output_padding] * 2
            return self.node("ConvTranspose", x, weight, bias, output_padding=list(extra), **common)
        return self.node("Conv", x, weight, bias, **common)

    def clip(self, x, limit):
        return self.node("Clip", x, self.scalar(-limit), self.scalar(limit))


@singledispatch
def emit(module, g, x):
    """Append the nodes of a module to the graph g; x and the result are value names."""
    raise TypeError(f"no ONNX form of {type(module).__name__}")


@emit.register
def _(module: nn.Sequential, g, x):
    for m in module:
        x = emit(m, g, x)
    return x


@emit.register(nn.Conv2d)
@emit.register(nn.ConvTranspose2d)
def _(m, g, x):
    return g.convolution(x, g.half(m.weight), g.half(m.bias), m)


@emit.register
def _(m: nn.LeakyReLU, g, x):
    return g.node("LeakyRelu", x, alpha=m.negative_slope)


@emit.register
def _(m: nn.ReLU, g, x):
    return g.node("Relu", x)


@emit.register
def _(m: nn.PixelShuffle, g, x):
    return g.node("DepthToSpace", x, blocksize=m.upscale_factor, mode="CRD")


@emit.register
def _(m: networks.GDN, g, x):
    # The parameters are stored as trained and squared in the graph, which the runtime folds: gamma^2 would underflow in float16.
    gamma = g.half(m.gamma[:, :, None, None])
    beta = g.half(m.beta)
    beta = g.node("Add", g.node("Mul", beta, beta), g.scalar(1e-6))
    norm = g.node("Sqrt", g.node("Conv", g.node("Mul", x, x), g.node("Mul", gamma, gamma), beta))
    return g.node("Mul" if m.inverse else "Div", x, norm)


@emit.register
def _(m: networks.DownSkip, g, x):
    return g.node("Conv", x, g.half(m.conv.weight), g.half(m.conv.bias), strides=[2, 2])


@emit.register(networks.ResidualDown)
@emit.register(networks.ResidualUp)
def _(m, g, x):
    y = x
    for part in (m.a, m.act, m.b, m.gdn):
        y = emit(part, g, y)
    return g.node("Add", y, emit(m.skip, g, x))


@emit.register
def _(m: networks.ResidualBlock, g, x):
    y = x
    for part in (m.a, m.act, m.b, m.act):
        y = emit(part, g, y)
    return g.node("Add", x, y)


@emit.register
def _(m: networks.Bottleneck, g, x):
    return g.node("Relu", g.node("Add", x, emit(m.net, g, x)))


@emit.register
def _(m: networks.Attention, g, x):
    gate = g.node("Sigmoid", emit(m.mask, g, x))
    return g.node("Add", x, g.node("Mul", emit(m.trunk, g, x), gate))


@emit.register
def _(m: ExactConv, g, x):
    return requantise(g, g.convolution(x, g.integer(m.weight), g.integer(m.bias), m), m, (1, -1, 1, 1))


def requantise(g, acc, m, shape):
    """The accumulator of an exact layer m to its activation; shape: that of a channel vector in acc's layout."""
    v = g.node("Floor", g.node("Mul", acc, g.constant(torch.exp2(-m.shift).view(shape).numpy())))
    if not m.activation:
        return g.clip(v, m.limit)
    v = g.node("Clip", v, g.scalar(-m.limit * LEAK), g.scalar(m.limit))
    leak = g.node("Floor", g.node("Add", g.node("Mul", v, g.scalar(1 / LEAK)), g.scalar(0.5)))
    return g.node("Max", v, leak)


def emit_rows(m, g, x):
    """A pointwise exact layer over rows, positions x channels: a product with a constant right-hand side, which runtimes pack once."""
    assert m.weight.shape[2:] == (1, 1) and not m.transposed
    acc = g.node("Add", g.node("MatMul", x, g.integer(m.weight[:, :, 0, 0].T)), g.integer(m.bias))
    return requantise(g, acc, m, (1, -1))


def analysis(codec):
    """x 1 x 3 x H x W in [0,1], gain 1 x M x 1 x 1 -> y 1 x M x H/16 x W/16, not rounded."""
    g = Graph("analysis")
    x, gain = g.input("x", [1, 3, "height", "width"]), g.input("gain", [1, codec.m, 1, 1])
    y = emit(codec.g_a, g, g.node("Sub", x, g.scalar(0.5)))
    return g.model(g.node("Mul", y, gain), "y", [1, codec.m, "h", "w"])


def hyper_analysis(codec):
    """y 1 x M x 4h x 4w -> z 1 x N x h x w, not rounded."""
    g = Graph("hyper_analysis")
    return g.model(emit(codec.h_a, g, g.input("y", [1, codec.m, "height", "width"])), "z", [1, codec.hyper_channels, "h", "w"])


def synthesis(codec):
    """y 1 x M x h x w integers, inverse_gain 1 x M x 1 x 1 -> x 1 x 3 x 16h x 16w, about [0,1]."""
    g = Graph("synthesis")
    y, gain = g.input("y", [1, codec.m, "h", "w"]), g.input("inverse_gain", [1, codec.m, 1, 1])
    x = emit(codec.g_s, g, g.node("Mul", y, gain))
    return g.model(g.node("Add", x, g.scalar(0.5)), "x", [1, 3, "height", "width"])


def input_channels(network):
    first = network[0]
    return first.weight.shape[0 if first.transposed else 1]


def output_channels(network):
    """Channels after the last layer, which is a convolution in every entropy network."""
    last = network[-1]
    return last.weight.shape[1 if last.transposed else 0]


def hyper_synthesis(n):
    g = Graph("hyper_synthesis")
    z = g.input("z", [1, input_channels(n.hyper_synthesis), "h", "w"])
    return g.model(emit(n.hyper_synthesis, g, g.clip(z, SYMBOL_CLIP)), "hyper", [1, output_channels(n.hyper_synthesis), "height", "width"])


def context(n):
    """Over whole latents, for the checkerboard context; the others have theirs within the head."""
    g = Graph("context")
    y = g.input("y", [1, n.channels, "height", "width"])
    return g.model(emit(n.context, g, g.clip(y, SYMBOL_CLIP)), "context", [1, output_channels(n.context), "height", "width"])


def gathered(layer):
    """A raster-causal ExactConv G x M x k x k as a 1x1 one over its (k * k) // 2 live taps, tap by tap: G x (taps * M) x 1 x 1."""
    k = layer.weight.shape[-1]
    live = [(i // k, i % k) for i in range(k * k // 2)]
    dead = [layer.weight[:, :, i // k, i % k] for i in range(k * k // 2, k * k)]
    assert not any(w.any() for w in dead), "the kernel looks at what is not decoded yet"
    weight = torch.cat([layer.weight[:, :, r, c] for r, c in live], 1)[:, :, None, None]
    return ExactConv(weight, layer.bias, layer.shift, **dict(layer.options(), padding=0))


def head(n):
    """The entropy parameters; for `serial` and the 3D contexts from the symbols that a position or an element sees."""
    if n.context_type == "serial":
        return row_head(n, gathered(n.context[0]))
    return pointwise_head(n)


def pointwise_head(n):
    """hyper 1 x F x 1 x P and, if there is a context network, context 1 x G x 1 x P -> params 1 x C x 1 x P."""
    g = Graph("head")
    x = g.input("hyper", [1, output_channels(n.hyper_synthesis), "rows", "positions"])
    if n.context is not None:
        c = g.input("context", [1, output_channels(n.context), "rows", "positions"])
        x = g.node("Concat", x, c, axis=1)
    return g.model(emit(n.head, g, x), "params", [1, output_channels(n.head), "rows", "positions"])


def row_head(n, context):
    """hyper P x F, y P x T: the symbols that each row sees -> params P x C. context: a pointwise ExactConv over the T symbols."""
    g = Graph("head")
    hyper = g.input("hyper", ["rows", output_channels(n.hyper_synthesis)])
    y = g.input("y", ["rows", context.weight.shape[1]])
    x = g.node("Concat", hyper, emit_rows(context, g, g.clip(y, SYMBOL_CLIP)), axis=1)
    for layer in n.head:
        x = emit_rows(layer, g, x)
    return g.model(x, "params", ["rows", output_channels(n.head)])
