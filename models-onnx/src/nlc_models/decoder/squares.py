"""Squares of layered tiles and the levels in them (docs/format.md, "Layered in squares")."""

from dataclasses import dataclass

import numpy as np

from .adaptive import BitModel
from .coefficients import LEAST, MOST
from .failure import NlcError
from .header import Area
from .mixed import MixedBits
from .ranges import RangeDecoder

LARGEST, SMALLEST, MOST_DIGITS, UNARY = 32, 8, 15, 14
NEXT = ((0, 1), (2, 3), (5, 4), (7, 6), (1, 0), (3, 2), (4, 5), (6, 7))
SLOTS = (64, 512, 512, 256, 768, 256, 512)


@dataclass(frozen=True)
class Square:
    """A square of a part. mean: the step's size of first levels in an own part, None in a residual part; levels:
    planes x side x side.
    """

    x: int
    y: int
    side: int
    mean: int | None
    levels: np.ndarray
    ends: list[int]

    def size(self, plane: int, r: int, c: int) -> int:
        """A magnitude, 0 outside."""
        inside = 0 <= r < self.side and 0 <= c < self.side
        return abs(int(self.levels[plane, r, c])) if inside else 0


def diagonals(side: int) -> list[tuple[int, int]]:
    """(row, column) of levels in their order."""
    return [(r, d - r) for d in range(2 * side - 1) for r in range(max(0, d - side + 1), min(d, side - 1) + 1)]


def fine(v: int) -> int:
    """Four grades an octave."""
    if v < 4:
        return v
    o = v.bit_length() - 1
    return min(31, 4 * (o - 1) + (v >> (o - 2) & 3))


def coarse(v: int) -> int:
    """Two grades an octave."""
    if v < 2:
        return v
    o = v.bit_length() - 1
    return min(15, 2 * o + (v >> (o - 1) & 1))


class Squares:
    """Those of a tile of width x height pixels, decoded part by part."""

    def __init__(self, stream: RangeDecoder, width: int, height: int, planes: int) -> None:
        self._stream, self._width, self._height, self._planes = stream, width, height, planes
        self._cuts = [BitModel() for _ in range(6)]
        self._ends, self._magnitudes = MixedBits(3), MixedBits(7)
        self._means: dict[int, BitModel] = {}
        self._rests: dict[int, BitModel] = {}
        self._at: dict[tuple[int, int], Square] = {}

    def decode(self, part: Area, mean: int | None) -> list[Square]:
        """The squares of a part; mean as Square has it."""
        found: list[Square] = []
        for y in range(part.y, part.y + part.height, LARGEST):
            for x in range(part.x, part.x + part.width, LARGEST):
                self._cut(x, y, LARGEST, mean, found)
        return found

    def _of(self, x: int, y: int) -> Square | None:
        """The square of a pixel."""
        return self._at.get((x // SMALLEST, y // SMALLEST))

    def _cut(self, x: int, y: int, side: int, mean: int | None, found: list[Square]) -> None:
        if x >= self._width or y >= self._height:
            return
        beside = self._of(x - 1, y), self._of(x, y - 1)
        if side > SMALLEST:
            finer = sum(s is not None and s.side < side for s in beside)
            if self._cuts[3 * (side < LARGEST) + finer].decode(self._stream):
                half = side // 2
                for dy in (0, half):
                    for dx in (0, half):
                        self._cut(x + dx, y + dy, half, mean, found)
                return
        square = Square(x, y, side, mean, np.zeros((self._planes, side, side), np.int64), [])
        for plane in range(self._planes):
            _Plane(self, square, plane, beside).decode()
        for dy in range(side // SMALLEST):
            for dx in range(side // SMALLEST):
                self._at[x // SMALLEST + dx, y // SMALLEST + dy] = square
        found.append(square)

    # What planes of squares are decoded with.

    def end_bit(self, contexts: tuple[int, int, int], size: int) -> int:
        """A bit of the end of a plane."""
        return self._ends.decode(self._stream, contexts, (0, size))

    def more(self, number: int, contexts: list[int], sets: tuple[int, int]) -> int:
        """Whether a magnitude is larger; number: 16 p + i."""
        at = [number * slots + context for slots, context in zip(SLOTS, contexts)]
        return self._magnitudes.decode(self._stream, at, sets)

    def mean(self, base: int) -> int:
        """The magnitude of the difference of a mean."""
        return self._number(self._means, base, 8)

    def rest(self, base: int) -> int:
        """What a magnitude has above 14."""
        return self._number(self._rests, base, 16)

    def negative(self) -> int:
        """A sign."""
        return self._stream.bits(1)

    def _number(self, models: dict[int, BitModel], base: int, apart: int) -> int:
        digits = 0
        while models.setdefault(base + apart * min(digits, 15), BitModel()).decode(self._stream):
            digits += 1
            if digits > MOST_DIGITS:
                raise NlcError("a number beyond all levels")
        return (1 << digits | self._stream.bits(digits)) - 1


class _Plane:
    """A plane of a square while it is decoded."""

    def __init__(self, squares: Squares, s: Square, plane: int, beside: tuple[Square | None, Square | None]) -> None:
        self._squares, self._s, self._p, self._beside = squares, s, plane, [b for b in beside if b]
        self._z = s.side.bit_length() - 4

    def decode(self) -> None:
        levels, state = self._s.levels[self._p], 0
        end = self._end()
        for r, c in diagonals(self._s.side):
            if r + c == 0 and self._s.mean is not None:
                levels[0, 0] = self._within(self._first(self._s.mean))
            elif r + c >= end:
                break
            else:
                magnitude = self._magnitude(r, c, end, state & 1)
                levels[r, c] = self._within(-magnitude if magnitude and self._squares.negative() else magnitude)
            state = NEXT[state][int(levels[r, c]) & 1]

    @staticmethod
    def _within(level: int) -> int:
        if not LEAST <= level <= MOST:
            raise NlcError(f"a level of {level}")
        return level

    def _end(self) -> int:
        def reach(s: Square, plane: int) -> int:
            return 8 * s.ends[plane] // s.side

        around = (sum(reach(b, self._p) for b in self._beside) + 1) >> 1
        before = reach(self._s, self._p - 1) if self._p else 0
        k, bits = 1, self._z + 4
        for _ in range(bits):
            here = 64 * (3 * self._p + self._z) + k
            k = k << 1 | self._squares.end_bit((16 * here + around, 16 * here + before, here), self._z)
        self._s.ends.append(k - (1 << bits))
        return self._s.ends[self._p]

    def _first(self, step: int) -> int:
        means = [
            int(b.levels[self._p, 0, 0]) * b.mean * self._s.side // (b.side * step)
            for b in self._beside
            if b.mean is not None
        ]
        expected = sum(means) >> 1 if len(means) == 2 else sum(means)
        doubt = coarse(abs(means[0] - means[1])) >> 1 if len(means) == 2 else 0
        change = self._squares.mean(128 * self._p + doubt)
        return expected - change if change and self._squares.negative() else expected + change

    def _own(self, plane: int, r: int, c: int) -> int:
        """A magnitude of a plane of this square, 0 for a mean."""
        return 0 if r + c == 0 and self._s.mean is not None else self._s.size(plane, r, c)

    def _magnitude(self, r: int, c: int, end: int, grid: int) -> int:
        p, n = self._p, self._s.side
        within = self._inside(r, c)
        beside = sum(self._around(b, r, c) for b in self._beside)
        other = beside if p == 0 else self._other(r, c)
        total = 5 * (within + beside) >> 2 if p == 0 else within + beside + other
        rest, level = min(3, end - 1 - r - c), fine(total)
        contexts = [
            2 * level + grid,
            16 * fine(3 * within >> 1) + coarse(beside),
            16 * fine(within + beside) + coarse(other),
            16 * min(15, self._own(p, r, c - 1)) + min(15, self._own(p, r - 1, c)),
            4 * (64 * self._z + 8 * (8 * r // n) + 8 * c // n) + 2 * grid + (rest == 0),
            8 * level + 2 * rest + grid,
            16 * level + 8 * (r + c) // n,
        ]
        for i in range(UNARY):
            number = 16 * p + i
            if not self._squares.more(number, contexts, (2 * number + grid, 2 * (32 * p + level) + (i > 0))):
                return i
        return UNARY + self._squares.rest(256 * p + coarse(total >> 3))

    def _inside(self, r: int, c: int) -> int:
        def m(up: int, left: int) -> int:
            return self._own(self._p, r - up, c - left)

        if r == 0:
            return 6 * m(0, 1) + 3 * m(0, 2) + 2 * m(0, 3)
        if c == 0:
            return 5 * m(1, 0) + 2 * m(1, -1) + 3 * m(2, 0) + m(3, 0) + m(2, -1)
        return 3 * (m(0, 1) + m(1, 0)) + 2 * (m(1, 1) + m(1, -1)) + m(0, 2) + m(2, 0) + m(2, -1) + m(1, 2)

    def _around(self, b: Square, r: int, c: int) -> int:
        n = self._s.side

        def a(row: int, column: int) -> int:
            return b.size(self._p, row, column)

        if b.side == n:
            around = 2 * a(r, c) + a(r + 1, c) + a(r, c + 1) + a(r - 1, c) + a(r, c - 1)
            return around - a(0, 0) if r + c == 1 else around
        row, column = r * b.side // n, c * b.side // n
        if b.side < n:
            column = column if row or column else 1
            return 2 * (a(row, column) + a(row + 1, column) + a(row, column + 1))
        h = b.side // (2 * n)
        s = a(row, column) + a(row, column + h) + a(row + h, column) + a(row + h, column + h)
        return s + (s >> 1)

    def _other(self, r: int, c: int) -> int:
        def m(row: int, column: int) -> int:
            return self._own(self._p - 1, row, column)

        other = 4 * m(r, c) + 2 * (m(r + 1, c) + m(r, c + 1)) + m(r - 1, c) + m(r, c - 1)
        return other + 2 * self._own(0, r, c) if self._p == 2 else other
