"""Pixels that are like one before them (docs/format.md, "Graphics"): candidates and whether they are it."""

from .adaptive import BitModel
from .ranges import RangeDecoder

WORD = 2**64 - 1


def _mix(v: int) -> int:
    return (v ^ v >> 29) * 0x9E3779B97F4A7C15 & WORD


class _Slot:
    """A place in a table: the last pixel of it, and how often it was right."""

    __slots__ = ("confidence", "pixel")

    def __init__(self) -> None:
        self.pixel: int | None = None
        self.confidence = 0

    def learn(self, pixel: int) -> None:
        self.confidence = min(7, self.confidence + 1) if self.pixel == pixel else self.confidence >> 2
        self.pixel = pixel


class Repeats:
    """Asks for each pixel, in the order of rows, which of its candidates it is. Pixels are keys of up to 64 bits."""

    def __init__(self, stream: RangeDecoder, width: int, height: int, joint: bool = False) -> None:
        self._stream, self._width, self._joint = stream, width, joint
        self._bits = min(16, max(6, (width * height).bit_length() - 1 + 2))
        self._two: dict[int, _Slot] = {}
        self._six: dict[int, _Slot] = {}
        self._near = 50 if joint else 8
        self._models = [BitModel() for _ in range(32 * self._near)]
        self._pixels: list[int] = []
        self._found: list[int] = []
        self._which = 4

    def find(self) -> int | None:
        """The next pixel if one of its candidates is it; learn() must follow."""
        at, width, pixels = len(self._pixels), self._width, self._pixels
        x, y = at % width, at // width
        left = pixels[at - 1] if x else None
        above = pixels[at - width] if y else None
        self._slots = self._look_up(at, x, y)
        six, two = self._slots
        h = (5 if self._joint else 1) * (self._found[at - 1] if x else 0)
        h += (1 if self._joint else 2) * (self._found[at - width] if y else 0)
        same = left is not None and left == six.pixel
        first = six.pixel is not None
        near = self._near
        numbers = (near * six.confidence + same, near * two.confidence + first, first, first)
        seen: list[int | None] = [None]
        for place, candidate in enumerate((six.pixel, two.pixel, left, above)):
            model = self._models[8 * near * place + 2 * h + numbers[place]]
            if candidate not in seen and model.decode(self._stream):
                self._which = place
                return candidate
            seen.append(candidate)
        self._which = 4
        return None

    def learn(self, pixel: int) -> None:
        """What the pixel is that find() was asked for."""
        self._found.append(self._which if self._joint else int(self._slots[0].pixel == pixel))
        self._pixels.append(pixel)
        for slot in self._slots:
            slot.learn(pixel)

    def _look_up(self, at: int, x: int, y: int) -> tuple[_Slot, _Slot]:
        """The slots of the six neighbours and of two of them."""
        width, pixels = self._width, self._pixels
        n = pixels[at - width] if y else pixels[at - 1] if x else 0
        w = pixels[at - 1] if x else n
        nw = pixels[at - width - 1] if x and y else n
        ne = pixels[at - width + 1] if y and x + 1 < width else n
        ww = pixels[at - 2] if x > 1 else w
        nn = pixels[at - 2 * width] if y > 1 else n
        two = _mix(_mix(w) + n & WORD)
        six = two
        for key in (nw, ne, ww, nn):
            six = _mix(six + key & WORD)
        shift = 64 - self._bits
        return self._six.setdefault(six >> shift, _Slot()), self._two.setdefault(two >> shift, _Slot())
