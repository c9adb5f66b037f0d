"""evaluate: rates and distortions of a checkpoint."""

import json
from dataclasses import dataclass
from pathlib import Path

from ..codec import checkpoint, images
from ..evaluation import evaluation
from ..integer.fit import CalibrationOptions, integer_networks
from ..options import option
from .progress import Progress
from .shared import CheckpointOptions


@dataclass(kw_only=True)
class Options(CalibrationOptions, CheckpointOptions):
    """Arguments of the command."""

    kodak: str = option(help="folder of test pictures")
    integer: bool = option(False, "also measure the integer networks, by exact code length")
    levels: list[float] | None = option(None, "default: all whole levels", nargs="*")
    every: int = option(1, "take every n-th picture")
    no_psnr: bool = option(False, "rates only, no PSNR and no MS-SSIM (much faster)")
    json: bool = option(False)


def run(options: Options) -> None:
    """Print means over the pictures, as a table or as JSON."""
    progress = Progress()
    codec, stored = checkpoint.load(options.checkpoint, options.base)
    integer = integer_networks(codec, stored, options, progress) if options.integer else None
    files = images.files(options.kodak)[:: options.every]
    rows, pictures = evaluation.evaluate(codec, files, options.levels, integer, not options.no_psnr, progress)
    progress.done()
    if not options.json:
        print(evaluation.table(rows))
        return
    result = dict(
        checkpoint=Path(options.checkpoint).name,
        pictures=len(files),
        levels=[r.json() for r in rows],
        per_picture={k: [r.json() for r in v] for k, v in pictures.items()},
    )
    print(json.dumps(result))
