"""Tiles of samples (docs/format.md, "Lossless tiles")."""

import numpy as np

from . import block
from .failure import NlcError
from .header import Area, Header
from .tile import Kind, Tile


def decode(header: Header, tile: Tile, area: Area, planes: int, depth: int) -> np.ndarray:
    """The samples of a lossless tile, planes x height x width."""
    if tile.kind != Kind.LOSSLESS:
        raise NlcError(f"a tile of kind {tile.kind} where only lossless ones are")
    samples = block.decode(tile.data, planes, area.width, area.height, depth)
    tile.verify(header, samples.astype(samples.dtype.newbyteorder(">")).tobytes())
    return samples
