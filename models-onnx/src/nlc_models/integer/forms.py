"""The trainable integer form of each kind of float layer.

Scales are powers of two per channel: an integer activation a of channel c stands for a * 2^-f[c], and f is folded
into the weights of the next layer, because hyper features and context features differ in range by orders of magnitude
across rates.
"""

import math
from functools import singledispatch

import torch
import torch.nn as nn

from ..codec import layers
from ..codec.layers import bias_of
from .attention import ExactNonLocal
from .exact import (
    ACTIVATION_MAX,
    ATTENTION_BITS,
    GATE_BITS,
    LOGIT_BITS,
    LOGIT_MAX,
    OUTPUT_MAX,
    SLOPES,
    WIDE_MAX,
    ExactGate,
    ExactSum,
)
from .ranges import Format
from .trainable import QuantisedConv

MAX_SHIFT = 12  # how much finer than one side a sum may be


def flatten(seq):
    """The layers of nested Sequentials, in order."""
    for m in seq:
        if isinstance(m, nn.Sequential):
            yield from flatten(m)
        else:
            yield m


def is_conv(m):
    """Whether a module is a float convolution."""
    return isinstance(m, (nn.Conv2d, nn.Conv3d, nn.ConvTranspose2d))


@singledispatch
def integer_form(module, ranges, f, out=None):
    """-> (trainable module, Format of its output) for a float module whose input has the Format f.

    ranges: Ranges of the module and everything in it over calibration inputs; out: the output's Format; None lets the
    ranges decide.
    """
    raise TypeError(f"no integer form of {type(module).__name__}")


@integer_form.register
def _(module: nn.Sequential, ranges, f, out=None):
    layers, chain = [], list(flatten(module))
    while chain:
        m, *chain = chain
        if isinstance(m, nn.PixelShuffle):
            layers.append(nn.PixelShuffle(m.upscale_factor))
            f = Format(f.bits.view(-1, m.upscale_factor**2)[:, 0], f.limit)
        elif is_conv(m):
            # A pixel shuffle commutes with the activation after it.
            shuffle = chain[0].upscale_factor ** 2 if chain and isinstance(chain[0], nn.PixelShuffle) else 1
            at = int(shuffle > 1)
            activation = activation_of(chain[at]) if len(chain) > at else False
            if activation:
                del chain[at]
            last = all(isinstance(n, nn.PixelShuffle) for n in chain)
            layer, f = integer_conv(m, ranges, f, out if last else None, activation, shuffle)
            layers.append(layer)
        else:
            layer, f = integer_form(m, ranges, f, None if chain else out)
            layers.append(layer)
    return nn.Sequential(*layers), f


def activation_of(module):
    """What a module is to the layer before it: a LeakyReLU of SLOPES, 'relu', or False (no activation)."""
    if isinstance(module, nn.LeakyReLU):
        return next(k for k, slope in SLOPES.items() if math.isclose(slope, module.negative_slope, rel_tol=0.002))
    return "relu" if isinstance(module, nn.ReLU) else False


def integer_conv(conv, ranges, f, out=None, activation=False, shuffle=1, mask=None, wide=False):
    """integer_form of a convolution and its activation.

    shuffle: how many channels in a row become one, and share a scale.
    """
    if out is None:
        size = ranges.size(conv, activation)
        out = Format.of(size.view(-1, shuffle).amax(1).repeat_interleave(shuffle), WIDE_MAX if wide else ACTIVATION_MAX)
    return QuantisedConv(conv, f.bits, out.bits, activation, out.limit, f.limit, mask=mask, wide=wide), out


def wide_head(net, ranges, f, out):
    """integer_form of a chain of pointwise convolutions and LeakyReLUs with wide layers."""
    layers, convs = [], [m for m in net if is_conv(m)]
    for m in convs:
        last = m is convs[-1]
        layer, f = integer_conv(m, ranges, f, out if last else None, activation=not last, wide=True)
        layers.append(layer)
    return nn.Sequential(*layers)


@integer_form.register(nn.Conv2d)
@integer_form.register(nn.Conv3d)
@integer_form.register(nn.ConvTranspose2d)
def _(module, ranges, f, out=None):
    return integer_conv(module, ranges, f, out)


def integer_sum(module, ranges, f, out, branch, finest=None):
    """x + branch(x), with the output's range that of module. branch: Format -> trainable branch that yields that
    Format; finest: bits that the output may have at most, because of the branch.
    """
    if out is None:
        out = Format.of(ranges.size(module))
        cap = f.bits + MAX_SHIFT if finest is None else torch.minimum(f.bits + MAX_SHIFT, finest)
        out = Format(torch.minimum(out.bits, cap), out.limit)
    wide = Format(out.bits, OUTPUT_MAX)  # the branch may be larger than the sum
    return ExactSum(
        branch=branch(wide), shift=out.bits - f.bits, limit=out.limit, input_max=f.limit, branch_max=OUTPUT_MAX
    ), out


@integer_form.register
def _(module: layers.ResBlock, ranges, f, out=None):
    def branch(wide):
        a, middle = integer_conv(module.a, ranges, f, activation="relu")
        return nn.Sequential(a, integer_conv(module.b, ranges, middle, wide)[0])

    return integer_sum(module, ranges, f, out, branch)


@integer_form.register
def _(module: layers.NLAM, ranges, f, out=None):
    trunk, t = integer_form(module.trunk, ranges, f)
    mask, _ = integer_form(module.mask, ranges, f, Format(torch.full_like(t.bits, LOGIT_BITS), LOGIT_MAX))

    def branch(wide):
        shift = (t.bits + GATE_BITS - wide.bits).clamp(max=23)  # beyond that the product vanishes anyway
        return ExactGate(trunk=trunk, mask=mask, shift=shift, limit=wide.limit, trunk_max=t.limit)

    return integer_sum(module, ranges, f, out, branch, t.bits + GATE_BITS + 2)


@integer_form.register
def _(module: layers.NonLocal, ranges, f, out=None):
    def branch(wide):
        query, q = integer_form(
            scaled(module.theta, attention_scale(module.theta.out_channels)), ranges, f, query_format(module, ranges)
        )
        key, k = integer_form(module.phi, ranges, f, Format.of(ranges.size(module.phi), OUTPUT_MAX).uniform())
        value, v = integer_form(module.g, ranges, f)
        shift = int(q.bits[0] + k.bits[0]) - ATTENTION_BITS
        return ExactNonLocal(
            query=query,
            key=key,
            value=value,
            output=integer_conv(module.w, ranges, v, wide)[0],
            pool=module.pool,
            shift=shift,
            width=len(q.bits),
            q_max=q.limit,
            k_max=k.limit,
            v_max=v.limit,
        )

    return integer_sum(module, ranges, f, out, branch)


def attention_scale(width):
    """What turns q.k into binary logarithms of attention weights."""
    return math.log2(math.e) / math.sqrt(width)


def query_format(module, ranges):
    """The Format of a NonLocal's queries, which contain the factor of the logits."""
    return Format.of(ranges.size(module.theta) * attention_scale(module.theta.out_channels), OUTPUT_MAX).uniform()


def scaled(conv, factor):
    """A 1x1 convolution times a factor."""
    c = nn.Conv2d(conv.in_channels, conv.out_channels, 1)
    c.weight.data, bias_of(c).data = conv.weight.data * factor, conv.bias.data * factor
    return c
