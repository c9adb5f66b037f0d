"""Predicted samples of lossless blocks (docs/format.md, "Photo")."""

from .adaptive import SymbolModel
from .ranges import RangeDecoder

WEIGHTS = ((9, 0), (33, 1), (81, 2))


def counts(number: int, tokens: int) -> list[int]:
    """Counts that a plane's symbol model of a number begins with."""
    places = [(t + 1) // 2 if t < 16 else 8 + (t - 16) // 2 for t in range(tokens)]
    return [max(1, 24 >> min(5, 4 * k // (number + 2))) for k in places]


def lean_to(w: int, n: int, nw: int, ne: int, lean: int) -> int:
    """The prediction g of a sample from those around."""
    middle = (2 * (w + n) + ne - nw) >> 2
    weight = next((value for bound, value in WEIGHTS if abs(lean) < bound), 4)
    return middle + (((n if lean < 0 else w) - middle) * weight >> 2)


def level_of(activity: int) -> int:
    """The level of an activity."""
    a = activity + 2
    o = a.bit_length() - 1
    return 2 * o + (a >> (o - 1) & 1) - 2


def residual_of(stream: RangeDecoder, model: SymbolModel) -> int:
    """A residual, as a token and raw bits."""
    f = model.decode(stream)
    if f >= 16:
        o = (f - 16) // 4 + 4
        f = (4 + (f & 3)) << (o - 2) | stream.bits(o - 2)
    return -(f + 1 >> 1) if f & 1 else f >> 1


class PhotoPlane:
    """One plane that is decoded row by row, from left to right.

    Rows of samples have two places to the left of the picture and one to the right; rows of magnitudes have one each.
    """

    def __init__(self, stream: RangeDecoder, width: int, depth: int) -> None:
        self._stream, self._width, self._depth = stream, width, depth
        tokens, levels = (32, 20) if depth == 8 else (64, 36)
        self._models = [SymbolModel(counts(number, tokens)) for number in range(levels)]
        self._bias = [0] * 512
        self._above2, self._above, self._row = ([0] * (width + 3) for _ in range(3))
        self._errors_above, self._errors = ([0] * (width + 2) for _ in range(2))
        self.rows: list[list[int]] = []

    def begin(self) -> None:
        """Begin a row."""
        if self.rows:
            self._row[-1] = self._row[-2]
            self._above2, self._above, self._errors_above = self._above, self._row, self._errors
        self._row = [self._above[2]] * 2 + [0] * (self._width + 1)
        self._errors = [self._errors_above[1]] + [0] * (self._width + 1)
        self.rows.append([])

    def put(self, x: int, sample: int, error: int = 0) -> None:
        """The sample at x is known; error is the magnitude of its residual."""
        self._row[x + 2], self._errors[x + 1] = sample, error
        self.rows[-1].append(sample)

    def decode(self, x: int, other: int) -> int:
        """Decode and put the sample at x; other is the magnitude of the plane before at x, and that of this plane is
        returned.
        """
        ww, w = self._row[x : x + 2]
        nw, n, ne = self._above[x + 1 : x + 4]
        nn, nne = self._above2[x + 2 : x + 4]
        horizontal = abs(w - ww) + abs(n - nw) + abs(n - ne)
        vertical = abs(w - nw) + abs(n - nn) + abs(ne - nne)
        lean = (vertical - horizontal) >> (self._depth - 8)
        g = lean_to(w, n, nw, ne, lean)
        errors, above = self._errors, self._errors_above
        level = level_of((horizontal + vertical + 2 * errors[x] + above[x + 1] + above[x + 2] + 3 * other) >> 1)
        texture = sum((g < v) << bit for bit, v in enumerate((n, w, nw, ne, ww, nn)))
        context = 8 * texture + min(7, level >> 1)
        most = (1 << self._depth) - 1
        prediction = max(0, min(most, g + ((self._bias[context] + 32) >> 6)))
        residual = residual_of(self._stream, self._models[min(level, len(self._models) - 1)])
        self._bias[context] += residual
        self.put(x, (prediction + residual) & most, abs(residual))
        return abs(residual)


def decode(stream: RangeDecoder, planes: int, width: int, height: int, depth: int) -> list[list[list[int]]]:
    """The planes of a block, as rows of samples."""
    each = [PhotoPlane(stream, width, depth) for _ in range(planes)]
    for _ in range(height):
        for plane in each:
            plane.begin()
        for x in range(width):
            other = 0
            for plane in each:
                other = plane.decode(x, other)
    return [plane.rows for plane in each]
