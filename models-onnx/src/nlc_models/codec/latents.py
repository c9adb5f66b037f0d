"""Latents of pictures: what the analysis transform gives once, and what is coded of it at any level."""

import torch

from . import images


@torch.no_grad()
def feature(codec, path, turn=0):
    """M x h x w float32: g_a's output before the gain for a picture, cropped to multiples of 64 pixels; turn: as of
    images.turned().
    """
    return codec.g_a(images.unit(images.turned(images.crop(images.load(path)), turn)) - 0.5)[0]


@torch.no_grad()
def features(codec, files, progress=None):
    """g_a's output (before the gain, M x h x w) of each picture, cropped to multiples of 64 pixels."""
    out = []
    for i, f in enumerate(files):
        out.append(feature(codec, f))
        if progress:
            progress(f"latents {i + 1}/{len(files)}")
    return out


@torch.no_grad()
def rounded(codec, feature, level):
    """Rounded (z B x N x h/4 x w/4, y B x M x h x w) of features B x M x h x w.

    level: one in [0, levels - 1] for all, or B of them.
    """
    y = feature * codec.gains(torch.as_tensor(level, dtype=torch.float32).expand(len(feature)))[0]
    return codec.h_a(y).float().round(), y.round()
