"""quantize: integer entropy networks for a checkpoint."""

from dataclasses import dataclass
from pathlib import Path

import torch

from ..codec import checkpoint
from ..codec.networks import Codec
from ..integer.fit import CalibrationOptions, integer_networks
from ..options import option
from ..training.features import cached_features, views
from .progress import Progress
from .shared import CheckpointOptions


@dataclass(kw_only=True)
class Options(CalibrationOptions, CheckpointOptions):
    """Arguments of the command."""

    out: str = option(help="checkpoint to write")
    calib: str = option(help="folder of training tiles to calibrate and tune the integer networks on")
    cache: str = option("", "as of train-entropy", metavar="FILE")


def run(options: Options) -> None:
    """Write the checkpoint with new integer networks; its other entries stay."""
    progress = Progress()
    codec, stored = checkpoint.load(options.checkpoint, options.base)
    stored.pop("integer", None)

    def features(codec: Codec, files: list[Path]) -> list[torch.Tensor]:
        return [f.float() for f in cached_features(codec, views(files), options.cache)]

    networks = integer_networks(codec, stored, options, progress, features if options.cache else None)
    progress.done()
    extra = {k: v for k, v in stored.items() if k not in ("state", *checkpoint.configuration(codec))}
    extra |= {"integer": networks.to_dict(), "quantisation": options.settings()}
    save = checkpoint.save_entropy if "base" in stored else checkpoint.save
    save(options.out, codec, **extra)
