"""Graphs of the exact entropy networks: hyper synthesis, context and head."""

from onnx import TensorProto

from ..integer.exact import SYMBOL_CLIP, ExactConv
from ..integer.linear import ExactOnes, ExactScales
from ..integer.networks import convolutions
from .emit import emit, emit_matrix, emit_scales
from .graph import Graph


def input_channels(network):
    """Channels that a network of exact layers takes."""
    first = convolutions(network)[0]
    return first.weight.shape[0 if first.transposed else 1] - isinstance(network[0], ExactOnes)


def output_channels(network):
    """Channels after the last layer, which is a convolution or ExactScales in every entropy network."""
    if isinstance(network[-1], ExactScales):
        return network[-1].channels
    last = convolutions(network)[-1]
    return last.weight.shape[1 if last.transposed else 0]


def output_limit(network):
    """Bound of what a network yields that ends in a convolution."""
    return convolutions(network)[-1].limit


def hyper_synthesis(n):
    """z 1 x N x h x w integers -> hyper 1 x F x 4h x 4w integers. n: exact EntropyNetworks, as below."""
    g = Graph("hyper_synthesis")
    z = g.input("z", [1, input_channels(n.hyper_synthesis), "h", "w"])
    return g.model(
        emit(n.hyper_synthesis, g, g.clip(z, SYMBOL_CLIP)),
        "hyper",
        [1, output_channels(n.hyper_synthesis), "height", "width"],
    )


def context(n):
    """Over whole latents, for the checkerboard context; the others have theirs within the head."""
    g = Graph("context")
    y = g.input("y", [1, n.channels, "height", "width"])
    return g.model(
        emit(n.context, g, g.clip(y, SYMBOL_CLIP)), "context", [1, output_channels(n.context), "height", "width"]
    )


def gathered(layer, live):
    """A causal ExactConv, G x M x k x k or G x 1 x k x k x k, as a pointwise one over its live taps, tap by tap: G x
    (taps * M) x 1 x 1.
    """
    taps = layer.weight.flatten(2)
    assert not taps[:, :, live:].any(), "the kernel looks at what is not decoded yet"
    weight = taps[:, :, :live].transpose(1, 2).flatten(1)[:, :, None, None]
    return ExactConv(weight, layer.bias, layer.shift, **dict(layer.options(), padding=0))


def head(n):
    """The entropy parameters; those of a row context from the symbols that a position or an element sees."""
    if n.context_type.within_head:
        return row_head(n)
    return pointwise_head(n)


def pointwise_head(n):
    """hyper 1 x F x 1 x P and, if there is a context network, context 1 x G x 1 x P -> params 1 x C x 1 x P."""
    g = Graph("head")
    x = g.input("hyper", [1, output_channels(n.hyper_synthesis), "rows", "positions"])
    if n.context is not None:
        c = g.input("context", [1, output_channels(n.context), "rows", "positions"])
        x = g.node("Concat", x, c, axis=1)
    return g.model(emit(n.head, g, x), "params", [1, output_channels(n.head), "rows", "positions"])


def row_context(n):
    """The context of a row head over gathered symbols."""
    layer = n.context[0]
    return gathered(layer, n.context_type.live_taps(layer.weight.shape[-1]))


def row_head(n):
    """hyper P x F (or P x 1 of the 3D contexts), y P x T: the symbols that each row sees -> params P x C."""
    g = Graph("head")
    volume = n.context_type.volume
    layer = row_context(n)
    hyper = g.input("hyper", ["rows", 1 if volume else output_channels(n.hyper_synthesis)])
    y = g.input("y", ["rows", layer.weight.shape[1]])
    c = emit_matrix(layer, g, g.clip(y, SYMBOL_CLIP))
    x = g.node("Concat", *([c, hyper] if volume else [hyper, c]), axis=1)
    if n.head[0].wide:
        x = g.cast(x, TensorProto.DOUBLE)
    for m in n.head:
        x = emit_scales(m, g, x, (1, -1)) if isinstance(m, ExactScales) else emit_matrix(m, g, x)
    if n.head[0].wide:
        x = g.cast(x, TensorProto.FLOAT)
    return g.model(x, "params", ["rows", output_channels(n.head)])
