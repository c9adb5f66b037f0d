"""From a layer to pixels (docs/format.md, "Layered tiles", "Samples"), in integers."""

import math
from functools import cache

import numpy as np

from .coefficients import SIDE, zigzag
from .header import GRAY
from .layer import Layer, Mode, Part

LIMIT = 2**20
MOST_FIRST_STEP = 12
MIDDLE = 128
A, B, C = 9459, 11585, 6689
"""2^14 / sqrt 3, sqrt 2, sqrt 6."""


def step_size(step: int) -> int:
    """T: the size of a step in 1/16."""
    return math.floor(16 * 2 ** (step / 4) + 0.5)


@cache
def _basis() -> np.ndarray:
    """B(k, n), 8 x 8."""
    k, n = np.mgrid[0:SIDE, 0:SIDE]
    scale = np.where(k == 0, math.sqrt(1 / 8), 1 / 2)
    return np.floor(2**14 * scale * np.cos(np.pi * (2 * n + 1) * k / 16) + 0.5).astype(np.int64)


def differences(q: list[int], step: int, own: bool) -> np.ndarray:
    """The samples of a block in 1/16, 8 x 8, of its coefficients."""
    c = np.zeros((SIDE, SIDE), np.int64)
    for i, (place, value) in enumerate(zip(zigzag(), q)):
        c[place] = value * step_size(min(step, MOST_FIRST_STEP) if own and i == 0 else step)
    c = np.clip(c, -LIMIT, LIMIT)
    t = (_basis().T @ c + 2**13) >> 14
    return (t @ _basis() + 2**13) >> 14


def colours(d: np.ndarray) -> np.ndarray:
    """What samples change by, 1 or 3 planes, of planes of differences in 1/16."""
    if len(d) == GRAY:
        return (d + 8) >> 4
    a, b, c = d
    changes = np.stack([A * a + B * b + C * c, A * a - 2 * C * c, A * a - B * b + C * c])
    return (changes + 2**17) >> 18


def paint(layer: Layer, under: np.ndarray) -> np.ndarray:
    """The samples of a layered tile, planes x height x width of uint8, over those that are synthesised."""
    out, at = under.copy(), 0
    for part in layer.parts:
        area = part.area
        if part.mode == Mode.EXACT and layer.strip is not None:
            out[:, *area.slices()] = layer.strip[:, at : at + area.height, : area.width]
            at += area.height
        elif part.mode in (Mode.RESIDUAL, Mode.OWN):
            _paint(layer, part, out)
    return out


def _paint(layer: Layer, part: Part, out: np.ndarray) -> None:
    """Paint the blocks of a part that has coefficients."""
    own = part.mode == Mode.OWN
    for row, column in part.blocks():
        d = np.stack([differences(layer.coefficients[p, row, column], part.step, own) for p in range(layer.planes)])
        place = (slice(None), slice(SIDE * row, SIDE * row + SIDE), slice(SIDE * column, SIDE * column + SIDE))
        under = out[place].astype(np.int64)
        changes = colours(d)[:, : under.shape[1], : under.shape[2]]
        out[place] = np.clip((MIDDLE if own else under) + changes, 0, 255)
