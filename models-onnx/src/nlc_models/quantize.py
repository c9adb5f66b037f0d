"""Exact integer entropy networks.

A layer computes acc = conv(a, W) + B on integers carried in floating point, with

    sum|W| * max|a| + |B| < 2^24        for every output channel,

so that every partial sum is exactly representable in float32 and any summation order, thread count, SIMD width or device
gives the same bits (TF32, FP16, BF16 and Winograd must be off). Between layers: floor(acc * 2^-shift), clip, LeakyReLU as
max(x, floor(x / 64 + 1/2)); the 1/2 matters, since a plain floor biases every negative activation by half a unit.
The idea of integer networks for decodable priors is that of Balle, Johnston, Minnen (ICLR 2019).

Scales are powers of two per channel: an integer activation a of channel c stands for a * 2^-f[c], and f is folded into the
weights of the next layer, because hyper features and context features differ in range by orders of magnitude across rates.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from .networks import odd_positions

BUDGET = 2.0**24 - 1
SYMBOL_CLIP = 255  # inputs of hyper_synthesis and context
ACTIVATION_MAX = 1023  # 10-bit activations leave 6.5 to 9 bits for weights; 12-bit activations are worse
OUTPUT_MAX = 8191
OUTPUT_BITS = 4  # means, log2 sigmas and log2 weights in units of 1/16
SIGMA_BITS = 3  # the decoder drops the last bit of a log2 sigma
LEAK = 64


def floor_ste(x):
    return x + (torch.floor(x) - x).detach()


def round_ste(x):
    return x + (torch.round(x) - x).detach()


class ExactConv(nn.Module):
    """One exact layer; the buffers hold integers.

    weight: as in nn.Conv2d (or nn.ConvTranspose2d if transposed); bias: O; shift: O, may be negative; limit: the output
    lies in [-limit, limit]; input_max: bound of |input|.
    """

    def __init__(self, weight, bias, shift, *, stride=1, padding=0, output_padding=0, transposed=False, activation=False,
                 limit=ACTIVATION_MAX, input_max=ACTIVATION_MAX):
        super().__init__()
        for name, value in dict(weight=weight, bias=bias, shift=shift).items():
            self.register_buffer(name, value.detach().clone().float())
        self.stride, self.padding, self.output_padding, self.transposed = stride, padding, output_padding, transposed
        self.activation, self.limit, self.input_max = activation, limit, input_max

    def options(self):
        return {k: getattr(self, k) for k in ("stride", "padding", "output_padding", "transposed", "activation", "limit", "input_max")}

    def bound(self):
        """Largest possible |partial sum| per output channel, in float64."""
        w = self.weight.double().abs()
        return (w.transpose(0, 1) if self.transposed else w).flatten(1).sum(1) * self.input_max + self.bias.double().abs()

    def forward(self, a):
        w, b = self.weight.to(a.dtype), self.bias.to(a.dtype)
        if self.transposed:
            acc = F.conv_transpose2d(a, w, b, self.stride, self.padding, self.output_padding)
        else:
            acc = F.conv2d(a, w, b, self.stride, self.padding)
        return requantise(acc, self.shift.to(a.dtype), self.limit, self.activation)


def requantise(acc, shift, limit, activation):
    """Accumulator -> activation. The gradient is straight through, so that networks can be trained in this form."""
    v = floor_ste(acc * torch.exp2(-shift).view(1, -1, 1, 1))
    if not activation:
        return v.clamp(-limit, limit)
    v = v.clamp(-limit * LEAK, limit)
    return torch.maximum(v, floor_ste(v * (1 / LEAK) + 0.5))


class QuantisedConv(nn.Module):
    """A convolution with real-valued weights that computes what exact() of it will compute: the trainable form.

    f_in, f_out: fractional bits per input and output channel. mask: what keeps its weight of a masked convolution, k x k; training
    must not bring to life what the decoder cannot see.
    """

    def __init__(self, conv, f_in, f_out, activation, limit, input_max, offset=0.5, mask=None):
        super().__init__()
        self.register_buffer("mask", torch.ones(conv.kernel_size) if mask is None else mask.clone())
        self.transposed = isinstance(conv, nn.ConvTranspose2d)
        self.geometry = dict(stride=conv.stride[0], padding=conv.padding[0], output_padding=conv.output_padding[0],
                             transposed=self.transposed, activation=activation, limit=limit, input_max=input_max)
        self.weight, self.bias = nn.Parameter(conv.weight.detach().clone()), nn.Parameter(conv.bias.detach().clone())
        self.register_buffer("f_in", f_in.float())
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
        column = torch.exp2(-self.f_in).view(1, -1, 1, 1)
        w = round_ste(self.rows(self.weight * self.mask) * column * s.view(-1, 1, 1, 1))
        return self.rows(w), round_ste(self.bias * s + self.offset * torch.exp2(scale - self.f_out))

    @torch.no_grad()
    def fit(self):
        """Largest power-of-two scale per output channel that keeps the layer within the budget."""
        size = (self.rows(self.weight * self.mask).double() * torch.exp2(-self.f_in.double()).view(1, -1, 1, 1)).abs().flatten(1).sum(1)
        scale = torch.floor(torch.log2(BUDGET / self.geometry["input_max"] / size.clamp(min=1e-12))).clamp(-20, 40).float()
        # The bias shares the budget and must not dominate it; nor do scales finer than the output help beyond its rounding.
        scale = torch.minimum(scale, torch.floor(torch.log2(0.25 * BUDGET / self.bias.double().abs().clamp(min=1e-12))).float())
        scale = torch.minimum(scale, self.f_out + 20)
        while (over := self.at(scale).bound() >= BUDGET).any():
            scale = torch.where(over, scale - 1, scale)
        return scale

    def at(self, scale):
        w, b = self.integers(scale)
        return ExactConv(w, b, scale - self.f_out, **self.geometry)

    def exact(self):
        """The integer layer; re-fits the scale of channels that training pushed over the budget."""
        over = self.at(self.scale).bound() >= BUDGET
        self.scale.copy_(torch.where(over, torch.minimum(self.fit(), self.scale), self.scale))
        return self.at(self.scale)

    def forward(self, a):
        w, b = self.integers(self.scale)
        g = self.geometry
        if self.transposed:
            acc = F.conv_transpose2d(a, w, b, g["stride"], g["padding"], g["output_padding"])
        else:
            acc = F.conv2d(a, w, b, g["stride"], g["padding"])
        return requantise(acc, self.scale - self.f_out, g["limit"], g["activation"])


class EntropyNetworks(nn.Module):
    """hyper_synthesis, context (or None) and head, each an nn.Sequential of quantised or exact layers and pixel shuffles.

    Masks are baked into the context's weights. Inputs and outputs are integers in floating point.
    """

    def __init__(self, hyper_synthesis, context, head, *, context_type, channels, k):
        super().__init__()
        self.hyper_synthesis, self.context, self.head = hyper_synthesis, context, head
        self.context_type, self.channels, self.k = context_type, channels, k

    def features(self, z):
        """z: B x N x h x w -> hyper features B x F x 4h x 4w."""
        return self.hyper_synthesis(z.clamp(-SYMBOL_CLIP, SYMBOL_CLIP))

    def context_of(self, y):
        """y: B x M x H x W, invisible positions zero -> B x G x H x W."""
        return self.context(y.clamp(-SYMBOL_CLIP, SYMBOL_CLIP))

    def forward(self, z, y):
        """Parameters of the whole latent in one pass (He 2021, section 3.2): B x (3 k M | 2 M) x H x W, means first, in 1/16."""
        a = self.features(z)
        if self.context is not None:
            checkerboard = self.context_type == "checkerboard"
            odd = odd_positions(y)
            c = self.context_of(y * (1 - odd) if checkerboard else y)
            a = torch.cat([a, c * odd if checkerboard else c], 1)
        return self.head(a)

    def exact(self):
        """The integer networks of quantised ones."""
        return self.map(lambda m: m.exact() if isinstance(m, QuantisedConv) else m)

    def map(self, f):
        parts = [None if p is None else nn.Sequential(*[f(m) for m in p]) for p in (self.hyper_synthesis, self.context, self.head)]
        return EntropyNetworks(*parts, context_type=self.context_type, channels=self.channels, k=self.k)

    def layers(self):
        """(network name, layer) for every exact layer."""
        for name in ("hyper_synthesis", "context", "head"):
            for m in getattr(self, name) or ():
                if isinstance(m, (ExactConv, QuantisedConv)):
                    yield name, m

    def to_dict(self):
        """Plain dictionary of exact networks, for a checkpoint."""
        def network(p):
            return None if p is None else [
                dict(shuffle=m.upscale_factor) if isinstance(m, nn.PixelShuffle)
                else dict(weight=m.weight.int(), bias=m.bias.int(), shift=m.shift.int(), **m.options()) for m in p]

        return dict(hyper_synthesis=network(self.hyper_synthesis), context=network(self.context), head=network(self.head),
                    context_type=self.context_type, channels=self.channels, k=self.k)

    @staticmethod
    def from_dict(d):
        def network(layers):
            return None if layers is None else nn.Sequential(
                *[nn.PixelShuffle(l["shuffle"]) if "shuffle" in l else ExactConv(**l) for l in layers])

        return EntropyNetworks(network(d["hyper_synthesis"]), network(d["context"]), network(d["head"]),
                               context_type=d["context_type"], channels=d["channels"], k=d["k"])


def flatten(seq):
    for m in seq:
        if isinstance(m, nn.Sequential):
            yield from flatten(m)
        else:
            yield m


def is_conv(m):
    return isinstance(m, (nn.Conv2d, nn.ConvTranspose2d))


def masked_context(head):
    """The context convolution of a head with its mask baked in."""
    c = nn.Conv2d(head.ctx.in_channels, head.ctx.out_channels, head.ctx.kernel_size, 1, head.ctx.padding)
    c.weight.data, c.bias.data = head.ctx.weight.data * head.mask, head.ctx.bias.data.clone()
    return c


class Ranges:
    """Largest activation per channel after each convolution (and its LeakyReLU) of a chain, over calibration inputs.

    Maxima, because quantiles from 99.9 to 99.995 % measured no better.
    """

    def __init__(self, chain):
        self.chain, self.sizes = list(chain), {}

    def observe(self, x):
        """Run the chain on x and return its output."""
        for j, m in enumerate(self.chain):
            x = m(x)
            if is_conv(m):
                v = F.leaky_relu(x, 1 / LEAK) if activated(self.chain, j) else x
                self.sizes.setdefault(j, []).append(v.abs().amax((0, 2, 3)))
        return x

    def __getitem__(self, j):
        return torch.stack(self.sizes[j]).amax(0)


def activated(chain, j):
    """Whether the convolution at j is followed by a LeakyReLU, perhaps after a pixel shuffle, which commutes with it."""
    after = chain[j + 1 : j + 3]
    return any(isinstance(m, nn.LeakyReLU) for m in after) and not any(is_conv(m) for m in after[:1])


def fractional_bits(size, limit):
    return torch.floor(torch.log2(limit / size.clamp(min=2.0**-10)))


def quantise_chain(ranges, f_in, input_max, output_bits=None, limit=ACTIVATION_MAX, mask=None):
    """-> (nn.Sequential of QuantisedConv and PixelShuffle, fractional bits of its output channels).

    output_bits: fractional bits per output channel of the last layer; None lets the ranges decide. mask: of the first layer.
    """
    layers, chain = [], ranges.chain
    last = max(j for j, m in enumerate(chain) if is_conv(m))
    for j, m in enumerate(chain):
        if isinstance(m, nn.PixelShuffle):
            layers.append(nn.PixelShuffle(m.upscale_factor))
            f_in = f_in.view(-1, m.upscale_factor**2)[:, 0]
        elif is_conv(m):
            size, out_limit = ranges[j], limit
            if j + 1 < len(chain) and isinstance(chain[j + 1], nn.PixelShuffle):
                n = chain[j + 1].upscale_factor ** 2  # the channels that become one share a scale
                size = size.view(-1, n).amax(1, keepdim=True).expand(-1, n).flatten()
            f_out = fractional_bits(size, limit)
            if j == last and output_bits is not None:
                f_out, out_limit = torch.full_like(f_out, output_bits), OUTPUT_MAX
            layers.append(QuantisedConv(m, f_in, f_out, activated(chain, j), out_limit, input_max, mask=None if layers else mask))
            f_in, input_max = f_out, limit
    return nn.Sequential(*layers), f_in


@torch.no_grad()
def quantise(codec, samples):
    """Post-training quantisation of h_s and a 2D head. samples: list of (z, y) rounded latents, all rates represented."""
    head = codec.head
    if codec.context not in ("none", "serial", "checkerboard"):
        raise ValueError(f"no integer form of the {codec.context} context")
    has_context = codec.context != "none"
    hs, net = Ranges(flatten(codec.h_s)), Ranges(flatten(head.net))
    ctx = Ranges([masked_context(head)]) if has_context else None
    for z, y in samples:
        a = hs.observe(z)
        if has_context:
            odd = odd_positions(y)
            c = ctx.observe(y * (1 - odd) if codec.context == "checkerboard" else y)
            a = torch.cat([a, c * odd if codec.context == "checkerboard" else c], 1)
        net.observe(a)
    hyper, f = quantise_chain(hs, torch.zeros(codec.hyper_channels), SYMBOL_CLIP)
    context = None
    if has_context:
        context, f_ctx = quantise_chain(ctx, torch.zeros(codec.m), SYMBOL_CLIP, mask=head.mask)
        f = torch.cat([f, f_ctx])
    # The decoder drops the last bit of a log2 sigma. That floor is left as it is: networks trained with uniform noise predict scales
    # that are slightly wide for rounded latents, and rounding up (a whole unit instead of a half) measures 0.1 % more bits.
    head, _ = quantise_chain(net, f, ACTIVATION_MAX, OUTPUT_BITS)
    return EntropyNetworks(hyper, context, head, context_type=codec.context, channels=codec.m, k=codec.k)
