"""Training tiles in memory."""

import copy
import os
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch

from ..codec import images
from . import synthetic


class Tiles:
    """Training tiles in memory, drawn with a probability in proportion to their area and augmented by flips."""

    def __init__(self, source, patch, device="cpu", limit=None, seed=0, drawn=0.0):
        """source: folder of pictures or a .npy of N x S x S x 3 uint8; patch: side of the crops, in pixels.

        drawn: share of crops that are pictures of synthetic.py, 0 to 1.
        """
        if not 0 <= drawn <= 1:
            raise ValueError(f"the share of drawn crops must be 0 to 1, not {drawn}")
        self.drawn = drawn
        if str(source).endswith(".npy"):
            tiles = [torch.from_numpy(t).permute(2, 0, 1) for t in np.load(source)[:limit]]
        else:
            with ThreadPoolExecutor(os.cpu_count()) as pool:
                tiles = list(pool.map(images.load, images.files(source)[:limit]))
        self.tiles = [t.to(device) for t in tiles if min(t.shape[1:]) >= patch]
        if not self.tiles:
            raise ValueError(f"no tile in {source} has sides of at least {patch} pixels")
        self.patch, self.device, self.rng = patch, device, np.random.default_rng(seed)
        self.weigh()

    def weigh(self):
        """Set how many pixels there are and how likely each tile is drawn."""
        area = np.array([t.shape[1] * t.shape[2] for t in self.tiles], float)
        self.pixels, self.weights = int(area.sum()), area / area.sum()

    def hold_out(self, every, seed):
        """Take the first tile of each so many away; returns Tiles of them, none of which are drawn pictures.

        ValueError if none would be left.
        """
        if len(self.tiles) < 2 or every < 2:
            raise ValueError(f"of {len(self.tiles)} tiles one in {every} cannot be held out")
        held = copy.copy(self)
        held.tiles, self.tiles = self.tiles[::every], [t for i, t in enumerate(self.tiles) if i % every]
        held.drawn, held.rng = 0.0, np.random.default_rng(seed)
        for some in (held, self):
            some.weigh()
        return held

    def __len__(self):
        return len(self.tiles)

    def batch(self, size):
        """size x 3 x patch x patch in [0,1]."""
        p, rng = self.patch, self.rng
        out = torch.empty(size, 3, p, p, device=self.device)
        for i, k in enumerate(rng.choice(len(self.tiles), size, p=self.weights)):
            if self.drawn and rng.random() < self.drawn:
                out[i] = torch.from_numpy(synthetic.draw(rng, p)).to(self.device)
                continue
            tile = self.tiles[k]
            y, x = rng.integers(0, tile.shape[1] - p + 1), rng.integers(0, tile.shape[2] - p + 1)
            c = tile[:, y : y + p, x : x + p]
            if rng.random() < 0.5:
                c = c.flip(2)
            if rng.random() < 0.25:
                c = c.transpose(1, 2)
            out[i] = c
        return (out / 255).contiguous(memory_format=torch.channels_last)
