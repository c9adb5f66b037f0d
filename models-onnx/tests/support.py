"""What tests share: tiny networks and pictures made on the spot, and where the repository keeps things."""

from pathlib import Path

import numpy as np
import torch

from nlc_models.codec import klt
from nlc_models.codec.networks import Codec
from nlc_models.integer import quantize, tuning

REPOSITORY = Path(__file__).resolve().parents[2]
RESOURCES = REPOSITORY / "imageio-nlc/plugin/src/test/resources"


def picture(seed, height=128, width=128):
    """Waves, an edge and grain: H x W x 3 uint8."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width] / 64
    planes = []
    for _ in range(3):
        a, b, c, d = rng.uniform(-4, 4, 4)
        planes.append(
            0.5
            + 0.2 * np.sin(a * x + b * y + c)
            + 0.2 * (x * np.cos(d) + y * np.sin(d) > 1)
            + rng.normal(0, 0.02, x.shape)
        )
    return (np.clip(np.stack(planes, -1), 0, 1) * 255).astype(np.uint8)


def tensor(seed, height=128, width=128):
    """1 x 3 x H x W in [0,1]."""
    return torch.from_numpy(picture(seed, height, width)).permute(2, 0, 1)[None].float() / 255


def lively(codec, seed=0):
    """Disturb every weight, so that no branch is switched off by its initial value."""
    g = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        for p in codec.parameters():
            p.add_(0.05 * torch.randn(p.shape, generator=g))
    return codec


def make_codec(backbone="cheng2020", widths=None, context="checkerboard", k=3):
    """A codec with a KLT start: its latents are alive at all levels."""
    torch.manual_seed(7)
    codec = Codec(backbone, widths or ((4, 8) if backbone == "nlaic" else (8, 12)), context, k)
    klt.initialise(codec, torch.cat([tensor(i) for i in range(4)]))
    lively(codec.h_a)
    lively(codec.h_s)
    lively(codec.head)
    return codec.eval()


def make_integer(codec):
    cached = [f for i in range(4) for f in codec.g_a(tensor(i) - 0.5).detach()]
    return quantize.quantise(codec, tuning.samples(codec, cached, 2))


EXPORTED = [
    ("cheng2020", "checkerboard", 3),
    ("cheng2020", "none", 1),
    ("minnen2018", "checkerboard", 1),
    ("minnen2018", "none", 3),
    ("cheng2020", "serial", 3),
    ("nlaic", "context3d", 1),
    ("nlaic", "context3d", 3),
    ("minnen2018", "context3d-serial", 1),
    ("swift", "serial", 1),
]
