"""Sets of visible neighbours within 5 x 5, and what they save."""

from dataclasses import dataclass

import torch

SIDE = 5


def pattern(visible):
    """5 x 5 mask of the offsets (row, column) in -2..2 for which visible is true; the centre never is."""
    mask = torch.tensor([[float(visible(r, c)) for c in range(-2, 3)] for r in range(-2, 3)])
    mask[2, 2] = 0
    return mask


def near(r, c):
    """Whether an offset lies within 3 x 3."""
    return max(abs(r), abs(c)) < 2


# The rows of Table 1.
PATTERNS = {
    "none": pattern(lambda r, c: False),
    "serial 3x3": pattern(lambda r, c: near(r, c) and (r, c) < (0, 0)),
    "serial 5x5": pattern(lambda r, c: (r, c) < (0, 0)),
    "checkerboard 3x3": pattern(lambda r, c: near(r, c) and (r + c) % 2),
    "checkerboard 5x5": pattern(lambda r, c: (r + c) % 2),
    "all 8 neighbours": pattern(near),
}


def single(row, column):
    """The mask of one neighbour alone, at an offset in -2..2."""
    return pattern(lambda r, c: (r, c) == (row, column))


@dataclass
class Rate:
    """Mean over the pictures at a level, in bits per pixel: bpp of y and z together, bpp_z of z."""

    level: float
    name: str
    mask: torch.Tensor
    bpp: float
    bpp_z: float
    none: float

    @property
    def references(self):
        """How many neighbours are visible."""
        return int(self.mask.sum())

    @property
    def saving(self):
        """Percent of the rate without context."""
        return 100 * (1 - self.bpp / self.none)


def masks():
    """{name: mask}: Table 1, then every single neighbour, named by its offset as 'row,column'."""
    offsets = [(r, c) for r in range(-2, 3) for c in range(-2, 3) if (r, c) != (0, 0)]
    return {**PATTERNS, **{f"{r:+d},{c:+d}": single(r, c) for r, c in offsets}}
