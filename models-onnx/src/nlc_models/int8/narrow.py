"""A synthesis of cheng2020 whose layers at half the picture's size are narrower, on the same latents.

Two thirds of its products lie in those last three layers. Which channels stay is decided where they are read: greedily,
so that a linear map from those that stay to those that go leaves the least error behind the convolutions that follow
(channel pruning, He et al. 2017), and that map is then multiplied into their weights. The normalisation of the channels
that go joins the constant one. It is a start for tuning, not a synthesis yet.
"""

import torch
import torch.nn as nn

from ..codec.layers import GDN, ResidualBlock, ResidualUp, bias_of, subpel

TAIL = 3  # layers at half size: up-sampling, residual block, last convolution
RIDGE = 1e-3  # of the mean variance, in regressions


def width_of(g_s):
    """Channels at half the size."""
    return g_s[-1][0].in_channels


def narrow(g_s, width):
    """The synthesis with new layers of that width at half the size, and the others shared; weights are random.

    ValueError unless width is 1 to the present one.
    """
    before = width_of(g_s)
    if not 1 <= width <= before:
        raise ValueError(f"channels at half the size must be 1 to {before}, not {width}")
    if width == before:
        return g_s
    up, block = g_s[-TAIL], g_s[-TAIL + 1]
    if not isinstance(up, ResidualUp) or not isinstance(block, ResidualBlock):
        raise ValueError("only the synthesis of cheng2020 can be narrowed")
    return nn.Sequential(*g_s[:-TAIL], ResidualUp(up.a[0].in_channels, width), ResidualBlock(width), subpel(width, 3))


def gram(x):
    """B x C x H x W -> C x C, mean products of channels."""
    flat = x.transpose(0, 1).flatten(1).double()
    return flat @ flat.t() / flat.shape[1]


def reads(conv):
    """C x C: how much what a convolution makes of channels depends on products of their errors."""
    w = conv.weight.detach().double()
    return torch.einsum("oikl,ojkl->ij", w, w)


def regression(products, chosen):
    """C x S: channels of all as linear combinations of those chosen, by least squares."""
    inner = products[chosen][:, chosen] + RIDGE * products.diagonal().mean() * torch.eye(len(chosen)).double()
    return torch.linalg.solve(inner, products[chosen]).t()


def choose(pairs, count):
    """Indices of the channels to keep, ascending, for pairs of (products of channels, how they are read)."""
    scaled = [(c, r / (r * c).sum()) for c, r in pairs]
    chosen: list[int] = []
    for _ in range(count):
        left = [i for i in range(len(scaled[0][0])) if i not in chosen]
        # What is left of products once the channels chosen explain what they can, and what each more would explain.
        gains = torch.zeros(len(left)).double()
        for c, r in scaled:
            rest = c - regression(c, chosen) @ c[chosen] if chosen else c
            variance = rest.diagonal()[left].clamp(min=1e-9 * c.diagonal().mean())
            gains += torch.einsum("il,ij,jl->l", rest[:, left], r, rest[:, left]) / variance
        chosen.append(left[int(gains.argmax())])
    return sorted(chosen)


def mixed(weight, combination):
    """Weights O x C x k x k for channels of which those chosen are given: O x S x k x k. combination: C x S."""
    return torch.einsum("oikl,is->oskl", weight.double(), combination).to(weight.dtype)


@torch.no_grad()
def pruned(g_s, width, inputs):
    """The narrower synthesis with weights taken from the wide one.

    inputs: an iterable of what the synthesis is given, B x M x h x w, as few as ten of which are enough.
    """
    up, block, last = g_s[-TAIL], g_s[-TAIL + 1], g_s[-1][0]
    rows: dict[str, list[torch.Tensor]] = {k: [] for k in ("up", "stream", "hidden", "end")}
    squares = []
    for y in inputs:
        x = g_s[:-TAIL](y)
        opened = up.act(up.a(x))
        before = up.b(opened)
        stream = up.gdn(before) + up.skip(x)
        hidden = block.act(block.a(stream))
        end = stream + block.act(block.b(hidden))
        for k, v in dict(up=opened, stream=stream, hidden=hidden, end=end).items():
            rows[k].append(gram(v))
        squares.append(before.square().mean((0, 2, 3)))
    products = {k: torch.stack(v).mean(0) for k, v in rows.items()}
    ups = choose([(products["up"], reads(up.b))], width)
    streams = choose([(products["end"], reads(last)), (products["stream"], reads(block.a))], width)
    hiddens = choose([(products["hidden"], reads(block.b))], width)
    maps = {k: regression(products[k], c) for k, c in (("up", ups), ("hidden", hiddens))}
    maps |= {k: regression(products[k], streams) for k in ("stream", "end")}

    new = narrow(g_s, width)
    to, ro, la = new[-TAIL], new[-TAIL + 1], new[-1][0]
    take(to.a[0], up.a[0], shuffled(ups))
    take(to.skip[0], up.skip[0], shuffled(streams))
    take(to.b, up.b, streams, maps["up"])
    take(ro.a, block.a, hiddens, maps["stream"])
    take(ro.b, block.b, streams, maps["hidden"])
    take(la, last, list(range(last.out_channels)), maps["end"])
    normalise(to.gdn, up.gdn, streams, torch.stack(squares).mean(0))
    return new


def shuffled(channels):
    """The channels before a pixel shuffle by two that become those."""
    return [4 * c + i for c in channels for i in range(4)]


def take(new, old, outputs, combination=None):
    """Give a convolution the outputs of another one, its inputs combined by C x S or as they are."""
    weight = old.weight[outputs]
    new.weight.copy_(weight if combination is None else mixed(weight, combination))
    bias_of(new).copy_(bias_of(old)[outputs])


def normalise(new, old, chosen, squares):
    """A GDN of the channels chosen; squares: C, means of what the others were."""
    assert isinstance(new, GDN) and isinstance(old, GDN)
    gone = [i for i in range(len(squares)) if i not in chosen]
    gamma = old.gamma[chosen]
    new.gamma.copy_(gamma[:, chosen])
    new.beta.copy_((old.beta[chosen].square() + gamma[:, gone].square() @ squares[gone]).sqrt())
