"""Post-training quantisation: from the float entropy networks of a codec to trainable integer ones."""

import torch
import torch.nn as nn

from ..codec.compressai import LinearHead
from ..codec.context import ContextType
from ..codec.heads import odd_positions
from ..codec.mlic import SliceHead
from .exact import OUTPUT_MAX, SYMBOL_CLIP, WIDE_MAX
from .forms import integer_conv, integer_form, wide_head
from .linear_forms import quantise_linear
from .networks import OUTPUT_BITS, EntropyNetworks
from .ranges import Format, Ranges
from .slice_forms import quantise_slices


def masked_context(head):
    """The context convolution of a head with its mask baked in."""
    c = type(head.ctx)(head.ctx.in_channels, head.ctx.out_channels, head.ctx.kernel_size, 1, head.ctx.padding)
    c.weight.data, c.bias.data = head.ctx.weight.data * head.mask, head.ctx.bias.data.clone()
    return c


@torch.no_grad()
def quantise(codec, samples):
    """Post-training quantisation of h_s and the head.

    samples: list of (z, y) rounded latents, all rates represented.
    """
    head, kind = codec.head, codec.context.type
    if isinstance(head, SliceHead):
        return quantise_slices(codec, samples)
    if kind is None:
        raise ValueError(f"no integer form of the {codec.context} context")
    volume = kind.volume
    hyper = nn.Sequential(codec.h_s, head.fuse) if volume else codec.h_s
    context = None if kind is ContextType.NONE else masked_context(head)
    if isinstance(head, LinearHead):
        return quantise_linear(codec, samples, context)
    with Ranges(hyper, head.net, *[context] if context is not None else []) as ranges:
        for z, y in samples:
            a = hyper(z)
            if volume and context is not None:
                a = torch.cat([context(y[:, None]), a[:, None]], 1)
            elif context is not None:
                odd = odd_positions(y)
                c = context(y * (1 - odd) if kind is ContextType.CHECKERBOARD else y)
                a = torch.cat([a, c * odd if kind is ContextType.CHECKERBOARD else c], 1)
            head.net(a)
    # The head of the 3D contexts takes the features of all channels through one input: they share a scale, and need
    # more bits.
    last = Format.of(ranges.size(head.fuse[-1]), WIDE_MAX).uniform() if volume else None
    exact_hyper, f = integer_form(hyper, ranges, Format(torch.zeros(codec.hyper_channels), SYMBOL_CLIP), last)
    exact_context, hyper_bits = None, f.bits
    if context is not None:
        layer, g = integer_conv(
            context, ranges, Format(torch.zeros(1 if volume else codec.m), SYMBOL_CLIP), mask=head.mask
        )
        exact_context = nn.Sequential(layer)
        f = g.cat(Format(f.bits[:1], f.limit)) if volume else f.cat(g)
    # The decoder drops the last bit of a log2 sigma. That floor is left as it is: networks trained with uniform noise
    # predict scales that are slightly wide for rounded latents, and rounding up (a whole unit instead of a half)
    # measures 0.1 % more bits.
    parameters = Format(torch.full((head.net[-1].out_channels,), float(OUTPUT_BITS)), OUTPUT_MAX)
    exact_head = (
        wide_head(head.net, ranges, f, parameters) if volume else integer_form(head.net, ranges, f, parameters)[0]
    )
    return EntropyNetworks(
        exact_hyper, exact_context, exact_head, context_type=kind, channels=codec.m, k=codec.k, hyper_bits=hyper_bits
    )
