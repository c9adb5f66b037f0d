"""Exact modules of networks that yield sigmas rather than their logarithms, as CompressAI's do."""

from functools import cache

import torch

from ..codec.compressai import SCALE_BOUND
from ..codec.likelihood import LowerBound
from .exact import OUTPUT_MAX, Composite, Substitute, per_channel

SCALE_MAX = 32767  # of sigmas: the sizes of their table
OUTPUT_STEPS = 16  # entropy parameters are in 1/16


@cache
def logarithm_table():
    """round(16 log2 a) for a = 0..SCALE_MAX; of 0 a number below all others."""
    a = torch.arange(SCALE_MAX + 1).double()
    return torch.floor(OUTPUT_STEPS * torch.log2(a) + 0.5).clamp(min=-OUTPUT_MAX).float()


class ExactOnes(Composite):
    """One more channel, which holds the same value everywhere."""

    PARTS = ("value",)
    value: int

    def forward(self, x):
        """B x C x H x W -> B x (C + 1) x H x W."""
        return torch.cat([x, torch.full_like(x[:, :1], self.value)], 1)


class ExactScales(Composite):
    """Sigmas, then means (or none: zero) -> means, then log2 sigmas, both in 1/16: the logarithm is a table look-up.

    bits: fractional bits of each sigma, M; the means have their unit already. means: whether there are any. Sigmas
    are at least 0.11.
    """

    PARTS = ("bits", "means")
    bits: torch.Tensor
    means: bool

    @property
    def channels(self):
        """Of the output."""
        return 2 * len(self.bits)

    @staticmethod
    def least():
        """The least log2 sigma."""
        return round(OUTPUT_STEPS * torch.log2(torch.tensor(SCALE_BOUND)).item())

    def forward(self, x):
        """B x 2M or B x M, then any axes -> B x 2M."""
        scale, mean = x.chunk(2, 1) if self.means else (x, torch.zeros_like(x))
        index = scale.detach().clamp(0, SCALE_MAX).long()
        bits = per_channel(self.bits, x)
        value = (logarithm_table().to(x)[index] - OUTPUT_STEPS * bits).clamp(min=self.least())
        if scale.requires_grad:
            smooth = OUTPUT_STEPS * torch.log2(LowerBound.apply(scale * torch.exp2(-bits), SCALE_BOUND))
            value = Substitute.apply(value, smooth)
        return torch.cat([mean.clamp(-OUTPUT_MAX, OUTPUT_MAX), value], 1)
