"""Lists of values (docs/format.md, "Value map")."""

from .adaptive import SymbolModel
from .failure import NlcError
from .ranges import RangeDecoder


class ValueReader:
    """Reads values as differences, each from the one before."""

    def __init__(self, stream: RangeDecoder, depth: int) -> None:
        self._stream, self._depth, self._last = stream, depth, 0
        self._low, self._high = SymbolModel.uniform(256), SymbolModel.uniform(256)

    def next(self) -> int:
        """The next value."""
        high = self._high.decode(self._stream) if self._depth == 16 else 0
        difference = high << 8 | self._low.decode(self._stream)
        self._last = (self._last + difference) & (1 << self._depth) - 1
        return self._last


def read(stream: RangeDecoder, planes: int, depth: int) -> list[list[int] | None]:
    """The value map of a block: for each plane its values, or None for one that has its samples as they are."""
    maps: list[list[int] | None] = []
    for _ in range(planes):
        count = stream.bits(12) + 1
        reader = ValueReader(stream, depth)
        maps.append([reader.next() for _ in range(count)] if count > 1 else None)
    return maps


def undo(plane: list[list[int]], values: list[int] | None) -> list[list[int]]:
    """A plane of samples from one of ranks."""
    if values is None:
        return plane
    try:
        return [[values[rank] for rank in row] for row in plane]
    except IndexError:
        raise NlcError("a rank that is not in the value map") from None
