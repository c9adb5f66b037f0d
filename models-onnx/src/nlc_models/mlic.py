"""Channel slices with multi-reference contexts: entropy heads after MLIC and MLIC+ (Jiang et al. 2023), sections 3.2 to 3.5.

The latent's channels are coded in slices, each in two steps: anchors (row + column even), then the others. What a slice adds is a
residual on the parameters of a plain hyperprior (Head with context 'none', whose weights keep their names here) and starts at zero, so
that training begins at the hyperprior's rate. Contexts read integer symbols only, through operators that have an exact integer form:
convolutions, LeakyReLU of slope 2^-6, softmax attention.
"""

import torch
import torch.nn as nn
import torch.nn.functional as F

SYMBOL_SCALE = 0.25  # symbols reach hundreds at high rates
SHAPE_CLIP = 16  # of symbols where attention only asks which places are alike: bounds the logits
WINDOW = [(r, c) for r in range(-2, 3) for c in range(-2, 3) if (r + c) % 2]  # the 12 anchors in the 5x5 window of another position


def lrelu():
    return nn.LeakyReLU(2.0**-6)


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
        return rows.index_select(0, which)

    def merge(self, anchors, others):
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
    """softmax(q k / sqrt(d)) v over all positions given as keys: intra-slice (section 3.4) and inter-slice (3.5) global context."""

    def __init__(self, cq, ck, cv, d, out):
        super().__init__()
        self.d = d
        self.query, self.key = mlp(cq, d), mlp(ck, d)
        self.value = mlp(cv, out, out)

    def forward(self, query, key, value):
        """query: B x P x cq, key: B x R x ck, value: B x R x cv symbols -> B x P x out."""
        q, k = (pointwise(m, x.clamp(-SHAPE_CLIP, SHAPE_CLIP) * SYMBOL_SCALE) for m, x in ((self.query, query), (self.key, key)))
        v = pointwise(self.value, value * SYMBOL_SCALE)
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
        k = pointwise(self.key, anchors.clamp(-SHAPE_CLIP, SHAPE_CLIP) * SYMBOL_SCALE)
        v = pointwise(self.value, anchors * SYMBOL_SCALE)
        k, v = (t.unflatten(2, (self.heads, -1)) for t in grid.windows(torch.cat([k, v], 1)).split([k.shape[1], v.shape[1]], 2))
        q = pointwise(self.query, query).view(len(query), 1, self.heads, self.d)
        logits = (q * k).sum(3).float() * self.d**-0.5 + self.bias.t()
        a = torch.softmax(logits, 1).to(v.dtype)
        return pointwise(self.fuse, (a[..., None] * v).sum(1).flatten(1))


class Slice(nn.Module):
    """Residual parameters of one slice of width channels after `previous` decoded channels. f: hyper features; out: 3 k or 2."""

    def __init__(self, m, f, previous, width, out, plus):
        super().__init__()
        self.previous, self.width, self.plus = previous, width, plus
        c, g, d = m // 3, max(4, m // 6), max(4, m // 12)
        known = f
        if previous:
            self.channel = nn.Sequential(nn.Conv2d(previous, m // 2, 3, 1, 1), lrelu(), nn.Conv2d(m // 2, c, 3, 1, 1), lrelu())
            known += c
            if plus:
                self.inter = GlobalAttention(previous, previous, previous, d, g)
                known += g
            self.intra = GlobalAttention(width, width, width, d, g)
            self.anchors = mlp(known, m, 2 * m // 3, out * width)
        if plus:
            self.local = WindowAttention(known, width, g, c)
        else:
            self.local = nn.Sequential(nn.Conv2d(width, c, 5, 1, 2), lrelu(), nn.Conv2d(c, c, 3, 1, 1), lrelu(), nn.Conv2d(c, c, 3, 1, 1), lrelu())
        self.others = mlp(known + c + (g if previous else 0), m, 2 * m // 3, out * width)
        for net in (self.others, *((self.anchors,) if previous else ())):
            nn.init.zeros_(net[-1].weight)
            nn.init.zeros_(net[-1].bias)

    def known(self, hyper, y, grid):
        """What both steps see: hyper features, channel context and inter-slice context. Rows of all positions."""
        if not self.previous:
            return hyper
        before = y[:, : self.previous]
        parts = [hyper, rows_of(self.channel(before * SYMBOL_SCALE))]
        if self.plus:
            r = rows_of(before).view(grid.shape[0], -1, self.previous)
            parts.append(self.inter(r, r, r).flatten(0, 1))
        return torch.cat([p.to(hyper.dtype) for p in parts], 1)

    def forward(self, hyper, y, grid):
        """hyper: rows of all positions; y: B x M x H x W symbols -> (anchors, others): rows of residual parameters or None, rows."""
        known = self.known(hyper, y, grid)
        current = y[:, self.previous : self.previous + self.width] * ~grid.odd
        first = pointwise(self.anchors, grid.pick(known, grid.anchors)) if self.previous else None
        seen = grid.pick(known, grid.others)
        if self.plus:
            parts = [seen, self.local(seen, current, grid)]
        else:
            parts = [seen, grid.pick(rows_of(self.local(current * SYMBOL_SCALE)), grid.others)]
        if self.previous:
            b = grid.shape[0]
            last = rows_of(y[:, self.previous - self.width : self.previous])
            anchors, others = (grid.pick(last, i).view(b, -1, self.width) for i in (grid.anchors, grid.others))
            values = grid.pick(rows_of(current), grid.anchors).view(b, -1, self.width)
            parts.append(self.intra(others, anchors, values).flatten(0, 1))
        return first, pointwise(self.others, torch.cat([p.to(seen.dtype) for p in parts], 1))


class SliceHead(nn.Module):
    """Entropy parameters of MLIC ('mlic') and MLIC+ ('mlic-plus'). hyper: B x 2M x H x W, y: B x M x H x W integers.

    net is that of Head with context 'none'; its first two layers make the hyper features that all slices share.
    """

    HYPER = ("net",)

    def __init__(self, m, context, k, hyperprior):
        """hyperprior: the Head whose net this one builds on."""
        super().__init__()
        self.context, self.k, self.m = context, k, m
        self.net = hyperprior.net
        # slices of 32 channels as in the paper; test networks have fewer channels
        self.widths = [32] * (m // 32) if m % 32 == 0 else [m // 3] * 3
        assert sum(self.widths) == m
        f, self.out = self.hyper_features, self.net[-1].out_channels // m
        self.slices = nn.ModuleList(
            Slice(m, f, sum(self.widths[:i]), w, self.out, context == "mlic-plus") for i, w in enumerate(self.widths))

    @property
    def hyper_features(self):
        return self.net[-1].in_channels

    def shared(self, hyper):
        """The hyper features that all slices see: B x 2M x H x W -> B x F x H x W."""
        return self.net[:-1](hyper)

    def forward(self, hyper, y):
        b, _, h, w = y.shape
        grid = Grid(b, h, w, y.device)
        y = y.contiguous(memory_format=torch.channels_last)
        hyper = pointwise(self.net[:-1], rows_of(hyper))
        first, second = [], []
        for s in self.slices:
            a, o = s(hyper, y, grid)
            a = o.new_zeros(len(grid.anchors), self.out * s.width) if a is None else a
            first.append(a.view(-1, self.out, s.width))
            second.append(o.view(-1, self.out, s.width))
        residual = grid.merge(torch.cat(first, 2), torch.cat(second, 2)).flatten(1)
        return (pointwise(self.net[-1], hyper) + residual).view(b, h, w, -1).permute(0, 3, 1, 2)
