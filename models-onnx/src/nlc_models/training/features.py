"""Outputs of the analysis transform, computed once for many runs on the same backbone, and crops of them."""

import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from ..codec import checkpoint, images, latents


@dataclass(frozen=True)
class View:
    """A picture's file, and how the picture is turned (images.turned)."""

    file: Path
    turn: int = 0

    @property
    def name(self) -> str:
        """As a cache has it; that of the file if the picture is as it is."""
        return f"{self.file.name}@{self.turn}" if self.turn else self.file.name


def views(files, turns=1):
    """Each of the files as it is, then each of them turned and mirrored in turns - 1 other ways, one after the other;
    not all files in the same ways if turns is below 8.
    """
    if not 1 <= turns <= images.TURNS:
        raise ValueError(f"turns must be 1 to {images.TURNS}, not {turns}")
    others = [View(f, 1 + (i + t) % (images.TURNS - 1)) for t in range(turns - 1) for i, f in enumerate(files)]
    return [View(f) for f in files] + others


@torch.no_grad()
def features(codec, shown, log=None):
    """g_a's output (before the gain, M x h x w) of each View, cropped to multiples of 64 pixels, as float16."""
    out, begin = [], time.time()
    for i, v in enumerate(shown):
        out.append(latents.feature(codec, v.file, v.turn).half())
        if log and (i + 1) % 100 == 0:
            log(f"features {i + 1}/{len(shown)} {time.time() - begin:.0f}s")
    return out


def cached_features(codec, shown, path, log=None):
    """features() of the Views; those that the file at path holds, of the same analysis transform, are taken from
    there, and the others are added to it.
    """
    digest, known = checkpoint.backbone_digest(codec, ("g_a.",)), {}
    if path and os.path.exists(path):
        content = checkpoint.read(path)
        if content["digest"] == digest:
            known = dict(zip(content["files"], content["features"]))
        elif log:
            log(f"{path} holds features of another analysis transform: written anew")
    missing = [v for v in shown if v.name not in known]
    known.update(zip((v.name for v in missing), features(codec, missing, log)))
    if path and missing:
        checkpoint.write(path, dict(digest=digest, files=list(known), features=list(known.values())))
    return [known[v.name] for v in shown]


class Crops:
    """Crops of cached features, drawn with a probability in proportion to the area of their pictures."""

    def __init__(self, cached, side, seed=0):
        """cached: M x h x w features of pictures; side: of the crops, in latents.

        ValueError if no picture is that large.
        """
        self.cached = [c for c in cached if min(c.shape[1:]) >= side]
        self.side, self.rng = side, np.random.default_rng(seed)
        if not self.cached:
            raise ValueError(f"no tile has sides of at least {16 * side} pixels")
        area = np.array([c.shape[1] * c.shape[2] for c in self.cached], float)
        self.weights = area / area.sum()

    def batch(self, size):
        """size x M x side x side, float32."""
        s, out = self.side, []
        for j in self.rng.choice(len(self.cached), size, p=self.weights):
            r, c = (int(self.rng.integers(0, n - s + 1)) for n in self.cached[j].shape[1:])
            out.append(self.cached[j][:, r : r + s, c : c + s])
        return torch.stack(out).float().contiguous(memory_format=torch.channels_last)


@torch.no_grad()
def reference(codec, crops, count=64):
    """log of the mean bits per crop at each level, under a codec's own entropy model."""
    out = []
    for level in range(codec.levels):
        total = 0.0
        for _ in range(0, count, 16):
            z, y = latents.rounded(codec, crops.batch(16), torch.full((16,), float(level)))
            total += codec.bits(y, z)[0].sum().item()
        out.append(math.log(total / count))
    return torch.tensor(out)


@torch.no_grad()
def symbol_sizes(codec, crops):
    """Root mean square of the symbols per channel, the geometric mean over levels."""
    sizes = []
    for level in range(codec.levels):
        _, y = latents.rounded(codec, crops.batch(16), torch.full((16,), float(level)))
        sizes.append(y.square().mean((0, 2, 3)).sqrt().clamp(min=0.01).log())
    return torch.stack(sizes).mean(0).exp()
