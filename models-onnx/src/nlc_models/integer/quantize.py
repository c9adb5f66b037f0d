"""From float entropy networks to exact integer ones (exact.py): ranges, scales, and the trainable form in between.

Scales are powers of two per channel: an integer activation a of channel c stands for a * 2^-f[c], and f is folded into the
weights of the next layer, because hyper features and context features differ in range by orders of magnitude across rates.
"""

import math
from functools import singledispatch
from typing import NamedTuple

import torch
import torch.nn as nn

from ..codec import layers
from ..codec.context import ContextType
from ..codec.heads import odd_positions
from ..codec.mlic import SHAPE_CLIP, GlobalAttention, SliceHead, WindowAttention
from .exact import (  # noqa: F401, names that belong to both
    ACTIVATION_MAX,
    ATTENTION_BITS,
    BUDGET,
    GATE_BITS,
    LEAK,
    LOGIT_BITS,
    LOGIT_MAX,
    OUTPUT_MAX,
    SYMBOL_CLIP,
    WIDE_MAX,
    ExactConv,
    ExactGate,
    ExactNonLocal,
    ExactSum,
    bound,
    convolve,
    floor_ste,
    from_plain,
    replace,
    requantise,
    round_ste,
    to_plain,
)
from .slices import ExactAttention, ExactSlice, ExactSlices, ExactWindow

OUTPUT_BITS = 4  # means, log2 sigmas and log2 weights in units of 1/16
SIGMA_BITS = 3  # the decoder drops the last bit of a log2 sigma
MAX_SHIFT = 12  # how much finer than one side a sum may be


class QuantisedConv(nn.Module):
    """A convolution with real-valued weights that computes what exact() of it will compute: the trainable form.

    f_in, f_out: fractional bits per input and output channel. mask: what keeps its weight of a masked convolution, of the kernel's shape;
    training must not bring to life what the decoder cannot see.
    """

    def __init__(self, conv, f_in, f_out, activation, limit, input_max, offset=0.5, mask=None, wide=False):
        super().__init__()
        self.register_buffer("mask", torch.ones(conv.kernel_size) if mask is None else mask.clone())
        self.transposed = isinstance(conv, nn.ConvTranspose2d)
        self.geometry = dict(
            stride=conv.stride[0],
            padding=conv.padding[0],
            output_padding=conv.output_padding[0],
            transposed=self.transposed,
            groups=conv.groups,
            activation=activation,
            limit=limit,
            input_max=input_max,
            wide=wide,
        )
        self.weight, self.bias = nn.Parameter(conv.weight.detach().clone()), nn.Parameter(conv.bias.detach().clone())
        # What a unit of each input channel counts, in the shape of the weights' rows.
        group = conv.in_channels // conv.groups
        column = (
            torch.exp2(-f_in.float()).view(conv.groups, group).repeat_interleave(conv.out_channels // conv.groups, 0)
        )
        self.register_buffer("column", column.view(*column.shape, *[1] * len(conv.kernel_size)))
        self.register_buffer("f_out", f_out.float())
        # Added before the floor, in output units: 1/2 rounds.
        self.register_buffer("offset", torch.full_like(self.f_out, offset))
        self.register_buffer("scale", self.fit())

    def rows(self, w):
        """View of a weight tensor with the output channel first."""
        return w.transpose(0, 1) if self.transposed else w

    def integers(self, scale):
        """Rounded (straight-through) weights and biases at 2^scale units per output channel."""
        s = torch.exp2(scale)
        w = round_ste(self.rows(self.weight * self.mask) * self.column * s.view(-1, *[1] * (self.weight.dim() - 1)))
        return self.rows(w), round_ste(self.bias * s + self.offset * torch.exp2(scale - self.f_out))

    @torch.no_grad()
    def fit(self):
        """Largest power-of-two scale per output channel that keeps the layer within the budget, or a wide one's weights within 16 bits."""
        weight, wide = self.rows(self.weight * self.mask).double() * self.column, self.geometry["wide"]
        size = (
            weight.abs().flatten(1).amax(1)
            if wide
            else bound(weight, torch.zeros(()), self.geometry["input_max"], False)
        )
        scale = torch.floor(torch.log2((WIDE_MAX if wide else BUDGET) / size.clamp(min=1e-9))).clamp(-20, 40).float()
        # The bias shares the budget and must not dominate it; nor do scales finer than the output help beyond its rounding.
        scale = torch.minimum(
            scale, torch.floor(torch.log2(0.25 * BUDGET / self.bias.double().abs().clamp(min=1e-12))).float()
        )
        scale = torch.minimum(scale, self.f_out + 20)
        while (over := self.over(scale)).any():
            scale = torch.where(over, scale - 1, scale)
        return scale

    def over(self, scale):
        """Which output channels exceed the budget at a scale."""
        w, b = self.integers(scale)
        if self.geometry["wide"]:  # far below float64's budget
            return self.rows(w).abs().flatten(1).amax(1) > WIDE_MAX
        return bound(w, b, self.geometry["input_max"], self.transposed) >= BUDGET

    @torch.no_grad()
    def exact(self):
        """The integer layer; re-fits the scale of channels that training pushed over the budget."""
        over = self.over(self.scale)
        self.scale.copy_(torch.where(over, torch.minimum(self.fit(), self.scale), self.scale))
        w, b = self.integers(self.scale)
        return ExactConv(w, b, self.scale - self.f_out, **self.geometry)

    def forward(self, a):
        return convolve(a, *self.integers(self.scale), self.scale - self.f_out, self.geometry)


class EntropyNetworks(nn.Module):
    """hyper_synthesis, context (or None) and head, each an nn.Sequential of trainable or exact modules (exact.py) and pixel shuffles.

    Masks are baked into the context's weights. Inputs and outputs are integers in floating point. context_type: a ContextType or its name.
    hyper_bits: fractional bits of the hyper features, which only the latent residual prediction has to know.
    """

    def __init__(self, hyper_synthesis, context, head, *, context_type, channels, k, hyper_bits=None):
        super().__init__()
        self.hyper_bits = hyper_bits
        self.hyper_synthesis, self.context, self.head = hyper_synthesis, context, head
        self.context_type = ContextType.parse(context_type)
        self.channels, self.k = channels, k

    def features(self, z):
        """z: B x N x h x w -> hyper features B x F x 4h x 4w."""
        return self.hyper_synthesis(z.clamp(-SYMBOL_CLIP, SYMBOL_CLIP))

    def hyper(self, z):
        """Hyper features as numbers, for the latent residual prediction."""
        if self.hyper_bits is None:
            raise ValueError("these integer networks do not know the scale of their hyper features: quantise again")
        return self.features(z) * torch.exp2(-self.hyper_bits.float()).view(1, -1, 1, 1)

    def context_of(self, y):
        """y: B x M x H x W, invisible positions zero -> B x G x H x W; for the 3D contexts B x 1 x M x H x W -> B x G x M x H x W."""
        return self.context(y.clamp(-SYMBOL_CLIP, SYMBOL_CLIP))

    def forward(self, z, y):
        """Parameters of the whole latent in one pass (He 2021, section 3.2): B x (3 k M | 2 M) x H x W, means first, in 1/16."""
        a = self.features(z)
        if self.context_type is ContextType.SLICES:
            return self.head(a, y)
        if self.context_type.volume:
            return self.head(torch.cat([self.context_of(y[:, None]), a[:, None]], 1)).flatten(1, 2)
        if self.context is not None:
            checkerboard = self.context_type is ContextType.CHECKERBOARD
            odd = odd_positions(y)
            c = self.context_of(y * (1 - odd) if checkerboard else y)
            a = torch.cat([a, c * odd if checkerboard else c], 1)
        return self.head(a)

    def exact(self):
        """The integer networks of quantised ones."""
        return self.map(lambda m: m.exact() if isinstance(m, QuantisedConv) else m)

    def plain(self):
        """What is not a network."""
        return dict(context_type=self.context_type, channels=self.channels, k=self.k, hyper_bits=self.hyper_bits)

    def map(self, f):
        parts = [None if p is None else replace(p, f) for p in (self.hyper_synthesis, self.context, self.head)]
        return EntropyNetworks(*parts, **self.plain())

    def layers(self):
        """(network name, layer) for every convolution."""
        for name in ("hyper_synthesis", "context", "head"):
            for m in convolutions(getattr(self, name)) if getattr(self, name) is not None else ():
                yield name, m

    def to_dict(self):
        """Plain dictionary of exact networks, for a checkpoint."""
        network = lambda p: None if p is None else to_plain(p)
        return dict(
            hyper_synthesis=network(self.hyper_synthesis),
            context=network(self.context),
            head=network(self.head),
            **self.plain() | {"context_type": self.context_type.value},
        )

    @staticmethod
    def from_dict(d):
        network = lambda p: None if p is None else from_plain(p)
        return EntropyNetworks(
            network(d["hyper_synthesis"]),
            network(d["context"]),
            network(d["head"]),
            context_type=d["context_type"],
            channels=d["channels"],
            k=d["k"],
            hyper_bits=d.get("hyper_bits"),
        )


def convolutions(network):
    """The convolutions of a tree of trainable or exact modules, in order."""
    return [m for m in network.modules() if isinstance(m, (ExactConv, QuantisedConv))]


def flatten(seq):
    for m in seq:
        if isinstance(m, nn.Sequential):
            yield from flatten(m)
        else:
            yield m


def is_conv(m):
    return isinstance(m, (nn.Conv2d, nn.Conv3d, nn.ConvTranspose2d))


def masked_context(head):
    """The context convolution of a head with its mask baked in."""
    c = type(head.ctx)(head.ctx.in_channels, head.ctx.out_channels, head.ctx.kernel_size, 1, head.ctx.padding)
    c.weight.data, c.bias.data = head.ctx.weight.data * head.mask, head.ctx.bias.data.clone()
    return c


class Ranges:
    """Smallest and largest output per channel of every module below the given ones while the context manager is open.

    Maxima, because quantiles from 99.9 to 99.995 % measured no better.
    """

    def __init__(self, *roots):
        self.roots, self.hooks, self.lo, self.hi = roots, [], {}, {}

    def __enter__(self):
        self.hooks = [m.register_forward_hook(self.observe) for r in self.roots for m in r.modules()]
        return self

    def __exit__(self, *error):
        for h in self.hooks:
            h.remove()

    @torch.no_grad()
    def observe(self, module, inputs, output):
        lo, hi = output.transpose(0, 1).flatten(1).aminmax(dim=1)
        self.lo[module] = torch.minimum(lo, self.lo.get(module, lo))
        self.hi[module] = torch.maximum(hi, self.hi.get(module, hi))

    def size(self, module, activation=False):
        """Largest magnitude per channel of a module's output, after an activation (as of ExactConv)."""
        lo, hi = self.lo[module], self.hi[module]
        if activation == "relu":
            return hi.clamp(min=0)
        return (
            torch.maximum(hi.abs(), lo.abs())
            if not activation
            else torch.maximum(hi.clamp(min=0), -lo.clamp(max=0) / LEAK)
        )


class Format(NamedTuple):
    """How integers stand for numbers: a * 2^-bits[c], |a| <= limit; after cat() limit may be a list of one per channel."""

    bits: torch.Tensor
    limit: int | list = ACTIVATION_MAX

    @staticmethod
    def of(size, limit=ACTIVATION_MAX):
        """The finest for magnitudes up to size per channel."""
        return Format(torch.floor(torch.log2(limit / size.clamp(min=2.0**-10))), limit)

    def uniform(self):
        """One scale for all channels."""
        return Format(self.bits.amin().expand_as(self.bits), self.limit)

    def cat(self, other):
        """Of the concatenated channels."""
        if self.limit == other.limit and isinstance(self.limit, int):
            limit = self.limit
        else:
            limit = [
                v for f in (self, other) for v in ([f.limit] * len(f.bits) if isinstance(f.limit, int) else f.limit)
            ]
        return Format(torch.cat([self.bits, other.bits]), limit)


@singledispatch
def integer_form(module, ranges, f, out=None):
    """-> (trainable module, Format of its output) for a float module whose input has the Format f.

    ranges: Ranges of the module and everything in it over calibration inputs; out: the output's Format; None lets the ranges decide.
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
    if isinstance(module, nn.LeakyReLU):
        assert module.negative_slope == 1 / LEAK
        return True
    return "relu" if isinstance(module, nn.ReLU) else False


def integer_conv(conv, ranges, f, out=None, activation=False, shuffle=1, mask=None, wide=False):
    """integer_form of a convolution and its activation. shuffle: how many channels in a row become one, and share a scale."""
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
    """x + branch(x), with the output's range that of module. branch: Format -> trainable branch that yields that Format; finest: bits that
    the output may have at most, because of the branch."""
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
    return Format.of(ranges.size(module.theta) * attention_scale(module.theta.out_channels), OUTPUT_MAX).uniform()


def scaled(conv, factor):
    """A 1x1 convolution times a factor."""
    c = nn.Conv2d(conv.in_channels, conv.out_channels, 1)
    c.weight.data, c.bias.data = conv.weight.data * factor, conv.bias.data * factor
    return c


def symbol_format(channels, limit=SYMBOL_CLIP):
    return Format(torch.zeros(channels), limit)


def integer_query_and_key(module, ranges, f, g, width):
    """Trainable layers of an attention's query (input Format f) and key (g), and the options they share; width: of the products."""
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
    """The float ExactSlices that compute what a mlic.SliceHead does, with a network of its own for each step of each slice."""
    n = 2 * head.m
    weight, bias = head.net[0].weight.detach().flatten(1), head.net[0].bias.detach()
    taps = head.ctx.weight.detach() * head.mask

    def network(columns, last):
        first, end = (nn.Conv2d(w.shape[1], len(w), 1) for w in (columns, last[0]))
        for layer, (w, b) in ((first, (columns, bias)), (end, last)):
            layer.weight.data, layer.bias.data = w.detach()[:, :, None, None].clone(), b.detach().clone()
        return nn.Sequential(first, head.net[1], head.net[2], head.net[3], end)

    slices = []
    for s in head.slices:
        seen = s.previous + s.width
        context = nn.Conv2d(seen, n, 5, 1, 2)
        context.weight.data, context.bias.data = taps[:, :seen].clone(), head.ctx.bias.detach().clone()
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


@torch.no_grad()
def quantise(codec, samples):
    """Post-training quantisation of h_s and the head. samples: list of (z, y) rounded latents, all rates represented."""
    head, kind = codec.head, codec.context.type
    if isinstance(head, SliceHead):
        return quantise_slices(codec, samples)
    if kind is None:
        raise ValueError(f"no integer form of the {codec.context} context")
    volume = kind.volume
    hyper = nn.Sequential(codec.h_s, head.fuse) if volume else codec.h_s
    context = None if kind is ContextType.NONE else masked_context(head)
    with Ranges(hyper, head.net, *[context] if context is not None else []) as ranges:
        for z, y in samples:
            a = hyper(z)
            if volume:
                a = torch.cat([context(y[:, None]), a[:, None]], 1)
            elif context is not None:
                odd = odd_positions(y)
                c = context(y * (1 - odd) if kind is ContextType.CHECKERBOARD else y)
                a = torch.cat([a, c * odd if kind is ContextType.CHECKERBOARD else c], 1)
            head.net(a)
    # The head of the 3D contexts takes the features of all channels through one input: they share a scale, and need more bits.
    last = Format.of(ranges.size(head.fuse[-1]), WIDE_MAX).uniform() if volume else None
    exact_hyper, f = integer_form(hyper, ranges, Format(torch.zeros(codec.hyper_channels), SYMBOL_CLIP), last)
    exact_context, hyper_bits = None, f.bits
    if context is not None:
        layer, g = integer_conv(
            context, ranges, Format(torch.zeros(1 if volume else codec.m), SYMBOL_CLIP), mask=head.mask
        )
        exact_context = nn.Sequential(layer)
        f = g.cat(Format(f.bits[:1], f.limit)) if volume else f.cat(g)
    # The decoder drops the last bit of a log2 sigma. That floor is left as it is: networks trained with uniform noise predict scales
    # that are slightly wide for rounded latents, and rounding up (a whole unit instead of a half) measures 0.1 % more bits.
    parameters = Format(torch.full((head.net[-1].out_channels,), float(OUTPUT_BITS)), OUTPUT_MAX)
    exact_head = (
        wide_head(head.net, ranges, f, parameters) if volume else integer_form(head.net, ranges, f, parameters)[0]
    )
    return EntropyNetworks(
        exact_hyper, exact_context, exact_head, context_type=kind, channels=codec.m, k=codec.k, hyper_bits=hyper_bits
    )
