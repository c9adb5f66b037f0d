"""The trainable integer form of channel slices (codec/mlic.py)."""

import math

import torch
import torch.nn as nn

from ..codec.context import ContextType
from ..codec.layers import bias_of
from ..codec.mlic import SHAPE_CLIP, GlobalAttention, WindowAttention
from .exact import ATTENTION_BITS, OUTPUT_MAX, SYMBOL_CLIP
from .forms import attention_scale, integer_conv, integer_form, is_conv, scaled
from .networks import OUTPUT_BITS, EntropyNetworks
from .ranges import Format, Ranges
from .slices import ExactAttention, ExactSlice, ExactSlices, ExactWindow


def symbol_format(channels, limit=SYMBOL_CLIP):
    """The Format of symbols, which stand for themselves."""
    return Format(torch.zeros(channels), limit)


def integer_query_and_key(module, ranges, f, g, width):
    """Trainable layers of an attention's query (input Format f) and key (g), and the options they share; width: of
    the products.
    """
    scale = attention_scale(width)
    out = Format.of(ranges.size(module.query[-1]) * scale, OUTPUT_MAX).uniform()
    query, q = integer_form(nn.Sequential(scaled(module.query[-1], scale)), ranges, f, out)
    key, k = integer_form(module.key, ranges, g, Format.of(ranges.size(module.key[-1]), OUTPUT_MAX).uniform())
    return dict(
        query=query,
        key=key,
        shift=int(q.bits[0] + k.bits[0]) - ATTENTION_BITS,
        width=width,
        q_max=q.limit,
        k_max=k.limit,
    )


@integer_form.register
def _(module: GlobalAttention, ranges, f, out=None):
    """f is not used: queries, keys and values are symbols."""
    first, second = (symbol_format(m[0].in_channels, SHAPE_CLIP) for m in (module.query, module.key))
    common = integer_query_and_key(module, ranges, first, second, module.d)
    value, v = integer_form(module.value, ranges, symbol_format(module.value[0].in_channels))
    return ExactAttention(value=value, v_max=v.limit, **common), v


@integer_form.register
def _(module: WindowAttention, ranges, f, out=None):
    """f: of the features that make the queries."""
    channels = module.key[0].in_channels
    common = integer_query_and_key(module, ranges, f, symbol_format(channels, SHAPE_CLIP), module.d)
    value, v = integer_form(module.value, ranges, symbol_format(channels))
    fuse, out = integer_form(module.fuse, ranges, v)
    bias = (module.bias.detach() * math.log2(math.e) * 2.0**ATTENTION_BITS).round()
    return ExactWindow(value=value, v_max=v.limit, fuse=fuse, bias=bias, **common), out


def written_out(head):
    """The float ExactSlices that compute what a mlic.SliceHead does, with a network of its own for each step of each
    slice.
    """
    n = head.features
    weight, bias = head.net[0].weight.detach().flatten(1), head.net[0].bias.detach()
    taps = head.ctx.weight.detach() * head.mask

    def network(columns, last):
        first, end = (nn.Conv2d(w.shape[1], len(w), 1) for w in (columns, last[0]))
        for layer, (w, b) in ((first, (columns, bias)), (end, last)):
            layer.weight.data, bias_of(layer).data = w.detach()[:, :, None, None].clone(), b.detach().clone()
        return nn.Sequential(first, head.net[1], head.net[2], head.net[3], end)

    slices = []
    for s in head.slices:
        seen = s.previous + s.width
        context = nn.Conv2d(seen, n, 5, 1, 2)
        context.weight.data, bias_of(context).data = taps[:, :seen].clone(), head.ctx.bias.detach().clone()
        last = head.rows_of_last(slice(s.previous, seen))
        added, around, known = s.others.weight, weight[:, n:], 0
        if s.previous:
            known = s.anchors.in_features
        # known contexts, the checkerboard's, the others of this slice
        others = torch.cat([weight[:, :n], added[:, :known], around, added[:, known:]], 1)
        anchors = torch.cat([weight[:, :n], s.anchors.weight], 1) if s.previous else weight[:, :n]
        slices.append(
            ExactSlice(
                previous=s.previous,
                last=s.last,
                width=s.width,
                channel=s.channel if s.previous else None,
                inter=s.inter if s.previous and s.plus else None,
                context=nn.Sequential(context),
                local=s.local,
                intra=s.intra if s.previous else None,
                anchors=network(anchors, last),
                others=network(others, last),
            )
        )
    return ExactSlices(slices=nn.Sequential(*slices))


def integer_slice(s, ranges, f, mask):
    """The trainable form of a float ExactSlice. f: Format of the hyper features; mask: of the checkerboard's taps."""
    known, parts = f, dict(s.parts())

    def add(name, seen, form):
        """Replace a part by its integer form and append what it tells to the Format seen."""
        if parts[name] is None:
            return seen
        parts[name], g = form
        return seen.cat(g)

    known = add(
        "channel", known, integer_form(s.channel, ranges, symbol_format(s.previous)) if s.channel is not None else None
    )
    known = add("inter", known, integer_form(s.inter, ranges, None) if s.inter is not None else None)
    layer, g = integer_conv(s.context[0], ranges, symbol_format(s.previous + s.width), mask=mask)
    parts["context"], seen = nn.Sequential(layer), known.cat(g)
    seen = add("local", seen, integer_form(s.local, ranges, known if s.windowed() else symbol_format(s.width)))
    seen = add("intra", seen, integer_form(s.intra, ranges, None) if s.intra is not None else None)
    for name, inputs in (("anchors", known), ("others", seen)):
        count = parts[name][-1].out_channels
        parts[name], _ = integer_form(
            parts[name], ranges, inputs, Format(torch.full((count,), float(OUTPUT_BITS)), OUTPUT_MAX)
        )
    return ExactSlice(**parts)


def quantise_slices(codec, samples):
    """quantise() of an MLIC head."""
    head = written_out(codec.head)
    with Ranges(
        codec.h_s, *(m for s in head.slices for part in s.children() for m in part.modules() if is_conv(m))
    ) as ranges:
        for z, y in samples:
            head(codec.h_s(z), y)
    hyper, f = integer_form(codec.h_s, ranges, Format(torch.zeros(codec.hyper_channels), SYMBOL_CLIP))
    slices = nn.Sequential(*(integer_slice(s, ranges, f, codec.head.mask) for s in head.slices))
    return EntropyNetworks(
        hyper,
        None,
        ExactSlices(slices=slices),
        context_type=ContextType.SLICES,
        channels=codec.m,
        k=codec.k,
        hyper_bits=f.bits,
    )
