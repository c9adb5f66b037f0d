"""The ONNX graphs of 8-bit transforms: QLinearConv between QuantizeLinear and DequantizeLinear, of ONNX alone.

Where bytes become floats, two reshapes keep the optimiser from moving the transposition behind that, where it would
move four times as much; and pixel shuffles are written for channels that lie innermost, as QLinearConv has them.
"""

from functools import singledispatchmethod

import numpy as np
import torch
import torch.nn as nn

from ..codec.layers import bias_of
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

ZERO = 128  # of the bytes that stand for signed numbers


def zero_point(quantiser):
    """The byte that stands for zero."""
    return ZERO if quantiser.lo < 0 else 0


def floats(tensor):
    """A tensor as float32 array."""
    return tensor.detach().float().cpu().numpy()


class Int8Graph(Graph):
    """What graphs of both transforms are made of. scale: of the layer at hand, in positions a latent."""

    def __init__(self, name, channels, net, scale):
        super().__init__(name)
        self.channels, self.net, self.scale = channels, net, scale
        self.size = ""  # a value, height and width of the latents
        self.one = self.constant(np.float32(1))
        self.zeros = {z: self.constant(np.uint8(z)) for z in (0, ZERO)}

    def size_of(self, x):
        """Height and width of a value."""
        return self.node("Slice", self.node("Shape", x), self.indices([2]), self.indices([4]))

    def add_all(self, x):
        """Append the network."""
        for module in self.net:
            x = self.add(module, x)
            if isinstance(module, nn.Sequential) and isinstance(module[-1], nn.PixelShuffle):
                self.scale *= module[-1].upscale_factor
        return x

    def sized(self, *dims):
        """A shape: dims before None, height and width of today in its place, dims after it."""
        at = dims.index(None)
        parts = [self.indices(dims[:at]), self.node("Mul", self.size, self.indices([self.scale]))]
        return self.node("Concat", *parts, *([self.indices(dims[at + 1 :])] if dims[at + 1 :] else []), axis=0)

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
        """1 x 4C x H x W, by row, column and channel -> 1 x C x 2H x 2W; call it before the scale has doubled."""
        x = self.node("Reshape", self.node("Transpose", x, perm=[0, 2, 3, 1]), self.indices([0, 0, 0, 2, 2 * channels]))
        x = self.node("Transpose", x, perm=[0, 1, 3, 2, 4])
        self.scale *= 2
        x = self.node("Reshape", x, self.sized(1, None, channels))
        self.scale //= 2
        return self.node("Transpose", x, perm=[0, 3, 1, 2])

    @singledispatchmethod
    def add(self, module, x):
        """Append a module; x and the result are values of floats."""
        return emit(module, self, x)

    @add.register
    def _(self, m: QuantisedResidualBlock, x):
        y = self.convolution8(self.quantise(x, m.inp), m.inp, m.a)
        return self.node("Add", x, self.floats_of(self.convolution8(y, m.a.out, m.b), m.b.out))

    @add.register
    def _(self, m: QuantisedDown, x):
        y = emit(m.act, self, emit(m.a, self, x))
        self.scale //= 2
        b = self.floats_of(self.convolution8(self.quantise(y, m.inp), m.inp, m.b), m.b.out)
        # By a convolution of each channel alone, because a product would leave the layout of convolutions.
        weight = self.half(m.direct[:, None, None, None])
        b = self.node("Add", self.node("Conv", y, weight, group=len(m.direct)), b)
        return self.node("Add", emit(m.gdn, self, b), emit(m.skip, self, x))

    @add.register
    def _(self, m: QuantisedUp, x):
        q = self.quantise(x, m.inp)
        a = self.shuffled(self.convolution8(q, m.inp, m.a), len(m.a.out.log_scale))
        skip = m.skip
        if isinstance(skip, QuantisedConv):
            given = self.shuffled(self.convolution8(q, m.inp, skip), len(skip.out.log_scale))
        else:
            given = emit(skip, self, x)
        self.scale *= 2
        b = emit(m.gdn, self, self.floats_of(self.convolution8(a, m.a.out, m.b), m.b.out))
        return self.node("Add", b, self.floats_of(given, skip.out) if isinstance(skip, QuantisedConv) else given)

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
        for unit in m.mask:
            gate = self.add(unit, gate)
        gate = self.floats_of(self.convolution8(self.quantise(gate, m.inp), m.inp, m.last), m.last.out)
        return self.node("Add", x, self.node("Mul", trunk, self.node("Sigmoid", gate)))


class SynthesisGraph(Int8Graph):
    """y 1 x M x h x w integers, inverse_gain 1 x M x 1 x 1 -> x 1 x 3 x 16h x 16w, about [0,1]."""

    def __init__(self, channels, net):
        super().__init__("synthesis-int8", channels, net, 1)

    def build(self):
        """The model."""
        y, gain = self.input("y", [1, self.channels, "h", "w"]), self.input("inverse_gain", [1, self.channels, 1, 1])
        self.size = self.size_of(y)
        x = self.add_all(self.node("Mul", y, gain))
        return self.model(self.node("Add", x, self.scalar(0.5)), "x", [1, 3, "height", "width"])


class AnalysisGraph(Int8Graph):
    """x 1 x 3 x H x W in [0,1], gain 1 x M x 1 x 1 -> y 1 x M x H/16 x W/16, not rounded."""

    STRIDE = 16

    def __init__(self, channels, net):
        super().__init__("analysis-int8", channels, net, self.STRIDE)

    def build(self):
        """The model."""
        x, gain = self.input("x", [1, 3, "height", "width"]), self.input("gain", [1, self.channels, 1, 1])
        self.size = self.node("Div", self.size_of(x), self.indices([self.STRIDE]))
        y = self.add_all(self.node("Sub", x, self.scalar(0.5)))
        return self.model(self.node("Mul", y, gain), "y", [1, self.channels, "h", "w"])
