"""The small codecs of the ablation: what is changed of NLAIC, and runs that train it."""

import math

import torch
import torch.nn as nn

from ..codec import klt
from ..codec.context import ContextModel
from ..codec.heads import Head, Head3D
from ..codec.layers import NLAM, NonLocal
from ..codec.likelihood import mixture_likelihood
from ..training.trainer import Trainer


class Unmasked(nn.Module):
    """NLAM without its mask branch: the gate is a constant, the one that gates start with."""

    def __init__(self, module):
        super().__init__()
        self.trunk, self.gate = module.trunk, 1 / (1 + math.exp(-klt.OPEN))

    def forward(self, x):
        """B x C x H x W -> the same shape."""
        return x + self.trunk(x) * self.gate


def without_nonlocal(codec):
    """Take the non-local blocks out of a codec's masks, in place."""
    for m in codec.modules():
        if isinstance(m, NLAM):
            m.mask = nn.Sequential(*(layer for layer in m.mask if not isinstance(layer, NonLocal)))


def without_masks(codec):
    """Replace a codec's NLAMs by trunks with a constant gate, in place."""
    for network in (codec.g_a, codec.g_s, codec.h_a, codec.h_s):
        for i, m in enumerate(network):
            if isinstance(m, NLAM):
                network[i] = Unmasked(m)


def pooled(pool):
    """Keys of the non-local blocks at /4, which are pooled 8 x 8 in every pack, pooled by pool."""

    def change(codec):
        for m in codec.modules():
            if isinstance(m, NonLocal) and m.pool == 8:
                m.pool = pool

    return change


TRANSFORMS = {
    "full": lambda codec: None,
    "no non-local blocks": without_nonlocal,
    "no masks": without_masks,
    "keys pooled 4": pooled(4),
    "keys pooled 2": pooled(2),
    "keys not pooled": pooled(1),
}
CONTEXTS = {
    "3D row-parallel": lambda m: Head3D(m),
    "none": lambda m: Head(m, ContextModel.NONE, 1),
    "3D serial": lambda m: Head3D(m, False),
    "11x11x11": lambda m: Head3D(m, size=11),
    "three Gaussians": lambda m: Head3D(m, k=3),
}


class Variant(Trainer):
    """A run whose codec is changed after its start. change: codec -> None; level: train this level alone, or None."""

    def __init__(self, options, change=None, level=None):
        self.change, self.level = change or (lambda codec: None), level
        super().__init__(options)

    def start(self):
        """As of Trainer, then the change."""
        super().start()
        self.change(self.codec)
        self.codec.k = self.codec.head.k

    def update(self, x, q):
        """As of Trainer, at the one level if there is one."""
        return super().update(x, q if self.level is None else torch.full_like(q, self.level))

    def trained(self):
        """The codec with its averaged weights, for evaluation."""
        self.codec.load_state_dict(self.average.state)
        return self.codec.eval()


class Scaled(nn.Module):
    """Quality scaling factors: a network of one rate serves another one with q = round(a (y - b)), decoded as q / a +
    b.

    The entropy model stays that of y: a bin of q is 1 / a wide in y. z comes from y itself and is not scaled. a
    starts at the step that is the optimum of the rate for high rates, b at 0.
    """

    def __init__(self, codec, anchor, level):
        super().__init__()
        self.codec, self.anchor, self.lam = codec, float(anchor), codec.lambdas[level]
        start = 0.5 * math.log(codec.lambdas[level] / codec.lambdas[anchor])
        self.log_a = nn.Parameter(torch.full((1, codec.m, 1, 1), start))
        self.b = nn.Parameter(torch.zeros(1, codec.m, 1, 1))

    def forward(self, x):
        """-> (x_hat, bits per pixel of y and z); noise in training and rounding otherwise, as in Codec.forward."""
        c, a, n = self.codec, self.log_a.exp(), x.shape[2] * x.shape[3]
        gain, inverse = c.gains(torch.full((len(x),), self.anchor))
        y = c.g_a(x - 0.5).float() * gain
        z = c.h_a(y).round()
        s = (y - self.b) * a
        rounded = s + (s.round() - s).detach()
        noisy = s + torch.rand_like(s) - 0.5 if self.training else s.round()
        decoded = rounded / a + self.b
        mean, log2_sigma = c.head(c.h_s(z), decoded).float().chunk(2, 1)
        params = torch.cat([(mean - self.b) * a, log2_sigma + self.log_a / math.log(2)], 1)
        bits = -torch.log2(mixture_likelihood(params, noisy, 1)).sum((1, 2, 3)) - torch.log2(c.prior(z)).sum((1, 2, 3))
        return c.g_s(decoded * inverse).float() + 0.5, bits / n
