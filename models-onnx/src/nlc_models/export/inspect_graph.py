"""inspect.onnx: what the attention of NLAIC's analysis does, for viewers."""

import torch.nn as nn

from ..codec import layers
from .emit import emit, gate
from .graph import Graph


def mean_mask(g, m):
    """What the NLAM m lets through, averaged over channels: 1 x 1 x h x w, 0 to 1."""
    return g.node("ReduceMean", g.seen[m], axes=[1], keepdims=1)


def received_attention(g, m):
    """The weight that each key of the non-local block m gets, averaged over queries: 1 x 1 x h x w (pooled), its sum
    1.
    """
    weights, keys = g.seen[m]
    shape = g.node("Concat", g.indices([1, 1]), g.node("Shape", keys, start=2), axis=0)
    return g.node("Reshape", g.node("ReduceMean", weights, axes=[1]), shape)


def inspect(codec):
    """What the attention modules (NLAM) of g_a do: (model, [{name, kind, stride, place} of each output]), or None if
    it has none.

    x as of analysis -> mask0, mask1, ...: mean_mask of each module, from full size down; nonlocal0, ...:
    received_attention of those of them with a non-local block. An output's position covers stride x stride pixels.
    """
    last = max((i for i, m in enumerate(codec.g_a) if isinstance(m, layers.NLAM)), default=None)
    if last is None:
        return None
    g = Graph("inspect")
    x = g.node("Sub", g.input("x", [1, 3, "height", "width"]), g.scalar(0.5))
    masks: list[tuple] = []
    blocks: list[tuple] = []
    stride = 1
    for m in codec.g_a[: last + 1]:
        if isinstance(m, layers.NLAM):
            place = f"analysis, {f'1/{stride}' if stride > 1 else 'full'} size"
            masks.append((m, f"mask{len(masks)}", stride, place))
            blocks += [
                (b, f"nonlocal{len(blocks)}", stride * b.pool, f"{place}, keys of {masks[-1][1]}'s non-local block")
                for b in m.mask
                if isinstance(b, layers.NonLocal)
            ]
        if m is codec.g_a[last]:
            gate(m, g, x)  # all that follows is not looked at, so that the trunk's weights can be left out
        else:
            x = emit(m, g, x)
        stride *= m.stride[0] if isinstance(m, nn.Conv2d) else 1
    results = [
        (value(g, m), name, [1, 1, f"{name}_height", f"{name}_width"])
        for some, value in ((masks, mean_mask), (blocks, received_attention))
        for m, name, _, _ in some
    ]
    outputs = [
        dict(name=name, kind=kind, stride=stride, place=place)
        for some, kind in ((masks, "mask"), (blocks, "nonlocal"))
        for _, name, stride, place in some
    ]
    return g.model_of(results), outputs
