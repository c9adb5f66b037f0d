"""Changes that make an 8-bit synthesis of cheng2020 more exact, and faster, before it is tuned.

What is loudest in the skips stays in floats. The picture passes through the skips: a few directions among their
channels are many times as loud as all others, and what bytes lose on the way in and out is a share of the loudest. So
the results of a skip W are taken apart, with an orthonormal basis U of the directions of most energy (principal
components of its channels): nearly U U'W of floats, by few channels, and what is left of W of bytes, which now has
small results and small weights for what is loud in its input.

Normalisations and the gate of the attention become constants. The inverse GDN (Balle 2016) multiplies by
sqrt(beta + gamma x^2), and training has left next to nothing of gamma: that is a factor for each channel, which weights
can hold. The gate is open in a few channels nearly everywhere and shut in the others.

What LeakyReLU lets through of negative values, a 64th, bytes between two convolutions have no room for. It is the same
as a 64th of all values beside a ReLU, and behind the second convolution that is linear in what the layer is given: in
up-samplings the skip takes it, whose convolution sees nearly all of it. In residual blocks a straight line stands for
it, channel by channel.
"""

from dataclasses import replace

import torch
import torch.nn.functional as F

from ..codec.layers import SLOPE, ResidualBlock, ResidualUp, bias_of
from .layers import QuantisedAttention, QuantisedConv, QuantisedUp, form_of, quantised
from .narrow import gram

OTHERS = "only the synthesis of cheng2020 has up-samplings whose skips and normalisations can be simpler"


def ups(net):
    """The up-samplings of an 8-bit synthesis."""
    return [m for m in net if isinstance(m, QuantisedUp)]


def like(g_s, net, form):
    """An 8-bit synthesis of another Form with the weights of net; they share layers, g_s's."""
    new = quantised(g_s, form)
    new.load_state_dict(net.state_dict(), strict=False)
    return new


def seen_by(modules, run, inputs):
    """[[what a module is given, B x C x H x W, in each run] for each of the modules], for run of each of the inputs."""
    seen: list[list[torch.Tensor]] = [[] for _ in modules]
    hooks = [m.register_forward_hook(lambda m, x, y, s=s: s.append(x[0])) for m, s in zip(modules, seen)]
    for y in inputs:
        run(y)
    for hook in hooks:
        hook.remove()
    return seen


def nearest_factor(pairs):
    """C: by which the first of each pair (B x C x H x W) is to be multiplied to come nearest to the second, by least
    squares over all pairs.
    """
    products, squares = (
        torch.stack(v).sum(0) for v in zip(*(((x * y).sum((0, 2, 3)), (x * x).sum((0, 2, 3))) for x, y in pairs))
    )
    return products / squares.clamp(min=1e-12)


@torch.no_grad()
def let_through(g_s, inputs):
    """Change a synthesis of floats, in place, so that with ReLUs between two convolutions it makes what it did.

    inputs: an iterable of what the synthesis is given, each 1 x M x h x w. ValueError for other backbones than
    cheng2020.
    """
    ups = [m for m in g_s if isinstance(m, ResidualUp)]
    blocks = [m for m in g_s if isinstance(m, ResidualBlock)]
    if not ups:
        raise ValueError(OTHERS)
    # GDN as a factor, and the first activations, whose module a block has only one of
    seen = seen_by([*(m.gdn for m in ups), *(m.b for m in blocks)], g_s, inputs)
    for up, given in zip(ups, seen):
        factor = nearest_factor((x, up.gdn(x)) for x in given)
        weight, bias = passed(up)
        up.skip[0].weight += weight * factor.repeat_interleave(4)[:, None, None, None]
        bias_of(up.skip[0]).add_((bias * factor).repeat_interleave(4))
        up.b.weight *= 1 - SLOPE
    for block, given in zip(blocks, seen[len(ups) :]):
        straight(block.b, given)


def passed(up):
    """A 64th of both convolutions of an up-sampling, one after the other, as one: weights 4o x i x 3 x 3 before a pixel
    shuffle and bias o. What lies further away than 3 x 3 joins what is nearest.
    """
    a, b = up.a[0], up.b
    side, count = 7, a.in_channels
    impulses = torch.zeros(count, count, side, side)
    middle = side // 2
    impulses[range(count), range(count), middle, middle] = 1
    found = F.conv2d(F.pixel_shuffle(F.conv2d(impulses, a.weight, padding=1), 2), b.weight, padding=1)
    found = found.view(count, -1, side, 2, side, 2)
    weight = torch.zeros(count, found.shape[1], 2, 2, 3, 3)
    for row in range(side):
        for column in range(side):
            at = (min(max(middle + 1 - v, 0), 2) for v in (row, column))
            weight[..., next(at), next(at)] += found[:, :, row, :, column]
    flat = F.pixel_shuffle(bias_of(a).view(1, -1, 1, 1).expand(1, -1, 5, 5), 2)
    bias = F.conv2d(flat, b.weight)[0, :, 2, 2]
    return SLOPE * weight.permute(1, 2, 3, 0, 4, 5).reshape(-1, count, 3, 3), SLOPE * bias


def straight(conv, given):
    """Let a convolution behind a LeakyReLU take, in place, what a ReLU gives: each channel's negative part is the
    straight line in its positive one that comes nearest. given: [B x C x H x W, what the LeakyReLU gave].
    """
    x = torch.cat([g.transpose(0, 1).flatten(1) for g in given], 1).double()
    positive, rest = x.clamp(min=0), x.clamp(max=0)
    a, b = positive.mean(1, keepdim=True), rest.mean(1, keepdim=True)
    slope = ((positive - a) * (rest - b)).mean(1) / (positive - a).square().mean(1).clamp(min=1e-12)
    offset = b[:, 0] - slope * a[:, 0]
    bias_of(conv).add_((conv.weight.sum((2, 3)).double() @ offset).float())
    conv.weight *= (1 + slope).float()[:, None, None]


@torch.no_grad()
def constant(g_s, net, inputs, gate=False):
    """An 8-bit synthesis like net, of the codec's synthesis g_s, whose normalisations are constants; the gate of the
    attention as well if gate.

    inputs: an iterable of what the synthesis is given, each 1 x M x h x w. Layers are shared with net, which is of no
    use any more. ValueError if that has such constants already, or is no synthesis of cheng2020.
    """
    form = form_of(net)
    if not ups(net):
        raise ValueError(OTHERS)
    if not form.normalised or (gate and not form.gated):
        raise ValueError("the 8-bit synthesis has constants already")
    changed = [
        i for i, m in enumerate(net) if isinstance(m, QuantisedUp) or (gate and isinstance(m, QuantisedAttention))
    ]
    seen = seen_by([net[i].gdn if isinstance(net[i], QuantisedUp) else net[i] for i in changed], net, inputs)
    new = like(g_s, net, replace(form, normalised=False, gated=form.gated and not gate))
    for i, given in zip(changed, seen):
        before, after = net[i], new[i]
        if isinstance(before, QuantisedAttention):
            after.factor.copy_(
                nearest_factor((t, t * g) for t, g in ((before.trunk(x), before.gate(x)) for x in given))
            )
            continue
        factor = nearest_factor((x, before.gdn(x)) for x in given).clamp(min=1e-6)
        after.b.conv.weight *= factor[:, None, None, None]
        bias_of(after.b.conv).mul_(factor)
        after.b.out.log_scale += factor.log()
    return new


@torch.no_grad()
def separated(g_s, net, count, inputs):
    """An 8-bit synthesis like net, of the codec's synthesis g_s, with count directions of each skip in floats.

    inputs, sharing: as of constant(). ValueError if net has some already, or is no synthesis of cheng2020.
    """
    if not ups(net):
        raise ValueError(OTHERS)
    if form_of(net).loud:
        raise ValueError("the 8-bit synthesis has a part of its skips in floats already")
    new = like(g_s, net, replace(form_of(net), loud=count))
    seen = [Seen(up) for up in ups(new) if up.loud is not None]
    given = list(inputs)
    for y in given:
        new(y)
    for s in seen:
        s.take_apart(count)
        s.up.skip.out.watched = []
    for y in given:
        new(y)
    for s in seen:
        s.up.skip.out.calibrate(torch.stack(s.up.skip.out.watched).amax(0))
        s.up.skip.out.watched = None
    return new


class Seen:
    """Means of products of the channels that an up-sampling is given, and that its skip makes, over several runs."""

    def __init__(self, up):
        assert isinstance(up.skip, QuantisedConv)
        self.up = up
        self.given: list[torch.Tensor] = []
        self.made: list[torch.Tensor] = []
        up.loud[-1].weight.zero_()
        bias_of(up.loud[-1]).zero_()
        self.hooks = [
            up.register_forward_hook(lambda m, x, y: self.given.append(gram(x[0]))),
            up.skip.register_forward_hook(lambda m, x, y: self.made.append(gram(y))),
        ]

    def take_apart(self, count):
        """Move the loudest directions of the skip to floats."""
        for hook in self.hooks:
            hook.remove()
        first, middle, _, last = self.up.loud
        conv = self.up.skip.conv
        made = torch.linalg.eigh(torch.stack(self.made).mean(0)).eigenvectors[:, -count:]  # C x count
        # A pixel shuffle by two follows: channel, then row and column.
        rows, offset = conv.weight.double().view(len(made), -1), bias_of(conv).double().view(len(made), 4)
        wanted = (made.t() @ rows).view(4 * count, *conv.weight.shape[1:])  # by channels of the input, 3 x 3
        wide, narrow = balanced(wanted, torch.stack(self.given).mean(0), first.out_channels)
        first.weight.copy_(narrow[:, :, None, None])
        bias_of(first).zero_()
        middle.weight.copy_(wide)
        bias_of(middle).copy_((made.t() @ offset).flatten())
        last.weight.copy_(made[:, :, None, None])
        taken = torch.einsum("ock,ci->oik", wide.flatten(2), narrow).reshape(count, -1)
        conv.weight.copy_((rows - made @ taken).view_as(conv.weight))
        bias_of(conv).copy_((offset - made @ (made.t() @ offset)).flatten())


def balanced(weight, products, count):
    """Weights O x i x 3 x 3 as those of two convolutions, O x count x 3 x 3 behind count x i of 1 x 1, so that what the
    loudest inputs contribute is lost last. products: i x i, means of those of the inputs.
    """
    values, vectors = torch.linalg.eigh(products)
    values = values.clamp(min=1e-9 * values.max()).sqrt()
    root, inverse = (vectors * v @ vectors.t() for v in (values, 1 / values))
    flat = weight.permute(0, 2, 3, 1).flatten(0, 2) @ root  # (O 3 3) x i
    basis = torch.linalg.svd(flat, full_matrices=False).Vh[:count]  # count x i
    wide = (flat @ basis.t()).view(len(weight), *weight.shape[2:], count).permute(0, 3, 1, 2)
    return wide, basis @ inverse
