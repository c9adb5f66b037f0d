"""Coefficients of blocks in layered tiles (docs/format.md, "Layered tiles", "Stream")."""

from functools import cache

from .adaptive import SymbolModel
from .failure import NlcError
from .ranges import RangeDecoder

SIDE = 8
COUNT = SIDE * SIDE
LEAST, MOST = -32768, 32767
LARGEST_SYMBOL, MOST_ZEROS = 15, 15


@cache
def zigzag() -> tuple[tuple[int, int], ...]:
    """(row, column) of each coefficient in its order."""
    places = [(r, c) for r in range(SIDE) for c in range(SIDE)]
    return tuple(sorted(places, key=lambda p: (sum(p), p[1] if sum(p) % 2 == 0 else p[0])))


def _grade(value: int, bounds: tuple[int, ...]) -> int:
    """How many of the bounds a value has reached."""
    return sum(value >= b for b in bounds)


class Coefficients:
    """Those of the blocks of a tile, decoded block by block.

    values: {(plane, block row, block column): 64 integers in zigzag order} of the blocks that have any.
    """

    def __init__(self, stream: RangeDecoder) -> None:
        self._stream = stream
        self._first = [SymbolModel.falling(16, 2) for _ in range(2)]
        self._counts = [SymbolModel.falling(65, 1 + 4 * (number % 5)) for number in range(2 * 2 * 2 * 5)]
        self._last = [SymbolModel.falling(16, 1) for _ in range(8)]
        self._others = [SymbolModel.falling(16, 1 + number // 3 % 6) for number in range(8 * 6 * 3)]
        self._coded: dict[tuple[int, int, int], int] = {}
        self.values: dict[tuple[int, int, int], list[int]] = {}

    def decode(self, plane: int, row: int, column: int, before: int | None) -> list[int]:
        """The coefficients of a block of a plane; before: in an own part the first coefficient of the block that this
        one goes on from, or 0; None in a residual part.
        """
        here = (plane, row, column)
        p, first = min(plane, 1), 0 if before is None else 1
        q = [0] * COUNT
        left, above = (self.values.get((plane, r, c)) for r, c in ((row, column - 1), (row - 1, column)))
        if before is not None:
            q[0] = self._within(before + self._signed(self._magnitude(self._first[p])))
        count = self._count(here, first, p)
        frequencies = {place: i for i, place in enumerate(zigzag())}
        for i in range(count + first - 1, first - 1, -1):
            f = 4 * p + _grade(i, (1, 6, 21))
            if i == count + first - 1:
                magnitude = 1 + self._magnitude(self._last[f])
            else:
                r, c = zigzag()[i]
                m = [
                    abs(q[frequencies[at]]) if at in frequencies else 0
                    for at in ((r, c + 1), (r + 1, c), (r, c + 2), (r + 1, c + 1), (r + 2, c))
                ]
                near = _grade(2 * m[0] + 2 * m[1] + m[2] + m[3] + m[4], (1, 3, 5, 9, 17))
                beside = _grade(sum(abs(block[i]) for block in (left, above) if block), (1, 3))
                magnitude = self._magnitude(self._others[(6 * f + near) * 3 + beside])
            q[i] = self._within(self._signed(magnitude))
        self.values[here] = q
        return q

    def _count(self, here: tuple[int, int, int], first: int, p: int) -> int:
        plane, row, column = here
        sides = self._coded.get((plane, row, column - 1), 0) + self._coded.get((plane, row - 1, column), 0)
        other = plane > 0 and self._coded[0, row, column] > 2
        number = ((2 * first + p) * 2 + other) * 5 + _grade(sides, (1, 5, 13, 32))
        count = self._counts[number].decode(self._stream)
        if count + first > COUNT:
            raise NlcError("more coefficients than a block has")
        self._coded[here] = count
        return count

    def _magnitude(self, model: SymbolModel) -> int:
        symbol = model.decode(self._stream)
        if symbol < LARGEST_SYMBOL:
            return symbol
        digits = self._stream.zeros(MOST_ZEROS)
        return symbol + (1 << digits | self._stream.bits(digits)) - 1

    def _signed(self, magnitude: int) -> int:
        return -magnitude if magnitude and self._stream.bits(1) else magnitude

    @staticmethod
    def _within(value: int) -> int:
        if not LEAST <= value <= MOST:
            raise NlcError(f"a coefficient of {value}")
        return value
