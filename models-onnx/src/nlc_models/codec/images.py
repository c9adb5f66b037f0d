"""Pictures as tensors: reading them, and the sides that the networks need."""

from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

SUFFIXES = {".png", ".webp", ".jpg", ".jpeg"}


def files(folder):
    """Sorted picture files below a folder; an empty folder is an error."""
    found = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in SUFFIXES)
    if not found:
        raise FileNotFoundError(f"no pictures ({', '.join(sorted(SUFFIXES))}) in {folder}")
    return found


def load(path):
    """3 x H x W, uint8 RGB."""
    with Image.open(path) as image:
        return torch.from_numpy(np.array(image.convert("RGB"))).permute(2, 0, 1)


def unit(picture):
    """3 x H x W uint8 -> 1 x 3 x H x W float in [0,1]."""
    return picture[None].float() / 255


def crop(x, multiple=64):
    """Drop the last rows and columns so that both sides are multiples."""
    h, w = (s // multiple * multiple for s in x.shape[-2:])
    if not h or not w:
        raise ValueError(f"picture of {x.shape[-1]} x {x.shape[-2]} pixels is smaller than {multiple} x {multiple}")
    return x[..., :h, :w]


TURNS = 8


def turned(x, turn):
    """x, ... x H x W, in one of the 8 orientations of a picture: bit 0 of turn mirrors rows, bit 1 columns, bit 2 then
    transposes.
    """
    x = x.flip([d for bit, d in ((1, -1), (2, -2)) if turn & bit])
    return x.transpose(-1, -2) if turn & 4 else x


def pad(x, multiple=64):
    """B x 3 x H x W, padded on the right and at the bottom to multiples by repeating the last column and row."""
    h, w = x.shape[-2:]
    return F.pad(x, (0, -w % multiple, 0, -h % multiple), mode="replicate")
