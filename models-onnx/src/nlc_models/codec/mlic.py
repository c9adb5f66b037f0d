"""Channel slices with multi-reference contexts: entropy heads after MLIC and MLIC+ (Jiang et al. 2023), sections 3.2
to 3.5.

The latent's channels are coded in slices, each in two steps: anchors (row + column even), then the others. All slices
share the network of a checkerboard model, whose weights keep their names here; each adds what its contexts know to
that network's first layer, through weights that start at zero. So training begins at about the checkerboard's rate
(its context lacks later slices: 0 to 0.5 % more bits). Contexts read integer symbols only, through operators that
have an exact integer form: convolutions, LeakyReLU of slope 2^-6, softmax attention.
"""

from typing import Any

import torch
import torch.nn as nn
import torch.nn.functional as F

from .context import ContextModel
from .layers import bias_of, lrelu

SHAPE_CLIP = 16  # of symbols where attention only asks which places are alike: bounds the logits
WINDOW = [
    (r, c) for r in range(-2, 3) for c in range(-2, 3) if (r + c) % 2
]  # the 12 anchors in the 5x5 window of another position


def mlp(*widths):
    """1x1 convolutions with LeakyReLU between them."""
    layers = []
    for i, o in zip(widths, widths[1:]):
        layers += [nn.Conv2d(i, o, 1), lrelu()]
    return nn.Sequential(*layers[:-1])


def pointwise(module, rows):
    """1x1 convolutions applied to rows: ... x C -> ... x C'."""
    if torch.is_grad_enabled() and isinstance(module, nn.Conv2d):  # a fifth less time backwards
        return F.linear(rows, module.weight.flatten(1), module.bias)
    if type(module) is nn.Sequential:
        for m in module:
            rows = pointwise(m, rows)
        return rows
    x = rows.reshape(-1, rows.shape[-1]).t()[None, :, None]
    return module(x)[0, :, 0].t().unflatten(0, rows.shape[:-1])


def rows_of(x):
    """B x C x H x W -> (B H W) x C; a view of channels-last memory."""
    return x.permute(0, 2, 3, 1).reshape(-1, x.shape[1])


class Grid:
    """Row numbers of anchors and others among the (B H W) positions, picture by picture."""

    def __init__(self, batch, height, width, device=None):
        odd = ((torch.arange(height, device=device)[:, None] + torch.arange(width, device=device)) % 2).bool().flatten()
        self.shape, self.odd = (batch, height, width), odd.view(height, width)
        start = torch.arange(batch, device=device)[:, None] * (height * width)
        self.anchors, self.others = ((start + torch.nonzero(v).flatten()).flatten() for v in (~odd, odd))
        self.inverse = torch.cat([self.anchors, self.others]).argsort()

    def pick(self, rows, which):
        """Those of all rows, (B H W) x C, that which numbers."""
        return rows.index_select(0, which)

    def merge(self, anchors, others):
        """Rows of the anchors and of the others -> rows of all positions in order."""
        return torch.cat([anchors, others]).index_select(0, self.inverse)

    def windows(self, rows):
        """Rows of the anchors -> others x 12 x C: the anchors in each 5x5 window; zero outside the picture."""
        b, h, w = self.shape
        padded = self.merge(rows, rows.new_zeros(len(self.others), rows.shape[1])).view(b, h, w, -1)
        padded = F.pad(padded, (0, 0, 2, 2, 2, 2)).reshape(-1, rows.shape[1])
        picture, place = self.others // (h * w), self.others % (h * w)
        centre = (picture * (h + 4) + place // w + 2) * (w + 4) + place % w + 2
        around = centre[:, None] + torch.tensor([r * (w + 4) + c for r, c in WINDOW], device=rows.device)
        return padded.index_select(0, around.flatten()).view(len(centre), len(WINDOW), -1)


class GlobalAttention(nn.Module):
    """softmax(q k / sqrt(d)) v over all positions given as keys: intra-slice (section 3.4) and inter-slice (3.5)
    global context.
    """

    def __init__(self, cq, ck, cv, d, out):
        super().__init__()
        self.d = d
        self.query, self.key = mlp(cq, d), mlp(ck, d)
        self.value = mlp(cv, out, out)

    def forward(self, query, key, value):
        """query: B x P x cq, key: B x R x ck, value: B x R x cv symbols -> B x P x out."""
        q, k = (pointwise(m, x.clamp(-SHAPE_CLIP, SHAPE_CLIP)) for m, x in ((self.query, query), (self.key, key)))
        v = pointwise(self.value, value)
        return torch.softmax((q @ k.transpose(1, 2)).float() * self.d**-0.5, -1).to(v.dtype) @ v


class WindowAttention(nn.Module):
    """Overlapped 5x5 windows around the others: each asks the 12 anchors in its own window (MLIC+, section 3.3)."""

    def __init__(self, cq, width, d, out, heads=2):
        super().__init__()
        self.heads, self.d = heads, d // heads
        self.query, self.key = mlp(cq, d), mlp(width, d)
        self.value = mlp(width, out, out)
        self.bias = nn.Parameter(torch.zeros(heads, len(WINDOW)))
        self.fuse = mlp(out, out)

    def forward(self, query, y, grid):
        """query: features of the others, P x cq; y: anchors' symbols B x width x H x W, zero elsewhere -> P x out."""
        anchors = grid.pick(rows_of(y), grid.anchors)
        k = pointwise(self.key, anchors.clamp(-SHAPE_CLIP, SHAPE_CLIP))
        v = pointwise(self.value, anchors)
        k, v = (
            t.unflatten(2, (self.heads, -1))
            for t in grid.windows(torch.cat([k, v], 1)).split([k.shape[1], v.shape[1]], 2)
        )
        q = pointwise(self.query, query).view(len(query), 1, self.heads, self.d)
        logits = (q * k).sum(3).float() * self.d**-0.5 + self.bias.t()
        a = torch.softmax(logits, 1).to(v.dtype)
        return pointwise(self.fuse, (a[..., None] * v).sum(1).flatten(1))


class Slice(nn.Module):
    """Contexts of one slice of width channels after `previous` others, `last` of them in the slice before; a: what
    they add to, features: F, which MLIC+'s windows ask with (None: without windows).
    """

    def __init__(self, m, a, previous, last, width, features=None):
        super().__init__()
        self.previous, self.last, self.width, self.plus = previous, last, width, features is not None
        c, g, d = m // 3, max(4, m // 6), max(4, m // 12)
        known, seen = 0, c
        if previous:
            self.channel = nn.Sequential(
                nn.Conv2d(previous, m // 2, 3, 1, 1), lrelu(), nn.Conv2d(m // 2, c, 3, 1, 1), lrelu()
            )
            known += c
            if self.plus:
                self.inter = GlobalAttention(previous, previous, previous, d, g)
                known += g
            self.intra = GlobalAttention(last, last, width, d, g)
            seen += g
            self.anchors = nn.Linear(known, a, bias=False)
        if features is not None:
            self.local: Any = WindowAttention(features + known, width, g, c)
        else:
            layers = (nn.Conv2d(width, c, 5, 1, 2), nn.Conv2d(c, c, 3, 1, 1), nn.Conv2d(c, c, 3, 1, 1))
            self.local = nn.Sequential(*(m for layer in layers for m in (layer, lrelu())))
        self.others = nn.Linear(known + seen, a, bias=False)
        for conv in (m for m in self.modules() if isinstance(m, nn.Conv2d)):
            nn.init.kaiming_normal_(conv.weight)
            nn.init.zeros_(bias_of(conv))
        for linear in (self.others, *((self.anchors,) if previous else ())):
            nn.init.zeros_(linear.weight)

    def first_layers(self):
        """Weights that see symbols, with the first of their channels."""
        now, before = self.previous, self.previous - self.last
        layers = [(self.local.value[0], now), (self.local.key[0], now)] if self.plus else [(self.local[0], now)]
        if self.previous:
            layers += [
                (self.channel[0], 0),
                (self.intra.query[0], before),
                (self.intra.key[0], before),
                (self.intra.value[0], now),
            ]
            if self.plus:
                layers += [(layer[0], 0) for layer in (self.inter.query, self.inter.key, self.inter.value)]
        return layers

    def known(self, y, grid):
        """Channel and inter-slice contexts, which both steps see: rows of all positions; None in the first slice."""
        if not self.previous:
            return None
        before = y[:, : self.previous]
        parts = [rows_of(self.channel(before))]
        if self.plus:
            r = rows_of(before).view(grid.shape[0], -1, self.previous)
            parts.append(self.inter(r, r, r).flatten(0, 1))
        return torch.cat([p.to(parts[0].dtype) for p in parts], 1)

    def forward(self, hyper, y, grid):
        """hyper: rows of all positions; y: symbols -> what the contexts add for the anchors (rows, or 0) and for the
        others (rows).
        """
        known = self.known(y, grid)
        current = y[:, self.previous : self.previous + self.width] * ~grid.odd
        seen = [] if known is None else [grid.pick(known, grid.others)]
        if self.plus:
            parts = [*seen, self.local(torch.cat([grid.pick(hyper, grid.others), *seen], 1), current, grid)]
        else:
            parts = [*seen, grid.pick(rows_of(self.local(current)), grid.others)]
        if known is not None:
            b = grid.shape[0]
            last = rows_of(y[:, self.previous - self.last : self.previous])
            anchors, others = (grid.pick(last, i).view(b, -1, self.last) for i in (grid.anchors, grid.others))
            values = grid.pick(rows_of(current), grid.anchors).view(b, -1, self.width)
            parts.append(self.intra(others, anchors, values).flatten(0, 1))
        first = 0 if known is None else self.anchors(grid.pick(known, grid.anchors))
        return first, self.others(torch.cat([p.to(parts[0].dtype) for p in parts], 1))


def slice_widths(m):
    """Channels of each slice: small ones first, since the latent is ordered by energy (the uneven grouping of ELIC,
    He et al. 2022).
    """
    if m >= 96:
        return [8, 8, 16, m // 4, m - 32 - m // 4]
    return [m // 4, m // 4, m - m // 4 * 2]


class SliceHead(nn.Module):
    """Entropy parameters of the ContextModels MLIC and MLIC_PLUS. hyper: B x F x H x W, y: B x M x H x W integers.

    ctx and net are those of the checkerboard Head: every slice goes through the same net, whose context convolution
    sees the anchors of the slices up to its own. What the contexts of mlic.Slice tell is added before net's first
    LeakyReLU.
    """

    mask: torch.Tensor
    ctx: nn.Conv2d
    net: Any  # a Sequential of convolutions and LeakyReLUs
    slices: Any  # a ModuleList of Slice

    def __init__(self, m, context, k, checkerboard):
        """checkerboard: the Head whose layers this one builds on, F among them."""
        super().__init__()
        self.context = ContextModel.parse(context)
        self.k, self.m = k, m
        self.ctx, self.net = checkerboard.ctx, checkerboard.net
        self.features = self.ctx.out_channels
        self.register_buffer("mask", checkerboard.mask)
        self.widths = slice_widths(m)
        self.out = self.net[-1].out_channels // m
        first = [sum(self.widths[:i]) for i in range(len(self.widths))]
        self.slices = nn.ModuleList(
            Slice(
                m,
                self.net[0].out_channels,
                f,
                self.widths[i - 1] if i else 0,
                w,
                self.features if self.context is ContextModel.MLIC_PLUS else None,
            )
            for i, (f, w) in enumerate(zip(first, self.widths))
        )

    @torch.no_grad()
    def normalise(self, size):
        """Scale the untrained layers that see symbols to channels of these sizes (M root mean squares)."""
        for s in self.slices:
            for layer, first in s.first_layers():
                layer.weight /= size[first : first + layer.in_channels].clamp(min=0.03).view(1, -1, 1, 1)

    def rows_of_last(self, channels):
        """(weight, bias) of net's last layer for these channels; its outputs are ordered kind of parameter,
        component, channel.
        """
        weight, bias = (t.unflatten(0, (self.out, self.m)) for t in (self.net[-1].weight.flatten(1), self.net[-1].bias))
        return weight[:, channels].flatten(0, 1), bias[:, channels].flatten()

    def forward(self, hyper, y):
        """As the class says: B x (3 k M | 2 M) x H x W, means, log2 sigmas, log2 weights."""
        b, _, h, w = y.shape
        grid = Grid(b, h, w, y.device)
        y = y.contiguous(memory_format=torch.channels_last)
        hyper, n = rows_of(hyper), self.features
        weight = self.net[0].weight.flatten(1)
        common = F.linear(hyper, weight[:, :n], self.net[0].bias)
        anchors, others = grid.pick(common, grid.anchors), grid.pick(common, grid.others)
        others = others + F.linear(bias_of(self.ctx), weight[:, n:])
        taps, count = self.ctx.weight * self.mask, len(grid.anchors)
        first, second = [], []
        for s in self.slices:
            channels = slice(s.previous, s.previous + s.width)
            local = F.conv2d(y[:, channels] * ~grid.odd, taps[:, channels], padding=2)
            others = others + F.linear(grid.pick(rows_of(local), grid.others), weight[:, n:])
            a, o = s(hyper, y, grid)
            hidden = F.linear(
                self.net[1](torch.cat([anchors + a, others + o])), self.net[2].weight.flatten(1), self.net[2].bias
            )
            params = F.linear(self.net[3](hidden), *self.rows_of_last(channels)).view(-1, self.out, s.width)
            first.append(params[:count])
            second.append(params[count:])
        rows = grid.merge(torch.cat(first, 2), torch.cat(second, 2)).flatten(1)
        return rows.view(b, h, w, -1).permute(0, 3, 1, 2)
