"""Layers, parameters, multiply-accumulates and coding steps of a codec, counted from its modules.

The networks run once on tensors without content (PyTorch's meta device), and a counter below the modules sees every
convolution and matrix product, those inside GDN and attention included. Masked convolutions count with the taps that
they see.
"""

import copy
import math
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn as nn
from torch.utils.flop_counter import FlopCounterMode

from ..codec.layers import GDN, NLAM, Attention, NonLocal, ResBlock, ResidualBlock, ResidualDown, ResidualUp
from ..codec.mlic import WINDOW, SliceHead

SIDE = 256  # of the square picture that everything is counted on; only attention depends on it
PICTURE = (768, 512)  # whose coding steps are told


@dataclass
class Layer:
    """One row of a table.

    shape: C x H x W (or F x C x H x W of a 3D layer); macs: multiply-accumulates on the picture counted on.
    """

    name: str
    operator: str
    shape: tuple
    parameters: int
    macs: float


def side(kernel):
    """A kernel's sides in words."""
    return "x".join(map(str, kernel))


def stride(s):
    """A convolution's stride in words; '' for 1."""
    return f" /{s[0]}" if s[0] > 1 else ""


def parameters(*modules):
    """How many weights modules have together."""
    return sum(p.numel() for m in modules for p in m.parameters())


def nlam(m):
    """What an NLAM consists of, in words."""
    nonlocal_block = [b for b in m.mask if isinstance(b, NonLocal)]
    pool = (
        f"NLB (keys pooled {nonlocal_block[0].pool}x{nonlocal_block[0].pool}), "
        if nonlocal_block and nonlocal_block[0].pool > 1
        else ""
    )
    pool = pool or ("NLB, " if nonlocal_block else "")
    return (
        f"NLAM: {len(m.trunk)} ResBlock x sigmoid({pool}{sum(isinstance(b, ResBlock) for b in m.mask)} "
        "ResBlock, conv1x1) + x"
    )


OPERATORS = {
    nn.Conv2d: lambda m: f"conv{side(m.kernel_size)}{stride(m.stride)}",
    nn.Conv3d: lambda m: f"conv{side(m.kernel_size)}",
    nn.ConvTranspose2d: lambda m: f"deconv{side(m.kernel_size)} x{m.stride[0]}",
    nn.PixelShuffle: lambda m: f"pixel shuffle x{m.upscale_factor}",
    nn.LeakyReLU: lambda m: "LeakyReLU",
    nn.ReLU: lambda m: "ReLU",
    GDN: lambda m: "inverse GDN" if m.inverse else "GDN",
    ResidualDown: lambda m: "down block: conv3x3 /2, LeakyReLU, conv3x3, GDN; skip conv1x1 /2",
    ResidualUp: lambda m: "up block: sub-pixel conv3x3 x2, LeakyReLU, conv3x3, inverse GDN; skip sub-pixel conv3x3 x2",
    ResidualBlock: lambda m: "residual block: conv3x3, LeakyReLU, conv3x3, LeakyReLU; + x",
    ResBlock: lambda m: "residual block: conv3x3, ReLU, conv3x3; + x",
    Attention: lambda m: "attention: 3 units x sigmoid(3 units, conv1x1) + x",
    NLAM: nlam,
}
FOLLOWERS = (nn.LeakyReLU, nn.ReLU, nn.PixelShuffle, GDN)  # told in the row of the layer that they follow


def operator(module):
    """What a module does, in words."""
    if type(module) in OPERATORS:
        return OPERATORS[type(module)](module)
    if isinstance(module, nn.Sequential):
        return ", ".join(operator(m) for m in module)
    return type(module).__name__


def units(network, name=""):
    """(name, [modules]) of each row below a network: Sequentials are opened, activations join the layer before them."""
    rows: list[tuple[str, list[nn.Module]]] = []
    for child, m in network.named_children():
        path = f"{name}.{child}" if name else child
        if rows and isinstance(m, FOLLOWERS):
            rows[-1][1].append(m)
        elif isinstance(m, nn.Sequential):
            rows += units(m, path)
        else:
            rows.append((path, [m]))
    return rows


def dead(conv, mask, positions):
    """Multiply-accumulates that a masked convolution spends on taps it cannot see."""
    return positions * conv.weight.numel() * (1 - mask.mean().item())


def layers(network, name, *inputs):
    """-> ([Layer], total multiply-accumulates, those of matrix products between activations, output) of a network on
    meta inputs.
    """
    shapes: dict[str, tuple] = {}
    own = copy.deepcopy(network).to("meta").eval()
    if hasattr(network, "ctx"):  # applied as a function of its masked weights, so no hook sees it
        own.ctx.register_forward_hook(lambda *_: None)
    modules = dict(own.named_modules())
    for path, m in modules.items():
        m.register_forward_hook(lambda _, __, out, path=path: shapes.__setitem__(path, tuple(out.shape[1:])))
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        out = own(*inputs)
    counts = {k: {str(op): n / 2 for op, n in v.items()} for k, v in counter.get_flop_counts().items()}
    total = sum(counts.get("Global", {}).values())
    attention = sum(n for op, n in counts.get("Global", {}).items() if "bmm" in op)
    rows, root = [], type(own).__name__
    paths = {m: path for path, m in modules.items()}
    for path, group in units(own):
        real = [network.get_submodule(paths[m]) for m in group]
        if path == "ctx":
            positions = math.prod(inputs[1].shape[1 if real[0].weight.dim() == 5 else 2 :])
            shape = (real[0].out_channels, *inputs[1].shape[1 if real[0].weight.dim() == 5 else 2 :])
            mask = network.mask
            total -= dead(real[0], mask, positions)
            text = f"masked {operator(real[0])}, {int(mask.sum())} of {mask.numel()} taps"
            rows.append(
                Layer(
                    f"{name}.{path}",
                    text,
                    shape,
                    parameters(*real),
                    positions * real[0].weight.numel() * mask.mean().item(),
                )
            )
            continue
        macs = sum(sum(counts.get(f"{root}.{paths[m]}", {}).values()) for m in group)
        text = ", ".join(operator(m) for m in real)
        rows.append(Layer(f"{name}.{path}", text, shapes[paths[group[-1]]], parameters(*real), macs))
    return rows, total, attention, out


SLICE = {  # what each part of a slice of MLIC is
    "channel": "channel context, of the slices before",
    "inter": "inter-slice attention: every position asks every position of the slices before",
    "anchors": "contexts to the first layer, for anchors",
    "local": "local context, of this slice's anchors",
    "intra": "intra-slice attention: others ask anchors of the slice before, and get this slice's",
    "others": "contexts to the first layer, for the others",
}


def channels_of(part: Any) -> int:
    """Output channels of a part of a slice: a layer for rows, a chain of layers, or attention."""
    if isinstance(part, nn.Linear):
        return part.out_features
    chain = part if isinstance(part, nn.Sequential) else part.value
    return next(m.out_channels for m in reversed(chain) if isinstance(m, nn.Conv2d))


def slice_layers(head, name, hyper, y):
    """As layers(), of MLIC's slices: one row for a part of all slices together, parameters and operations summed over
    them.
    """
    head = copy.deepcopy(head).eval()
    hyper, y = (torch.zeros(t.shape) for t in (hyper, y))  # it gathers positions, which only real tensors can
    with torch.no_grad(), FlopCounterMode(display=False) as counter:
        out = head(hyper, y)
    counts = {k: {str(op): n / 2 for op, n in v.items()} for k, v in counter.get_flop_counts().items()}
    positions = y.shape[2] * y.shape[3]
    attention = sum(n for op, n in counts["Global"].items() if "bmm" in op)
    place, (first, middle, end) = y.shape[2:], (m.weight for m in head.net if isinstance(m, nn.Conv2d))
    # Hyper features once for all slices, contexts for the others of each slice, the middle for every slice, a slice's
    # part of the last.
    macs = positions * (first.numel() / 2 + len(head.slices) * (first.numel() / 4 + middle.numel()) + end.numel())
    mask = head.mask
    rows = [
        Layer(
            f"{name}.ctx",
            f"masked {operator(head.ctx)}, {int(mask.sum())} of {mask.numel()} taps, of the anchors up to a slice",
            (head.ctx.out_channels, *place),
            parameters(head.ctx),
            positions * head.ctx.weight.numel() * mask.mean().item(),
        ),
        Layer(
            f"{name}.net",
            f"checkerboard network, in every slice: {operator(head.net)}",
            (head.net[-1].out_channels, *place),
            parameters(head.net),
            macs,
        ),
    ]
    for part, text in SLICE.items():
        modules = [(i, getattr(s, part)) for i, s in enumerate(head.slices) if hasattr(s, part)]
        if not modules:
            continue
        macs = 0
        for i, m in modules:
            if part in ("anchors", "others"):  # applied to rows, each kind being half of the positions
                macs += positions / 2 * m.weight.numel()
                continue
            macs += sum(counts[f"{type(head).__name__}.slices.{i}.{part}"].values())
            if part == "local" and head.slices[i].plus:  # its products are no matrix products
                window = positions / 2 * len(WINDOW) * (m.heads * m.d + m.fuse[0].in_channels)
                macs, attention = macs + window, attention + window
        last: Any = modules[-1][1]
        if isinstance(last, nn.Sequential):
            text += f": {operator(last)}"
        elif part == "local":
            text += f": {len(WINDOW)} anchors of a 5x5 window, {last.heads} heads"
        width = channels_of(last)
        numbers = f"{modules[0][0]}..{modules[-1][0]}"
        rows.append(
            Layer(f"{name}.slices.{numbers}.{part}", text, (width, *place), parameters(*(m for _, m in modules)), macs)
        )
    return rows, sum(r.macs for r in rows), attention, out


@dataclass
class Part:
    """A network of a codec. layers: its rows; macs, attention: on SIDE x SIDE pixels."""

    layers: list
    parameters: int
    macs: float
    attention: float


def parts(codec):
    """{'g_a', 'h_a', 'h_s', 'g_s', 'head': Part} of a codec, and 'residual' if it has one."""
    x = torch.empty(1, 3, SIDE, SIDE, device="meta")
    y = torch.empty(1, codec.m, SIDE // 16, SIDE // 16, device="meta")
    z = torch.empty(1, codec.hyper_channels, SIDE // 64, SIDE // 64, device="meta")
    hyper = layers(codec.h_s, "h_s", z)[3]
    inputs = dict(g_a=(x,), h_a=(y,), h_s=(z,), g_s=(y,), head=(hyper, y))
    if codec.residual is not None:
        inputs["residual"] = (torch.empty(1, codec.residual.hyper.in_channels, *y.shape[2:], device="meta"), y)
    result = {}
    for name, given in inputs.items():
        network = getattr(codec, name)
        rows, macs, attention, _ = (slice_layers if isinstance(network, SliceHead) else layers)(network, name, *given)
        result[name] = Part(rows, parameters(network), macs, attention)
    return result


def coding_steps(codec):
    """How many times in turn a decoder asks the entropy networks of a picture of PICTURE; None where there is no
    coding order.
    """
    if codec.context.type is None:
        return None
    width, height = (side // 16 for side in PICTURE)
    slices = len(codec.head.widths) if isinstance(codec.head, SliceHead) else 0
    return codec.context.type.steps(codec.m, height, width, slices)
