"""Layered tiles (docs/format.md, "Layered tiles"): what is coded of them."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from . import block
from .adaptive import SymbolModel
from .coefficients import SIDE, Coefficients
from .failure import NlcError
from .header import Area
from .ranges import RangeDecoder
from .squares import Square, Squares
from .tile import Kind, Tile

PART = 64
STEPS, FIRST_STEP, MOST_FIRST_STEP = 32, 12, 12
SOFTENINGS = 4


class Mode(IntEnum):
    """What the pixels of a part are made of."""

    BASE = 0
    RESIDUAL = 1
    OWN = 2
    EXACT = 3


@dataclass(frozen=True)
class Part:
    """A part of a tile, its area being that inside the tile; step is 0 where there is none, softening None."""

    area: Area
    mode: Mode
    step: int
    softening: int | None

    def blocks(self) -> Iterator[tuple[int, int]]:
        """(row, column) in the tile of its blocks, row by row."""
        for y in range(self.area.y, self.area.y + self.area.height, SIDE):
            for x in range(self.area.x, self.area.x + self.area.width, SIDE):
                yield y // SIDE, x // SIDE


@dataclass(frozen=True)
class Layer:
    """A layered tile. base: the stream of its latents, empty if it has none; coefficients: as
    Coefficients.values has them; squares: of parts by their numbers; strip: the samples of the exact parts, planes x
    height x width, or None. Coefficients or squares are empty.
    """

    base: bytes
    parts: list[Part]
    coefficients: dict[tuple[int, int, int], list[int]]
    squares: dict[int, list[Square]]
    strip: np.ndarray | None
    planes: int

    def bytes(self) -> bytes:
        """What the check value is of, after that of the latents."""
        out = bytearray()
        for number, part in enumerate(self.parts):
            out += bytes((part.mode, part.step))
            if part.softening is not None:
                out += bytes((part.softening,))
            if number in self.squares:
                for square in self.squares[number]:
                    out += bytes((square.side,)) + square.levels.astype(">i2").tobytes()
            elif part.mode in (Mode.RESIDUAL, Mode.OWN):
                for row, column in part.blocks():
                    for plane in range(self.planes):
                        out += struct.pack(">64h", *self.coefficients[plane, row, column])
        return bytes(out) + (b"" if self.strip is None else self.strip.tobytes())


def step_size(step: int) -> int:
    """T: the size of a step."""
    return math.floor(16 * 2 ** (step / 4) + 0.5)


def decode(tile: Tile, width: int, height: int, planes: int) -> Layer:
    """The layer of a tile of width x height pixels inside the picture.

    NlcError: the data are corrupt.
    """
    base, data = _counted(tile.data)
    exact, data = _counted(data)
    reader = _Reader(RangeDecoder(data), tile.kind, width, height, planes)
    parts = reader.parts(width, height)
    rows = sum(part.area.height for part in parts if part.mode == Mode.EXACT)
    if (rows == 0) != (not exact):
        raise NlcError("the exact parts of a tile and their samples do not agree")
    if not base and any(part.mode in (Mode.BASE, Mode.RESIDUAL) for part in parts):
        raise NlcError("a tile without latents has a part that needs them")
    strip = block.decode(exact, planes, min(width, PART), rows, 8) if rows else None
    return Layer(base, parts, reader.coefficients.values, reader.squares, strip, planes)


def _counted(data: bytes) -> tuple[bytes, bytes]:
    """Bytes after their length, and what follows."""
    end = 4 + struct.unpack_from(">I", data)[0] if len(data) >= 4 else 4
    if end > len(data):
        raise NlcError("a layered tile is too short")
    return data[4:end], data[end:]


class _Reader:
    """Reads the parts of a layer and what is in them."""

    def __init__(self, stream: RangeDecoder, kind: Kind, width: int, height: int, planes: int) -> None:
        self._stream, self._planes = stream, planes
        self.coefficients = Coefficients(stream)
        self.squares: dict[int, list[Square]] = {}
        self._in_squares = Squares(stream, width, height, planes) if kind != Kind.LAYERED else None
        self._softenings = SymbolModel.uniform(SOFTENINGS) if kind == Kind.SOFTENED else None

    def parts(self, width: int, height: int) -> list[Part]:
        """All parts, row by row."""
        modes = [SymbolModel.uniform(len(Mode)) for _ in range(len(Mode) ** 2)]
        steps = {mode: SymbolModel.uniform(STEPS) for mode in (Mode.RESIDUAL, Mode.OWN)}
        last = dict.fromkeys(steps, FIRST_STEP)
        known: dict[tuple[int, int], Mode] = {}
        parts: list[Part] = []
        for y in range(0, height, PART):
            for x in range(0, width, PART):
                sides = known.get((y, x - PART), Mode.BASE), known.get((y - PART, x), Mode.BASE)
                mode = known[y, x] = Mode(modes[len(Mode) * sides[0] + sides[1]].decode(self._stream))
                step, softening = 0, None
                if mode in steps:
                    step = last[mode] = (last[mode] + steps[mode].decode(self._stream)) % STEPS
                    softening = self._softenings.decode(self._stream) if self._softenings else None
                part = Part(Area(x, y, min(PART, width - x), min(PART, height - y)), mode, step, softening)
                if mode in steps and self._in_squares:
                    mean = step_size(min(step, MOST_FIRST_STEP)) if mode == Mode.OWN else None
                    self.squares[len(parts)] = self._in_squares.decode(part.area, mean)
                elif mode in steps:
                    _blocks(self.coefficients, part, self._planes)
                parts.append(part)
        return parts


def _blocks(coefficients: Coefficients, part: Part, planes: int) -> None:
    top, left = part.area.y // SIDE, part.area.x // SIDE
    for row, column in part.blocks():
        for plane in range(planes):
            before = None
            if part.mode == Mode.OWN and column > left:
                before = coefficients.values[plane, row, column - 1][0]
            elif part.mode == Mode.OWN:
                before = coefficients.values[plane, row - 1, column][0] if row > top else 0
            coefficients.decode(plane, row, column, before)
