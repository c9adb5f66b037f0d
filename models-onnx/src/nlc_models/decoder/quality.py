"""The qualities of areas of a picture (docs/format.md, "QMAP")."""

import numpy as np

from . import lossless, tile
from .failure import NlcError
from .header import Area, Header

SIDE = 64
MOST_BYTES = 2**18
PLACE = 2**32 - 1
NEUTRAL, UNITS = 128, 16


def decode(header: Header, payload: bytes) -> np.ndarray:
    """The qualities of all areas in units of 1/256 level, before they are limited to those of the pack."""
    if len(payload) > MOST_BYTES:
        raise NlcError(f"QMAP has {len(payload)} bytes")
    area = Area(0, 0, -(-header.width // SIDE), -(-header.height // SIDE))
    samples = lossless.decode(header, tile.parse(header, payload, PLACE), area, 1, 8)[0]
    return header.quality + UNITS * (samples.astype(np.int64) - NEUTRAL)
