"""preview.onnx: a picture at half its size from the latents alone, for whoever wants to see something before the
synthesis is done.

A linear map of each latent position and the eight around it to 8 x 8 pixels, fitted by least squares to training
tiles averaged over 2 x 2 pixels: 1.3 kMAC a pixel with 192 channels, a two-hundredth of cheng2020-128's synthesis,
and 3 to 10 dB worse. It is fitted through the pack's own analysis, so a pack that is there already can be given one;
no probability depends on it, and a pack's digest does not change.
"""

import json
from pathlib import Path

import numpy as np
import torch
import torch.nn as nn
import torch.nn.functional as F

from ..codec import images
from ..codec.layers import bias_of
from . import self_test
from .emit import emit
from .graph import Graph
from .manifest import manifest_text, sha256

FILE = "preview.onnx"
SCALE = 2  # pixels of the picture a pixel of the preview, along a side
SIDE = 448  # of the crops that it is fitted to
RIDGE = 1e-5  # of the features' mean energy
LEVELS_PER_TILE = 3


class Preview(nn.Module):
    """y 1 x M x h x w, times the inverse gain -> 1 x 3 x 8h x 8w, about [0,1]."""

    def __init__(self, channels, stride=16):
        super().__init__()
        self.side = stride // SCALE
        self.conv = nn.Conv2d(channels, 3 * self.side**2, 3)

    def forward(self, y):
        """As the class says."""
        return F.pixel_shuffle(self.conv(F.pad(y, (1, 1, 1, 1), mode="replicate")), self.side) + 0.5


def features(y):
    """1 x M x h x w -> h w x (9 M + 1): what Preview's convolution sees at each position, and one."""
    x = F.unfold(F.pad(y, (1, 1, 1, 1), mode="replicate"), 3)[0].T
    return torch.cat([x, torch.ones(len(x), 1)], 1)


def targets(x, side):
    """1 x 3 x H x W in [0,1] -> h w x 3 side^2: the picture at half its size, by latent positions."""
    return F.pixel_unshuffle(F.avg_pool2d(x - 0.5, SCALE), side)[0].flatten(1).T


class Latents:
    """What a pack's synthesis is given for pictures, by its own analysis.

    folder: of the pack; FileNotFoundError if there is none.
    """

    def __init__(self, folder, threads=0):
        self.folder, self.manifest = Path(folder), json.loads((Path(folder) / "pack.json").read_text())
        entry = self.manifest["files"]["analysis.onnx"]
        place = self.folder.parent / entry.get("pack", self.folder.name) / "analysis.onnx"
        self.session = self_test.session(place.read_bytes(), threads)
        self.gains = [np.exp(np.array(self.manifest[k], np.float32)) for k in ("log_gain", "log_inverse_gain")]
        self.channels = self.manifest["channels"]["latent"]

    def analysed(self, x):
        """1 x 3 x H x W in [0,1], sides multiples of 64 -> y 1 x M x H/16 x W/16, without gain, not rounded."""
        ones = np.ones((1, self.channels, 1, 1), np.float32)
        return torch.from_numpy(self.session.run(None, {"x": x.numpy(), "gain": ones})[0])

    def at(self, y, level):
        """Rounded at a level, times the inverse gain."""
        gain, inverse = (torch.from_numpy(g[level]).view(1, -1, 1, 1) for g in self.gains)
        return (y * gain).round() * inverse


def tiles(folder, count):
    """Evenly spaced pictures of a folder, cut to SIDE."""
    files = images.files(folder)
    for path in files[:: max(1, len(files) // count)][:count]:
        yield images.unit(images.crop(images.load(path)[:, :SIDE, :SIDE]))


@torch.no_grad()
def fit(latents, pictures, progress=None):
    """Latents, 1 x 3 x H x W pictures -> Preview. ValueError if there are too few for its weights."""
    preview = Preview(latents.channels)
    n, levels = 9 * latents.channels + 1, latents.manifest["levels"]
    a, b, seen = torch.zeros(n, n, dtype=torch.double), torch.zeros(n, 3 * preview.side**2, dtype=torch.double), 0
    for i, x in enumerate(pictures):
        y, t = latents.analysed(x), targets(x, preview.side)
        for k in range(LEVELS_PER_TILE):
            f = features(latents.at(y, (i + k * levels // LEVELS_PER_TILE) % levels))
            a += (f.T @ f).double()
            b += (f.T @ t).double()
        seen += len(t)
        if progress:
            progress(f"preview {i + 1}")
    if 2 * seen < n:
        raise ValueError(f"{seen} latent positions are too few to fit {n} weights a pixel to")
    a += RIDGE * a.diagonal().mean() * torch.eye(n, dtype=torch.double)
    w = torch.linalg.solve(a, b).float()
    preview.conv.weight.copy_(w[:-1].T.reshape(preview.conv.weight.shape))
    bias_of(preview.conv).copy_(w[-1])
    return preview.eval()


def model(preview):
    """y 1 x M x h x w integers, inverse_gain 1 x M x 1 x 1 -> x 1 x 3 x 8h x 8w, about [0,1]."""
    g, m = Graph("preview"), preview.conv.in_channels
    y, gain = g.input("y", [1, m, "h", "w"]), g.input("inverse_gain", [1, m, 1, 1])
    x = g.node("Pad", g.node("Mul", y, gain), g.indices([0, 0, 1, 1] * 2), mode="edge")
    x = emit(nn.Sequential(preview.conv, nn.PixelShuffle(preview.side)), g, x)
    return g.model(g.node("Add", x, g.scalar(0.5)), "x", [1, 3, "height", "width"])


def relative(folder, manifest):
    """(entropy model, file's entry) of another pack of the family with the same synthesis and a preview of its own;
    None if there is none.
    """
    for path in sorted(folder.parent.glob("*/pack.json")):
        files = json.loads(path.read_text())["files"]
        if (
            path.parent != folder
            and files["synthesis.onnx"]["sha256"] == manifest["files"]["synthesis.onnx"]["sha256"]
            and FILE in files
            and "pack" not in files[FILE]
        ):
            return path.parent.name, files[FILE]
    return None


def add(folder, data_folder, count=64, threads=0, progress=None):
    """Give the pack in a folder a preview, or name that of a pack of its family; returns the entry of its manifest.

    ValueError if there are too few tiles.
    """
    folder = Path(folder).resolve()
    manifest = json.loads((folder / "pack.json").read_text())
    other = relative(folder, manifest)
    (folder / FILE).unlink(missing_ok=True)
    if other:
        entry = other[1] | {"pack": other[0]}
    else:
        network = model(fit(Latents(folder, threads), tiles(data_folder, count), progress)).SerializeToString()
        entry = {"bytes": len(network), "sha256": sha256(network)}
        (folder / FILE).write_bytes(network)
    manifest["files"] = dict(sorted((manifest["files"] | {FILE: entry}).items()))
    (folder / "pack.json").write_text(manifest_text(manifest))
    return entry


@torch.no_grad()
def quality(folder, pictures, level, threads=0):
    """PSNR of a pack's preview in dB, means over pictures (1 x 3 x H x W in [0,1]): (against them at half their size,
    enlarged against themselves).
    """
    latents = Latents(folder, threads)
    entry = latents.manifest["files"][FILE]
    session = self_test.session(
        (latents.folder.parent / entry.get("pack", latents.folder.name) / FILE).read_bytes(), threads
    )
    found = []
    for x in pictures:
        y = latents.at(latents.analysed(x), level)
        ones = np.ones((1, latents.channels, 1, 1), np.float32)
        half = torch.from_numpy(session.run(None, {"y": y.numpy(), "inverse_gain": ones})[0]).clamp(0, 1)
        full = F.interpolate(half, scale_factor=SCALE, mode="bilinear")
        found.append(
            [-10 * (a - b).square().mean().log10().item() for a, b in ((half, F.avg_pool2d(x, SCALE)), (full, x))]
        )
    return tuple(np.mean(found, 0))
