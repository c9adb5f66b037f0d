"""estimate: entropy of one picture's latents."""

import json
from dataclasses import dataclass

from ..codec import checkpoint, images
from ..evaluation import evaluation
from ..integer import tables
from ..integer.networks import EntropyNetworks
from ..options import option
from .shared import CheckpointOptions


@dataclass(kw_only=True)
class Options(CheckpointOptions):
    """Arguments of the command."""

    image: str = option(positional=True)
    quality: float = option(help="0..1")
    json: bool = option(False)


def run(options: Options) -> None:
    """Print bits by the float and, if there is one, by the integer entropy model.

    ValueError for a quality outside 0..1.
    """
    if not 0 <= options.quality <= 1:
        raise ValueError(f"--quality must lie in 0..1, not {options.quality}")
    codec, stored = checkpoint.load(options.checkpoint, options.base)
    level = round((codec.levels - 1) * options.quality * 256) / 256
    picture = images.unit(images.load(options.image))
    height, width = picture.shape[2:]
    x = images.pad(picture)
    integer = EntropyNetworks.from_dict(stored["integer"]) if "integer" in stored else None
    prior = tables.PriorTables.of(codec.prior)
    row = next(evaluation.measure(codec, x, [level], integer, prior, distortion=False))
    pixels = x.shape[2] * x.shape[3]
    bits = {"float": row.bpp * pixels} | ({"integer": row.integer_bpp * pixels} if integer is not None else {})
    if not options.json:
        for k, v in bits.items():
            bpp = v / width / height
            print(f"{k} entropy model: {v:.0f} bits, {v / 8:.0f} bytes, {bpp:.4f} bpp at level {level:g}")
        return
    result = dict(
        width=width,
        height=height,
        level=level,
        **{f"{k}_bits": round(v) for k, v in bits.items()},
        bytes=round(bits.get("integer", bits["float"]) / 8),
    )
    print(json.dumps(result))
