"""Models that learn from what they coded (docs/format.md, "Adaptive models")."""

from bisect import bisect_right
from collections.abc import Sequence

from .ranges import TOTAL_BITS, RangeDecoder

TOTAL = 1 << TOTAL_BITS


class SymbolModel:
    """Adaptive frequencies of n symbols; counts are those to begin with."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._counts, self._interval = list(counts), 1
        self._make()

    @staticmethod
    def uniform(n: int) -> "SymbolModel":
        """One of n symbols that are equally likely at first."""
        return SymbolModel([max(1, 32 // n)] * n)

    @staticmethod
    def falling(n: int, by: int) -> "SymbolModel":
        """One of n symbols of which small ones are likelier, the less so the larger by is (docs/format.md, "Layered
        tiles").
        """
        return SymbolModel([max(1, 32 >> min(5, s // by)) for s in range(n)])

    def _make(self) -> None:
        counts = self._counts
        factor = ((TOTAL - len(counts)) << 24) // sum(counts)
        self._edges, before = [], 0
        for s, count in enumerate(counts):
            self._edges.append(s + (before * factor >> 24))
            before += count
        self._edges.append(TOTAL)
        self._left = self._interval

    def decode(self, stream: RangeDecoder) -> int:
        """A symbol, 0 to n - 1."""
        edges = self._edges
        symbol = bisect_right(edges, stream.target()) - 1
        stream.take(edges[symbol], edges[symbol + 1] - edges[symbol])
        self._counts[symbol] += 32
        self._left -= 1
        if self._left == 0:
            if sum(self._counts) > TOTAL:
                self._counts = [(c + 1) >> 1 for c in self._counts]
            self._interval = min(256, self._interval + (self._interval >> 1) + 1)
            self._make()
        return symbol


class BitModel:
    """The adaptive probability of a bit."""

    def __init__(self) -> None:
        self._one, self._rate = TOTAL // 2, 4

    def decode(self, stream: RangeDecoder) -> bool:
        """A bit."""
        bit, shift = stream.target() < self._one, self._rate >> 2
        if bit:
            stream.take(0, self._one)
            self._one += (TOTAL - self._one) >> shift
        else:
            stream.take(self._one, TOTAL - self._one)
            self._one -= self._one >> shift
        if self._rate < 28:
            self._rate += 2 if self._rate < 12 else 1
        return bit
