"""Entropy-parameter heads: from hyper features and a context of decoded symbols to means, scales and weights of
Gaussians.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

from .context import ContextModel
from .layers import bias_of, conv, lrelu
from .mlic import SliceHead


def odd_positions(y):
    """H x W map, 1 where row + column is odd: the checkerboard's second pass (He 2021, section 3.2)."""
    h, w = y.shape[-2:]
    return ((torch.arange(h, device=y.device)[:, None] + torch.arange(w, device=y.device)) % 2).to(y.dtype)


def random_masks(count, empty=1 / 8):
    """count x 5 x 5 masks, each neighbour visible with probability 1/2, the centre never (He 2021, section 3.1).

    Unlike the paper's, a share of them is empty: the network must know the case that every saving is measured
    against, which would else come up once in 2^24.
    """
    masks = (torch.rand(count, 5, 5) < 0.5).float() * (torch.rand(count, 1, 1) >= empty)
    masks[:, 2, 2] = 0
    return masks


class Head(nn.Module):
    """Entropy parameters from hyper features and a masked 5x5 context convolution, fused point-wise.

    context: the ContextModel (or its name) NONE, SERIAL, CHECKERBOARD, or RANDOM: a fresh mask for each item of each
    training step. k: Gaussians. features: F, of the hyper features and of the context, 2M if None. hyper: B x F x H x
    W, y: B x M x H x W integers. Returns B x (3 k M | 2 M) x H x W: means, log2 sigmas, log2 weights.
    """

    mask: torch.Tensor

    def __init__(self, m, context, k, features=None):
        super().__init__()
        features = features or 2 * m
        self.context = context = ContextModel.parse(context)
        self.k = k
        out = (3 * k if k > 1 else 2) * m
        cin = features
        if context is not ContextModel.NONE:
            self.ctx = nn.Conv2d(m, features, 5, 1, 2)
            cin = 2 * features
            self.register_buffer("mask", self.fixed_mask(context))
        a, c = (10 * m // 3, 8 * m // 3) if k > 1 else ((cin * 2 + out) // 3, (cin + 2 * out) // 3)
        self.net = nn.Sequential(conv(cin, a, 1), lrelu(), conv(a, c, 1), lrelu(), conv(c, out, 1))

    @staticmethod
    def fixed_mask(context):
        """5 x 5, 1 where the context sees a symbol; that of RANDOM in evaluation is the serial one."""
        rows, columns = torch.arange(5)[:, None], torch.arange(5)
        if context is ContextModel.CHECKERBOARD:
            return ((rows + columns) % 2).float()
        return ((rows < 2) | ((rows == 2) & (columns < 2))).float()

    def context_features(self, y):
        """y: B x M x H x W -> B x F x H x W. For the checkerboard, zero at anchors, and only anchors are looked at."""
        odd = odd_positions(y) if self.context is ContextModel.CHECKERBOARD else None
        if odd is not None:
            y = y * (1 - odd)
        if self.context is ContextModel.RANDOM and self.training:
            return self.randomly_masked(y, random_masks(len(y)))
        ctx = F.conv2d(y, (self.ctx.weight * self.mask).to(y.dtype), bias_of(self.ctx).to(y.dtype), padding=2)
        return ctx if odd is None else ctx * odd.to(ctx.dtype)

    def randomly_masked(self, y, masks):
        """The context convolution with a mask of its own for each item; masks: B x 5 x 5."""
        b, m, h, w = y.shape
        seen = F.unfold(y, 5, padding=2) * masks.to(y).reshape(b, 1, 25).repeat(1, m, 1).view(b, 25 * m, 1)
        ctx = self.ctx.weight.flatten(1).to(y.dtype) @ seen + bias_of(self.ctx).to(y.dtype)[:, None]
        return ctx.view(b, -1, h, w)

    def forward(self, hyper, y):
        """As the class says."""
        if self.context is ContextModel.NONE:
            return self.net(hyper)
        return self.net(torch.cat([hyper, self.context_features(y.to(hyper.dtype))], 1))


class Head3D(nn.Module):
    """NLAIC context: masked convolution over (channel, row, column), fused with the hyper features by 1x1x1
    convolutions.

    row_parallel sees only the rows above in the current channel plane, so that a whole row decodes at once. f: maps
    of the convolution, size: its odd side (5 in every pack; the authors' first program had 11), k: Gaussians;
    features: F, those of the hyperprior, 2M if None.
    """

    mask: torch.Tensor

    def __init__(self, m, row_parallel=True, f=24, size=5, k=1, features=None):
        super().__init__()
        self.context = ContextModel.CONTEXT3D if row_parallel else ContextModel.CONTEXT3D_SERIAL
        self.k, c = k, size // 2
        self.fuse = nn.Sequential(conv(features or 2 * m, m), lrelu())
        self.ctx = nn.Conv3d(1, f, size, 1, c)
        mask = torch.zeros(size, size, size)
        mask[:c] = 1
        mask[c, :c] = 1
        if not row_parallel:
            mask[c, c, :c] = 1
        self.register_buffer("mask", mask)
        self.net = nn.Sequential(
            nn.Conv3d(f + 1, 64, 1), lrelu(), nn.Conv3d(64, 96, 1), lrelu(), nn.Conv3d(96, 3 * k if k > 1 else 2, 1)
        )

    def forward(self, hyper, y):
        """hyper: B x F x H x W, y: B x M x H x W integers -> B x (3 k M | 2 M) x H x W."""
        hy, c = self.fuse(hyper), self.ctx.padding
        ctx = F.conv3d(
            y.to(hy.dtype)[:, None],
            (self.ctx.weight * self.mask).to(hy.dtype),
            bias_of(self.ctx).to(hy.dtype),
            padding=c,
        )
        return self.net(torch.cat([ctx, hy[:, None]], 1)).flatten(1, 2)


def make_head(m, context, k, features=None):
    """The untrained head of a ContextModel for M latent channels, k Gaussians and so many hyper features (2M if
    None).
    """
    if context.volume:
        return Head3D(m, context is ContextModel.CONTEXT3D, k=k, features=features)
    if context.sliced:
        return SliceHead(m, context, k, Head(m, ContextModel.CHECKERBOARD, k, features))
    return Head(m, context, k, features)
