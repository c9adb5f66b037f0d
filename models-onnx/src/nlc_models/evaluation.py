"""Rate and distortion of a codec over a folder of pictures."""

import math

import torch

from . import data, tables


def psnr(x, xh):
    """PSNR in dB of the 8-bit picture that xh (float, about [0,1]) rounds to."""
    mse = ((xh.clamp(0, 1) * 255).round() / 255 - x).square().mean().item()
    return math.inf if mse == 0 else -10 * math.log10(mse)


@torch.no_grad()
def quick(codec, folder, device):
    """[(bits per pixel, PSNR)] per level from the float likelihoods; every 6th picture on a CPU. Used while training."""
    files = data.pictures(folder)
    files = files if device == "cuda" else files[::6]
    rows = []
    for level in range(codec.levels):
        r = []
        for f in files:
            x = data.unit(data.crop(data.load(f))).to(device).contiguous(memory_format=torch.channels_last)
            with torch.autocast(device, torch.bfloat16, enabled=device == "cpu"):
                xh, by, bz = codec(x, torch.tensor([float(level)], device=device))
            r.append((by.item() + bz.item(), psnr(x, xh)))
        rows.append(tuple(sum(v) / len(r) for v in zip(*r)))
    return rows
