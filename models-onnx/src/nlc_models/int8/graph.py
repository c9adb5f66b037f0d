"""The ONNX graphs of 8-bit transforms: QLinearConv between QuantizeLinear and DequantizeLinear, of ONNX alone.

Where bytes become floats, two reshapes keep the optimiser from moving the transposition behind that, where it would
move four times as much; and pixel shuffles are written for channels that lie innermost, as QLinearConv has them.
"""

from functools import singledispatch, singledispatchmethod

import numpy as np
import torch
import torch.nn as nn
from onnx import TensorProto

from ..codec.layers import Attention, ResidualBlock, bias_of
from ..export.emit import emit
from ..export.graph import Graph
from .layers import (
    QuantisedAttention,
    QuantisedBottleneck,
    QuantisedConv,
    QuantisedDown,
    QuantisedResidualBlock,
    QuantisedUp,
)

STRIDE = 16  # pixels a latent
ZERO = 128  # of the bytes that stand for signed numbers


def zero_point(quantiser):
    """The byte that stands for zero."""
    return ZERO if quantiser.lo < 0 else 0


def floats(tensor):
    """A tensor as float32 array."""
    return tensor.detach().float().cpu().numpy()


class Int8Graph(Graph):
    """What graphs of both transforms are made of. size: a value, height and width of the layer at hand."""

    def __init__(self, name, channels, net):
        super().__init__(name)
        self.channels, self.net = channels, net
        self.size = ""
        self.one = self.constant(np.float32(1))
        self.zeros = {z: self.constant(np.uint8(z)) for z in (0, ZERO)}

    def size_of(self, x):
        """Height and width of a value."""
        return self.node("Slice", self.node("Shape", x), self.indices([2]), self.indices([4]))

    def sized(self, *dims):
        """A shape: dims before None, height and width of today in its place, dims after it."""
        at = dims.index(None)
        parts = [self.indices(dims[:at]), self.size]
        return self.node("Concat", *parts, *([self.indices(dims[at + 1 :])] if dims[at + 1 :] else []), axis=0)

    def enlarge(self, factor):
        """From now on there are so many rows and columns for each of before."""
        self.size = self.node("Mul", self.size, self.indices([factor]))

    def per_channel(self, quantiser):
        """Scale and zero of each channel."""
        scale = floats(quantiser.scale())
        return self.constant(scale), self.constant(np.full(len(scale), zero_point(quantiser), np.uint8))

    def quantise(self, x, quantiser):
        """Floats to bytes."""
        return self.node("QuantizeLinear", x, *self.per_channel(quantiser), axis=1)

    def floats_of(self, x, quantiser):
        """Bytes to floats."""
        channels = len(quantiser.log_scale)
        flat = self.node("Reshape", x, self.indices([1, channels, -1]))
        flat = self.node("DequantizeLinear", flat, *self.per_channel(quantiser), axis=1)
        return self.node("Reshape", flat, self.sized(1, channels, None))

    def convolution8(self, x, given, layer):
        """Bytes of a Quantiser to bytes of the layer's own."""
        scaled, step = layer.steps(given)
        weight, step = (scaled / step).round().to(torch.int8), step.flatten()
        bias = (bias_of(layer.conv) / step).round().to(torch.int32)
        scale = layer.out.scale()
        ratio = step / (scale.repeat_interleave(4) if layer.shuffle else scale)
        if layer.shuffle:  # row, column, channel instead of channel, row, column
            order = torch.arange(len(step)).view(-1, 4).t().reshape(-1)
            weight, bias, ratio = weight[order], bias[order], ratio[order]
        return self.node(
            "QLinearConv",
            *(x, self.one, self.zeros[zero_point(given)]),
            *(self.constant(weight.numpy()), self.constant(floats(ratio)), self.constant(np.zeros(len(step), np.int8))),
            *(self.one, self.zeros[zero_point(layer.out)], self.constant(bias.numpy())),
            pads=[layer.conv.padding[0]] * 4,
            strides=[1, 1],
        )

    def shuffled(self, x, channels):
        """1 x 4C x H x W, by row, column and channel -> 1 x C x 2H x 2W; call it when the size has been enlarged."""
        x = self.node("Reshape", self.node("Transpose", x, perm=[0, 2, 3, 1]), self.indices([0, 0, 0, 2, 2 * channels]))
        x = self.node("Transpose", x, perm=[0, 1, 3, 2, 4])
        return self.node("Transpose", self.node("Reshape", x, self.sized(1, None, channels)), perm=[0, 3, 1, 2])

    @singledispatchmethod
    def add(self, module, x):
        """Append a module; x and the result are values of floats."""
        return emit(module, self, x)

    @add.register
    def _(self, m: QuantisedResidualBlock, x):
        y = self.convolution8(self.quantise(x, m.inp), m.inp, m.a)
        y = self.floats_of(self.convolution8(y, m.a.out, m.b), m.b.out)
        return self.node("Add", x, y if m.act is None else emit(m.act, self, y))

    @add.register
    def _(self, m: QuantisedDown, x):
        y = emit(m.act, self, emit(m.a, self, x))
        self.size = self.node("Div", self.size, self.indices([2]))
        b = self.floats_of(self.convolution8(self.quantise(y, m.inp), m.inp, m.b), m.b.out)
        # By a convolution of each channel alone, because a product would leave the layout of convolutions.
        weight = self.half(m.direct[:, None, None, None])
        b = self.node("Add", self.node("Conv", y, weight, group=len(m.direct)), b)
        return self.node("Add", emit(m.gdn, self, b), emit(m.skip, self, x))

    @add.register
    def _(self, m: QuantisedUp, x):
        q = self.quantise(x, m.inp)
        self.enlarge(2)
        a = self.shuffled(self.convolution8(q, m.inp, m.a), len(m.a.out.log_scale))
        skip = m.skip
        if isinstance(skip, QuantisedConv):
            given = self.shuffled(self.convolution8(q, m.inp, skip), len(skip.out.log_scale))
        else:
            given = emit(skip, self, x)
        b = self.floats_of(self.convolution8(a, m.a.out, m.b), m.b.out)
        if m.gdn is not None:
            b = emit(m.gdn, self, b)
        y = self.node("Add", b, self.floats_of(given, skip.out) if isinstance(skip, QuantisedConv) else given)
        return y if m.loud is None else self.node("Add", y, emit(m.loud, self, x))

    @add.register
    def _(self, m: QuantisedBottleneck, x):
        y = self.convolution8(self.quantise(x, m.inp), m.inp, m.a)
        y = self.convolution8(self.convolution8(y, m.a.out, m.b), m.b.out, m.c)
        return self.node("Relu", self.node("Add", x, self.floats_of(y, m.c.out)))

    @add.register
    def _(self, m: QuantisedAttention, x):
        trunk = gate = x
        for unit in m.trunk:
            trunk = self.add(unit, trunk)
        if not m.gated:
            return self.node("Add", x, self.node("Mul", trunk, self.half(m.factor[:, None, None])))
        for unit in m.mask:
            gate = self.add(unit, gate)
        gate = self.floats_of(self.convolution8(self.quantise(gate, m.inp), m.inp, m.last), m.last.out)
        return self.node("Add", x, self.node("Mul", trunk, self.node("Sigmoid", gate)))


@singledispatch
def around(module, wanted):
    """How many positions a module sees around those that it is wanted to make, of which so many are wanted around the
    core: wanted is in positions of its output, the result in those of its input.
    """
    raise TypeError(f"not known what {type(module).__name__} sees")


@around.register
def _(m: nn.Conv2d, wanted):
    return wanted + m.padding[0]


@around.register
def _(m: nn.PixelShuffle, wanted):
    return -(-wanted // m.upscale_factor)


@around.register(QuantisedResidualBlock)
@around.register(ResidualBlock)
def _(m, wanted):
    return wanted + 2


@around.register
def _(m: QuantisedUp, wanted):
    return -(-(wanted + 1) // 2) + 1


@around.register(QuantisedAttention)
@around.register(Attention)
def _(m, wanted):
    return wanted + len(m.trunk)


@around.register
def _(m: nn.Sequential, wanted):
    for part in reversed(m):
        wanted = around(part, wanted)
    return wanted


class SynthesisGraph(Int8Graph):
    """y 1 x M x h x w integers, inverse_gain 1 x M x 1 x 1, edges 4 -> x 1 x 3 x 16H x 16W, about [0,1].

    edges: latents at the top, left, bottom and right that stand around the tile and are not wanted themselves; H and W
    are h and w without them. What nothing that is wanted sees any more is cut off on the way, which changes no value
    that is left: a fifth of a tile of 512 pixels and its halo of 32 is halo, and at half the size, where most of the
    work is, a third of that is of use.
    """

    HALO = 32  # pixels that a tile has around it, inside a picture
    WORTHWHILE = 16  # pixels to be cut off at once: the copy takes as long as it saves below that

    def __init__(self, channels, net):
        super().__init__("synthesis-int8", channels, net)
        self.stride = STRIDE  # pixels a position
        self.left = self.HALO  # pixels around the tile, inside a picture
        self.edges = ("", "")  # positions around the tile: values of two, above and left, below and right

    def build(self):
        """The model."""
        y, gain = self.input("y", [1, self.channels, "h", "w"]), self.input("inverse_gain", [1, self.channels, 1, 1])
        edges = self.cast(self.input("edges", [4]), TensorProto.INT64)
        self.edges = tuple(self.node("Slice", edges, self.indices([i]), self.indices([i + 2])) for i in (0, 2))
        self.size = self.size_of(y)
        x = self.node("Mul", y, gain)
        for i, module in enumerate(self.net):
            x = self.cut(x, around(self.net[i:], 0))
            x = self.add(module, x)
            self.follow(module)
        x = self.cut(x, 0, always=True)
        return self.model(self.node("Add", x, self.scalar(0.5)), "x", [1, 3, "height", "width"])

    def follow(self, module):
        """Take the module's scale."""
        if isinstance(module, nn.Sequential) and isinstance(module[-1], nn.PixelShuffle):
            factor = module[-1].upscale_factor
            self.enlarge(factor)
        elif isinstance(module, QuantisedUp):
            factor = 2
        else:
            return
        self.stride //= factor
        self.edges = tuple(self.node("Mul", e, self.indices([factor])) for e in self.edges)

    def cut(self, x, wanted, always=False):
        """Cut off what lies further than so many positions around the tile, if it is worth it."""
        if self.left - wanted * self.stride < self.WORTHWHILE and not always:
            return x
        self.left = wanted * self.stride
        zero = self.indices([0])
        first, last = (self.node("Max", self.node("Sub", e, self.indices([wanted])), zero) for e in self.edges)
        x = self.node("Slice", x, first, self.node("Sub", self.size, last), self.indices([2, 3]))
        self.size = self.node("Sub", self.size, self.node("Add", first, last))
        self.edges = tuple(self.node("Sub", e, c) for e, c in zip(self.edges, (first, last)))
        return x


class AnalysisGraph(Int8Graph):
    """x 1 x 3 x H x W in [0,1], gain 1 x M x 1 x 1 -> y 1 x M x H/16 x W/16, not rounded."""

    def __init__(self, channels, net):
        super().__init__("analysis-int8", channels, net)

    def build(self):
        """The model."""
        x, gain = self.input("x", [1, 3, "height", "width"]), self.input("gain", [1, self.channels, 1, 1])
        self.size = self.size_of(x)
        y = self.node("Sub", x, self.scalar(0.5))
        for module in self.net:
            y = self.add(module, y)
        return self.model(self.node("Mul", y, gain), "y", [1, self.channels, "h", "w"])
