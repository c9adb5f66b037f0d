"""The trainable form of an exact convolution: real-valued weights, the same arithmetic."""

import torch
import torch.nn as nn

from .exact import BUDGET, WIDE_MAX, ExactConv, bound, convolve, round_ste


class QuantisedConv(nn.Module):
    """A convolution with real-valued weights that computes what exact() of it will compute: the trainable form.

    f_in, f_out: fractional bits per input and output channel. mask: what keeps its weight of a masked convolution, of
    the kernel's shape; training must not bring to life what the decoder cannot see.
    """

    mask: torch.Tensor
    column: torch.Tensor  # what a unit of each input channel counts, in the shape of the weights' rows
    f_out: torch.Tensor
    offset: torch.Tensor  # added before the floor, in output units: 1/2 rounds
    scale: torch.Tensor

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
        group = conv.in_channels // conv.groups
        column = (
            torch.exp2(-f_in.float()).view(conv.groups, group).repeat_interleave(conv.out_channels // conv.groups, 0)
        )
        self.register_buffer("column", column.view(*column.shape, *[1] * len(conv.kernel_size)))
        self.register_buffer("f_out", f_out.float())
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
        """Largest power-of-two scale per output channel that keeps the layer within the budget, or a wide one's
        weights within 16 bits.
        """
        weight, wide = self.rows(self.weight * self.mask).double() * self.column, self.geometry["wide"]
        size = (
            weight.abs().flatten(1).amax(1)
            if wide
            else bound(weight, torch.zeros(()), self.geometry["input_max"], False)
        )
        scale = torch.floor(torch.log2((WIDE_MAX if wide else BUDGET) / size.clamp(min=1e-9))).clamp(-20, 40).float()
        # The bias shares the budget and must not dominate it; nor do scales finer than the output help beyond its
        # rounding.
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
        """What the exact layer computes, with straight-through gradients."""
        w, b = self.integers(self.scale)
        return convolve(a, w, b, self.scale - self.f_out, self.geometry)
