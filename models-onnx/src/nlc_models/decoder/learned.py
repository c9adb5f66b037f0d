"""Learned and layered tiles of a file, put together."""

import struct
from collections.abc import Iterator

import numpy as np

from . import latents, layer, paint
from .checks import crc32c
from .failure import NlcError
from .header import GRAY, Area, Header
from .latents import Latents
from .layer import Layer
from .pack import Pack
from .synthesis import Synthesis, padded
from .tile import Kind, Tile


class LearnedTiles:
    """Decodes tiles one by one, and then makes pixels of all of them, because the synthesis of one sees others.

    qualities: of each area; None if all have that of the header. latents: those of the tiles that have any, by number.
    """

    def __init__(self, header: Header, pack: Pack | None, qualities: np.ndarray | None = None) -> None:
        self._header, self._pack, self._qualities = header, pack, qualities
        self._areas: dict[int, Area] = {}
        self._layers: dict[int, Layer] = {}
        self.latents: dict[int, Latents] = {}

    def decode(self, tile: Tile, area: Area) -> None:
        """Decode what is coded of a tile."""
        self._areas[tile.place] = area
        if tile.kind == Kind.LEARNED:
            self._latents(tile.place, tile.data, area)
            tile.verify(self._header, self.latents[tile.place].bytes())
            return
        found = self._layers[tile.place] = layer.decode(tile, area.width, area.height, self._header.colour)
        below = 0
        if found.base:
            self._latents(tile.place, found.base, area)
            below = crc32c(self.latents[tile.place].bytes())
        tile.verify(self._header, struct.pack(">I", below) + found.bytes())

    def _latents(self, place: int, data: bytes, area: Area) -> None:
        if self._pack is None:
            raise NlcError("latents in a file without a pack")
        self.latents[place] = latents.decode(
            self._pack, data, padded(area.width), padded(area.height), self._header.corrected
        )

    def pixels(self) -> Iterator[tuple[Area, np.ndarray]]:
        """The areas of the tiles with their samples, planes x height x width."""
        header = self._header
        synthesis = None
        if self._pack is not None:
            synthesis = Synthesis(self._pack, header.quality, header.width, header.height)
            for place, found in self.latents.items():
                synthesis.put(self._areas[place], found)
            if self._qualities is not None:
                synthesis.scale(self._qualities)
        for place, area in self._areas.items():
            planes = np.zeros((header.colour, area.height, area.width), np.uint8)
            if synthesis is not None and place in self.latents:
                planes = synthesis.pixels(area)
                if header.colour == GRAY:
                    planes = ((planes.astype(np.int64).sum(0, keepdims=True) + 1) // 3).astype(np.uint8)
            yield area, paint.paint(self._layers[place], planes) if place in self._layers else planes
