"""Exact integer modules: convolutions, sums, gates and attention whose results no runtime, device or thread count can
change.

A convolution computes acc = conv(a, W) + B on integers carried in floating point, with

    sum|W| * max|a| + |B| < 2^24        for every output channel,

so that every partial sum is exactly representable in float32 and any summation order, thread count, SIMD width or
device gives the same bits (TF32, FP16, BF16 and Winograd must be off). Between layers: floor(acc * 2^-shift), clip,
LeakyReLU as max(x, floor(x / 64 + 1/2)); the 1/2 matters, since a plain floor biases every negative activation by
half a unit. The idea of integer networks for decodable priors is that of Balle, Johnston, Minnen (ICLR 2019).

Wide layers are the same with weights of 16 bits and sums in float64, exact below 2^53; they are for heads that serve
channels of very different range. Sums align both sides to one power-of-two scale per channel. Sigmoids are table
look-ups of integer logits. Attention works in float64: integer logits in 1/16 of a binary logarithm, weights
2^(-t/16) from a table, one correctly rounded division.

Every module checks its bounds when it is built. Values are exact; gradients are straight-through, or those of the
smooth function that a table stands for, so that networks can be trained in this form.
"""

import math

import torch
import torch.nn as nn
import torch.nn.functional as F

BUDGET = 2.0**24 - 1
DOUBLE_BUDGET = 2.0**53
SYMBOL_CLIP = 255  # inputs of hyper_synthesis and context
ACTIVATION_MAX = 1023  # 10-bit activations leave 6.5 to 9 bits for weights; 12-bit activations are worse
WIDE_MAX = 32767  # activations of wide layers
OUTPUT_MAX = 8191  # of entropy parameters, and of what is only added to something or goes into float64
LEAK = 64
# Slopes of LeakyReLUs, by what a layer calls them: 2^-6, and 0.01 to a tenth of a percent for networks that were
# trained with that. Both are exact: 41 times what is clipped to 1023 / slope stays below 2^24.
SLOPES: dict[bool | str, float] = {True: 1 / LEAK, "leaky-0.01": 41 / 4096}
LOGIT_BITS = 5  # logits of sigmoids in units of 1/32
LOGIT_MAX = 255
GATE_BITS = 10  # a sigmoid is an integer in 0..2^10
ATTENTION_BITS = 4  # logits of attention in units of 1/16 of a binary logarithm


def floor_ste(x):
    """Floor with the gradient of the identity."""
    return x + (torch.floor(x) - x).detach()


def round_ste(x):
    """Rounding with the gradient of the identity."""
    return x + (torch.round(x) - x).detach()


class Substitute(torch.autograd.Function):
    """The first argument's value with the second's gradient."""

    @staticmethod
    def forward(ctx, value, smooth):
        """The value alone."""
        return value

    @staticmethod
    def backward(ctx, g):
        """The gradient to smooth alone."""
        return None, g


def per_channel(v, x):
    """A vector shaped to broadcast over the channels (axis 1) of x, in x's type."""
    return v.to(x.dtype).view(1, -1, *[1] * (x.dim() - 2))


def lowest(limit, activation):
    """Where the sums of a layer are clipped below, before its activation."""
    if activation == "relu":
        return 0
    return -math.floor(limit / SLOPES[activation]) if activation else -limit


def requantise(acc, shift, limit, activation):
    """Accumulator -> activation: False (none), 'relu', or a LeakyReLU of SLOPES."""
    return Requantise.apply(acc, torch.exp2(-per_channel(shift, acc)), limit, activation)


class Requantise(torch.autograd.Function):
    """floor(acc * factor), clip and activation with the straight-through gradient, in one go because memory bandwidth
    is what it costs.
    """

    @staticmethod
    def forward(ctx, acc, factor, limit, activation):
        """As requantise; factor: 2^-shift, shaped to broadcast."""
        v = torch.floor(acc * factor)
        low, leak = lowest(limit, activation), SLOPES.get(activation)
        if ctx.needs_input_grad[0]:
            slope = factor * ((v >= low) & (v <= limit))
            if leak is not None:  # at 0 both branches have their share
                slope *= torch.where(v > 0, 1.0, torch.where(v < 0, leak, 0.5 + 0.5 * leak))
            ctx.save_for_backward(slope)
        v = v.clamp_(low, limit)
        return v if leak is None else torch.maximum(v, torch.floor(v * leak + 0.5))

    @staticmethod
    def backward(ctx, g):
        """The slope of the clip and the LeakyReLU, as if nothing were rounded."""
        return g * ctx.saved_tensors[0], None, None, None


def align(x, shift):
    """floor(x * 2^shift + 1/2) per channel."""
    return floor_ste(x * torch.exp2(per_channel(shift, x)) + 0.5)


def align_bound(largest, shift):
    """Bound of align's values before the floor in units of their last bit, where |x| <= largest."""
    s = shift.double()
    return torch.where(s < 0, largest + torch.exp2(-s - 1), 2 * largest * torch.exp2(s) + 1).max().item()


def convolve(a, w, b, shift, g):
    """An exact layer: a 2D or 3D convolution or transposed 2D convolution and what follows it.

    g: options of ExactConv.
    """
    dtype = torch.float64 if g["wide"] else a.dtype
    a, w, b, type_ = a.to(dtype), w.to(dtype), b.to(dtype), a.dtype
    if g["transposed"]:
        acc = F.conv_transpose2d(a, w, b, g["stride"], g["padding"], g["output_padding"])
    else:
        acc = (F.conv3d if w.dim() == 5 else F.conv2d)(a, w, b, g["stride"], g["padding"], groups=g["groups"])
    return requantise(acc, shift, g["limit"], g["activation"]).to(type_)


def bound(weight, bias, input_max, transposed):
    """Largest possible |partial sum| per output channel, in float64.

    input_max: bound of |input|, or a list of one per input channel.
    """
    w = weight.double().abs()
    w = (w.transpose(0, 1) if transposed else w).flatten(2).sum(2)
    return (w * torch.tensor(input_max).double()).sum(1) + bias.double().abs()


class ExactConv(nn.Module):
    """One exact layer; the buffers hold integers.

    weight: as in nn.Conv2d, nn.Conv3d (or nn.ConvTranspose2d if transposed); bias: O; shift: O, may be negative;
    activation: False, 'relu', or a LeakyReLU of SLOPES; limit: the output lies in [-limit, limit]; input_max: bound of
    |input|, or a list of one per input channel; wide: sums in float64. ValueError over the budget.
    """

    weight: torch.Tensor
    bias: torch.Tensor
    shift: torch.Tensor

    def __init__(
        self,
        weight,
        bias,
        shift,
        *,
        stride=1,
        padding=0,
        output_padding=0,
        transposed=False,
        groups=1,
        activation=False,
        limit=ACTIVATION_MAX,
        input_max=ACTIVATION_MAX,
        wide=False,
    ):
        super().__init__()
        for name, value in dict(weight=weight, bias=bias, shift=shift).items():
            self.register_buffer(name, value.detach().clone().float())
        self.stride, self.padding, self.output_padding = stride, padding, output_padding
        self.transposed, self.groups = transposed, groups
        self.activation, self.limit, self.input_max, self.wide = activation, limit, input_max, wide
        if not (self.bound() <= (DOUBLE_BUDGET if wide else BUDGET)).all():
            raise ValueError(
                f"partial sums of up to {self.bound().max():.0f} are not exact in float{64 if wide else 32}"
            )

    def options(self):
        """The constructor's keywords."""
        names = (
            "stride",
            "padding",
            "output_padding",
            "transposed",
            "groups",
            "activation",
            "limit",
            "input_max",
            "wide",
        )
        return {k: getattr(self, k) for k in names}

    def bound(self):
        """As bound() of its own weights."""
        return bound(self.weight, self.bias, self.input_max, self.transposed)

    def forward(self, a):
        """Integers in floating point -> the same."""
        return convolve(a, self.weight, self.bias, self.shift, self.options())


class Composite(nn.Module):
    """Base of exact modules with parts. PARTS names the constructor's arguments, kept under these names: modules,
    integer tensors or plain values. Parts may be trainable (QuantisedConv) or exact (ExactConv).
    """

    PARTS: tuple[str, ...] = ()

    def __init__(self, **parts):
        super().__init__()
        assert set(parts) == set(self.PARTS), parts.keys()
        for k, v in parts.items():
            if isinstance(v, torch.Tensor):
                self.register_buffer(k, v.detach().clone().float())
            else:
                setattr(self, k, v)
        if not self.largest() <= BUDGET:
            raise ValueError(f"{type(self).__name__}: values of up to {self.largest():.0f} are not exact in float32")

    def parts(self):
        """The constructor's arguments."""
        return {k: getattr(self, k) for k in self.PARTS}

    def largest(self):
        """Bound of what is computed in float32 outside the parts; in units of the last bit."""
        return 0.0


class ExactSum(Composite):
    """clip(floor(x * 2^shift + 1/2) + branch(x)) to +-limit.

    input_max, branch_max: bounds of |x| and |branch(x)|; shift: per channel.
    """

    PARTS = ("branch", "shift", "limit", "input_max", "branch_max")
    branch: nn.Module
    shift: torch.Tensor
    limit: int
    input_max: int
    branch_max: int

    def largest(self):
        """As of Composite."""
        return align_bound(self.input_max, self.shift) + self.branch_max

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        return (align(x, self.shift) + self.branch(x)).clamp(-self.limit, self.limit)


def sigmoid_table():
    """round(2^10 sigmoid(l / 32)) for l = -255..255."""
    return torch.tensor(
        [math.floor(2**GATE_BITS / (1 + math.exp(-l / 2**LOGIT_BITS)) + 0.5) for l in range(-LOGIT_MAX, LOGIT_MAX + 1)]
    )


def exact_sigmoid(logits):
    """Integers of +-255 in 1/32 -> integers in 0..2^10."""
    value = sigmoid_table().to(logits)[(logits.detach() + LOGIT_MAX).long()]
    if not logits.requires_grad:
        return value
    return Substitute.apply(value, 2.0**GATE_BITS * torch.sigmoid(logits * 2.0**-LOGIT_BITS))


class ExactGate(Composite):
    """floor(trunk(x) * sigmoid(mask(x)) * 2^-shift + 1/2), clipped to +-limit, where the sigmoid is an integer in
    0..2^10.

    mask ends in logits of +-255 in units of 1/32; trunk_max: bound of |trunk(x)|; shift: per channel.
    """

    PARTS = ("trunk", "mask", "shift", "limit", "trunk_max")
    trunk: nn.Module
    mask: nn.Module
    shift: torch.Tensor
    limit: int
    trunk_max: int

    def largest(self):
        """As of Composite."""
        return align_bound(self.trunk_max * 2.0**GATE_BITS, -self.shift)

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        return align(self.trunk(x) * exact_sigmoid(self.mask(x)), -self.shift).clamp(-self.limit, self.limit)
