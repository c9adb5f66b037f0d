"""Trees of exact modules as plain values and back, and with their convolutions exchanged."""

import torch
import torch.nn as nn

from .attention import ExactNonLocal
from .exact import Composite, ExactConv, ExactGate, ExactSum
from .linear import ExactOnes, ExactScales
from .slices import ExactAttention, ExactSlice, ExactSlices, ExactWindow

KINDS = {
    c.__name__: c
    for c in (
        ExactSum,
        ExactGate,
        ExactNonLocal,
        ExactAttention,
        ExactWindow,
        ExactSlice,
        ExactSlices,
        ExactOnes,
        ExactScales,
    )
}


def replace(module, f):
    """A copy of an exact module tree with f applied to every convolution; f(conv) -> module."""
    if isinstance(module, nn.Sequential):
        return nn.Sequential(*[replace(m, f) for m in module])
    if isinstance(module, Composite):
        return type(module)(**{k: replace(v, f) if isinstance(v, nn.Module) else v for k, v in module.parts().items()})
    return module if isinstance(module, nn.PixelShuffle) else f(module)


def to_plain(module):
    """An exact module tree as lists and dictionaries of plain values and integer tensors, for a checkpoint."""
    if isinstance(module, nn.Sequential):
        return [to_plain(m) for m in module]
    if isinstance(module, nn.PixelShuffle):
        return dict(shuffle=module.upscale_factor)
    if isinstance(module, Composite):

        def plain(v):
            return to_plain(v) if isinstance(v, nn.Module) else v.int() if isinstance(v, torch.Tensor) else v

        return dict(kind=type(module).__name__, parts={k: plain(v) for k, v in module.parts().items()})
    return dict(weight=module.weight.int(), bias=module.bias.int(), shift=module.shift.int(), **module.options())


def from_plain(d):
    """The inverse of to_plain."""
    if isinstance(d, list):
        return nn.Sequential(*[from_plain(m) for m in d])
    if "shuffle" in d:
        return nn.PixelShuffle(d["shuffle"])
    if "kind" in d:
        return KINDS[d["kind"]](
            **{k: from_plain(v) if isinstance(v, (list, dict)) else v for k, v in d["parts"].items()}
        )
    return ExactConv(**d)
