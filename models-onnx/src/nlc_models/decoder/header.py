"""The header of a file (docs/format.md, "HEAD") and where its tiles lie."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from .failure import NlcError

MOST_SIDE, MOST_PIXELS, MOST_TILE = 65_535, 2**28, 2**22
GRAY, RGB = 1, 3
LAYERS, ROUNDED, MAPPED, CORRECTED = 1, 2, 4, 8
"""Flags."""


@dataclass(frozen=True)
class Area:
    """A rectangle of the picture, in pixels."""

    x: int
    y: int
    width: int
    height: int

    def slices(self) -> tuple[slice, slice]:
        """Its rows and columns in an array of a picture."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)


@dataclass(frozen=True)
class Header:
    """What HEAD says. quality is the level in units of 1/256; pack is empty in a file without one."""

    version: int
    width: int
    height: int
    colour: int
    alpha: bool
    depth: int
    flags: int
    quality: int
    tile_width: int
    tile_height: int
    pack: str
    digest: bytes
    payload: bytes

    @property
    def layers(self) -> bool:
        """Whether there may be layered tiles."""
        return bool(self.flags & LAYERS)

    @property
    def mapped(self) -> bool:
        """Whether a QMAP chunk tells the quality of areas."""
        return bool(self.flags & MAPPED)

    @property
    def corrected(self) -> bool:
        """Whether the networks' probabilities are corrected by what was seen of a tile."""
        return bool(self.flags & CORRECTED)

    @property
    def alpha_apart(self) -> bool:
        """Whether an ALPH chunk holds alpha."""
        return self.alpha and (bool(self.pack) or self.layers)

    @property
    def planes(self) -> int:
        """Planes of a lossless tile."""
        return self.colour + (self.alpha and not self.alpha_apart)

    @property
    def indexed(self) -> bool:
        """Whether there must be a TIDX chunk."""
        return self.version == 1 or self.width > self.tile_width or self.height > self.tile_height

    def areas(self) -> Iterator[Area]:
        """The areas of the tiles inside the picture, in the order of their numbers."""
        for y in range(0, self.height, self.tile_height):
            for x in range(0, self.width, self.tile_width):
                yield Area(x, y, min(self.tile_width, self.width - x), min(self.tile_height, self.height - y))


class _Fields:
    """Reads one field after the other."""

    def __init__(self, payload: bytes) -> None:
        self.payload, self.at = payload, 0

    def bytes(self, count: int) -> bytes:
        if self.at + count > len(self.payload):
            raise NlcError("HEAD is too short")
        self.at += count
        return self.payload[self.at - count : self.at]

    def number(self, kind: str) -> int:
        return struct.unpack(">" + kind, self.bytes(struct.calcsize(kind)))[0]


def parse(payload: bytes) -> Header:
    """The header of a HEAD chunk.

    NlcError: a field has a value that the format does not know, or one beyond the limits.
    """
    fields = _Fields(payload)
    version = fields.number("B")
    if version not in (1, 2):
        raise NlcError(f"a file of version {version}")
    width, height = fields.number("I"), fields.number("I")
    colour, alpha = fields.number("B"), fields.number("B")
    depth, flags = (fields.number("B"), fields.number("B")) if version == 2 else (8, 0)
    quality, tile_width, tile_height = (fields.number("H") for _ in range(3))
    pack = fields.bytes(fields.number("B")).decode("utf-8", "replace")
    digest = fields.bytes(16) if pack else b""
    if fields.at != len(payload):
        raise NlcError("HEAD is too long")
    sides = 1 <= width <= MOST_SIDE and 1 <= height <= MOST_SIDE and width * height <= MOST_PIXELS
    tile = all(v >= 64 and v % 64 == 0 for v in (tile_width, tile_height)) and tile_width * tile_height <= MOST_TILE
    if not sides or not tile:
        raise NlcError(f"a picture of {width} x {height} in tiles of {tile_width} x {tile_height}")
    if (
        colour not in (GRAY, RGB)
        or alpha not in (0, 1)
        or depth not in (8, 16)
        or flags & ~(MAPPED | CORRECTED) not in (0, 1, 3)
    ):
        raise NlcError(f"colour {colour}, alpha {alpha}, depth {depth}, flags {flags}")
    if len(pack) > 64 or (version == 1 and not pack) or ((pack or flags) and depth != 8) or (not pack and quality):
        raise NlcError(f"pack {pack!r} in a file of version {version}, depth {depth} and quality {quality}")
    if flags & (ROUNDED | MAPPED | CORRECTED) and not pack:
        raise NlcError("a residual, a quality map or corrected probabilities without a pack")
    sizes = version, width, height, colour, alpha == 1, depth, flags, quality, tile_width, tile_height
    return Header(*sizes, pack, digest, payload)
