"""Changes to an 8-bit synthesis of cheng2020 that what training has made of it is worth.

What is loudest in the skips stays in floats. The picture passes through the skips: a few directions among their
channels are many times as loud as all others, and what bytes lose on the way in and out is a share of the loudest. So
the results of a skip W are taken apart, with an orthonormal basis U of the directions of most energy (principal
components of its channels): nearly U U'W of floats, by few channels, and what is left of W of bytes, which now has
small results and small weights for what is loud in its input.

Normalisations and the gate of the attention become constants. The inverse GDN (Balle 2016) multiplies by
sqrt(beta + gamma x^2), and training has left next to nothing of gamma: that is a factor for each channel, which weights
can hold. The gate is open in a few channels nearly everywhere and shut in the others.
"""

from dataclasses import replace

import torch

from ..codec.layers import bias_of
from .layers import Form, QuantisedAttention, QuantisedConv, QuantisedUp, quantised
from .narrow import gram


def ups(net):
    """The up-samplings of an 8-bit synthesis."""
    return [m for m in net if isinstance(m, QuantisedUp)]


def form_of(net):
    """The Form of an 8-bit synthesis."""
    loud = max((m.loud[-1].in_channels for m in ups(net) if m.loud is not None), default=0)
    gated = any(m.gated for m in net if isinstance(m, QuantisedAttention))
    return Form(loud, any(m.gdn is not None for m in ups(net)), gated)


def like(g_s, net, form):
    """An 8-bit synthesis of another Form with the weights of net; they share layers, g_s's."""
    new = quantised(g_s, form)
    new.load_state_dict(net.state_dict(), strict=False)
    return new


class Factor:
    """For each channel the factor that comes nearest to a gate or a normalisation, by least squares over several runs.

    what: Quantised Up or Attention.
    """

    def __init__(self, what):
        self.what = what
        self.products = self.squares = 0
        if isinstance(what, QuantisedUp):
            self.hooks = [what.gdn.register_forward_hook(lambda m, x, y: self.see(x[0], y))]
        else:
            self.trunk = None
            self.hooks = [
                what.trunk.register_forward_hook(lambda m, x, y: setattr(self, "trunk", y)),
                what.last.register_forward_hook(lambda m, x, y: self.see(self.trunk, self.trunk * y.sigmoid())),
            ]

    def see(self, before, after):
        """Take in what is given and what is made of it, B x C x H x W each."""
        self.products = self.products + (before * after).sum((0, 2, 3))
        self.squares = self.squares + before.square().sum((0, 2, 3))

    def found(self):
        """C."""
        for hook in self.hooks:
            hook.remove()
        return self.products / self.squares.clamp(min=1e-12)


@torch.no_grad()
def constant(g_s, net, inputs):
    """An 8-bit synthesis like net, of the codec's synthesis g_s, whose normalisations and gate are constants.

    inputs: an iterable of what the synthesis is given, each 1 x M x h x w. Layers are shared with net, which is of no
    use any more. ValueError unless net has both.
    """
    form = form_of(net)
    if not form.normalised or not form.gated:
        raise ValueError("the 8-bit synthesis has constants already")
    factors = [(i, Factor(m)) for i, m in enumerate(net) if isinstance(m, (QuantisedUp, QuantisedAttention))]
    for y in inputs:
        net(y)
    new = like(g_s, net, replace(form, normalised=False, gated=False))
    for i, factor in factors:
        found, layer = factor.found(), new[i]
        if isinstance(layer, QuantisedAttention):
            layer.factor.copy_(found)
        else:
            found = found.clamp(min=1e-6)
            layer.b.conv.weight *= found[:, None, None, None]
            bias_of(layer.b.conv).mul_(found)
            layer.b.out.log_scale += found.log()
    return new


@torch.no_grad()
def separated(g_s, net, count, inputs):
    """An 8-bit synthesis like net, of the codec's synthesis g_s, with count directions of each skip in floats.

    inputs, sharing: as of constant(). ValueError if net has some already.
    """
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
        self.given, self.made = [], []
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
