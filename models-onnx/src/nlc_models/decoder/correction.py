"""Probabilities corrected by what was seen of a tile (docs/format.md, "Corrected probabilities")."""

import numpy as np

from .mixed import STRETCHED, WEIGHT_LIMIT, clip, squash, stretch
from .mixture import Mixture
from .ranges import TOTAL_BITS, RangeDecoder

MOST_DOUBT = 40960
FIRST, LAST_INPUT, RATE = (65536, 7168, 9216, 0), 64, 10


class Correction:
    """What one tile with y of M x h x w has taught so far."""

    def __init__(self, channels: int, height: int, width: int) -> None:
        self._surprise = np.zeros((channels, height + 2, width + 2), np.int64)
        self._here = np.zeros((height, width), np.int64)
        self._of_channel: dict[int, list[int]] = {}
        self._of_grade: dict[int, list[int]] = {}

    def decode(self, place: tuple[int, int, int], mixture: Mixture, stream: RangeDecoder) -> int:
        """The symbol at a place (channel, row, column); mixture: what the networks say of it.

        NlcError: the stream is corrupt.
        """
        doubt = mixture.doubt()
        if mixture.sure() or doubt > MOST_DOUBT:
            return mixture.decode(stream)
        channel, row, column = place
        near = self._surprise[channel, row : row + 3, column : column + 3]
        around = int(near.sum() + near[1].sum() + near[:, 1].sum() - 3 * near[1, 1])
        here = int(self._here[row, column])
        grade = stretch(doubt >> 2, 1 << 14)
        inputs = grade, clip(around >> 4, STRETCHED), clip(here >> 6, STRETCHED), LAST_INPUT
        keys = (self._of_channel, channel), (self._of_grade, (grade + 2048) >> 7)
        weights = [table.get(key, list(FIRST)) for table, key in keys]
        sums = [clip(sum(x * w for x, w in zip(inputs, ws)) >> 16, STRETCHED) for ws in weights]
        one = squash(sum(sums) >> 1)
        missed = int(stream.target() < one)
        stream.take(*((0, one) if missed else (one, (1 << TOTAL_BITS) - one)))
        value = mixture.other(stream) if missed else mixture.nearest
        for (table, key), ws, total in zip(keys, weights, sums):
            miss = RATE * ((missed << TOTAL_BITS) - squash(total))
            table[key] = [clip(w + ((x * miss + (1 << 17)) >> 18), WEIGHT_LIMIT) for w, x in zip(ws, inputs)]
        distance = min(2, abs(value - mixture.nearest))
        self._surprise[channel, row + 1, column + 1] = (distance << 12) - (doubt >> 4)
        here += ((missed << TOTAL_BITS) - doubt) >> 2
        self._here[row, column] = here - (here >> 5)
        return value
