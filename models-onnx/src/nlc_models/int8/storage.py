"""Checkpoints of 8-bit transforms: the weights of 8-bit layers as they are, others as float16, scales as float32.

A file names the checkpoint whose latents it is for, and the digest of that one's transforms.
"""

from dataclasses import asdict

import torch
import torch.nn as nn

from ..codec import checkpoint
from ..codec.layers import ChannelAffine
from .layers import (
    Form,
    QuantisedAttention,
    QuantisedBottleneck,
    QuantisedConv,
    QuantisedDown,
    QuantisedResidualBlock,
    QuantisedUp,
    form_of,
    quantised,
    quantised_analysis,
)
from .narrow import narrow

FORMAT = 1
ANALYSIS, SYNTHESIS = "analysis", "synthesis"


def pairs(module):
    """(name, layer, Quantiser of what it is given) of the 8-bit convolutions of one module."""
    match module:
        case QuantisedResidualBlock():
            yield from (("a", module.a, module.inp), ("b", module.b, module.a.out))
        case QuantisedDown():
            yield "b", module.b, module.inp
        case QuantisedUp():
            yield from (("a", module.a, module.inp), ("b", module.b, module.a.out))
            if isinstance(module.skip, QuantisedConv):
                yield "skip", module.skip, module.inp
        case QuantisedBottleneck():
            yield from (("a", module.a, module.inp), ("b", module.b, module.a.out), ("c", module.c, module.b.out))
        case QuantisedAttention(gated=True):
            yield "last", module.last, module.inp


def convolutions(net):
    """(name, layer, Quantiser of what it is given) of all 8-bit convolutions."""
    for prefix, module in net.named_modules():
        for name, layer, given in pairs(module):
            assert isinstance(layer, QuantisedConv)
            yield f"{prefix}.{name}", layer, given


@torch.no_grad()
def save(path, net, base, base_digest, training, transform=SYNTHESIS):
    """Write an 8-bit transform. base: file name of the codec's checkpoint; base_digest: of its transforms."""
    state = net.state_dict()
    stored = {k: v.clone() if k.endswith("log_scale") else v.half() for k, v in state.items()}
    for name, layer, given in convolutions(net):
        scaled, step = layer.steps(given)
        stored[f"{name}.conv.weight"] = (scaled / step).round().to(torch.int8)
        stored[f"{name}.step"] = step.flatten()
    about = dict(int8=FORMAT, transform=transform, base=base, base_digest=base_digest, training=training)
    about |= dict(form=asdict(form_of(net))) if transform == SYNTHESIS else {}
    checkpoint.write(path, about | dict(state=stored))


def read(path):
    """The file's dictionary; ValueError for another kind of file."""
    stored = torch.load(path, map_location="cpu", weights_only=True)
    if not isinstance(stored, dict) or stored.get("int8") != FORMAT:
        raise ValueError(f"{path} holds no 8-bit transform of format {FORMAT}")
    return dict(transform=SYNTHESIS) | stored


def network(g_s, path=""):
    """The 8-bit form of a synthesis, with the layers that a file has, if there is one; without its weights."""
    if not path:
        return quantised(g_s)
    stored = read(path)
    form = Form(**stored.get("form", {}))  # files that are older have none
    return quantised(narrow(g_s, stored["state"][f"{len(g_s) - 1}.0.weight"].shape[1]), form)


def analysis(g_a, path):
    """The 8-bit form of an analysis, with scales and offsets behind it if a file has some; without its weights."""
    scale = read(path)["state"].get(f"{len(g_a)}.scale")  # after the last of its layers
    return quantised_analysis(
        g_a if scale is None else nn.Sequential(*g_a, ChannelAffine(scale.float(), scale.float()))
    )


@torch.no_grad()
def load_into(net, path):
    """Give an 8-bit transform what save() wrote; returns the file's dictionary.

    ValueError for another kind of file.
    """
    stored = read(path)
    state = dict(stored["state"])
    steps = {k: state.pop(k) for k in list(state) if k.endswith(".step")}
    weights = {k.removesuffix(".step"): (state[k.removesuffix("step") + "conv.weight"], v) for k, v in steps.items()}
    net.load_state_dict({k: v.float() for k, v in state.items()})
    for name, layer, given in convolutions(net):
        whole, step = weights[name]
        layer.conv.weight.copy_(whole.float() * step[:, None, None, None] / given.scale()[:, None, None])
    return stored
