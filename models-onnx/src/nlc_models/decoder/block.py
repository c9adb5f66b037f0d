"""Blocks of samples, exactly (docs/format.md, "Lossless tiles")."""

import numpy as np

from . import graphics, photo, values
from .failure import NlcError
from .ranges import RangeDecoder

WAYS = (photo.decode, graphics.graphics, graphics.palette)
JOINT_WAYS = (graphics.joint_photo, graphics.joint_graphics)
PHOTO, GRAPHICS, PALETTE, RAW = range(4)
NONE, SUBTRACT_GREEN, YCOCG = range(3)


def decode(data: bytes, planes: int, width: int, height: int, depth: int) -> np.ndarray:
    """The samples of a block, planes x height x width, of type uint8 or uint16.

    NlcError: the data are corrupt.
    """
    if not data:
        raise NlcError("a lossless block of no bytes")
    head = data[0]
    way, transform, mapped, joint = head & 3, head >> 2 & 3, head >> 4 & 1, head >> 5 & 1
    plain = way in (PALETTE, RAW)
    if head >> 6 or transform > YCOCG or (plain and head >> 2) or (transform and planes < 3):
        raise NlcError(f"a lossless block of head {head}")
    if way == RAW:
        return _raw(data[1:], (planes, height, width), depth)
    stream = RangeDecoder(data[1:])
    maps = values.read(stream, planes, depth) if mapped else [None] * planes
    coded = (JOINT_WAYS if joint else WAYS)[way](stream, planes, width, height, depth)
    samples = _colours(np.array(coded, np.int64), transform, depth)
    if mapped:
        samples = np.array([values.undo(plane, listed) for plane, listed in zip(samples.tolist(), maps)])
    return samples.astype(np.uint8 if depth == 8 else np.uint16)


def _raw(data: bytes, shape: tuple[int, int, int], depth: int) -> np.ndarray:
    if len(data) != int(np.prod(shape)) * depth // 8:
        raise NlcError("a raw block of the wrong length")
    samples = np.frombuffer(data, np.uint8 if depth == 8 else ">u2").reshape(shape)
    return samples.astype(np.uint8 if depth == 8 else np.uint16)


def _colours(coded: np.ndarray, transform: int, depth: int) -> np.ndarray:
    """Undo the colour transform of the first three planes."""
    if transform == NONE:
        return coded
    half, most = 1 << (depth - 1), (1 << depth) - 1
    first, second, third = coded[:3]
    if transform == SUBTRACT_GREEN:
        g, r, b = first, second + first - half, third + first - half
    else:
        cg, co = second - half, third - half
        t = first - (cg >> 1)
        g = cg + t
        b = t - (co >> 1)
        r = b + co
    return np.stack([r & most, g & most, b & most, *coded[3:]])
