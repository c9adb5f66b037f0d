"""The entropy networks of a codec in integer form, trainable or exact."""

import torch
import torch.nn as nn

from ..codec.context import ContextType
from ..codec.heads import odd_positions
from .exact import SYMBOL_CLIP, ExactConv
from .plain import from_plain, replace, to_plain
from .trainable import QuantisedConv

OUTPUT_BITS = 4  # means, log2 sigmas and log2 weights in units of 1/16
SIGMA_BITS = 3  # the decoder drops the last bit of a log2 sigma


class EntropyNetworks(nn.Module):
    """hyper_synthesis, context (or None) and head, each an nn.Sequential of trainable or exact modules (exact.py) and
    pixel shuffles.

    Masks are baked into the context's weights. Inputs and outputs are integers in floating point. context_type: a
    ContextType or its name. hyper_bits: fractional bits of the hyper features, which only the latent residual
    prediction has to know.
    """

    def __init__(self, hyper_synthesis, context, head, *, context_type, channels, k, hyper_bits=None):
        super().__init__()
        self.hyper_bits = hyper_bits
        self.hyper_synthesis, self.context, self.head = hyper_synthesis, context, head
        self.context_type = ContextType.parse(context_type)
        self.channels, self.k = channels, k

    def features(self, z):
        """z: B x N x h x w -> hyper features B x F x 4h x 4w."""
        return self.hyper_synthesis(z.clamp(-SYMBOL_CLIP, SYMBOL_CLIP))

    def hyper(self, z):
        """Hyper features as numbers, for the latent residual prediction."""
        if self.hyper_bits is None:
            raise ValueError("these integer networks do not know the scale of their hyper features: quantise again")
        return self.features(z) * torch.exp2(-self.hyper_bits.float()).view(1, -1, 1, 1)

    def context_of(self, y):
        """y: B x M x H x W, invisible positions zero -> B x G x H x W; for the 3D contexts B x 1 x M x H x W -> B x G
        x M x H x W.
        """
        return self.context(y.clamp(-SYMBOL_CLIP, SYMBOL_CLIP))

    def forward(self, z, y):
        """Parameters of the whole latent in one pass (He 2021, section 3.2): B x (3 k M | 2 M) x H x W, means first,
        in 1/16.
        """
        a = self.features(z)
        if self.context_type is ContextType.SLICES:
            return self.head(a, y)
        if self.context_type.volume:
            return self.head(torch.cat([self.context_of(y[:, None]), a[:, None]], 1)).flatten(1, 2)
        if self.context is not None:
            checkerboard = self.context_type is ContextType.CHECKERBOARD
            odd = odd_positions(y)
            c = self.context_of(y * (1 - odd) if checkerboard else y)
            a = torch.cat([a, c * odd if checkerboard else c], 1)
        return self.head(a)

    def exact(self):
        """The integer networks of quantised ones."""
        return self.map(lambda m: m.exact() if isinstance(m, QuantisedConv) else m)

    def plain(self):
        """What is not a network."""
        return dict(context_type=self.context_type, channels=self.channels, k=self.k, hyper_bits=self.hyper_bits)

    def map(self, f):
        """A copy with f applied to every convolution."""
        parts = [None if p is None else replace(p, f) for p in (self.hyper_synthesis, self.context, self.head)]
        return EntropyNetworks(*parts, **self.plain())

    def layers(self):
        """(network name, layer) for every convolution."""
        for name in ("hyper_synthesis", "context", "head"):
            for m in convolutions(getattr(self, name)) if getattr(self, name) is not None else ():
                yield name, m

    def to_dict(self):
        """Plain dictionary of exact networks, for a checkpoint."""

        def network(p):
            return None if p is None else to_plain(p)

        return dict(
            hyper_synthesis=network(self.hyper_synthesis),
            context=network(self.context),
            head=network(self.head),
            **self.plain() | {"context_type": self.context_type.value},
        )

    @staticmethod
    def from_dict(d):
        """The inverse of to_dict()."""

        def network(p):
            return None if p is None else from_plain(p)

        return EntropyNetworks(
            network(d["hyper_synthesis"]),
            network(d["context"]),
            network(d["head"]),
            context_type=d["context_type"],
            channels=d["channels"],
            k=d["k"],
            hyper_bits=d.get("hyper_bits"),
        )


def convolutions(network):
    """The convolutions of a tree of trainable or exact modules, in order."""
    return [m for m in network.modules() if isinstance(m, (ExactConv, QuantisedConv))]
