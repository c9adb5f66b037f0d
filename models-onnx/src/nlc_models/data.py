"""Pictures and training tiles."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F
from PIL import Image

SUFFIXES = {".png", ".webp", ".jpg", ".jpeg"}


def pictures(folder):
    """Sorted picture files below a folder; an empty folder is an error."""
    files = sorted(p for p in Path(folder).rglob("*") if p.suffix.lower() in SUFFIXES)
    if not files:
        raise FileNotFoundError(f"no pictures ({', '.join(sorted(SUFFIXES))}) in {folder}")
    return files


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


def pad(x, multiple=64):
    """B x 3 x H x W, padded on the right and at the bottom to multiples by repeating the last column and row."""
    h, w = x.shape[-2:]
    return F.pad(x, (0, -w % multiple, 0, -h % multiple), mode="replicate")


class Tiles:
    """Training tiles in memory, drawn with a probability in proportion to their area and augmented by flips."""

    def __init__(self, source, patch, device="cpu", limit=None, seed=0):
        """source: folder of pictures or a .npy of N x S x S x 3 uint8; patch: side of the crops, in pixels."""
        if str(source).endswith(".npy"):
            tiles = [torch.from_numpy(t).permute(2, 0, 1) for t in np.load(source)[:limit]]
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                tiles = list(pool.map(load, pictures(source)[:limit]))
        self.tiles = [t.to(device) for t in tiles if min(t.shape[1:]) >= patch]
        if not self.tiles:
            raise ValueError(f"no tile in {source} has sides of at least {patch} pixels")
        area = np.array([t.shape[1] * t.shape[2] for t in self.tiles], float)
        self.pixels, self.weights = int(area.sum()), area / area.sum()
        self.patch, self.device, self.rng = patch, device, np.random.default_rng(seed)

    def __len__(self):
        return len(self.tiles)

    def batch(self, size):
        """size x 3 x patch x patch in [0,1]."""
        p, rng = self.patch, self.rng
        out = torch.empty(size, 3, p, p, device=self.device)
        for i, k in enumerate(rng.choice(len(self.tiles), size, p=self.weights)):
            tile = self.tiles[k]
            y, x = rng.integers(0, tile.shape[1] - p + 1), rng.integers(0, tile.shape[2] - p + 1)
            c = tile[:, y : y + p, x : x + p]
            if rng.random() < 0.5:
                c = c.flip(2)
            if rng.random() < 0.25:
                c = c.transpose(1, 2)
            out[i] = c
        return (out / 255).contiguous(memory_format=torch.channels_last)
