"""Bits whose probabilities are mixed from several contexts (docs/format.md, "Layered in squares", "Mixed bits")."""

import math
from collections.abc import Sequence
from functools import cache

from .ranges import TOTAL_BITS, RangeDecoder

TOTAL = 1 << TOTAL_BITS
STRETCHED, WEIGHTS, WEIGHT_LIMIT, LAST_INPUT = 2047, 93600, 1 << 20, 256
MOST_SEEN = 255


@cache
def squash(x: int) -> int:
    """S."""
    return min(TOTAL - 16, max(16, math.floor(TOTAL / (1 + math.exp(-x / 256)) + 0.5)))


@cache
def stretch(p: int, total: int = 1 << 12) -> int:
    """L of a probability p / total, or M with a total of 2^14."""
    return clip(math.floor(256 * math.log((2 * p + 1) / (2 * total - 1 - 2 * p)) + 0.5), STRETCHED)


def clip(value: int, most: int) -> int:
    """The value, limited to -most..most."""
    return max(-most, min(most, value))


class MixedBits:
    """Models of bits with a number of kinds of contexts."""

    def __init__(self, kinds: int) -> None:
        self._slots: list[dict[int, tuple[int, int]]] = [{} for _ in range(kinds)]
        self._weights: tuple[dict[int, list[int]], dict[int, list[int]]] = ({}, {})

    def decode(self, stream: RangeDecoder, contexts: Sequence[int], sets: tuple[int, int]) -> int:
        """A bit. contexts: one of each kind; sets: of weights, one of each table."""
        kinds = len(self._slots)
        slots = [table.get(context, (1 << 21, 0)) for table, context in zip(self._slots, contexts)]
        inputs = [*(stretch(p >> 10) for p, _ in slots), LAST_INPUT]
        start = [WEIGHTS // kinds] * (kinds + 1)
        weights = [table.get(number, start) for table, number in zip(self._weights, sets)]
        sums = [clip(sum(x * w for x, w in zip(inputs, ws)) >> 16, STRETCHED) for ws in weights]
        one = squash(sum(sums) >> 1)
        bit = int(stream.target() < one)
        stream.take(*((0, one) if bit else (one, TOTAL - one)))
        for table, number, ws, total in zip(self._weights, sets, weights, sums):
            miss = 6 * ((bit << TOTAL_BITS) - squash(total))
            table[number] = [clip(w + ((x * miss + (1 << 17)) >> 18), WEIGHT_LIMIT) for w, x in zip(ws, inputs)]
        for slot_table, context, (p, seen) in zip(self._slots, contexts, slots):
            p += ((bit * ((1 << 22) - 1) - p) * (655360 // (10 * seen + 16))) >> 16
            slot_table[context] = p, min(MOST_SEEN, seen + 1)
        return bit
