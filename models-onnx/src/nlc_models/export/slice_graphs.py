"""Graphs of the exact channel slices: one for the anchors and one for the others of each slice."""

from onnx import TensorProto

from ..codec.mlic import SHAPE_CLIP, WINDOW
from ..integer.exact import SYMBOL_CLIP
from .emit import attention, emit, emit_rows
from .entropy_graphs import output_channels
from .graph import Graph


class SliceGraph(Graph):
    """One step of one slice (slices.ExactSlice).

    Rows are 1 x P x C; which positions are anchors follows from the size of hyper.
    """

    def __init__(self, n, s, others):
        super().__init__(f"slice_{'others' if others else 'anchors'}")
        self.slice, seen = s, s.previous + (s.width if others else 0)
        self.hyper = self.input("hyper", [1, output_channels(n.hyper_synthesis), "h", "w"])
        self.y = self.clip(self.input("y", [1, seen, "h", "w"]), SYMBOL_CLIP) if seen else None
        shape = self.node("Shape", self.hyper)
        size = [self.node("Gather", shape, self.long(i)) for i in (2, 3)]
        self.height, self.width = size
        zero, one, two = (self.long(v) for v in (0, 1, 2))
        row, column = (self.node("Range", zero, v, one) for v in size)
        odd = self.node("Mod", self.node("Add", self.node("Unsqueeze", row, self.indices([1])), column), two)
        self.even_map = self.cast(self.node("Sub", one, odd), TensorProto.FLOAT)
        odd = self.node("Reshape", odd, self.indices([-1]))
        even = self.node("Sub", one, odd)

        def index(mask):
            return self.node("Reshape", self.node("NonZero", mask), self.indices([-1]))

        self.anchors, self.others = index(even), index(odd)
        # where the row of a position is, among those computed; the other positions get any
        self.rank = self.node("Max", self.node("Sub", self.node("CumSum", odd if others else even, zero), one), zero)

    def long(self, value):
        """A scalar, of no dimensions."""
        return self.node("Squeeze", self.indices([value]))

    def pick(self, rows, which):
        """Those of all rows that which numbers."""
        return self.node("Gather", rows, which, axis=1)

    def chain(self, module, rows):
        """Rows through pointwise layers."""
        for m in module:
            rows = emit_rows(m, self, rows)
        return rows

    def channels(self, y, first, last):
        """Channels first to last - 1 of a map."""
        return self.node("Slice", y, self.indices([first]), self.indices([last]), self.indices([1]))

    def known(self, which):
        """Rows of the positions which: hyper features, channel context, inter-slice context."""
        s, parts = self.slice, [self.pick(self.rows(self.hyper), which)]
        if s.channel is not None:
            before = self.channels(self.y, 0, s.previous)
            parts.append(self.pick(self.rows(emit(s.channel, self, before)), which))
            if s.inter is not None:
                rows = self.rows(before)
                parts.append(self.attend(s.inter, self.pick(rows, which), rows, rows))
        return self.join(parts)

    def join(self, parts):
        """Rows side by side."""
        return self.node("Concat", *parts, axis=2) if len(parts) > 1 else parts[0]

    def attend(self, m, query, key, value):
        """Rows of slices.ExactAttention m."""
        q, k = (self.chain(part, self.clip(x, SHAPE_CLIP)) for part, x in ((m.query, query), (m.key, key)))
        return attention(self, q, k, self.chain(m.value, value), m.shift)

    def window(self, m, query, current):
        """Rows of the others: slices.ExactWindow."""
        rows, heads = self.rows(current), len(m.bias)
        two, wide = self.long(2), self.node("Add", self.width, self.long(4))
        row, column = self.node("Div", self.others, self.width), self.node("Mod", self.others, self.width)
        centre = self.node("Add", self.node("Mul", self.node("Add", row, two), wide), self.node("Add", column, two))
        rows_away, columns_away = (self.indices(o) for o in zip(*WINDOW))
        away = self.node("Add", self.node("Mul", rows_away, wide), columns_away)
        around = self.node("Add", self.node("Unsqueeze", centre, self.indices([1])), away)
        shape = self.node(
            "Concat",
            self.indices([1]),
            *(self.node("Unsqueeze", v, self.indices([0])) for v in (self.height, self.width)),
            self.indices([-1]),
            axis=0,
        )

        def around_each(x, depth):  # 1 x P x C -> others x heads x 12 x C / heads
            x = self.node("Pad", self.node("Reshape", x, shape), self.indices([0, 2, 2, 0, 0, 2, 2, 0]), self.scalar(0))
            x = self.node("Gather", self.node("Reshape", x, self.indices([-1, depth])), around, axis=0)
            x = self.node("Reshape", x, self.indices([-1, len(WINDOW), heads, depth // heads]))
            return self.node("Transpose", x, perm=[0, 2, 1, 3])

        k = around_each(self.chain(m.key, self.clip(rows, SHAPE_CLIP)), output_channels(m.key))
        v = around_each(self.chain(m.value, rows), output_channels(m.value))
        q = self.node(
            "Reshape", self.chain(m.query, query), self.indices([-1, heads, 1, output_channels(m.query) // heads])
        )
        a = attention(self, q, k, v, m.shift, bias=self.integer(m.bias[:, None]), rank=4)
        return self.chain(m.fuse, self.node("Reshape", a, self.indices([1, -1, output_channels(m.value)])))

    def finish(self, layers, rows):
        """Rows of the positions computed, through a slice's network, to a map of entropy parameters."""
        c = output_channels(layers)
        rows = self.pick(self.chain(layers, rows), self.rank)
        size = (self.node("Unsqueeze", v, self.indices([0])) for v in (self.height, self.width))
        shape = self.node("Concat", self.indices([1, c]), *size, axis=0)
        return self.model(
            self.node("Reshape", self.node("Transpose", rows, perm=[0, 2, 1]), shape), "params", [1, c, "h", "w"]
        )


def slice_anchors(n, s):
    """hyper 1 x F x h x w, y 1 x C x h x w: the slices before s, if there are any -> params of the anchors of s;
    elsewhere anything.
    """
    g = SliceGraph(n, s, False)
    return g.finish(s.anchors, g.known(g.anchors))


def slice_others(n, s):
    """hyper 1 x F x h x w, y 1 x C x h x w: the slices up to and with s, of which only anchors count -> params of the
    others of s.
    """
    g = SliceGraph(n, s, True)
    anchors = g.node("Mul", g.y, g.even_map)
    current = g.channels(anchors, s.previous, s.previous + s.width)
    seen = g.known(g.others)
    parts = [seen, g.pick(g.rows(emit(s.context, g, anchors)), g.others)]
    if s.windowed():
        parts.append(g.window(s.local, seen, current))
    else:
        parts.append(g.pick(g.rows(emit(s.local, g, current)), g.others))
    if s.intra is not None:
        last = g.rows(g.channels(g.y, s.previous - s.last, s.previous))
        parts.append(
            g.attend(s.intra, g.pick(last, g.others), g.pick(last, g.anchors), g.pick(g.rows(current), g.anchors))
        )
    return g.finish(s.others, g.join(parts))
