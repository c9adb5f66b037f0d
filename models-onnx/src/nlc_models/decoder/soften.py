"""Softened edges of layered tiles (docs/format.md, "Softened edges"), in integers."""

from dataclasses import dataclass

import numpy as np

from .layer import PART, Layer, Mode, Part, step_size

CELL, REACH, NEAR = 8, 16, 3


@dataclass(frozen=True)
class _Side:
    """What is on a side of an edge. side: of its square, 64 without squares."""

    mode: Mode
    side: int
    lost: int

    @property
    def reach(self) -> int:
        """Pixels that change."""
        return min(REACH, self.side // 2)


def soften(layer: Layer, out: np.ndarray) -> None:
    """Soften the edges in the samples of a tile, planes x height x width of uint8, if its layer says so."""
    if not any(part.softening for part in layer.parts):
        return
    cells = _cells(layer, out.shape[1], out.shape[2])
    samples = out.astype(np.int64)
    _edges(cells, samples)
    _edges(cells.T, samples.transpose(0, 2, 1))
    out[:] = samples


def _cells(layer: Layer, height: int, width: int) -> np.ndarray:
    """The side that each 8 x 8 pixels are, rows x columns."""
    cells = np.empty((-(-height // CELL), -(-width // CELL)), object)
    for number, part in enumerate(layer.parts):
        area = part.area
        across, down = slice(area.x // CELL, (area.x + PART) // CELL), slice(area.y // CELL, (area.y + PART) // CELL)
        cells[down, across] = _Side(part.mode, PART, 0)
        for square in layer.squares.get(number, []):
            x, y, count = square.x // CELL, square.y // CELL, square.side // CELL
            cells[y : y + count, x : x + count] = _Side(part.mode, square.side, _lost(part, square.side))
    return cells


def _lost(part: Part, side: int) -> int:
    return (part.softening or 0) * step_size(part.step) * (64 // side)


def _edges(cells: np.ndarray, samples: np.ndarray) -> None:
    """Soften the edges that run from top to bottom."""
    _, height, width = samples.shape
    for row in range(cells.shape[0]):
        lines = samples[:, CELL * row : min(height, CELL * (row + 1))]
        for column in range(1, cells.shape[1]):
            at, before, behind = CELL * column, cells[row, column - 1], cells[row, column]
            if at + NEAR <= width and at % behind.side == 0 and Mode.EXACT not in (before.mode, behind.mode):
                _edge(lines, at, before, behind)


def _edge(lines: np.ndarray, at: int, before: _Side, behind: _Side) -> None:
    lost = (behind if before.mode == Mode.BASE else before).lost + (before if behind.mode == Mode.BASE else behind).lost
    most = lost >> 8
    p0, p1, p2, q0, q1, q2 = (lines[:, :, at + i] for i in (-1, -2, -3, 0, 1, 2))
    leap = 5 * (q0 - p0) - (q2 - p2)
    lively = 2 * (abs(p2 - 2 * p1 + p0) + abs(q2 - 2 * q1 + q0)) + abs(p2 - p0) + abs(q2 - q0)
    size = np.minimum(abs(leap), 2 * most - np.maximum(abs(leap), lively))
    leap = np.sign(leap) * np.maximum(0, size)
    changes_before = before.mode != Mode.OWN or behind.mode == Mode.OWN
    changes_behind = behind.mode != Mode.OWN or before.mode == Mode.OWN
    if not (changes_before and changes_behind):
        leap = 2 * leap
    if changes_before:
        _ramp(lines[:, :, at - before.reach : at][:, :, ::-1], before.reach, leap)
    if changes_behind:
        _ramp(lines[:, :, at : at + behind.reach], behind.reach, -leap)


def _ramp(samples: np.ndarray, reach: int, leap: np.ndarray) -> None:
    """Spread a leap over samples, planes x lines x pixels from the edge on."""
    for i in range(samples.shape[2]):
        change = (leap * (2 * (reach - i) - 1) + 8 * reach) // (16 * reach)
        samples[:, :, i] = np.clip(samples[:, :, i] + change, 0, 255)
