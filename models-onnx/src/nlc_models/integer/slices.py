"""The exact form of the MLIC heads (mlic.py): integer symbols and hyper features in, integer entropy parameters out.

Pointwise layers work on rows, a row a position, so that each of the two steps of a slice computes its own positions
only.
"""

from typing import Any

import torch
import torch.nn as nn

from ..codec.mlic import SHAPE_CLIP, Grid, WindowAttention, pointwise, rows_of
from .attention import check_attention, exact_attention
from .exact import SYMBOL_CLIP, Composite


class ExactAttention(Composite):
    """Global context: queries from symbols at some positions, keys and values from those at others; the first two
    clipped to +-SHAPE_CLIP.

    q_max, k_max, v_max: bounds of the three after their layers; shift: an integer, see exact_attention.
    """

    PARTS = ("query", "key", "value", "shift", "width", "q_max", "k_max", "v_max")
    query: nn.Module
    key: nn.Module
    value: nn.Module
    shift: int
    width: int
    q_max: int
    k_max: int
    v_max: int

    def __init__(self, **parts):
        super().__init__(**parts)
        check_attention(self.width, self.q_max, self.k_max, self.v_max, self.shift)

    def forward(self, query, key, value):
        """B x P x c, B x R x c, B x R x c' -> B x P x e."""
        q, k = (pointwise(m, x.clamp(-SHAPE_CLIP, SHAPE_CLIP)) for m, x in ((self.query, query), (self.key, key)))
        return exact_attention(q, k, pointwise(self.value, value), self.shift)


class ExactWindow(Composite):
    """Overlapped window attention. bias: heads x 12 integers added to the logits; see ExactAttention for the rest."""

    PARTS = ("query", "key", "value", "fuse", "bias", "shift", "width", "q_max", "k_max", "v_max")
    query: nn.Module
    key: nn.Module
    value: nn.Module
    fuse: nn.Module
    bias: torch.Tensor
    shift: int
    width: int
    q_max: int
    k_max: int
    v_max: int

    def __init__(self, **parts):
        super().__init__(**parts)
        check_attention(self.width, self.q_max, self.k_max, self.v_max, self.shift, self.bias.abs().max().item())

    def forward(self, query, y, grid):
        """query: rows of the others; y: B x width x H x W, zero but at anchors -> rows of the others."""
        anchors = grid.pick(rows_of(y), grid.anchors)
        k = pointwise(self.key, anchors.clamp(-SHAPE_CLIP, SHAPE_CLIP))
        v = pointwise(self.value, anchors)
        q = pointwise(self.query, query)
        heads = len(self.bias)

        def split(t):
            return t.unflatten(2, (heads, -1)).transpose(1, 2)  # P x n x heads d -> P x heads x n x d

        k, v = (split(t) for t in grid.windows(torch.cat([k, v], 1)).split([k.shape[1], v.shape[1]], 2))
        a = exact_attention(split(q[:, None]), k, v, self.shift, bias=self.bias[:, None].to(q.dtype))
        return pointwise(self.fuse, a.flatten(1))


class ExactSlice(Composite):
    """One slice of width channels after `previous` others, `last` of them in the slice before.

    Each step is one network, anchors or others, on the concatenation of the hyper features and what its contexts
    tell. Parts that a slice has not are None. With float parts it is a mlic.Slice and the network around it written
    out, for calibration.
    """

    PARTS = ("previous", "last", "width", "channel", "inter", "context", "local", "intra", "anchors", "others")
    previous: int
    last: int
    width: int
    channel: nn.Module | None
    inter: nn.Module | None
    context: nn.Module
    local: nn.Module
    intra: nn.Module | None
    anchors: nn.Module
    others: nn.Module

    def known(self, hyper, y, grid):
        """Rows of all positions: hyper features, channel context, inter-slice context."""
        parts, before = [hyper], y[:, : self.previous]
        if self.channel is not None:
            parts.append(rows_of(self.channel(before)))
        if self.inter is not None:
            r = rows_of(before).unflatten(0, (grid.shape[0], -1))
            parts.append(self.inter(r, r, r).flatten(0, 1))
        return torch.cat(parts, 1)

    def first(self, known, grid):
        """Parameters of the anchors, rows."""
        return pointwise(self.anchors, grid.pick(known, grid.anchors))

    def second(self, known, y, grid):
        """Parameters of the others, rows; of y the anchors of the slices up to this count, and all of the slices
        before.
        """
        current = y[:, self.previous : self.previous + self.width] * ~grid.odd
        seen = grid.pick(known, grid.others)
        around = self.context(y[:, : self.previous + self.width] * ~grid.odd)
        parts = [seen, grid.pick(rows_of(around), grid.others)]
        if self.windowed():
            parts.append(self.local(seen, current, grid))
        else:
            parts.append(grid.pick(rows_of(self.local(current)), grid.others))
        if self.intra is not None:

            def group(x, which):
                return grid.pick(rows_of(x), which).unflatten(0, (grid.shape[0], -1))

            last = y[:, self.previous - self.last : self.previous]
            a = self.intra(group(last, grid.others), group(last, grid.anchors), group(current, grid.anchors))
            parts.append(a.flatten(0, 1))
        return pointwise(self.others, torch.cat(parts, 1))

    def windowed(self):
        """Whether its local context is window attention (MLIC+)."""
        return isinstance(self.local, (ExactWindow, WindowAttention))


class ExactSlices(Composite):
    """All slices: hyper B x F x H x W and y B x M x H x W integers -> B x (3 k M | 2 M) x H x W."""

    PARTS = ("slices",)
    slices: Any  # a Sequential of ExactSlice

    @property
    def widths(self):
        """Channels of each slice."""
        return [s.width for s in self.slices]

    def forward(self, hyper, y):
        """As the class says."""
        grid = Grid(y.shape[0], y.shape[2], y.shape[3], y.device)
        hyper, y = rows_of(hyper), y.clamp(-SYMBOL_CLIP, SYMBOL_CLIP)
        first, second = [], []
        for s in self.slices:
            known = s.known(hyper, y, grid)
            first.append(s.first(known, grid).unflatten(1, (-1, s.width)))
            second.append(s.second(known, y, grid).unflatten(1, (-1, s.width)))
        rows = grid.merge(torch.cat(first, 2), torch.cat(second, 2)).flatten(1)
        return rows.unflatten(0, grid.shape).permute(0, 3, 1, 2)

    def steps(self, hyper, y):
        """One picture in coding order: yields (rows of the positions, channels as a slice, parameters P x (3 k | 2) x
        width).

        The caller may change y in between, to what is decoded.
        """
        grid, hyper = Grid(1, y.shape[2], y.shape[3], y.device), rows_of(hyper)
        for s in self.slices:
            channels = slice(s.previous, s.previous + s.width)
            for step, rows in enumerate((grid.anchors, grid.others)):
                clipped = y.clamp(-SYMBOL_CLIP, SYMBOL_CLIP)
                known = s.known(hyper, clipped, grid)
                params = s.second(known, clipped, grid) if step else s.first(known, grid)
                yield rows, channels, params.unflatten(1, (-1, s.width))
