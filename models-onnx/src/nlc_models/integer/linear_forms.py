"""From float networks that yield sigmas (codec.compressai) to trainable integer ones."""

import torch
import torch.nn as nn

from ..codec.compressai import WithOnes
from ..codec.context import ContextType
from .exact import SYMBOL_CLIP
from .forms import integer_conv, integer_form
from .linear import SCALE_MAX, ExactOnes, ExactScales
from .networks import OUTPUT_BITS, EntropyNetworks
from .ranges import Format, Ranges

ONES_BITS = 6  # weights on ones are in 1/64 of the others' units
HEADROOM = 2  # sigmas may grow to so many times what calibration saw
SMALLEST_RANGE = 0.25  # of a channel's sigmas


@integer_form.register
def _(module: WithOnes, ranges, f, out=None):
    return ExactOnes(value=2**ONES_BITS), f.cat(Format(torch.tensor([float(ONES_BITS)]), [2**ONES_BITS]))


def parameters(module, ranges, m):
    """Format of what a module yields that ends in M sigmas and, perhaps, as many means."""
    sigma = (HEADROOM * ranges.hi[module][:m]).clamp(min=SMALLEST_RANGE)
    means = len(ranges.hi[module]) - m
    return Format(torch.cat([Format.of(sigma, SCALE_MAX).bits, torch.full((means,), float(OUTPUT_BITS))]), SCALE_MAX)


def quantise_linear(codec, samples, context):
    """As quantize.quantise, for a LinearHead. context: its context convolution with the mask baked in, or None."""
    head, kind = codec.head, codec.context.type
    before = head.net[:-1]
    with Ranges(codec.h_s, before, *[context] if context is not None else []) as ranges:
        for z, y in samples:
            a = codec.h_s(z)
            before(a if context is None else torch.cat([a, context(y)], 1))
    last = parameters(codec.h_s[-1], ranges, codec.m) if context is None else None
    z_format = Format(torch.zeros(codec.hyper_channels), SYMBOL_CLIP)
    hyper, f = integer_form(codec.h_s, ranges, z_format, last)
    features, exact_context, layers = f, None, []
    if context is not None:
        layer, g = integer_conv(context, ranges, Format(torch.zeros(codec.m), SYMBOL_CLIP), mask=head.mask)
        exact_context = nn.Sequential(layer)
        chain, f = integer_form(before, ranges, f.cat(g), parameters(before[-1], ranges, codec.m))
        layers = [*chain]
    scales = ExactScales(bits=f.bits[: codec.m], means=head.net[-1].means)
    return EntropyNetworks(
        hyper,
        exact_context,
        nn.Sequential(*layers, scales),
        context_type=ContextType.SERIAL if context is not None else kind,
        channels=codec.m,
        k=codec.k,
        hyper_bits=features.bits,
    )
