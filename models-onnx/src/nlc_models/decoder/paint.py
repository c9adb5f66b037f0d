"""From a layer to pixels (docs/format.md, "Layered tiles", "Samples"), in integers."""

import math
from functools import cache

import numpy as np

from .coefficients import SIDE, zigzag
from .header import GRAY
from .layer import MOST_FIRST_STEP, Layer, Mode, Part, step_size
from .soften import soften
from .squares import NEXT, Square, diagonals

LIMIT = 2**20
MIDDLE = 128
A, B, C = 9459, 11585, 6689
"""2^14 / sqrt 3, sqrt 2, sqrt 6."""


@cache
def _basis(side: int) -> np.ndarray:
    """B(k, n), side x side."""
    k, n = np.mgrid[0:side, 0:side]
    scale = np.where(k == 0, math.sqrt(1 / side), math.sqrt(2 / side))
    return np.floor(2**14 * scale * np.cos(np.pi * (2 * n + 1) * k / (2 * side)) + 0.5).astype(np.int64)


def differences(q: list[int], step: int, own: bool) -> np.ndarray:
    """The samples of a block in 1/16, 8 x 8, of its coefficients."""
    c = np.zeros((SIDE, SIDE), np.int64)
    for i, (place, value) in enumerate(zip(zigzag(), q)):
        c[place] = value * step_size(min(step, MOST_FIRST_STEP) if own and i == 0 else step)
    return _inverse(c)


def _inverse(c: np.ndarray) -> np.ndarray:
    """The samples of coefficients."""
    c, basis = np.clip(c, -LIMIT, LIMIT), _basis(len(c))
    t = (basis.T @ c + 2**13) >> 14
    return (t @ basis + 2**13) >> 14


def square_differences(square: Square, plane: int, step: int) -> np.ndarray:
    """The samples of a plane of a square in 1/32, side x side."""
    c = np.zeros((square.side, square.side), np.int64)
    state = 0
    for r, column in diagonals(square.side):
        level = int(square.levels[plane, r, column])
        halves = 2 * level - (level > 0) + (level < 0) if state & 1 else 2 * level
        c[r, column] = halves * (square.mean if square.mean is not None and r + column == 0 else step_size(step))
        state = NEXT[state][level & 1]
    return _inverse(c)


def colours(d: np.ndarray, fraction: int) -> np.ndarray:
    """What samples change by, 1 or 3 planes, of planes of differences with so many bits of fraction."""
    if len(d) == GRAY:
        return (d + (1 << fraction - 1)) >> fraction
    a, b, c = d
    changes = np.stack([A * a + B * b + C * c, A * a - 2 * C * c, A * a - B * b + C * c])
    return (changes + (1 << 13 + fraction)) >> 14 + fraction


def paint(layer: Layer, under: np.ndarray) -> np.ndarray:
    """The samples of a layered tile, planes x height x width of uint8, over those that are synthesised."""
    out, at = under.copy(), 0
    for number, part in enumerate(layer.parts):
        area = part.area
        if part.mode == Mode.EXACT and layer.strip is not None:
            out[:, *area.slices()] = layer.strip[:, at : at + area.height, : area.width]
            at += area.height
        elif number in layer.squares:
            for square in layer.squares[number]:
                if part.mode == Mode.OWN or square.levels.any():
                    d = np.stack([square_differences(square, p, part.step) for p in range(layer.planes)])
                    _add(out, square.x, square.y, colours(d, 5), part.mode == Mode.OWN)
        elif part.mode in (Mode.RESIDUAL, Mode.OWN):
            _paint(layer, part, out)
    soften(layer, out)
    return out


def _paint(layer: Layer, part: Part, out: np.ndarray) -> None:
    """Paint the blocks of a part that has coefficients."""
    own = part.mode == Mode.OWN
    for row, column in part.blocks():
        d = np.stack([differences(layer.coefficients[p, row, column], part.step, own) for p in range(layer.planes)])
        _add(out, SIDE * column, SIDE * row, colours(d, 4), own)


def _add(out: np.ndarray, x: int, y: int, changes: np.ndarray, own: bool) -> None:
    """Add to the samples at a place, or to middle gray."""
    under = out[:, y : y + changes.shape[1], x : x + changes.shape[2]]
    changes = changes[:, : under.shape[1], : under.shape[2]]
    under[:] = np.clip((MIDDLE if own else under.astype(np.int64)) + changes, 0, 255)
