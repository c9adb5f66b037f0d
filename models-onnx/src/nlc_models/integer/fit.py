"""The exact entropy networks of a codec: those of its checkpoint, or new ones from training tiles."""

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch

from ..codec import images, latents
from ..codec.likelihood import FactorizedPrior
from ..codec.networks import Codec
from ..options import option
from . import quantize, tuning
from .networks import EntropyNetworks


@dataclass(kw_only=True)
class CalibrationOptions:
    """How integer networks are made from float ones."""

    calib: str = option("", "folder of training tiles to calibrate and tune the integer networks on")
    tiles: int = option(224, "how many of them, evenly spaced")
    per_level: int = option(4, "tiles per level for the ranges of activations")
    steps: int = option(400, "tuning steps with the quantisation in the loop; 0: post-training quantisation only")
    lr: float = option(1e-4, "learning rate of the tuning")
    seed: int = option(0)

    def settings(self) -> dict[str, Any]:
        """What a checkpoint remembers of them."""
        return {k: getattr(self, k) for k in ("tiles", "per_level", "steps", "lr", "seed")}


Features = Callable[[Codec, list[Path]], list[torch.Tensor]]


def fit(
    codec: Codec,
    files: list[Path],
    options: CalibrationOptions,
    progress: Callable[[str], None] | None = None,
    features: Features | None = None,
) -> EntropyNetworks:
    """Exact networks from the tiles; the prior of codec is refitted in place, and rounded to float16 as stored, unless
    it is one of CompressAI's, which is taken as it is.

    features: gives g_a's outputs of files; default: by running it.
    """
    for p in codec.parameters():
        p.requires_grad_(False)
    chosen = files[:: max(1, len(files) // options.tiles)][: options.tiles]
    cached = features(codec, chosen) if features else latents.features(codec, chosen, progress)
    if isinstance(codec.prior, FactorizedPrior):
        refit_prior(codec, cached)
    networks = quantize.quantise(codec, tuning.samples(codec, cached, options.per_level))
    if options.steps:
        tuning.tune(codec, networks, cached, options.steps, lr=options.lr, seed=options.seed, progress=progress)
    return networks.exact()


def refit_prior(codec: Codec, cached: list[torch.Tensor]) -> None:
    """Fit the prior to features in place."""
    for p in codec.prior.parameters():
        p.requires_grad_(True)
    before, after = tuning.refit_prior(codec.prior, tuning.histograms(codec, cached))
    with torch.no_grad():
        for p in codec.prior.parameters():
            p.copy_(p.half().float())
    print(f"prior of z: {before:.3f} -> {after:.3f} bits a symbol on the tiles", file=sys.stderr)


def integer_networks(
    codec: Codec,
    stored: dict[str, Any],
    options: CalibrationOptions,
    progress: Callable[[str], None] | None = None,
    features: Features | None = None,
) -> EntropyNetworks:
    """The exact networks in a checkpoint's dictionary, or else fit() on the tiles of --calib.

    ValueError if there are neither.
    """
    if "integer" in stored:
        return EntropyNetworks.from_dict(stored["integer"])
    if not options.calib:
        raise ValueError(
            "the checkpoint holds no integer networks: name a folder of training tiles with --calib, or run "
            "'quantize' first"
        )
    return fit(codec, images.files(options.calib), options, progress, features)
