"""Probabilities of latents from mixtures of Gaussians, in integers (docs/format.md, "Probabilities")."""

import math
from collections.abc import Sequence
from functools import cache

from .ranges import TOTAL_BITS, RangeDecoder

TOTAL = 1 << TOTAL_BITS
SURE = TOTAL - 16
LEAST_SCALE, MOST_SCALE, MOST_MEAN = -24, 64, 8191


@cache
def _weight(d: int) -> int:
    """T2."""
    return math.floor(2**16 * 2 ** (-d / 16) + 0.5)


@cache
def _reach(scale: int) -> int:
    """R: six sigmas in 1/16."""
    return math.ceil(96 * 2 ** (scale / 8))


@cache
def _normal(scale: int, d: int) -> int:
    """P: the distribution function at d/16, in units of 2^-24."""
    if d < 0:
        return 2**24 - _normal(scale, -d)
    return math.floor(2**24 * (0.5 * math.erfc(-d / 16 / 2 ** (scale / 8) / math.sqrt(2))) + 0.5)


class Mixture:
    """The table of one symbol: components with means and log2 sigmas in 1/16, log2 weights in 1/16 if they are more
    than one.
    """

    def __init__(self, means: Sequence[int], scales: Sequence[int], weights: Sequence[int]) -> None:
        self.means = [max(-MOST_MEAN, min(MOST_MEAN, m)) for m in means]
        self.scales = [max(LEAST_SCALE, min(MOST_SCALE, s >> 1)) for s in scales]
        first = weights.index(max(weights)) if weights else 0
        if weights:
            units = [_weight(min(weights[first] - w, 255)) for w in weights]
            self.shares = [u * TOTAL // sum(units) for u in units]
            self.shares[first] += TOTAL - sum(self.shares)
        else:
            self.shares = [TOTAL]
        self.nearest = (self.means[first] + 8) >> 4
        reaches = [_reach(s) for s in self.scales]
        self.low = min((m - r) // 16 for m, r in zip(self.means, reaches)) - 1
        self.high = max(-((-m - r) // 16) for m, r in zip(self.means, reaches)) + 1
        self.slots = self.high - self.low + 2

    def cumulative(self, value: int) -> int:
        """The lower edge of the slot of a value of low..high + 1, the last one being the escape."""
        if value == self.low:
            return 0
        edge = sum(
            share * _normal(scale, 16 * value - 8 - mean)
            for share, scale, mean in zip(self.shares, self.scales, self.means)
        )
        return (edge * (TOTAL - self.slots) >> 40) + value - self.low

    def decode(self, stream: RangeDecoder) -> int:
        """The symbol, of which nothing is coded if it is sure."""
        if self.sure():
            return self.nearest
        return stream.value(self.low, self.high, self.cumulative)

    def doubt(self) -> int:
        """Probability, in 1/65536, that the symbol is not the nearest to the mean."""
        return TOTAL - self.cumulative(self.nearest + 1) + self.cumulative(self.nearest)

    def sure(self) -> bool:
        """Whether nothing is coded."""
        return TOTAL - self.doubt() > SURE

    def other(self, stream: RangeDecoder) -> int:
        """The symbol if it is known that it is not the nearest to the mean."""
        doubt = self.doubt()

        def edge(value: int) -> int:
            below = self.cumulative(value) - (TOTAL - doubt if value > self.nearest else 0)
            return (below << TOTAL_BITS) // doubt

        return stream.value(self.low, self.high, edge)


class Prior:
    """The table of a channel of z: frequencies of low, low + 1, ... and of the escape."""

    def __init__(self, low: int, frequencies: Sequence[int]) -> None:
        self.low, self.high = low, low + len(frequencies) - 2
        self.edges = [0]
        for f in frequencies:
            self.edges.append(self.edges[-1] + f)
        best = max(range(len(frequencies) - 1), key=lambda i: frequencies[i])
        self.sure = low + best if frequencies[best] > SURE else None

    def decode(self, stream: RangeDecoder) -> int:
        """The symbol, of which nothing is coded if it is sure."""
        if self.sure is not None:
            return self.sure
        return stream.value(self.low, self.high, lambda v: self.edges[v - self.low])
