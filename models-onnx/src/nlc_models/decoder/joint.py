"""Samples of lossless blocks whose planes are coded jointly (docs/format.md, "Joint planes")."""

from .adaptive import SymbolModel
from .patterns import Patterns
from .photo import counts, lean_to, level_of, residual_of
from .ranges import RangeDecoder

SITUATIONS = 8
LEFT, ABOVE = 1, 2


class JointPlane:
    """One plane that is decoded row by row, from left to right.

    Rows of samples have three places to the left of the picture and two to the right; rows of magnitudes have one each.
    """

    def __init__(self, stream: RangeDecoder, width: int, depth: int, drawn: bool) -> None:
        self._stream, self._width, self._depth = stream, width, depth
        self._tokens, self._levels = (32, 20) if depth == 8 else (64, 36)
        self._models: dict[tuple[int, int], SymbolModel] = {}
        self._bias = [0] * 1536
        self._patterns = Patterns(depth) if drawn else None
        self._above2, self._above, self._row = ([0] * (width + 5) for _ in range(3))
        self._errors_above, self._errors = ([0] * (width + 2) for _ in range(2))
        self.rows: list[list[int]] = []

    def begin(self) -> None:
        """Begin a row."""
        if self.rows:
            self._row[-2:] = [self._row[-3]] * 2
            self._above2, self._above, self._errors_above = self._above, self._row, self._errors
        self._row = [self._above[3]] * 3 + [0] * (self._width + 2)
        self._errors = [self._errors_above[1]] + [0] * (self._width + 1)
        self.rows.append([])

    def copy(self, x: int, sample: int) -> None:
        """The sample at x comes from elsewhere."""
        if self._patterns:
            self._patterns.find(self._row, self._above, self._above2, x + 3, 0)
        self._put(x, sample, 0)

    def _put(self, x: int, sample: int, residual: int) -> None:
        self._row[x + 3], self._errors[x + 1] = sample, abs(residual)
        self.rows[-1].append(sample)
        if self._patterns:
            self._patterns.learn((sample - self._above[x + 3]) & (1 << self._depth) - 1)

    def decode(self, x: int, other: int, same: int) -> tuple[int, int]:
        """Decode and put the sample at x.

        Args:
            x: its column
            other: the residual of the plane before at x
            same: what all planes before at x have repeated

        Returns:
            its residual, and what it repeats: 1 the sample to the left, 2 that above, 3 both
        """
        _, ww, w = self._row[x : x + 3]
        nw, n, ne = self._above[x + 2 : x + 5]
        nn, nne = self._above2[x + 3 : x + 5]
        horizontal = abs(w - ww) + abs(n - nw) + abs(n - ne)
        vertical = abs(w - nw) + abs(n - nn) + abs(ne - nne)
        g = lean_to(w, n, nw, ne, (vertical - horizontal) >> (self._depth - 8))
        errors, above = self._errors, self._errors_above
        level = level_of((horizontal + vertical + 2 * errors[x] + above[x + 1] + above[x + 2] + 3 * abs(other)) >> 1)
        texture = sum((g < v) << bit for bit, v in enumerate((n, w, nw, ne, ww, nn)))
        side = 2 if other < 0 else 1 if other > 0 else 0
        context = 512 * side + 8 * texture + min(7, level >> 1)
        most = (1 << self._depth) - 1
        prediction = max(0, min(most, g + ((self._bias[context] + 32) >> 6)))
        situation, own = (prediction == w) + 2 * (prediction == n), True
        if same:
            prediction, situation, own = w if same & LEFT else n, 7 if w == n else 3 + same, False
        number = min(level, self._levels - 1)
        sure = self._patterns and self._patterns.find(self._row, self._above, self._above2, x + 3, min(7, level >> 1))
        if sure:
            prediction, situation, own = (n + sure[1]) & most, SITUATIONS + sure[0], False
            number = min(level // 5, self._levels - 1)
        residual = residual_of(self._stream, self._model(situation, number))
        if own:
            self._bias[context] += residual
        sample = (prediction + residual) & most
        self._put(x, sample, residual)
        return residual, LEFT * (sample == w) + ABOVE * (sample == n)

    def _model(self, situation: int, number: int) -> SymbolModel:
        key = situation, number
        if key not in self._models:
            sure = [32, 4, 4] + [1] * (self._tokens - 3)
            self._models[key] = SymbolModel(counts(number, self._tokens) if situation < SITUATIONS else sure)
        return self._models[key]


class JointPlanes:
    """The planes of a block, pixel by pixel."""

    def __init__(self, stream: RangeDecoder, planes: int, width: int, depth: int, drawn: bool) -> None:
        self._planes = [JointPlane(stream, width, depth, drawn) for _ in range(planes)]
        self._depth = depth

    def begin(self) -> None:
        """Begin a row."""
        for plane in self._planes:
            plane.begin()

    def decode(self, x: int) -> int:
        """Decode the pixel at x."""
        other, same, repeated, pixel = 0, 0, LEFT | ABOVE, 0
        for plane in self._planes:
            other, repeats = plane.decode(x, other, same)
            repeated &= repeats
            same = repeated
            pixel = pixel << self._depth | plane.rows[-1][-1]
        return pixel

    def copy(self, x: int, pixel: int) -> None:
        """The pixel at x comes from elsewhere."""
        for i, plane in enumerate(reversed(self._planes)):
            plane.copy(x, pixel >> self._depth * i & (1 << self._depth) - 1)

    def rows(self) -> list[list[list[int]]]:
        """The planes, as rows of samples."""
        return [plane.rows for plane in self._planes]
