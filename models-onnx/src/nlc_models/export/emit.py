"""The ONNX nodes of each kind of layer, float or exact."""

from functools import singledispatch

import numpy as np
import torch
import torch.nn as nn
from onnx import TensorProto

from ..codec import compressai, layers
from ..integer import exact
from ..integer.attention import ExactNonLocal, attention_table
from ..integer.exact import LOGIT_MAX, SLOPES, ExactConv, ExactGate, ExactSum, lowest
from ..integer.linear import OUTPUT_STEPS, SCALE_MAX, ExactOnes, ExactScales, logarithm_table


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
def _(m: layers.ChannelAffine, g, x):
    scale, offset = (g.half(p[None, :, None, None]) for p in (m.scale, m.offset))
    return g.node("Add", g.node("Mul", x, scale), offset)


@emit.register
def _(m: layers.GDN, g, x):
    # The parameters are stored as trained and squared in the graph, which the runtime folds: gamma^2 would underflow
    # in float16.
    gamma = g.half(m.gamma[:, :, None, None])
    beta = g.half(m.beta)
    beta = g.node("Add", g.node("Mul", beta, beta), g.scalar(1e-6))
    norm = g.node("Sqrt", g.node("Conv", g.node("Mul", x, x), g.node("Mul", gamma, gamma), beta))
    return g.node("Mul" if m.inverse else "Div", x, norm)


@emit.register
def _(m: layers.DownSkip, g, x):
    return g.node("Conv", x, g.half(m.conv.weight), g.half(m.conv.bias), strides=[2, 2])


@emit.register(layers.ResidualDown)
@emit.register(layers.ResidualUp)
def _(m, g, x):
    y = x
    for part in (m.a, m.act, m.b, m.gdn):
        y = emit(part, g, y)
    return g.node("Add", y, emit(m.skip, g, x))


@emit.register
def _(m: layers.ResidualBlock, g, x):
    y = x
    for part in (m.a, m.act, m.b, m.act):
        y = emit(part, g, y)
    return g.node("Add", x, y)


@emit.register
def _(m: layers.Bottleneck, g, x):
    return g.node("Relu", g.node("Add", x, emit(m.net, g, x)))


@emit.register
def _(m: layers.Attention, g, x):
    gate = g.node("Sigmoid", emit(m.mask, g, x))
    return g.node("Add", x, g.node("Mul", emit(m.trunk, g, x), gate))


@emit.register
def _(m: layers.ResBlock, g, x):
    return g.node("Add", x, emit(m.b, g, g.node("Relu", emit(m.a, g, x))))


@emit.register
def _(m: layers.NonLocal, g, x):
    q = emit(m.theta, g, x)
    keys, v = (g.pool(emit(part, g, x), m.pool) for part in (m.phi, m.g))
    k = g.node("Reshape", keys, g.indices([0, 0, -1]))  # 1 x C x keys
    a = g.node("MatMul", g.node("Mul", g.rows(q), g.scalar(m.theta.out_channels**-0.5)), k)
    weights = g.node("Softmax", a, axis=-1)  # 1 x queries x keys
    g.seen[m] = weights, keys
    a = g.node("Transpose", g.node("MatMul", weights, g.rows(v)), perm=[0, 2, 1])
    return g.node("Add", x, emit(m.w, g, g.node("Reshape", a, g.node("Shape", q))))


def gate(m, g, x):
    """The sigmoid mask of an NLAM: 1 x C x h x w."""
    g.seen[m] = g.node("Sigmoid", emit(m.mask, g, x))
    return g.seen[m]


@emit.register
def _(m: layers.NLAM, g, x):
    mask = gate(m, g, x)
    return g.node("Add", x, g.node("Mul", emit(m.trunk, g, x), mask))


@emit.register
def _(m: ExactConv, g, x):
    assert not m.wide, "runtimes have no convolution in float64"
    return requantise(g, g.convolution(x, g.integer(m.weight), g.integer(m.bias), m), m, (1, -1, 1, 1))


@emit.register
def _(m: compressai.Shift, g, x):
    return g.node("Add", x, g.scalar(m.value))


@emit.register
def _(m: compressai.Magnitude, g, x):
    return g.node("Abs", x)


@emit.register
def _(m: ExactOnes, g, x):
    one = g.node("Slice", x, g.indices([0]), g.indices([1]), g.indices([1]))
    value = g.node("Add", g.node("Mul", one, g.scalar(0)), g.scalar(m.value))
    return g.node("Concat", x, value, axis=1)


@emit.register
def _(m: ExactScales, g, x):
    return emit_scales(m, g, x, (1, -1, 1, 1))


def emit_scales(m, g, x, shape):
    """Sigmas and means to entropy parameters; shape: that of a channel vector in x's layout, channels on axis 1."""
    channels = len(m.bits)

    def part(begin):
        return g.node("Slice", x, g.indices([begin]), g.indices([begin + channels]), g.indices([1]))

    scale = part(0) if m.means else x
    index = g.cast(g.node("Clip", scale, g.scalar(0), g.scalar(SCALE_MAX)), TensorProto.INT32)
    logarithm = g.node("Gather", g.integer(logarithm_table()), index, axis=0)
    offset = g.constant((-OUTPUT_STEPS * m.bits).view(shape).numpy().astype(np.float32))
    value = g.node("Max", g.node("Add", logarithm, offset), g.scalar(m.least()))
    mean = g.clip(part(channels), exact.OUTPUT_MAX) if m.means else g.node("Mul", scale, g.scalar(0))
    return g.node("Concat", mean, value, axis=1)


def requantise(g, acc, m, shape):
    """The accumulator of an exact layer m to its activation; shape: that of a channel vector in acc's layout."""
    return activate(g, g.node("Mul", acc, constant_for(g, m, torch.exp2(-m.shift).view(shape).numpy())), m)


def constant_for(g, m, v):
    """A constant of the type that the exact layer m computes in."""
    return g.constant(np.array(v, np.float64 if m.wide else np.float32))


def activate(g, v, m):
    """A scaled accumulator of an exact layer m to its activation."""

    def value(v):
        return constant_for(g, m, v)

    v = g.node("Floor", v)
    v = g.node("Clip", v, value(lowest(m.limit, m.activation)), value(m.limit))
    if m.activation not in SLOPES:
        return v
    leak = g.node("Floor", g.node("Add", g.node("Mul", v, value(SLOPES[m.activation])), value(0.5)))
    return g.node("Max", v, leak)


def align(g, x, shift):
    """floor(x * 2^shift + 1/2), shift per channel."""
    x = g.node("Mul", x, g.constant(torch.exp2(shift).view(1, -1, 1, 1).numpy()))
    return g.node("Floor", g.node("Add", x, g.scalar(0.5)))


@emit.register
def _(m: ExactSum, g, x):
    return g.clip(g.node("Add", align(g, x, m.shift), emit(m.branch, g, x)), m.limit)


@emit.register
def _(m: ExactGate, g, x):
    index = g.cast(g.node("Add", emit(m.mask, g, x), g.scalar(LOGIT_MAX)), TensorProto.INT32)
    gate = g.node("Gather", g.integer(exact.sigmoid_table()), index, axis=0)
    return g.clip(align(g, g.node("Mul", emit(m.trunk, g, x), gate), -m.shift), m.limit)


@emit.register
def _(m: ExactNonLocal, g, x):
    q = emit(m.query, g, x)
    k, v = (g.pool(emit(part, g, x), m.pool) for part in (m.key, m.value))
    a = attention(g, g.rows(q), g.rows(k), g.rows(v), m.shift)
    return emit(m.output, g, g.node("Reshape", g.node("Transpose", a, perm=[0, 2, 1]), g.node("Shape", q)))


def attention(g, q, k, v, shift, visible=None, bias=None, rank=3):
    """exact_attention on value names of float32 tensors of the given rank; visible and bias: names of float32
    tensors.
    """
    swap = [*range(rank - 2), rank - 1, rank - 2]
    q, k, v = (g.cast(t, TensorProto.DOUBLE) for t in (q, k, v))
    products = g.node("MatMul", q, g.node("Transpose", k, perm=swap))
    logits = g.node("Floor", g.node("Mul", products, g.double(2.0**-shift)))
    if bias is not None:
        logits = g.node("Add", logits, g.cast(bias, TensorProto.DOUBLE))
    if visible is not None:
        visible = g.cast(visible, TensorProto.DOUBLE)
        logits = g.node("Where", g.cast(visible, TensorProto.BOOL), logits, g.double(-(2.0**52)))
    t = g.node("Min", g.node("Sub", g.node("ReduceMax", logits, axes=[-1], keepdims=1), logits), g.double(255))
    e = g.node("Gather", g.integer(attention_table(), TensorProto.DOUBLE), g.cast(t, TensorProto.INT32), axis=0)
    if visible is not None:
        e = g.node("Mul", e, visible)
    total = g.node("Max", g.node("ReduceSum", e, g.indices([-1]), keepdims=1), g.double(1))
    mean = g.node("Div", g.node("MatMul", e, v), total)
    return g.cast(g.node("Floor", g.node("Add", mean, g.double(0.5))), TensorProto.FLOAT)


def emit_rows(m, g, x):
    """A pointwise exact layer over rows, positions x channels: a product with a constant right-hand side, which
    runtimes pack once.

    Wide layers take and yield float64.
    """
    weight = m.weight.flatten(1)
    assert weight.shape == m.weight.shape[:2] and not m.transposed and m.groups == 1
    to = TensorProto.DOUBLE if m.wide else TensorProto.FLOAT
    acc = g.node("Add", g.node("MatMul", x, g.integer(weight.T, to)), g.integer(m.bias, to))
    return requantise(g, acc, m, (1, -1))


def emit_matrix(m, g, x):
    """emit_rows where rows are a matrix and nothing else: in one operator.

    The powers of two that scale its sums scale weights and bias instead, once and for all: products and sums are the
    same bits with another exponent. One pass over the rows for product, scale and bias makes the head of nlaic a
    quarter faster.
    """
    weight = m.weight.flatten(1)
    assert weight.shape == m.weight.shape[:2] and not m.transposed and m.groups == 1
    to = TensorProto.DOUBLE if m.wide else TensorProto.FLOAT
    scale = constant_for(g, m, torch.exp2(-m.shift).view(-1).numpy())
    return activate(
        g,
        g.node("Gemm", x, g.node("Mul", g.integer(weight.T, to), scale), g.node("Mul", g.integer(m.bias, to), scale)),
        m,
    )
