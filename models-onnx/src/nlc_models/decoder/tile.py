"""The payload of a TILE chunk and its check value (docs/format.md, "TILE")."""

import struct
from dataclasses import dataclass
from enum import IntEnum

from .checks import crc32c
from .failure import NlcError
from .header import Header


class Kind(IntEnum):
    """How a tile is coded."""

    LEARNED = 0
    LAYERED = 1
    LOSSLESS = 2
    SQUARES = 3
    SOFTENED = 4


@dataclass(frozen=True)
class Tile:
    """A tile of a file; place is its row-major number."""

    kind: Kind
    check: int
    data: bytes
    place: int

    def verify(self, header: Header, decoded: bytes) -> None:
        """NlcError: the tile does not decode to what its check value says."""
        found = crc32c(decoded)
        if header.version == 2:
            found ^= crc32c(header.payload + struct.pack(">I", self.place))
        if found != self.check:
            raise NlcError(f"tile {self.place & 0x7FFFFFFF} does not decode to what its check value says")


def parse(header: Header, payload: bytes, place: int) -> Tile:
    """The tile of a payload."""
    size = 4 if header.version == 1 else 5
    if len(payload) < size:
        raise NlcError(f"tile {place & 0x7FFFFFFF} has {len(payload)} bytes")
    kind = payload[0] if header.version == 2 else Kind.LEARNED
    if kind not in list(Kind) or (kind in (Kind.LAYERED, Kind.SQUARES, Kind.SOFTENED) and not header.layers):
        raise NlcError(f"a tile of kind {kind}")
    return Tile(Kind(kind), struct.unpack_from(">I", payload, size - 4)[0], payload[size:], place)
