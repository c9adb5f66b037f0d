"""gradient.onnx: how the cost of a latent, bits + weight * squared error, changes with each of its symbols, for
encoders that look for cheaper ones (docs/pack.md; Yang, Bamler and Mandt 2020).

It is made of the pack's own synthesis and head, as they are in its files: what is differentiated are the very networks
that synthesise and that price the symbols. It holds none of their weights: its constants `synthesis/NAME` and
`head/NAME` are those of the two files, which readers add. No probability depends on it, and a pack's digest does not
change.

Symbols may lie between integers, where the probability of the unit bin around them counts.
"""

import json
import math
from pathlib import Path

import onnx

from ..codec.context import ContextType
from .graph import Graph
from .manifest import manifest_text, sha256
from .pullback import Pullback, embed

FILE = "gradient.onnx"
PARTS = ("synthesis", "head")
LOG2_SIGMA = (-3.0, 8.0)  # the range of the decoder's tables
LEAST = 2.0**-20  # probability that counts; what is less likely is not priced by its tables any more
STEPS = 16  # entropy parameters are in 1/16


def visible(kernel):
    """(row, column) of each tap of a causal kernel relative to its centre, in raster order."""
    n = kernel // 2
    return [(i // kernel - n, i % kernel - n) for i in range(kernel * n + n)]


class Rows:
    """The symbols that each position of a serial context sees, one row a position: h w x taps M, tap by tap."""

    def __init__(self, g, y, channels, kernel):
        self.g, self.channels, self.n = g, channels, kernel // 2
        self.taps = visible(kernel)
        self.shape = g.node("Shape", y)
        n = self.n
        padded = g.node("Pad", y, g.indices([0, 0, n, n, 0, 0, 0, n]), mode="constant")
        seen = [self.columns(self.window(padded, n + r, n + c)) for r, c in self.taps]
        self.value = g.node("Concat", *seen, axis=1)

    def size(self, axis):
        """A size of y, as a vector of one."""
        return self.g.node("Slice", self.shape, self.g.indices([axis]), self.g.indices([axis + 1]))

    def window(self, x, row, column):
        """h x w of x from a row and a column on."""
        g = self.g
        begin = g.indices([row, column])
        size = g.node("Concat", self.size(2), self.size(3), axis=0)
        return g.node("Slice", x, begin, g.node("Add", size, begin), g.indices([2, 3]))

    def columns(self, x):
        """1 x M x h x w -> h w x M."""
        flat = self.g.node("Reshape", x, self.g.indices([self.channels, -1]))
        return self.g.node("Transpose", flat, perm=[1, 0])

    def raster(self, x):
        """h w x M -> 1 x M x h x w."""
        return self.g.node("Reshape", self.g.node("Transpose", x, perm=[1, 0]), self.shape)

    def pullback(self, d):
        """The derivative by the rows to that by y."""
        g, n = self.g, self.n
        total = None
        for i, (r, c) in enumerate(self.taps):
            part = g.indices([i * self.channels]), g.indices([(i + 1) * self.channels]), g.indices([1])
            x = self.raster(g.node("Slice", d, *part))
            # to where it was looked at: back by r rows and c columns, what falls off the edge was padding
            x = g.node("Pad", x, g.indices([0, 0, 0, n, 0, 0, n, n]), mode="constant")
            x = self.window(x, -r, n - c)
            total = x if total is None else g.node("Add", total, x)
        return total


class Bits:
    """-log2 of the probability of the unit bin around each symbol under a mixture of Gaussians, and its derivatives.

    params: P x (3 k M | 2 M), as heads yield them; v: P x M; counts: P x 1, what each position counts.
    """

    def __init__(self, g, params, v, counts, channels, k):
        self.g = g
        kinds = 3 if k > 1 else 2
        p = g.node("Reshape", params, g.indices([-1, kinds, k, channels]))
        self.mean, self.sigma, *logits = (self.kind(p, i) for i in range(kinds))
        mean = g.node("Mul", self.mean, g.scalar(1 / STEPS))
        # the tables are in 1/8
        eighths = g.node("Floor", g.node("Mul", self.sigma, g.scalar(0.5)))
        limits = [g.scalar(8 * x) for x in LOG2_SIGMA]
        clipped = g.node("Clip", eighths, *limits)
        sharp = g.node("Exp", g.node("Mul", clipped, g.scalar(-math.log(2) / 8)))
        off = g.node("Sub", g.node("Unsqueeze", v, g.indices([1])), mean)
        upper = g.node("Mul", g.node("Add", off, g.scalar(0.5)), sharp)
        lower = g.node("Mul", g.node("Sub", off, g.scalar(0.5)), sharp)
        mass = g.node("Sub", self.normal(upper), self.normal(lower))
        weights = self.weights(logits[0]) if logits else None
        shares = g.node("Mul", weights, mass) if logits else mass
        probability = self.sum(shares)
        bounded = g.node("Max", probability, g.scalar(LEAST))
        self.value = g.node("Mul", g.node("Log", self.flat(bounded)), g.scalar(-1 / math.log(2)))
        self.value = g.node("Mul", self.value, counts)
        # d bits / d probability, then the chain rule
        outer = g.node(
            "Div", g.node("Mul", g.node("Unsqueeze", counts, g.indices([1])), g.scalar(-1 / math.log(2))), bounded
        )
        outer_shares = g.node("Mul", outer, weights) if logits else outer
        at_upper, at_lower = self.density(upper), self.density(lower)
        by_v = g.node("Mul", g.node("Mul", g.node("Sub", at_upper, at_lower), sharp), outer_shares)
        self.by_v = self.flat(self.sum(by_v))
        by_mean = g.node("Mul", by_v, g.scalar(-1 / STEPS))
        stretch = g.node("Sub", g.node("Mul", lower, at_lower), g.node("Mul", upper, at_upper))
        by_sigma = g.node("Mul", g.node("Mul", stretch, outer_shares), g.scalar(math.log(2) / STEPS))
        zero = g.scalar(0)
        by_sigma = g.node("Where", g.node("Greater", eighths, limits[1]), zero, by_sigma)
        by_sigma = g.node("Where", g.node("Greater", limits[0], eighths), zero, by_sigma)
        parts = [by_mean, by_sigma]
        if logits:
            rest = g.node("Mul", outer_shares, g.node("Sub", mass, probability))
            parts.append(g.node("Mul", rest, g.scalar(math.log(2) / STEPS)))
        parts = [g.node("Unsqueeze", part, g.indices([1])) for part in parts]
        joined = g.node("Concat", *parts, axis=1)
        self.by_params = g.node("Reshape", joined, g.indices([-1, kinds * k * channels]))

    def kind(self, p, i):
        """P x k x M of the means, log2 sigmas or log2 weights."""
        g = self.g
        part = g.node("Slice", p, g.indices([i]), g.indices([i + 1]), g.indices([1]))
        return g.node("Squeeze", part, g.indices([1]))

    def normal(self, x):
        """The distribution function of the standard normal distribution."""
        g = self.g
        e = g.node("Erf", g.node("Mul", x, g.scalar(2**-0.5)))
        return g.node("Mul", g.node("Add", e, g.scalar(1)), g.scalar(0.5))

    def density(self, x):
        """Its density."""
        g = self.g
        e = g.node("Exp", g.node("Mul", g.node("Mul", x, x), g.scalar(-0.5)))
        return g.node("Mul", e, g.scalar((2 * math.pi) ** -0.5))

    def weights(self, logits):
        """The mixture's weights of each symbol."""
        return self.g.node("Softmax", self.g.node("Mul", logits, self.g.scalar(math.log(2) / STEPS)), axis=1)

    def sum(self, x):
        """P x k x M -> P x 1 x M."""
        return self.g.node("ReduceSum", x, self.g.indices([1]), keepdims=1)

    def flat(self, x):
        """P x 1 x M -> P x M."""
        return self.g.node("Squeeze", x, self.g.indices([1]))


def build(synthesis, head, *, channels, features, kernel, k):
    """The whole gradient.onnx, weights and all, of a pack with a serial context.

    synthesis, head: the pack's ONNX models. Inputs: y 1 x M x h x w, symbols as numbers; inverse_gain 1 x M x 1 x 1;
    x 1 x 3 x 16h x 16w, the picture in [0,1]; hyper 1 x F x h x w; weight 1 x 1 x 16h x 16w, what a squared error of
    each pixel counts in bits; counts 1 x 1 x h x w, what the bits of each position count. Outputs: slope 1 x M x h x w,
    the derivative of the cost by y, and cost 1 x 2: bits and weighted error.
    """
    g = Graph("gradient")
    y, gain = g.input("y", [1, channels, "h", "w"]), g.input("inverse_gain", [1, channels, 1, 1])
    x = g.input("x", [1, 3, "height", "width"])
    hyper = g.input("hyper", [1, features, "h", "w"])
    weight = g.input("weight", [1, 1, "height", "width"])
    counts = g.input("counts", [1, 1, "h", "w"])

    picture = embed(g, synthesis, "synthesis", {"y": y, "inverse_gain": gain})["x"]
    synthesised = Pullback(g, y)
    off = g.node("Sub", picture, x)
    weighted = g.node("Mul", off, weight)
    error = g.node("ReduceSum", g.node("Mul", weighted, off), keepdims=0)

    rows = Rows(g, y, channels, kernel)
    flat = g.node("Transpose", g.node("Reshape", hyper, g.indices([features, -1])), perm=[1, 0])
    params = embed(g, head, "head", {"hyper": flat, "y": rows.value})["params"]
    priced = Pullback(g, rows.value)
    one = g.node("Reshape", counts, g.indices([-1, 1]))
    bits = Bits(g, params, rows.columns(y), one, channels, k)
    total = g.node("ReduceSum", bits.value, keepdims=0)

    by_error = synthesised({picture: g.node("Mul", weighted, g.scalar(2))})
    by_context = rows.pullback(priced({params: bits.by_params}))
    slope = g.node("Add", g.node("Add", by_error, by_context), rows.raster(bits.by_v))
    both = [g.node("Reshape", v, g.indices([1, 1])) for v in (total, error)]
    cost = g.node("Concat", *both, axis=1)
    return g.model_of([(slope, "slope", [1, channels, "h", "w"]), (cost, "cost", [1, 2])])


def of(models, codec, context):
    """gradient.onnx for a pack that is being written: its models by file, its codec and its manifest's context.

    None if the context is another than the serial one, or something has no derivative here.
    """
    if context["type"] != ContextType.SERIAL:
        return None
    parts = {part: models[f"{part}.onnx"] for part in PARTS}
    features = parts["head"].graph.input[0].type.tensor_type.shape.dim[1].dim_value
    try:
        model = build(**parts, channels=codec.m, features=features, kernel=context["kernel"], k=codec.k)
    except ValueError:
        return None
    return without_weights(model)


def without_weights(model):
    """A copy without the constants that are in the other files."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    del copy.graph.initializer[:]
    prefixes = tuple(f"{part}/" for part in PARTS)
    copy.graph.initializer.extend(i for i in model.graph.initializer if not i.name.startswith(prefixes))
    return copy


def with_weights(model, **parts):
    """What readers make of it. parts: the ONNX models synthesis and head."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    for name in PARTS:
        for initialiser in parts[name].graph.initializer:
            copy.graph.initializer.add().CopyFrom(initialiser)
            copy.graph.initializer[-1].name = f"{name}/{initialiser.name}"
    return copy


def add(folder):
    """Give the pack in a folder its gradient; returns the entry of the manifest.

    ValueError if the pack's context is another than the serial one, or its synthesis has what has no derivative here.
    """
    folder = Path(folder).resolve()
    manifest = json.loads((folder / "pack.json").read_text())
    if manifest["context"]["type"] != ContextType.SERIAL:
        raise ValueError(f"{folder}: only packs with a serial context have a gradient")
    parts = {part: onnx.load(located(folder, manifest, f"{part}.onnx")) for part in PARTS}
    channels = manifest["channels"]
    model = build(
        **parts,
        channels=channels["latent"],
        features=channels["hyper_features"],
        kernel=manifest["context"]["kernel"],
        k=manifest["mixture"],
    )
    data = without_weights(model).SerializeToString()
    (folder / FILE).write_bytes(data)
    entry = {"bytes": len(data), "sha256": sha256(data)}
    manifest["files"] = dict(sorted((manifest["files"] | {FILE: entry}).items()))
    (folder / "pack.json").write_text(manifest_text(manifest))
    return entry


def located(folder, manifest, file):
    """Where a file of a pack lies, which may be in another pack of the family."""
    other = manifest["files"][file].get("pack")
    return folder.parent / other / file if other else folder / file
