"""Layers with simulated 8-bit arithmetic, which training can go through.

A quantiser has a scale for each channel. Runtimes know one scale for all activations of a convolution, so that of its
inputs is multiplied into its weights, and that of its outputs into the scale by which sums of products become bytes:
both are for each channel there. A LeakyReLU between two of these layers is a ReLU here, which unsigned bytes are
anyway; what it let through, a 64th, tuning makes up for. Names: Jacob et al. 2018, Esser et al. 2020 (scales are
learned), Xiao et al. 2023 (scales move from activations to weights).
"""

import copy
from dataclasses import dataclass

import torch
import torch.nn as nn
import torch.nn.functional as F

from ..codec.layers import (
    Attention,
    Bottleneck,
    ChannelAffine,
    ResBlock,
    ResidualBlock,
    ResidualDown,
    ResidualUp,
    bias_of,
    conv,
    subpel,
)

WEIGHT_MAX = 127
TINY = 1e-9  # weights of a channel that are all smaller are zeros,
BIAS_SHARE = 2.0**-22  # as are those that are a smaller share of its bias
SIGNED, UNSIGNED = (-127, 127), (0, 255)
LATENT_LAYERS = 2  # of cheng2020's transforms, at a sixteenth of the size: 2 % of its products, and they stay in floats


def rounded(x):
    """x rounded half to even; its gradient is that of x."""
    return x + (x.round() - x).detach()


class Quantiser(nn.Module):
    """B x C x H x W -> the same shape: integers from lo to hi, times a scale for each channel.

    watched: a list that takes the largest value of each channel and run; nothing is rounded meanwhile.
    """

    def __init__(self, channels, limits):
        super().__init__()
        self.lo, self.hi = limits
        self.log_scale = nn.Parameter(torch.zeros(channels))
        self.watched = None

    def scale(self):
        """C, the value of a step."""
        return self.log_scale.exp()

    @torch.no_grad()
    def calibrate(self, largest, share=1.0):
        """Take the scales from the largest value that each channel had.

        share: how far they follow their channels, 0 (all alike) to 1; what they leave, weights have less to take up.
        """
        largest = largest.clamp(min=largest.max() / 8)
        follow = largest**share
        self.log_scale.copy_((follow * (largest / follow).max() / self.hi).log())

    def forward(self, x):
        """As the class says."""
        if self.watched is not None:
            self.watched.append((x.abs() if self.lo < 0 else x).amax((0, 2, 3)))
            return x if self.lo < 0 else x.clamp(min=0)
        scale = self.scale()[:, None, None]
        return rounded((x / scale).clamp(self.lo, self.hi)) * scale


class QuantisedConv(nn.Module):
    """A convolution of bytes to bytes: B x C x H x W and the Quantiser it came from -> B x O x H x W.

    relu: whether results are unsigned; shuffle: whether a pixel shuffle by two follows (B x O/4 x 2H x 2W).
    """

    def __init__(self, conv, relu, shuffle=False):
        super().__init__()
        self.conv, self.shuffle = conv, shuffle
        self.out = Quantiser(conv.out_channels // 4 if shuffle else conv.out_channels, UNSIGNED if relu else SIGNED)

    def steps(self, given):
        """(weights times the scales of the inputs, value of a step of them for each output channel)."""
        weight = self.conv.weight * given.scale()[:, None, None]
        largest = weight.detach().abs().amax((1, 2, 3), keepdim=True)
        least = bias_of(self.conv).detach().abs()[:, None, None, None] * BIAS_SHARE  # sums have 32 bits
        return weight, largest.maximum(least).clamp(min=TINY) / WEIGHT_MAX

    def forward(self, x, given):
        """As the class says."""
        weight = self.conv.weight
        if given.watched is None:
            scaled, step = self.steps(given)
            weight = rounded(scaled / step) * step / given.scale()[:, None, None]
        y = F.conv2d(x, weight, bias_of(self.conv), self.conv.stride, self.conv.padding)
        return self.out(F.pixel_shuffle(y, 2) if self.shuffle else y)


@dataclass(frozen=True)
class Form:
    """What an 8-bit synthesis of cheng2020 is made of (simpler.py).

    loud: in how many directions of their results floats have a part in skips; normalised: whether up-samplings have a
    GDN; gated: whether the attention has a gate; leaky: whether residual blocks, but the one at half the size, let
    something of negative results through.
    """

    loud: int = 0
    normalised: bool = True
    gated: bool = True
    leaky: bool = False


WHOLE = Form()


class QuantisedResidualBlock(nn.Module):
    """layers.ResidualBlock, or ResBlock, whose second convolution has no activation; the sum is of floats.

    leaky: whether the second activation is a LeakyReLU, of floats.
    """

    def __init__(self, block, leaky=False):
        super().__init__()
        self.inp = Quantiser(block.a.in_channels, SIGNED)
        relu = isinstance(block, ResidualBlock) and not leaky
        self.a, self.b = QuantisedConv(block.a, True), QuantisedConv(block.b, relu)
        self.act = block.act if leaky else None

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        y = self.b(self.a(self.inp(x), self.inp), self.a.out)
        return x + (y if self.act is None else self.act(y))


class QuantisedDown(nn.Module):
    """layers.ResidualDown; the first convolution, GDN, skip and sum are of floats.

    The weight of a channel for itself stands out of all others of the second convolution, several times as large: the
    picture passes through it. It is kept apart, in floats (direct), and what is left fills bytes better.
    """

    def __init__(self, block):
        super().__init__()
        self.a, self.act, self.b, self.gdn, self.skip = block.a, block.act, block.b, block.gdn, block.skip
        middle = block.b.kernel_size[0] // 2
        own = torch.diagonal(block.b.weight.detach()[:, :, middle, middle])
        self.direct = nn.Parameter(own.clone())
        own.zero_()
        self.inp, self.b = Quantiser(block.b.in_channels, UNSIGNED), QuantisedConv(block.b, False)

    def forward(self, x):
        """B x i x H x W -> B x o x H/2 x W/2."""
        y = self.act(self.a(x))
        return self.gdn(self.b(self.inp(y), self.inp) + self.direct[:, None, None] * y) + self.skip(x)


class QuantisedUp(nn.Module):
    """layers.ResidualUp; GDN, where there is one, and the sums are of floats.

    float_skip: whether the skip is, too, which is what most of the picture passes through; form: of the synthesis.
    """

    def __init__(self, block, float_skip, form):
        super().__init__()
        self.inp = Quantiser(block.a[0].in_channels, SIGNED)
        self.a, self.b = QuantisedConv(block.a[0], True, True), QuantisedConv(block.b, False)
        self.gdn = block.gdn if form.normalised else None
        self.skip = block.skip if float_skip else QuantisedConv(block.skip[0], False, True)
        self.loud: nn.Sequential | None = None
        self.count = 0 if float_skip else form.loud
        if k := self.count:
            i, o = block.a[0].in_channels, block.b.out_channels
            self.loud = nn.Sequential(conv(i, 2 * k, 1), *subpel(2 * k, k), conv(k, o, 1))

    def forward(self, x):
        """B x i x H x W -> B x o x 2H x 2W."""
        q = self.inp(x)
        skip = self.skip(q, self.inp) if isinstance(self.skip, QuantisedConv) else self.skip(x)
        y = self.b(self.a(q, self.inp), self.a.out)
        y = (y if self.gdn is None else self.gdn(y)) + skip
        return y if self.loud is None else y + self.loud(x)


class QuantisedBottleneck(nn.Module):
    """layers.Bottleneck; the sum is of floats. signed: whether its input is."""

    def __init__(self, block, signed):
        super().__init__()
        a, b, c = block.net[0], block.net[2], block.net[4]
        self.inp = Quantiser(a.in_channels, SIGNED if signed else UNSIGNED)
        self.a, self.b, self.c = QuantisedConv(a, True), QuantisedConv(b, True), QuantisedConv(c, False)

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        y = self.b(self.a(self.inp(x), self.inp), self.a.out)
        return F.relu(x + self.c(y, self.b.out))


class QuantisedAttention(nn.Module):
    """layers.Attention; gate and sums are of floats. form: of the synthesis; without a gate, a factor stands for it."""

    def __init__(self, block, form):
        super().__init__()
        units, last = [m for m in block.mask if isinstance(m, Bottleneck)], block.mask[-1]
        self.trunk = nn.Sequential(*[QuantisedBottleneck(b, i == 0) for i, b in enumerate(block.trunk)])
        self.gated = form.gated
        if form.gated:
            self.mask = nn.Sequential(*[QuantisedBottleneck(b, i == 0) for i, b in enumerate(units)])
            self.inp, self.last = Quantiser(last.in_channels, UNSIGNED), QuantisedConv(last, False)
        else:
            self.factor = nn.Parameter(torch.zeros(last.out_channels))

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        if not self.gated:
            return x + self.trunk(x) * self.factor[:, None, None]
        return x + self.trunk(x) * self.gate(x)

    def gate(self, x):
        """B x C x H x W -> the same shape, 0 to 1; only if it is gated."""
        return torch.sigmoid(self.last(self.inp(self.mask(x)), self.inp))


def quantised(g_s, form=WHOLE):
    """The synthesis of cheng2020 or swift with 8-bit layers, which are its own: B x M x h x w -> B x 3 x 16h x 16w.

    What a form has of its own has random weights.

    ValueError for other backbones'.
    """
    ups = [m for m in g_s if isinstance(m, ResidualUp)]
    if not ups and not any(isinstance(m, ResBlock) for m in g_s):
        raise ValueError("only the syntheses of cheng2020 and swift have a form of 8-bit integers")
    floats = LATENT_LAYERS if ups else 0
    # The first skip costs little: the size is still a sixteenth.
    last = [m for m in g_s if isinstance(m, ResidualBlock)][-1:]
    return nn.Sequential(
        *g_s[:floats],
        *(quantised_layer(m, form, float_skip=m in ups[:1], leaky=form.leaky and m not in last) for m in g_s[floats:]),
    )


def quantised_analysis(g_a):
    """A copy of the analysis of cheng2020 with 8-bit layers: B x 3 x 16h x 16w -> B x M x h x w.

    ValueError for other backbones'.
    """
    if not any(isinstance(m, ResidualDown) for m in g_a):
        raise ValueError("only the analysis of cheng2020 has a form of 8-bit integers")
    g_a = copy.deepcopy(g_a)
    floats = LATENT_LAYERS + isinstance(g_a[-1], ChannelAffine)  # which a tuned analysis ends with
    return nn.Sequential(*map(quantised_layer, g_a[:-floats]), *g_a[-floats:])


def quantised_layer(m, form=WHOLE, *, float_skip=False, leaky=False):
    """The 8-bit form of a layer, or the layer."""
    match m:
        case ResidualBlock():
            return QuantisedResidualBlock(m, leaky)
        case ResBlock():
            return QuantisedResidualBlock(m)
        case ResidualDown():
            return QuantisedDown(m)
        case ResidualUp():
            return QuantisedUp(m, float_skip, form)
        case Attention():
            return QuantisedAttention(m, form)
    return m


def form_of(net):
    """The Form of an 8-bit synthesis."""
    ups = [m for m in net if isinstance(m, QuantisedUp)]
    return Form(
        loud=max((m.count for m in ups), default=0),
        normalised=not ups or any(m.gdn is not None for m in ups),
        gated=all(m.gated for m in net if isinstance(m, QuantisedAttention)),
        leaky=any(m.act is not None for m in net if isinstance(m, QuantisedResidualBlock)),
    )


def quantisers(net):
    """All Quantisers of a network."""
    return [m for m in net.modules() if isinstance(m, Quantiser)]


@torch.no_grad()
def calibrate(net, inputs):
    """Set the scales of an 8-bit transform by what it sees of inputs, each 1 x C x h x w."""
    found = quantisers(net)
    for q in found:
        q.watched = []
    for y in inputs:
        net(y)
    shared = {m.inp for m in net if isinstance(m, QuantisedUp)}  # whose channels differ by a factor of ten
    for q in found:
        q.calibrate(torch.stack(q.watched).amax(0), 0.5 if q in shared else 1.0)
        q.watched = None
