"""The alpha of learned files (docs/format.md, "ALPH")."""

import struct
import zlib

import numpy as np

from . import lossless, tile
from .failure import NlcError
from .header import Header

FIRST_PLACE = 2**31
NONE, SUB, UP, PAETH = 0, 1, 2, 4


def decode(header: Header, payload: bytes) -> np.ndarray:
    """The alpha of a picture, height x width of uint8."""
    return _rows(header, payload) if header.version == 1 else _tiles(header, payload)


def _tiles(header: Header, payload: bytes) -> np.ndarray:
    alpha, at = np.zeros((header.height, header.width), np.uint8), 0
    for number, area in enumerate(header.areas()):
        if at + 4 > len(payload):
            raise NlcError("ALPH is too short")
        length = struct.unpack_from(">I", payload, at)[0]
        part = tile.parse(header, payload[at + 4 : at + 4 + length], FIRST_PLACE + number)
        at += 4 + length
        alpha[area.slices()] = lossless.decode(header, part, area, 1, 8)[0]
    if at != len(payload):
        raise NlcError("ALPH is not as long as its parts")
    return alpha


def _rows(header: Header, payload: bytes) -> np.ndarray:
    size = header.height * (header.width + 1)
    unpacker = zlib.decompressobj()
    try:
        data = unpacker.decompress(payload, size + 1)
    except zlib.error as e:
        raise NlcError(f"ALPH: {e}") from None
    if len(data) != size or not unpacker.eof:
        raise NlcError("ALPH does not hold a byte for each pixel")
    rows: list[list[int]] = []
    above = [0] * header.width
    for at in range(0, size, header.width + 1):
        above = _unfiltered(data[at], data[at + 1 : at + 1 + header.width], above)
        rows.append(above)
    return np.array(rows, np.uint8)


def _unfiltered(kind: int, filtered: bytes, above: list[int]) -> list[int]:
    if kind not in (NONE, SUB, UP, PAETH):
        raise NlcError(f"ALPH has a row of filter {kind}")
    row: list[int] = []
    left = corner = 0
    for value, up in zip(filtered, above):
        predicted = {NONE: 0, SUB: left, UP: up}.get(kind)
        if predicted is None:
            predicted = _paeth(left, up, corner)
        left, corner = (value + predicted) & 255, up
        row.append(left)
    return row


def _paeth(left: int, up: int, corner: int) -> int:
    estimate = left + up - corner
    return min((left, up, corner), key=lambda v: abs(estimate - v))
