"""ONNX graphs of the networks, written node by node: plain operators of opset 17, dynamic spatial axes.

Transforms keep float16 initialisers and exact networks int16 or int32 ones, each cast to float32 when the session loads.
"""

from functools import singledispatch

import numpy as np
import onnx
import torch
import torch.nn as nn
from onnx import TensorProto, helper, numpy_helper

from ..codec import networks
from ..codec.mlic import SHAPE_CLIP, WINDOW
from ..integer import exact
from ..integer.exact import LEAK, LOGIT_MAX, SYMBOL_CLIP, ExactConv, ExactGate, ExactNonLocal, ExactSum
from ..integer.quantize import convolutions

OPSET = 17
ROW_CONTEXTS = ("serial", *networks.CONTEXTS_3D)
IR_VERSION = 8  # what opset 17 came with; older runtimes refuse newer ones


class Graph:
    """Collects nodes and initialisers; methods take and return value names."""

    def __init__(self, name):
        self.name, self.nodes, self.initialisers, self.inputs, self.count = name, [], [], [], 0
        self.seen = {}  # {module: values within it}, for those who want to look at more than the result

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

    def stored(self, tensor, dtype, to=TensorProto.FLOAT):
        """A float32 (or float64) value kept in the file as dtype."""
        return self.node("Cast", self.constant(tensor.detach().cpu().numpy().astype(dtype)), to=to)

    def half(self, tensor):
        return self.stored(tensor, np.float16)

    def integer(self, tensor, to=TensorProto.FLOAT):
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
        return self.node("Clip", x, self.scalar(-limit), self.scalar(limit))

    def cast(self, x, to):
        return self.node("Cast", x, to=to)

    def double(self, value):
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
def _(m: networks.ResBlock, g, x):
    return g.node("Add", x, emit(m.b, g, g.node("Relu", emit(m.a, g, x))))


@emit.register
def _(m: networks.NonLocal, g, x):
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
def _(m: networks.NLAM, g, x):
    mask = gate(m, g, x)
    return g.node("Add", x, g.node("Mul", emit(m.trunk, g, x), mask))


@emit.register
def _(m: ExactConv, g, x):
    assert not m.wide, "runtimes have no convolution in float64"
    return requantise(g, g.convolution(x, g.integer(m.weight), g.integer(m.bias), m), m, (1, -1, 1, 1))


def requantise(g, acc, m, shape):
    """The accumulator of an exact layer m to its activation; shape: that of a channel vector in acc's layout."""
    return activate(g, g.node("Mul", acc, constant_for(g, m, torch.exp2(-m.shift).view(shape).numpy())), m)


def constant_for(g, m, v):
    """A constant of the type that the exact layer m computes in."""
    return g.constant(np.array(v, np.float64 if m.wide else np.float32))


def activate(g, v, m):
    """A scaled accumulator of an exact layer m to its activation."""
    value = lambda v: constant_for(g, m, v)
    v = g.node("Floor", v)
    if not m.activation:
        return g.node("Clip", v, value(-m.limit), value(m.limit))
    if m.activation == "relu":
        return g.node("Clip", v, value(0), value(m.limit))
    v = g.node("Clip", v, value(-m.limit * LEAK), value(m.limit))
    leak = g.node("Floor", g.node("Add", g.node("Mul", v, value(1 / LEAK)), value(0.5)))
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
    """exact.exact_attention on value names of float32 tensors of the given rank; visible and bias: names of float32 tensors."""
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
    e = g.node("Gather", g.integer(exact.attention_table(), TensorProto.DOUBLE), g.cast(t, TensorProto.INT32), axis=0)
    if visible is not None:
        e = g.node("Mul", e, visible)
    total = g.node("Max", g.node("ReduceSum", e, g.indices([-1]), keepdims=1), g.double(1))
    mean = g.node("Div", g.node("MatMul", e, v), total)
    return g.cast(g.node("Floor", g.node("Add", mean, g.double(0.5))), TensorProto.FLOAT)


def emit_rows(m, g, x):
    """A pointwise exact layer over rows, positions x channels: a product with a constant right-hand side, which runtimes pack once.

    Wide layers take and yield float64.
    """
    weight = m.weight.flatten(1)
    assert weight.shape == m.weight.shape[:2] and not m.transposed and m.groups == 1
    to = TensorProto.DOUBLE if m.wide else TensorProto.FLOAT
    acc = g.node("Add", g.node("MatMul", x, g.integer(weight.T, to)), g.integer(m.bias, to))
    return requantise(g, acc, m, (1, -1))


def emit_matrix(m, g, x):
    """emit_rows where rows are a matrix and nothing else: in one operator.

    The powers of two that scale its sums scale weights and bias instead, once and for all: products and sums are the same bits with another exponent.
    One pass over the rows for product, scale and bias makes the head of nlaic a quarter faster.
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


def analysis(codec):
    """x 1 x 3 x H x W in [0,1], gain 1 x M x 1 x 1 -> y 1 x M x H/16 x W/16, not rounded."""
    g = Graph("analysis")
    x, gain = g.input("x", [1, 3, "height", "width"]), g.input("gain", [1, codec.m, 1, 1])
    y = emit(codec.g_a, g, g.node("Sub", x, g.scalar(0.5)))
    return g.model(g.node("Mul", y, gain), "y", [1, codec.m, "h", "w"])


def mean_mask(g, m):
    """What the NLAM m lets through, averaged over channels: 1 x 1 x h x w, 0 to 1."""
    return g.node("ReduceMean", g.seen[m], axes=[1], keepdims=1)


def received_attention(g, m):
    """The weight that each key of the non-local block m gets, averaged over queries: 1 x 1 x h x w (pooled), its sum 1."""
    weights, keys = g.seen[m]
    shape = g.node("Concat", g.indices([1, 1]), g.node("Shape", keys, start=2), axis=0)
    return g.node("Reshape", g.node("ReduceMean", weights, axes=[1]), shape)


def inspect(codec):
    """What the attention modules (NLAM) of g_a do: (model, [{name, kind, stride, place} of each output]), or None if it has none.

    x as of analysis -> mask0, mask1, ...: mean_mask of each module, from full size down; nonlocal0, ...: received_attention of
    those of them with a non-local block. An output's position covers stride x stride pixels.
    """
    last = max((i for i, m in enumerate(codec.g_a) if isinstance(m, networks.NLAM)), default=None)
    if last is None:
        return None
    g = Graph("inspect")
    x = g.node("Sub", g.input("x", [1, 3, "height", "width"]), g.scalar(0.5))
    stride, masks, blocks = 1, [], []
    for m in codec.g_a[: last + 1]:
        if isinstance(m, networks.NLAM):
            place = f"analysis, {f'1/{stride}' if stride > 1 else 'full'} size"
            masks.append((m, f"mask{len(masks)}", stride, place))
            blocks += [
                (b, f"nonlocal{len(blocks)}", stride * b.pool, f"{place}, keys of {masks[-1][1]}'s non-local block")
                for b in m.mask
                if isinstance(b, networks.NonLocal)
            ]
        if m is codec.g_a[last]:
            gate(m, g, x)  # all that follows is not looked at, so that the trunk's weights can be left out
        else:
            x = emit(m, g, x)
        stride *= m.stride[0] if isinstance(m, nn.Conv2d) else 1
    results = [
        (value(g, m), name, [1, 1, f"{name}_height", f"{name}_width"])
        for some, value in ((masks, mean_mask), (blocks, received_attention))
        for m, name, _, _ in some
    ]
    outputs = [
        dict(name=name, kind=kind, stride=stride, place=place)
        for some, kind in ((masks, "mask"), (blocks, "nonlocal"))
        for _, name, stride, place in some
    ]
    return g.model_of(results), outputs


def hyper_analysis(codec):
    """y 1 x M x 4h x 4w -> z 1 x N x h x w, not rounded."""
    g = Graph("hyper_analysis")
    return g.model(
        emit(codec.h_a, g, g.input("y", [1, codec.m, "height", "width"])), "z", [1, codec.hyper_channels, "h", "w"]
    )


def synthesis(codec):
    """y 1 x M x h x w integers, inverse_gain 1 x M x 1 x 1 -> x 1 x 3 x 16h x 16w, about [0,1]."""
    g = Graph("synthesis")
    y, gain = g.input("y", [1, codec.m, "h", "w"]), g.input("inverse_gain", [1, codec.m, 1, 1])
    x = emit(codec.g_s, g, g.node("Mul", y, gain))
    return g.model(g.node("Add", x, g.scalar(0.5)), "x", [1, 3, "height", "width"])


def input_channels(network):
    first = convolutions(network)[0]
    return first.weight.shape[0 if first.transposed else 1]


def output_channels(network):
    """Channels after the last layer, which is a convolution in every entropy network."""
    last = convolutions(network)[-1]
    return last.weight.shape[1 if last.transposed else 0]


def output_limit(network):
    """Bound of what a network yields that ends in a convolution."""
    return convolutions(network)[-1].limit


def hyper_synthesis(n):
    g = Graph("hyper_synthesis")
    z = g.input("z", [1, input_channels(n.hyper_synthesis), "h", "w"])
    return g.model(
        emit(n.hyper_synthesis, g, g.clip(z, SYMBOL_CLIP)),
        "hyper",
        [1, output_channels(n.hyper_synthesis), "height", "width"],
    )


def context(n):
    """Over whole latents, for the checkerboard context; the others have theirs within the head."""
    g = Graph("context")
    y = g.input("y", [1, n.channels, "height", "width"])
    return g.model(
        emit(n.context, g, g.clip(y, SYMBOL_CLIP)), "context", [1, output_channels(n.context), "height", "width"]
    )


def live_taps(context_type, kernel):
    """How many taps of a context's kernel are live; they are the first ones in raster order."""
    n = kernel // 2
    return {"serial": kernel * n + n, "3d": n * kernel**2 + n * kernel, "3d-serial": n * kernel**2 + n * kernel + n}[
        context_type
    ]


def gathered(layer, live):
    """A causal ExactConv, G x M x k x k or G x 1 x k x k x k, as a pointwise one over its live taps, tap by tap: G x (taps * M) x 1 x 1."""
    taps = layer.weight.flatten(2)
    assert not taps[:, :, live:].any(), "the kernel looks at what is not decoded yet"
    weight = taps[:, :, :live].transpose(1, 2).flatten(1)[:, :, None, None]
    return ExactConv(weight, layer.bias, layer.shift, **dict(layer.options(), padding=0))


def head(n):
    """The entropy parameters; those of a row context from the symbols that a position or an element sees."""
    if n.context_type in ROW_CONTEXTS:
        return row_head(n)
    return pointwise_head(n)


def pointwise_head(n):
    """hyper 1 x F x 1 x P and, if there is a context network, context 1 x G x 1 x P -> params 1 x C x 1 x P."""
    g = Graph("head")
    x = g.input("hyper", [1, output_channels(n.hyper_synthesis), "rows", "positions"])
    if n.context is not None:
        c = g.input("context", [1, output_channels(n.context), "rows", "positions"])
        x = g.node("Concat", x, c, axis=1)
    return g.model(emit(n.head, g, x), "params", [1, output_channels(n.head), "rows", "positions"])


def row_context(n):
    """The context of a row head over gathered symbols."""
    layer = n.context[0]
    return gathered(layer, live_taps(n.context_type, layer.weight.shape[-1]))


def row_head(n):
    """hyper P x F (or P x 1 of the 3D contexts), y P x T: the symbols that each row sees -> params P x C."""
    g = Graph("head")
    volume = n.context_type in networks.CONTEXTS_3D
    layer = row_context(n)
    hyper = g.input("hyper", ["rows", 1 if volume else output_channels(n.hyper_synthesis)])
    y = g.input("y", ["rows", layer.weight.shape[1]])
    c = emit_matrix(layer, g, g.clip(y, SYMBOL_CLIP))
    x = g.node("Concat", *([c, hyper] if volume else [hyper, c]), axis=1)
    if n.head[0].wide:
        x = g.cast(x, TensorProto.DOUBLE)
    for m in n.head:
        x = emit_matrix(m, g, x)
    if n.head[0].wide:
        x = g.cast(x, TensorProto.FLOAT)
    return g.model(x, "params", ["rows", output_channels(n.head)])


def residual(codec, n):
    """hyper 1 x F x h x w and y 1 x M x h x w integers -> residual 1 x M x h x w within +-0.5."""
    if n.hyper_bits is None:
        raise ValueError("these integer networks do not know the scale of their hyper features: quantise again")
    g, r = Graph("residual"), codec.residual
    hyper = g.input("hyper", [1, output_channels(n.hyper_synthesis), "h", "w"])
    y = g.input("y", [1, codec.m, "h", "w"])
    hyper = emit(
        r.hyper, g, g.node("Mul", hyper, g.constant(torch.exp2(-n.hyper_bits.float()).view(1, -1, 1, 1).numpy()))
    )
    x = emit(r.act, g, g.node("Add", hyper, emit(r.symbols, g, g.node("Mul", y, g.scalar(r.SCALE)))))
    return g.model(g.node("Mul", g.node("Tanh", emit(r.out, g, x)), g.scalar(0.5)), "residual", [1, codec.m, "h", "w"])


class SliceGraph(Graph):
    """One step of one slice (slices.ExactSlice). Rows are 1 x P x C; which positions are anchors follows from the size of hyper."""

    def __init__(self, n, s, others):
        super().__init__(f"slice_{'others' if others else 'anchors'}")
        self.slice, seen = s, s.previous + (s.width if others else 0)
        self.hyper = self.input("hyper", [1, output_channels(n.hyper_synthesis), "h", "w"])
        self.y = self.clip(self.input("y", [1, seen, "h", "w"]), SYMBOL_CLIP) if seen else None
        shape = self.node("Shape", self.hyper)
        size = [self.node("Gather", shape, self.long(i)) for i in (2, 3)]
        self.height, self.width = size
        zero, one, two = (self.long(v) for v in (0, 1, 2))
        row, column = (self.node("Range", zero, v, one) for v in size)
        odd = self.node("Mod", self.node("Add", self.node("Unsqueeze", row, self.indices([1])), column), two)
        self.even_map = self.cast(self.node("Sub", one, odd), TensorProto.FLOAT)
        odd = self.node("Reshape", odd, self.indices([-1]))
        even = self.node("Sub", one, odd)
        index = lambda mask: self.node("Reshape", self.node("NonZero", mask), self.indices([-1]))
        self.anchors, self.others = index(even), index(odd)
        # where the row of a position is, among those computed; the other positions get any
        self.rank = self.node("Max", self.node("Sub", self.node("CumSum", odd if others else even, zero), one), zero)

    def long(self, value):
        """A scalar, of no dimensions."""
        return self.node("Squeeze", self.indices([value]))

    def pick(self, rows, which):
        return self.node("Gather", rows, which, axis=1)

    def chain(self, module, rows):
        for m in module:
            rows = emit_rows(m, self, rows)
        return rows

    def channels(self, y, first, last):
        return self.node("Slice", y, self.indices([first]), self.indices([last]), self.indices([1]))

    def known(self, which):
        """Rows of the positions which: hyper features, channel context, inter-slice context."""
        s, parts = self.slice, [self.pick(self.rows(self.hyper), which)]
        if s.channel is not None:
            before = self.channels(self.y, 0, s.previous)
            parts.append(self.pick(self.rows(emit(s.channel, self, before)), which))
            if s.inter is not None:
                rows = self.rows(before)
                parts.append(self.attend(s.inter, self.pick(rows, which), rows, rows))
        return self.join(parts)

    def join(self, parts):
        return self.node("Concat", *parts, axis=2) if len(parts) > 1 else parts[0]

    def attend(self, m, query, key, value):
        q, k = (self.chain(part, self.clip(x, SHAPE_CLIP)) for part, x in ((m.query, query), (m.key, key)))
        return attention(self, q, k, self.chain(m.value, value), m.shift)

    def window(self, m, query, current):
        """Rows of the others: slices.ExactWindow."""
        rows, heads = self.rows(current), len(m.bias)
        two, wide = self.long(2), self.node("Add", self.width, self.long(4))
        row, column = self.node("Div", self.others, self.width), self.node("Mod", self.others, self.width)
        centre = self.node("Add", self.node("Mul", self.node("Add", row, two), wide), self.node("Add", column, two))
        rows_away, columns_away = (self.indices(o) for o in zip(*WINDOW))
        away = self.node("Add", self.node("Mul", rows_away, wide), columns_away)
        around = self.node("Add", self.node("Unsqueeze", centre, self.indices([1])), away)
        shape = self.node(
            "Concat",
            self.indices([1]),
            *(self.node("Unsqueeze", v, self.indices([0])) for v in (self.height, self.width)),
            self.indices([-1]),
            axis=0,
        )

        def around_each(x, depth):  # 1 x P x C -> others x heads x 12 x C / heads
            x = self.node("Pad", self.node("Reshape", x, shape), self.indices([0, 2, 2, 0, 0, 2, 2, 0]), self.scalar(0))
            x = self.node("Gather", self.node("Reshape", x, self.indices([-1, depth])), around, axis=0)
            x = self.node("Reshape", x, self.indices([-1, len(WINDOW), heads, depth // heads]))
            return self.node("Transpose", x, perm=[0, 2, 1, 3])

        k = around_each(self.chain(m.key, self.clip(rows, SHAPE_CLIP)), output_channels(m.key))
        v = around_each(self.chain(m.value, rows), output_channels(m.value))
        q = self.node(
            "Reshape", self.chain(m.query, query), self.indices([-1, heads, 1, output_channels(m.query) // heads])
        )
        a = attention(self, q, k, v, m.shift, bias=self.integer(m.bias[:, None]), rank=4)
        return self.chain(m.fuse, self.node("Reshape", a, self.indices([1, -1, output_channels(m.value)])))

    def finish(self, layers, rows):
        """Rows of the positions computed, through a slice's network, to a map of entropy parameters."""
        c = output_channels(layers)
        rows = self.pick(self.chain(layers, rows), self.rank)
        size = (self.node("Unsqueeze", v, self.indices([0])) for v in (self.height, self.width))
        shape = self.node("Concat", self.indices([1, c]), *size, axis=0)
        return self.model(
            self.node("Reshape", self.node("Transpose", rows, perm=[0, 2, 1]), shape), "params", [1, c, "h", "w"]
        )


def slice_anchors(n, s):
    """hyper 1 x F x h x w, y 1 x C x h x w: the slices before s, if there are any -> params of the anchors of s; elsewhere anything."""
    g = SliceGraph(n, s, False)
    return g.finish(s.anchors, g.known(g.anchors))


def slice_others(n, s):
    """hyper 1 x F x h x w, y 1 x C x h x w: the slices up to and with s, of which only anchors count -> params of the others of s."""
    g = SliceGraph(n, s, True)
    anchors = g.node("Mul", g.y, g.even_map)
    current = g.channels(anchors, s.previous, s.previous + s.width)
    seen = g.known(g.others)
    parts = [seen, g.pick(g.rows(emit(s.context, g, anchors)), g.others)]
    if s.windowed():
        parts.append(g.window(s.local, seen, current))
    else:
        parts.append(g.pick(g.rows(emit(s.local, g, current)), g.others))
    if s.intra is not None:
        last = g.rows(g.channels(g.y, s.previous - s.last, s.previous))
        parts.append(
            g.attend(s.intra, g.pick(last, g.others), g.pick(last, g.anchors), g.pick(g.rows(current), g.anchors))
        )
    return g.finish(s.others, g.join(parts))
