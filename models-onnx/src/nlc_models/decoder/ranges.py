"""The range decoder (docs/format.md, "Range coder")."""

from collections.abc import Callable

from .failure import NlcError

TOTAL_BITS = 16
MOST_ZEROS = 33
"""In front of what lies beyond a table."""


class RangeDecoder:
    """Decodes slots of a total of 2^16 from the bytes of a stream."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 0
        self._range, self._code = 0xFFFFFFFF, 0
        for _ in range(4):
            self._shift()

    def _shift(self) -> None:
        if self._at >= len(self._data) + 4:
            raise NlcError("the stream of a tile is too short")
        byte = self._data[self._at] if self._at < len(self._data) else 0
        self._at += 1
        self._code = (self._code << 8 | byte) & 0xFFFFFFFF

    def target(self) -> int:
        """The number, 0 to 2^16 - 1, in whose slot the next symbol lies; take() must follow."""
        value = self._code // (self._range >> TOTAL_BITS)
        if value >= 1 << TOTAL_BITS:
            raise NlcError("the stream of a tile is corrupt")
        return value

    def take(self, start: int, width: int) -> None:
        """Go on after the symbol with the slot start..start + width."""
        unit = self._range >> TOTAL_BITS
        self._code -= unit * start
        self._range = unit * width
        while self._range < 1 << 24:
            self._range <<= 8
            self._shift()

    def bits(self, count: int) -> int:
        """A number of up to 16 equiprobable bits."""
        if count == 0:
            return 0
        width = 1 << (TOTAL_BITS - count)
        value = self.target() // width
        self.take(value * width, width)
        return value

    def zeros(self, most: int) -> int:
        """How many zero bits stand before a one, which is read, too; more than most are an error."""
        count = 0
        while not self.bits(1):
            count += 1
            if count > most:
                raise NlcError("a number beyond all values")
        return count

    def golomb(self) -> int:
        """A number in the Exp-Golomb code of order 0, bit by bit."""
        value = 1
        for _ in range(self.zeros(MOST_ZEROS)):
            value = value << 1 | self.bits(1)
        return value - 1

    def value(self, low: int, high: int, cumulative: Callable[[int], int]) -> int:
        """A value of low..high with an escape after it, of which cumulative(v) tells the lower edge (of high + 1 that
        of the escape).
        """
        target = self.target()
        at, above = low, high + 2  # the slot that holds target begins at a value at <= v < above
        while above - at > 1:
            middle = (at + above) // 2
            if cumulative(middle) <= target:
                at = middle
            else:
                above = middle
        start = cumulative(at)
        self.take(start, (cumulative(at + 1) if at <= high else 1 << TOTAL_BITS) - start)
        if at <= high:
            return at
        escape = self.golomb()
        return low - 1 - (escape >> 1) if escape & 1 else high + 1 + (escape >> 1)
